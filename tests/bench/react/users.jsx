// The users of the page, a row each.
import { memo, useCallback, useMemo, useRef } from "react";

import { optionsByUser } from "../common/license_cell.js";
import { PER_PAGE, SORTS, sortedBy } from "../common/query.js";
import { Pagination } from "./pagination.jsx";
import { Row } from "./row.jsx";
import { Choice } from "./toolbar.jsx";

export function Users({ table, matching, directory, application, draft, view, changeView, reset }) {
  const { name, types } = directory.applications[application];
  const { rows } = table.getRowModel();
  const optionsOf = useMemo(() => optionsByUser(types, application, directory.complete), [types, application, directory.complete]);
  const select = useCallback((id, on) => table.setRowSelection((before) => withRow(before, id, on)), [table]);
  if (matching === 0 && directory.complete) return <Nobody reset={reset} />;
  return (
    <>
      <table className="users" role="table" tabIndex={-1}>
        <caption className="caption">{`Users and their ${name} licenses`}</caption>
        <Heads view={view} changeView={changeView} isAll={table.getIsAllPageRowsSelected()} isSome={table.getIsSomePageRowsSelected()} selectPage={table.toggleAllPageRowsSelected} />
        <tbody className="rows" role="rowgroup" aria-busy={!directory.complete}>
          {rows.length === 0 && <Skeleton rows={view.size} />}
          {/* By place, not by user: rows keep nothing of their own, and turning a page rewrites them. */}
          {rows.map((row, place) => (
            <Row key={place} user={row.original} isSelected={row.getIsSelected()} isEditable={directory.complete} optionsOf={optionsOf} types={types} application={application} draft={draft} select={select} />
          ))}
        </tbody>
      </table>
      <UserPagination view={view} changeView={changeView} matching={matching} />
    </>
  );
}

function withRow(selection, id, on) {
  const next = { ...selection };
  if (on) next[id] = true;
  else delete next[id];
  return next;
}

const Heads = memo(function Heads({ view, changeView, isAll, isSome, selectPage }) {
  const [name, email, license] = SORTS.map(([column, label]) => (
    <SortHead key={column} column={column} label={label} by={view.by} descending={view.descending} sort={() => changeView(sortedBy(view, column))} />
  ));
  return (
    <thead className="heads" role="rowgroup">
      <tr role="row">
        <th className="select" role="columnheader" scope="col">
          <PageCheckbox isAll={isAll} isSome={isSome} selectPage={selectPage} />
        </th>
        {name}
        {email}
        <th className="status" role="columnheader" scope="col">Status</th>
        {license}
      </tr>
    </thead>
  );
});

function PageCheckbox({ isAll, isSome, selectPage }) {
  const showSome = (box) => {
    if (box) box.indeterminate = isSome;
  };
  return <input className="check" type="checkbox" aria-label="Select this page" checked={isAll} ref={showSome} onChange={(event) => selectPage(event.target.checked)} />;
}

function SortHead({ column, label, by, descending, sort }) {
  const isCurrent = by === column;
  return (
    <th className={`head ${column}`} role="columnheader" scope="col" aria-sort={isCurrent ? (descending ? "descending" : "ascending") : undefined}>
      <button type="button" className={isCurrent ? "sort current" : "sort"} onClick={sort}>
        {label}
        <span className="arrow" aria-hidden="true">{!isCurrent ? "" : descending ? "↓" : "↑"}</span>
      </button>
    </th>
  );
}

function Skeleton({ rows }) {
  return Array.from({ length: rows }, (_, index) => (
    <tr key={index} className="skeleton" aria-hidden="true">
      <td className="blank" colSpan="5"><span className="line" /></td>
    </tr>
  ));
}

function Nobody({ reset }) {
  return (
    <div className="empty">
      <h2 className="title">No matching users</h2>
      <p className="text">No user matches the search and the filters.</p>
      <button type="button" className="button" onClick={() => reset()}>Clear search and filters</button>
    </div>
  );
}

const UserPagination = memo(function UserPagination({ view, changeView, matching }) {
  const resize = (event) => changeView({ size: Number(event.target.value), page: 0 });
  return (
    <Pagination page={view.page} size={view.size} all={matching} turn={(page) => changeView({ page })}>
      <Choice label="Rows per page" options={PER_PAGE} value={view.size} onChange={resize} />
    </Pagination>
  );
});
