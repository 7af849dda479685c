// What is selected and drafted, and the review.
import { unavailable } from "../common/directory.js";
import { typeOption } from "../common/license_cell.js";
import { blocked, discardBlocked, number, selected, summary } from "../common/text.js";
import { button, element, icon, setAttribute, setClass, setHidden, setOptions, setText, setValue } from "./element.js";
import { makeReview } from "./review.js";

export function makeDock(screen) {
  const review = makeReview(screen);
  const selection = makeSelection(screen);
  const draft = makeDraft(screen, review.open);
  const menu = makeMenu(screen);
  const rest = element("div", { class: "rest" }, draft.sums, ...menu.parts, ...draft.buttons);
  const heading = () => [...bar.querySelectorAll("h2")].find((each) => each.getClientRects().length);
  const skip = button("button skip off", "Skip to the actions", () => heading().focus());
  const bar = element("section", { class: "bar", "aria-label": "Selection and changes", hidden: true }, selection.root, rest);
  const showDraft = () => {
    const { counts, size } = screen.draft;
    const isEmpty = size === 0 && screen.selection.size === 0;
    setHidden(bar, isEmpty);
    setClass(skip, isEmpty ? "button skip off" : "button skip");
    setClass(rest, size > 0 ? "rest drafted" : "rest");
    draft.show(counts, size > 0);
    menu.showDraft(counts, size > 0);
  };
  for (const each of screen.drafts) each.watchTotals(() => each === screen.draft && showDraft());
  return {
    root: element("div", { class: "dock" }, bar, review.root),
    skip,
    showTypes: selection.showTypes,
    show() {
      const { size } = screen.selection;
      const isAll = screen.selection.hasAll(screen.rows);
      selection.show(size, isAll);
      menu.showSelection(size, isAll);
      showDraft();
    },
  };
}

const allText = (screen) => `Select all ${number(screen.rows.length)} matching users`;

/** How many are selected, and the license type for all of them. */
function makeSelection(screen) {
  const clear = () => screen.clearSelection();
  const text = element("h2", { class: "selected", tabindex: -1 });
  const all = button("link", "", () => screen.selectAll());
  const links = element("span", { class: "links only-wide" }, all, button("link only-widest", "Show selected", () => screen.showOnly(screen.selection.users())), button("link", "Clear", clear));
  const choose = () => {
    if (change.value) screen.draft.chooseForAll(screen.selection.users(), change.value === "none" ? null : change.value);
  };
  const change = element("select", { class: "select medium", "aria-label": "Change license", onchange: choose });
  const cross = button("button quiet only-narrow", icon("cross"), clear, { "aria-label": "Clear" });
  const root = element("div", { class: "selection" }, element("div", { class: "who" }, text, links), cross, element("span", { class: "rule only-wide" }), change);
  let shown = 0;
  return {
    root,
    showTypes() {
      const types = screen.types.map((type) => typeOption(type, unavailable(type)));
      setOptions(change, [{ value: "", label: "Change license…" }, ...types, { value: "none", label: "No license" }]);
      change.disabled = !screen.directory.complete;
    },
    show(size, isAll) {
      setHidden(root, size === 0);
      if (shown !== size) setValue(change, "");
      shown = size;
      setText(text, selected(size));
      setHidden(all, isAll);
      setText(all, allText(screen));
    },
  };
}

/** What the pending changes come to, and what to do with them. */
function makeDraft(screen, review) {
  const changes = element("h2", { class: "summary", tabindex: -1 });
  const refused = element("h2", { class: "blocked", tabindex: -1 });
  const discardThese = button("link only-widest", "Discard these", () => screen.draft.discardBlocked());
  const line = element("div", { class: "line" }, refused, discardThese, button("link only-widest", "Show changed", () => screen.showOnly(screen.draft.users())));
  const sums = element("div", { class: "sums" }, changes, line);
  const discard = button("button quiet only-wide", "Discard", () => screen.draft.discard());
  const widest = element("span", { class: "only-widest" });
  const open = button("button", widest, review, { "aria-keyshortcuts": "Control+Enter" });
  open.append(element("span", { class: "but-widest" }, "Review"));
  return {
    sums,
    buttons: [discard, open],
    show(counts, isDrafted) {
      for (const part of [sums, discard, open]) setHidden(part, !isDrafted);
      if (!isDrafted) return;
      const label = counts.changes > 0 ? "Review changes" : "Show reasons";
      setHidden(changes, counts.changes === 0);
      setText(changes, summary(counts));
      setHidden(refused, counts.blocked === 0);
      setText(refused, blocked(counts.blocked));
      setHidden(discardThese, counts.changes === 0 || counts.blocked === 0);
      setAttribute(discardThese, "aria-label", discardBlocked(counts.blocked));
      setText(widest, label);
      setAttribute(open, "aria-label", label);
      setClass(open, counts.changes > 0 ? "button primary" : "button");
    },
  };
}

/** What has no room in the bar. */
function makeMenu(screen) {
  const all = button("button quiet only-narrow", "", () => screen.selectAll());
  const show = button("button quiet", "Show selected", () => screen.showOnly(screen.selection.users()));
  const discardThese = button("button quiet", "", () => screen.draft.discardBlocked());
  const changed = button("button quiet", "Show changed", () => screen.showOnly(screen.draft.users()));
  const discard = button("button quiet only-narrow", "Discard", () => screen.draft.discard());
  const close = (event) => event.target.closest("button") && menu.hidePopover();
  const menu = element("div", { class: "menu", id: "bar-menu", popover: "auto", onclick: close }, all, show, discardThese, changed, discard);
  return {
    parts: [button("button quiet but-widest more", icon("more"), undefined, { "aria-label": "More actions", popovertarget: "bar-menu" }), menu],
    showSelection(size, isAll) {
      setHidden(all, size === 0 || isAll);
      setText(all, allText(screen));
      setHidden(show, size === 0);
    },
    showDraft(counts, isDrafted) {
      setHidden(discardThese, counts.changes === 0 || counts.blocked === 0);
      setText(discardThese, discardBlocked(counts.blocked));
      for (const part of [changed, discard]) setHidden(part, !isDrafted);
    },
  };
}
