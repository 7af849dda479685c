// What is selected and drafted, and the review.
import { unavailable } from "../common/directory.js";
import { matchesLicense, matchesStatus, matchesWords, wordsOf } from "../common/query.js";
import { number, summary } from "../common/text.js";
import { element, option, setText } from "./element.js";
import { makeReview } from "./review.js";

export function makeDock(screen) {
  const selected = element("b", { class: "selected", role: "status" });
  const all = element("button", { type: "button", class: "link", onclick: () => selectAll(screen) });
  const clear = element("button", { type: "button", class: "link", onclick: () => { screen.selection.clear(); screen.selected(); } }, "Clear");
  const choose = () => {
    if (change.value) screen.draft.chooseForAll(screen.selection.users(), change.value === "none" ? null : change.value);
  };
  const change = element("select", { class: "select medium", "aria-label": "Change license", onchange: choose });
  const selection = [selected, all, clear, change];
  const changes = element("span", { class: "summary", role: "status" });
  const blocked = element("span", { class: "blocked", role: "status" });
  const discard = element("button", { type: "button", class: "button quiet", onclick: () => screen.draft.discard() }, "Discard");
  const review = makeReview(screen);
  const open = element("button", { type: "button", class: "button primary", onclick: review.open }, "Review changes");
  const drafted = element("div", { class: "drafted" }, changes, blocked, discard, open);
  const bar = element("section", { class: "bar", "aria-label": "Selection and changes" }, ...selection, drafted);

  const showDraft = () => {
    drafted.hidden = screen.draft.size === 0;
    bar.hidden = drafted.hidden && screen.selection.size === 0;
    setText(changes, summary(screen.draft));
    blocked.hidden = screen.draft.blocked === 0;
    setText(blocked, `${number(screen.draft.blocked)} can't be changed`);
  };
  for (const draft of screen.drafts) draft.watchTotals(() => draft === screen.draft && showDraft());
  let shown = 0;
  return {
    root: element("div", { class: "dock" }, bar, review.root),
    showTypes() {
      const types = screen.types.map((type) => {
        const why = unavailable(type);
        return option(type.id, why ? `${type.name} (${why})` : type.name, why !== undefined);
      });
      change.replaceChildren(option("", "Change license…"), ...types, option("none", "No license"));
      change.disabled = !screen.directory.complete;
    },
    show() {
      const { selection: { size }, rows } = screen;
      for (const part of selection) part.hidden = size === 0;
      all.hidden ||= size >= rows.length;
      setText(selected, `${number(size)} selected`);
      setText(all, `Select all ${number(rows.length)} matching users`);
      if (shown !== size) change.value = "";
      shown = size;
      showDraft();
    },
  };
}

function selectAll(screen) {
  const { rows, application, view: { text, license, status } } = screen;
  const words = wordsOf(text);
  screen.selection.selectAll(rows, (user) => matchesStatus(user, status) && matchesLicense(user, license, application) && matchesWords(user, words));
  screen.selected();
}
