// Search, filters, and how many match.
import { memo, useEffect, useState } from "react";

import { isFiltered } from "../common/query.js";
import { number, users as usersText } from "../common/text.js";

const LICENSES = [["all", "All licenses"], ["any", "With a license"], ["none", "No license"]];
const STATUSES = [["all", "All statuses"], ["active", "Active users"], ["inactive", "Inactive users"]];

export const Toolbar = memo(function Toolbar({ view, changeView, types, matching, users }) {
  const [text, setText] = useState(view.text);
  useEffect(() => setText(view.text), [view.text]);
  const search = (event) => {
    setText(event.target.value);
    changeView({ ...view, text: event.target.value, page: 0 }, { replace: view.text !== "" });
  };
  const filter = (name) => (event) => changeView({ ...view, [name]: event.target.value, page: 0 });
  const licenses = [...LICENSES, ...types.map(({ id, name }) => [id, name])];
  return (
    <div className="tools" role="search">
      <input className="box" type="search" autoComplete="off" spellCheck="false" aria-label="Search users" placeholder="Search name, email or number" value={text} onChange={search} />
      <Choice label="License" options={licenses} value={view.license} onChange={filter("license")} />
      <Choice label="Status" options={STATUSES} value={view.status} onChange={filter("status")} />
      <span className="count" role="status">{isFiltered(view) ? `${number(matching)} of ${usersText(users)}` : usersText(users)}</span>
    </div>
  );
});

export function Choice({ label, options, value, onChange }) {
  return (
    <select aria-label={label} value={value} onChange={onChange}>
      {options.map(([id, name]) => (
        <option key={id} value={id}>{name}</option>
      ))}
    </select>
  );
}
