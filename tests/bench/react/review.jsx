// What applying will do, before it is done.
import { memo, useEffect, useMemo, useRef, useState } from "react";

import { byReason, isNumber, planOf } from "../common/plan.js";
import { applies, discardBlocked, emailsNote, number, removes, users } from "../common/text.js";
import { useCounts } from "./account.jsx";
import { UserList } from "./user_list.jsx";

export function Review({ isOpen, setOpen, directory, application, draft }) {
  const dialog = useRef(null);
  const heading = useRef(null);
  useEffect(() => {
    if (!isOpen) return dialog.current.close();
    dialog.current.showModal();
    heading.current.focus();
  }, [isOpen]);
  const title = `Review changes to ${directory.applications[application].name}`;
  return (
    <dialog className="dialog" ref={dialog} aria-label={title} onClose={() => setOpen(false)}>
      <h2 className="title" ref={heading} tabIndex={-1}>{title}</h2>
      {isOpen && <ReviewBody setOpen={setOpen} directory={directory} application={application} draft={draft} />}
    </dialog>
  );
}

const ReviewBody = memo(function ReviewBody({ setOpen, directory, application, draft }) {
  const counts = useCounts(draft);
  const plan = useMemo(() => planOf(draft, directory, application), [draft, directory, application, counts]);
  const [typed, setTyped] = useState("");
  const isNothing = plan.changed.length + plan.blocked.length === 0;
  useEffect(() => {
    if (isNothing) setOpen(false);
  }, [isNothing, setOpen]);
  return (
    <>
      <div className="review">
        {plan.changed.length > 0 ? (
          <>
            <UserLists groups={plan.moves.map(({ what, lines }) => [what, lines])} />
            <Seats seats={plan.seats} />
            <EmailNote emails={plan.emails} application={directory.applications[application]} />
          </>
        ) : <p className="nothing">No changes can be applied. Reasons are below.</p>}
        {plan.blocked.length > 0 && <BlockedUsers blocked={plan.blocked} discard={() => draft.discardBlocked()} />}
        {plan.guard && <Confirmation removals={plan.guard} typed={typed} setTyped={setTyped} />}
      </div>
      <div className="buttons">
        <span className="verified">Each change is verified with the server.</span>
        <button type="button" className="button" onClick={() => setOpen(false)}>Cancel</button>
        {plan.changed.length > 0 && <ApplyButton plan={plan} isConfirmed={!plan.guard || isNumber(typed, plan.guard)} />}
      </div>
    </>
  );
});

function BlockedUsers({ blocked, discard }) {
  return (
    <div className="blocked-users">
      <h3 className="title">{`${users(blocked.length)} won't be changed`}</h3>
      <UserLists groups={byReason(blocked)} />
      <div><button type="button" className="button" aria-label={discardBlocked(blocked.length)} onClick={discard}>Discard these</button></div>
    </div>
  );
}

function UserLists({ groups }) {
  return <div className="user-lists">{groups.map(([what, lines]) => <UserList key={what} lines={lines} heading={what} figure={users(lines.length)} />)}</div>;
}

function Seats({ seats }) {
  return (
    <table className="seats">
      <thead>
        <tr>
          <th className="name" scope="col">Seats</th>
          <th className="figure" scope="col">Before</th>
          <th className="figure" scope="col">After</th>
          <th className="figure" scope="col">Purchased</th>
          <th className="figure only-wide" scope="col">Left</th>
        </tr>
      </thead>
      <tbody>
        {seats.map(({ name, before, after, total }) => (
          <tr key={name}>
            <th className="name" scope="row">{name}</th>
            <td className="figure">{number(before)}</td>
            <td className="figure">{number(after)}</td>
            <td className="figure">{total === undefined ? "No limit" : number(total)}</td>
            <td className="figure only-wide">{total === undefined ? "" : number(Math.max(0, total - after))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function EmailNote({ emails, application: { name, guide } }) {
  return (
    <p className="emails">
      {emailsNote(emails)}
      {emails > 0 && guide && <>{" "}<a href={guide} target="_blank" rel="noopener">{`${name} guide`}</a></>}
    </p>
  );
}

/** The number of licenses that are removed must be typed. */
function Confirmation({ removals, typed, setTyped }) {
  const [isJudged, setJudged] = useState(false);
  const isWrong = isJudged && typed !== "" && !isNumber(typed, removals);
  const type = (event) => {
    setJudged(false);
    setTyped(event.target.value);
  };
  return (
    <div className="guard">
      <label className="question">
        <span className="words">{`This removes licenses from ${users(removals)}, over 20% of holders. Type ${number(removals)} to confirm.`}</span>
        <input className="box" inputMode="numeric" autoComplete="off" aria-invalid={isWrong} value={typed} onChange={type} onBlur={() => setJudged(true)} />
      </label>
      <p className="wrong" role="alert">{isWrong && `The number doesn't match. Type ${number(removals)} to confirm.`}</p>
    </div>
  );
}

/** Applies nothing: the peers only read. */
function ApplyButton({ plan: { changed, onlyRemoves }, isConfirmed }) {
  return (
    <button type="button" className={onlyRemoves ? "button danger" : "button primary"} disabled={!isConfirmed}>
      {onlyRemoves ? removes(changed.length) : applies(changed.length)}
    </button>
  );
}
