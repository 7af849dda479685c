// A user's row: it wakes on its own user.
import { memo, useId, useRef } from "react";

import { choose, isFixed, markOf, notesOf, valueOf } from "../common/license_cell.js";
import { hasSelectedText } from "../common/shortcuts.js";
import { useEntry } from "./account.jsx";
import { Icon } from "./icon.jsx";
import { Options } from "./toolbar.jsx";

export const Row = memo(function Row({ user, isSelected, isEditable, optionsOf, types, application, draft, select }) {
  const toggle = () => hasSelectedText() || select(user.id, !isSelected);
  return (
    <tr className={isSelected ? "row selected" : "row"} role="row">
      <td className="select" role="cell">
        <input className="check" type="checkbox" aria-label={`Select ${user.label}`} checked={isSelected} onChange={(event) => select(user.id, event.target.checked)} />
      </td>
      <th className="who" role="rowheader" scope="row" colSpan="2" onClick={toggle}>
        <bdi className="name">{user.name}</bdi>
        <bdi className="email" title={user.email}>{user.email}</bdi>
      </th>
      <td className="status" role="cell"><span className={user.active ? undefined : "inactive"}>{user.active ? "Active" : "Inactive"}</span></td>
      <LicenseCell user={user} isEditable={isEditable} options={optionsOf(user)} types={types} application={application} draft={draft} />
    </tr>
  );
});

const LicenseCell = memo(function LicenseCell({ user, isEditable, options, types, application, draft }) {
  const entry = useEntry(draft, user);
  const notes = useId();
  const dropdown = useRef(null);
  const held = user.held[application];
  const revert = () => {
    dropdown.current.focus();
    draft.forget(user);
  };
  return (
    <td className="license" role="cell" data-head="License type" data-mark={markOf(entry)}>
      <div className="pick">
        <select ref={dropdown} className={entry ? "select wide marked" : "select wide"} aria-label={`License type of ${user.label}`} aria-describedby={notes} value={valueOf(held, entry)} disabled={!isEditable || isFixed(user, held, entry)} onChange={(event) => choose(draft, user, event.target.value)}>
          <Options options={options} />
        </select>
        <span className="notes" id={notes}>
          {notesOf(user, application, types, entry).map(({ text, style }) => <bdi key={text} className={style} title={text}>{text}</bdi>)}
        </span>
        {entry && <Revert label={`Revert the change of ${user.label}`} revert={revert} />}
      </div>
    </td>
  );
});

function Revert({ label, revert }) {
  return <button type="button" className="revert" aria-label={label} title={label} onClick={revert}><Icon name="back" /></button>;
}
