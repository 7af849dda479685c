// Says what changes.
import { memo, useEffect, useRef, useState } from "react";

import { Speech } from "../common/speech.js";
import { draftSaid, number, selected as selectedText } from "../common/text.js";
import { storeOf, useCounts, useStore } from "./account.jsx";
import { useSelected } from "./table.js";

export function Announcements({ table, directory, draft, view, matching, matchingSaid, progress }) {
  const [said] = useState(() => storeOf(""));
  const [speech] = useState(() => new Speech(said.set));
  const selected = useSelected(table);
  const pages = Math.max(1, Math.ceil(matching / view.size));
  const page = Math.min(view.page, pages - 1);
  const before = useRef(view);
  useEffect(() => {
    if (!directory.complete) return;
    speech.forget("progress");
    speech.say("matching", matchingSaid);
  }, [speech, directory.complete, matchingSaid]);
  useEffect(() => {
    if (isTurned(before.current, view)) speech.say("page", `Page ${number(page + 1)} of ${number(pages)}`);
    before.current = view;
  });
  useChanged(selected, () => speech.say("selection", selectedText(selected)));
  return (
    <>
      <LiveRegion said={said} />
      <DraftSaid speech={speech} draft={draft} />
      {!directory.complete && <ProgressSaid speech={speech} progress={progress} />}
    </>
  );
}

const isTurned = (before, view) => before.page !== view.page && Object.keys(view).every((field) => field === "page" || before[field] === view[field]);

/** Does something when a value is another one, not when it is first there. */
function useChanged(value, act) {
  const before = useRef(value);
  useEffect(() => {
    if (before.current !== value) act();
    before.current = value;
  });
}

const LiveRegion = memo(function LiveRegion({ said }) {
  return <div className="spoken" role="status">{useStore(said)}</div>;
});

const DraftSaid = memo(function DraftSaid({ speech, draft }) {
  const counts = useCounts(draft);
  useChanged(counts, () => speech.say("draft", draftSaid(counts)));
  return null;
});

const ProgressSaid = memo(function ProgressSaid({ speech, progress }) {
  const { text } = useStore(progress);
  useEffect(() => speech.say("progress", text), [speech, text]);
  return null;
});
