// What is selected and drafted, and the review.
import { useEffect, useMemo, useState } from "react";

import { unavailable } from "../common/directory.js";
import { typeOption } from "../common/license_cell.js";
import { blocked, discardBlocked, number, selected as selectedText, summary } from "../common/text.js";
import { useCounts } from "./account.jsx";
import { Icon } from "./icon.jsx";
import { Review } from "./review.jsx";
import { useAllSelected, useSelected } from "./table.js";
import { Options } from "./toolbar.jsx";

export function Dock({ table, matching, directory, application, draft, showOnly }) {
  const [isReviewing, setReviewing] = useState(false);
  const selected = useSelected(table);
  const isAll = useAllSelected(table);
  const counts = useCounts(draft);
  const isDrafted = counts.changes + counts.blocked > 0;
  const { rowSelection } = table.getState();
  const selectedUsers = () => directory.users.filter((user) => rowSelection[user.id]);
  const of = {
    selectAll: isAll ? undefined : () => table.toggleAllRowsSelected(true),
    allText: `Select all ${number(matching)} matching users`,
    showSelected: () => showOnly(selectedUsers()),
    showChanged: () => showOnly(draft.users()),
  };
  return (
    <div className="dock">
      {(selected > 0 || isDrafted) && (
        <section className="bar" aria-label="Selection and changes">
          {selected > 0 && <SelectionPart table={table} selected={selected} selectedUsers={selectedUsers} directory={directory} application={application} draft={draft} of={of} />}
          <div className={isDrafted ? "rest drafted" : "rest"}>
            {isDrafted && <Sums draft={draft} counts={counts} of={of} />}
            <More selected={selected} counts={counts} draft={draft} of={of} />
            {isDrafted && <DraftButtons draft={draft} counts={counts} review={() => setReviewing(true)} />}
          </div>
        </section>
      )}
      <Review isOpen={isReviewing} setOpen={setReviewing} directory={directory} application={application} draft={draft} />
    </div>
  );
}

/** Leads past the table, once there is something below it. */
export function SkipLink({ table, draft }) {
  const { changes, blocked } = useCounts(draft);
  const isNeeded = useSelected(table) + changes + blocked > 0;
  const skip = (event) => event.currentTarget.getRootNode().querySelector(".dock h2").focus();
  return <button type="button" className={isNeeded ? "button skip" : "button skip off"} onClick={skip}>Skip to the actions</button>;
}

function SelectionPart({ table, selected, selectedUsers, directory, application, draft, of }) {
  const clear = () => table.resetRowSelection(true);
  return (
    <div className="selection">
      <div className="who">
        <h2 className="selected" tabIndex={-1}>{selectedText(selected)}</h2>
        <span className="links only-wide">
          {of.selectAll && <button type="button" className="link" onClick={of.selectAll}>{of.allText}</button>}
          <button type="button" className="link only-widest" onClick={of.showSelected}>Show selected</button>
          <button type="button" className="link" onClick={clear}>Clear</button>
        </span>
      </div>
      <button type="button" className="button quiet only-narrow" aria-label="Clear" onClick={clear}><Icon name="cross" /></button>
      <span className="rule only-wide" />
      <ChangeLicense selection={table.getState().rowSelection} selectedUsers={selectedUsers} isEditable={directory.complete} types={directory.applications[application].types} draft={draft} />
    </div>
  );
}

/** The dropdown for all who are selected. It shows the last choice until the selection changes. */
function ChangeLicense({ selection, selectedUsers, isEditable, types, draft }) {
  const [shown, setShown] = useState("");
  useEffect(() => setShown(""), [selection]);
  const options = useMemo(() => [{ value: "", label: "Change license…" }, ...types.map((type) => typeOption(type, unavailable(type))), { value: "none", label: "No license" }], [types]);
  const choose = (event) => {
    const { value } = event.target;
    if (!value) return;
    setShown(value);
    draft.chooseForAll(selectedUsers(), value === "none" ? null : value);
  };
  return (
    <select className="select medium" aria-label="Change license" value={shown} disabled={!isEditable} onChange={choose}>
      <Options options={options} />
    </select>
  );
}

function Sums({ draft, counts, of }) {
  return (
    <div className="sums">
      {counts.changes > 0 && <h2 className="summary" tabIndex={-1}>{summary(counts)}</h2>}
      <div className="line">
        {counts.blocked > 0 && <h2 className="blocked" tabIndex={-1}>{blocked(counts.blocked)}</h2>}
        {counts.changes > 0 && counts.blocked > 0 && (
          <button type="button" className="link only-widest" aria-label={discardBlocked(counts.blocked)} onClick={() => draft.discardBlocked()}>Discard these</button>
        )}
        <button type="button" className="link only-widest" onClick={of.showChanged}>Show changed</button>
      </div>
    </div>
  );
}

function DraftButtons({ draft, counts, review }) {
  const isSome = counts.changes > 0;
  const label = isSome ? "Review changes" : "Show reasons";
  return (
    <>
      <button type="button" className="button quiet only-wide" onClick={() => draft.discard()}>Discard</button>
      <button type="button" className={isSome ? "button primary" : "button"} aria-label={label} aria-keyshortcuts="Control+Enter" onClick={review}>
        {isSome ? <><span className="only-widest">{label}</span><span className="but-widest">Review</span></> : label}
      </button>
    </>
  );
}

/** What has no room in the bar. */
function More({ selected, counts, draft, of }) {
  const isDrafted = counts.changes + counts.blocked > 0;
  const close = (event) => event.target.closest("button") && event.currentTarget.hidePopover();
  return (
    <>
      <button type="button" className="button quiet but-widest more" aria-label="More actions" popoverTarget="bar-menu"><Icon name="more" /></button>
      <div className="menu" id="bar-menu" popover="auto" onClick={close}>
        {selected > 0 && of.selectAll && <button type="button" className="button quiet only-narrow" onClick={of.selectAll}>{of.allText}</button>}
        {selected > 0 && <button type="button" className="button quiet" onClick={of.showSelected}>Show selected</button>}
        {counts.changes > 0 && counts.blocked > 0 && <button type="button" className="button quiet" onClick={() => draft.discardBlocked()}>{discardBlocked(counts.blocked)}</button>}
        {isDrafted && <button type="button" className="button quiet" onClick={of.showChanged}>Show changed</button>}
        {isDrafted && <button type="button" className="button quiet only-narrow" onClick={() => draft.discard()}>Discard</button>}
      </div>
    </>
  );
}
