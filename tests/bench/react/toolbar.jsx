// Search, filters, and how many match.
import { memo, useEffect, useMemo, useState } from "react";

import { LICENSES, STATUSES } from "../common/query.js";
import { Icon } from "./icon.jsx";

export const Toolbar = memo(function Toolbar({ view, changeView, types, text, reset }) {
  const licenses = useMemo(() => [...LICENSES, ...types.map(({ id, name }) => ({ value: id, label: name }))], [types]);
  const filter = (name) => (event) => changeView({ [name]: event.target.value, page: 0 });
  return (
    <div className="tools" role="search">
      <Search text={view.text} changeView={changeView} />
      <Choice label="License" options={licenses} value={view.license} isMarked={view.license !== "all"} onChange={filter("license")} />
      <Choice label="Status" options={STATUSES} value={view.status} isMarked={view.status !== "all"} onChange={filter("status")} />
      {reset && (
        <button type="button" className="button quiet" aria-label="Clear search and filters" title="Clear search and filters" onClick={() => reset()}>
          <Icon name="cross" />
        </button>
      )}
      <span className="count">{text}</span>
    </div>
  );
});

function Search({ text, changeView }) {
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  const search = (next, replace) => {
    setTyped(next);
    changeView({ text: next, page: 0 }, { replace });
  };
  const clear = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    search("", true);
  };
  return (
    <div className="search">
      <span className="glass"><Icon name="search" /></span>
      <input className="box" type="search" autoComplete="off" spellCheck="false" aria-label="Search users" aria-keyshortcuts="/" placeholder="Search name, email or number" value={typed} onChange={(event) => search(event.target.value, text !== "")} onKeyDown={clear} />
      <kbd className="key" aria-hidden="true">/</kbd>
    </div>
  );
}

export function Choice({ label, options, value, isMarked, onChange }) {
  return (
    <select className={isMarked ? "select marked" : "select"} aria-label={label} value={value} onChange={onChange}>
      <Options options={options} />
    </select>
  );
}

/** Options are rendered anew only where they are others. */
export const Options = memo(function Options({ options }) {
  return options.map(({ value, label, isDisabled }) => <option key={value} value={value} disabled={isDisabled}>{label}</option>);
});
