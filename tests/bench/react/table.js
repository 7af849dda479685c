// TanStack Table over the directory: it filters, sorts, pages and selects.
import { getCoreRowModel, getFilteredRowModel, getPaginationRowModel, getSortedRowModel, useReactTable } from "@tanstack/react-table";
import { useEffect, useMemo, useState } from "react";

import { matchesLicense, matchesStatus, matchesWords, wordsOf } from "../common/query.js";

const NOBODY = {};

export function useUserTable(directory, application, view, only) {
  const [rowSelection, setRowSelection] = useState(NOBODY);
  useEffect(() => setRowSelection(NOBODY), [application]);
  const { types } = directory.applications[application];
  const columns = useMemo(() => columnsOf(application, types), [application, types]);
  const words = useMemo(() => wordsOf(view.text), [view.text]);
  const sorting = useMemo(() => [{ id: view.by, desc: view.descending }], [view.by, view.descending]);
  const columnFilters = useMemo(
    () => ["license", "status"].filter((id) => view[id] !== "all").map((id) => ({ id, value: view[id] })),
    [view.license, view.status],
  );
  const data = useMemo(() => (only ? directory.users.filter((user) => only.has(user)) : directory.users), [directory.users, only]);
  return useReactTable({
    data,
    columns,
    state: {
      rowSelection,
      sorting,
      columnFilters,
      globalFilter: words.length > 0 ? words : undefined,
      pagination: { pageIndex: view.page, pageSize: view.size },
    },
    onRowSelectionChange: setRowSelection,
    getRowId: (user) => user.id,
    getColumnCanGlobalFilter: (column) => column.id === "name",
    globalFilterFn: (row, _, wanted) => matchesWords(row.original, wanted),
    getCoreRowModel: getCoreRowModel(),
    getFilteredRowModel: getFilteredRowModel(),
    getSortedRowModel: getSortedRowModel(),
    getPaginationRowModel: getPaginationRowModel(),
    autoResetPageIndex: false,
  });
}

/** How many are selected. */
export function useSelected(table) {
  const { rowSelection } = table.getState();
  return useMemo(() => Object.keys(rowSelection).length, [rowSelection]);
}

/** Whether all who match are. */
export function useAllSelected(table) {
  const { rowSelection } = table.getState();
  const { rows } = table.getFilteredRowModel();
  return useMemo(() => rows.every((row) => rowSelection[row.id]), [rowSelection, rows]);
}

function columnsOf(application, types) {
  const place = new Map(types.map((type, index) => [type.id, index]));
  const placeOf = ({ original }) => place.get(original.held[application][0]) ?? types.length;
  return [
    { id: "name", accessorFn: (user) => user.name, sortingFn: (a, b) => a.original.nameRank - b.original.nameRank },
    { id: "email", accessorFn: (user) => user.email, sortingFn: (a, b) => a.original.emailRank - b.original.emailRank },
    { id: "status", accessorFn: (user) => user.active, filterFn: (row, _, status) => matchesStatus(row.original, status) },
    {
      id: "license",
      accessorFn: (user) => user.held[application],
      filterFn: (row, _, license) => matchesLicense(row.original, license, application),
      sortingFn: (a, b) => placeOf(a) - placeOf(b) || a.original.nameRank - b.original.nameRank,
    },
  ];
}
