// The seats of the application, and what the draft does to them.
import { isFull } from "../common/directory.js";
import { seatFigures, seatNote } from "../common/text.js";
import { element, setClass, setHidden, setText } from "./element.js";

export function makeSeats(screen) {
  const blank = () => element("span", { class: "blank" });
  const root = element("div", { class: "seat-row" }, blank(), blank());
  let meters = [];
  const showDraft = () => {
    for (const meter of meters) meter.showDraft(screen.draft);
  };
  for (const draft of screen.drafts) draft.watchTotals(() => draft === screen.draft && showDraft());
  return {
    root,
    show() {
      if (!screen.directory.complete) return;
      meters = screen.types.map(makeMeter);
      root.replaceChildren(...meters.map((meter) => meter.root));
      setHidden(root, meters.length === 0);
      showDraft();
    },
  };
}

function makeMeter(type) {
  const { id, name, used, seats } = type;
  const note = element("span", { class: "note" });
  const line = element("div", { class: "line" }, element("b", { class: "label", title: name }, name), note, element("span", { class: "figures" }, seatFigures(type)));
  const bar = seats === undefined ? [] : [element("meter", { class: isFull(type) ? "bar full" : "bar", min: 0, max: seats, value: used, "aria-label": name })];
  return {
    root: element("div", { class: "meter" }, line, ...bar),
    showDraft(draft) {
      const { text, isOver } = seatNote(type, draft.pendingSeats(id));
      setText(note, text);
      setClass(note, isOver ? "note alert" : "note");
    },
  };
}
