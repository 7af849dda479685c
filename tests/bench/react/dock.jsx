// What is selected and drafted, and the review.
import { memo, useEffect, useMemo, useRef, useState } from "react";

import { unavailable } from "../common/directory.js";
import { planOf } from "../common/draft.js";
import { emails, number, summary, users as usersText } from "../common/text.js";
import { useTotals } from "./account.jsx";

const LINES = 100;

export function Dock({ table, matching, directory, application, draft }) {
  const [isReviewing, setReviewing] = useState(false);
  const { rowSelection } = table.getState();
  const selected = useMemo(() => Object.keys(rowSelection).length, [rowSelection]);
  const isDrafted = useTotals(draft, ({ size }) => size > 0);
  return (
    <div className="dock">
      {(selected > 0 || isDrafted) && (
        <section className="bar" aria-label="Selection and changes">
          {selected > 0 && <SelectionPart table={table} selected={selected} matching={matching} directory={directory} application={application} draft={draft} />}
          {isDrafted && <DraftPart draft={draft} review={() => setReviewing(true)} />}
        </section>
      )}
      <Review isOpen={isReviewing} close={() => setReviewing(false)} directory={directory} application={application} draft={draft} />
    </div>
  );
}

function SelectionPart({ table, selected, matching, directory, application, draft }) {
  const [shown, setShown] = useState("");
  const { rowSelection } = table.getState();
  useEffect(() => setShown(""), [rowSelection]);
  const choose = (event) => {
    const { value } = event.target;
    if (!value) return;
    setShown(value);
    const chosen = directory.users.filter((user) => rowSelection[user.id]);
    draft.chooseForAll(chosen, value === "none" ? null : value);
  };
  return (
    <>
      <b className="selected" role="status">{`${number(selected)} selected`}</b>
      {selected < matching && (
        <button type="button" className="link" onClick={() => table.toggleAllRowsSelected(true)}>{`Select all ${number(matching)} matching users`}</button>
      )}
      <button type="button" className="link" onClick={() => table.resetRowSelection(true)}>Clear</button>
      <select className="select medium" aria-label="Change license" value={shown} disabled={!directory.complete} onChange={choose}>
        <option value="">Change license…</option>
        {directory.applications[application].types.map((type) => {
          const why = unavailable(type);
          return <option key={type.id} value={type.id} disabled={why !== undefined}>{why ? `${type.name} (${why})` : type.name}</option>;
        })}
        <option value="none">No license</option>
      </select>
    </>
  );
}

function DraftPart({ draft, review }) {
  const changes = useTotals(draft, summary);
  const blocked = useTotals(draft, (each) => each.blocked);
  return (
    <div className="drafted">
      <span className="summary" role="status">{changes}</span>
      {blocked > 0 && <span className="blocked" role="status">{`${number(blocked)} can't be changed`}</span>}
      <button type="button" className="button quiet" onClick={() => draft.discard()}>Discard</button>
      <button type="button" className="button primary" onClick={review}>Review changes</button>
    </div>
  );
}

function Review({ isOpen, close, directory, application, draft }) {
  const dialog = useRef(null);
  useEffect(() => {
    if (isOpen) dialog.current.showModal();
    else dialog.current.close();
  }, [isOpen]);
  const title = `Review changes to ${directory.applications[application].name}`;
  return (
    <dialog className="dialog" ref={dialog} aria-label={title} onClose={close}>
      <h2 className="title">{title}</h2>
      {isOpen && <ReviewBody close={close} directory={directory} application={application} draft={draft} />}
    </dialog>
  );
}

const ReviewBody = memo(function ReviewBody({ close, directory, application, draft }) {
  const plan = useMemo(() => planOf(draft, directory, application), [draft, directory, application]);
  return (
    <>
      <div className="review">
        <ul className="moves">
          {[...plan.moves].map(([what, count]) => (
            <li key={what} className="move"><b className="users">{usersText(count)}</b> <bdi className="what">{what}</bdi></li>
          ))}
        </ul>
        <table className="seats">
          <thead><tr><th>Seats</th><th>Before</th><th>After</th><th>Purchased</th></tr></thead>
          <tbody>
            {plan.seats.map(({ name, before, after, total }) => (
              <tr key={name}><th scope="row">{name}</th><td>{number(before)}</td><td>{number(after)}</td><td>{total === undefined ? "no limit" : number(total)}</td></tr>
            ))}
          </tbody>
        </table>
        <p className="emails">{plan.emails > 0 ? `${emails(plan.emails)} will be sent. This can't be undone.` : "No welcome emails will be sent."}</p>
        <Lines lines={plan.blocked} heading={`${usersText(plan.blocked.length)} won't be changed`} isOpen />
        <Lines lines={plan.changed} heading={`${usersText(plan.changed.length)} will change`} />
      </div>
      <div className="buttons">
        <button type="button" className="button" onClick={close}>Cancel</button>
        <button type="button" className="button primary" disabled>{`Apply ${number(plan.changed.length)} changes`}</button>
      </div>
    </>
  );
});

function Lines({ lines, heading, isOpen }) {
  if (lines.length === 0) return null;
  return (
    <details className="lines" open={isOpen}>
      <summary className="heading">{heading}</summary>
      <ul className="list">
        {lines.slice(0, LINES).map(({ user, what }) => (
          <li key={user.id} className="item"><span className="who"><bdi className="name">{user.name}</bdi> <bdi className="email" title={user.email}>{user.email}</bdi></span> <span className="what">{what}</span></li>
        ))}
      </ul>
    </details>
  );
}
