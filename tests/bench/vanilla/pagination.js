// The pages of a list: the range that is shown, and the way to others.
import { number, range } from "../common/text.js";
import { button, element, setAttribute, setText, setValue } from "./element.js";

/** Turns by `turn`; the list is the previous sibling. */
export function makePagination(turn, ...more) {
  const shown = { page: 0, pages: 1 };
  const text = element("span", { class: "range" });
  const go = (page) => {
    if (page === shown.page || page < 0 || page >= shown.pages) return;
    turn(page);
    root.previousElementSibling.scrollIntoView();
  };
  const step = (label, sign, target) => button("button step", sign, () => go(target()), { "aria-label": label });
  const first = step("First page", "«", () => 0);
  const previous = step("Previous page", "‹", () => shown.page - 1);
  const next = step("Next page", "›", () => shown.page + 1);
  const last = step("Last page", "»", () => shown.pages - 1);
  const jump = () => {
    const typed = Number.parseInt(input.value, 10);
    if (typed) go(Math.min(Math.max(typed, 1), shown.pages) - 1);
    input.value = shown.page + 1;
  };
  const input = element("input", { class: "page-number", type: "number", min: 1, "aria-label": "Go to page", onchange: jump });
  const of = element("span");
  const steps = element("div", { class: "steps" }, first, previous, element("label", { class: "jump" }, input, of), next, last);
  const root = element("nav", { class: "pagination", "aria-label": "Pages" }, text, element("span", { class: "space" }), ...more, steps);
  return {
    root,
    show(page, size, all) {
      Object.assign(shown, { page, pages: Math.max(1, Math.ceil(all / size)) });
      setText(text, range(page * size, size, all));
      setAttribute(input, "max", shown.pages);
      setValue(input, page + 1);
      setText(of, `of ${number(shown.pages)}`);
      for (const each of [first, previous]) setAttribute(each, "aria-disabled", page === 0);
      for (const each of [next, last]) setAttribute(each, "aria-disabled", page + 1 >= shown.pages);
    },
  };
}
