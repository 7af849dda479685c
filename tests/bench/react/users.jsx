// The users of the page, a row each.
import { memo, useCallback, useMemo, useRef } from "react";

import { unavailable } from "../common/directory.js";
import { SIZES, sortedBy } from "../common/query.js";
import { number } from "../common/text.js";
import { useTarget } from "./account.jsx";
import { Choice } from "./toolbar.jsx";

export function Users({ table, rows, matching, directory, application, draft, view, changeView }) {
  const { name, types } = directory.applications[application];
  const element = useRef(null);
  const optionsOf = useMemo(() => optionsByUser(types, application), [types, application]);
  const select = useCallback((id, on) => table.setRowSelection((before) => withRow(before, id, on)), [table]);
  const turn = (page) => {
    changeView({ ...view, page });
    element.current.scrollIntoView();
  };
  return (
    <>
      <table className="users" ref={element}>
        <caption className="caption">{`Users and their ${name} licenses`}</caption>
        <Heads view={view} changeView={changeView} isAll={table.getIsAllPageRowsSelected()} isSome={table.getIsSomePageRowsSelected()} selectPage={table.toggleAllPageRowsSelected} />
        <tbody className="rows" aria-busy={!directory.complete}>
          {rows.length === 0 && !directory.complete && <Skeleton />}
          {rows.map((row) => (
            <Row key={row.id} user={row.original} isSelected={row.getIsSelected()} isEditable={directory.complete} optionsOf={optionsOf} types={types} application={application} draft={draft} select={select} />
          ))}
        </tbody>
      </table>
      <Pager view={view} changeView={changeView} turn={turn} matching={matching} />
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
  const sort = (by) => changeView(sortedBy(view, by));
  const ariaSort = (...columns) => (columns.includes(view.by) ? (view.descending ? "descending" : "ascending") : undefined);
  const button = (by, label) => (
    <button type="button" className={view.by === by ? "sort current" : "sort"} onClick={() => sort(by)}>
      {label}
      <span className="arrow" aria-hidden="true">{view.by !== by ? "" : view.descending ? "↓" : "↑"}</span>
    </button>
  );
  return (
    <thead className="heads">
      <tr>
        <th className="select" scope="col">
          <input className="check" type="checkbox" aria-label="Select this page" checked={isAll} ref={(box) => void (box && (box.indeterminate = isSome))} onChange={(event) => selectPage(event.target.checked)} />
        </th>
        <th className="who" scope="col" aria-sort={ariaSort("name", "email")}>
          {button("name", "Name")}
          {button("email", "Email")}
        </th>
        <th className="status" scope="col">Status</th>
        <th className="license" scope="col" aria-sort={ariaSort("license")}>{button("license", "License type")}</th>
      </tr>
    </thead>
  );
});

/** The options of a user's dropdown. Most users have the same ones, which are made once. */
function optionsByUser(types, application) {
  const made = new Map();
  return (user) => {
    const held = user.held[application];
    const key = `${user.active} ${held.join()}`;
    if (!made.has(key)) {
      made.set(key, types.map((type) => {
        const why = held.includes(type.id) ? undefined : user.active ? unavailable(type) : "user is inactive";
        return { id: type.id, name: why ? `${type.name} (${why})` : type.name, isDisabled: why !== undefined };
      }));
    }
    return made.get(key);
  };
}

const Row = memo(function Row({ user, isSelected, isEditable, optionsOf, types, application, draft, select }) {
  const target = useTarget(draft, user);
  const held = user.held[application];
  const isChanged = target !== undefined;
  const value = isChanged ? (target ?? "") : (held[0] ?? "");
  const isBlocked = isChanged && target !== null && !user.active && !held.includes(target);
  const nameOf = (id) => types.find((type) => type.id === id)?.name;
  return (
    <tr className={isSelected ? "row selected" : "row"}>
      <td className="select">
        <input className="check" type="checkbox" aria-label={`Select ${user.label}`} checked={isSelected} onChange={(event) => select(user.id, event.target.checked)} />
      </td>
      <td className="who">
        <bdi className="name">{user.name}</bdi>
        <bdi className="email">{user.email}</bdi>
      </td>
      <td className="status">
        <bdi className={user.active ? "tag good" : "tag"}>{user.active ? "Active" : "Inactive"}</bdi>
      </td>
      <td className="license">
        <select className={isChanged ? "select wide marked" : "select wide"} aria-label={`License type of ${user.label}`} value={value} disabled={!isEditable || (!user.active && held.length === 0 && !isChanged)} onChange={(event) => draft.choose(user, event.target.value || null)}>
          <option value="">{isEditable ? "No license" : "Loading…"}</option>
          {optionsOf(user).map(({ id, name, isDisabled }) => (
            <option key={id} value={id} disabled={isDisabled}>{name}</option>
          ))}
        </select>
        {isChanged && <bdi className="aside">{held.length === 0 ? "was none" : `was ${held.map(nameOf).join(", ")}`}</bdi>}
        {isBlocked && <bdi className="tag warn">User is inactive</bdi>}
      </td>
    </tr>
  );
});

function Skeleton() {
  return Array.from({ length: 8 }, (_, index) => (
    <tr key={index} className="skeleton" aria-hidden="true">
      <td colSpan="4"><span className="bone" /></td>
    </tr>
  ));
}

const PER_PAGE = SIZES.map((size) => [size, `${size} per page`]);

const Pager = memo(function Pager({ view, changeView, turn, matching }) {
  const pages = Math.max(1, Math.ceil(matching / view.size));
  const first = view.page * view.size;
  const range = `${number(first + 1)}–${number(Math.min(first + view.size, matching))} of ${number(matching)}`;
  return (
    <nav className="pager" aria-label="Pages">
      <span className="range" role="status">{range}</span>
      <span className="space" />
      <Choice label="Rows per page" options={PER_PAGE} value={view.size} onChange={(event) => changeView({ ...view, size: Number(event.target.value), page: 0 })} />
      <button type="button" className="button" aria-label="Previous page" disabled={view.page === 0} onClick={() => turn(view.page - 1)}>‹</button>
      <button type="button" className="button" aria-label="Next page" disabled={view.page + 1 >= pages} onClick={() => turn(view.page + 1)}>›</button>
    </nav>
  );
});
