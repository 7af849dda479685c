// The applications, side by side, and the seats of one.
import { cardState, number } from "../common/text.js";
import { element, setText } from "./element.js";

export function makeCards(screen) {
  const { config, drafts } = screen;
  const states = config.applications.map(() => element("span", { class: "state" }));
  const links = config.applications.map(({ name, slug }, index) => {
    const open = (event) => {
      event.preventDefault();
      screen.open(index);
    };
    const initial = element("span", { class: "initial", "aria-hidden": "true" }, name[0]);
    return element("a", { class: "app", href: `${config.base}/${slug}`, onclick: open }, initial, element("strong", { class: "name" }, name), states[index]);
  });
  const showState = (index) => setText(states[index], cardState(screen.directory, drafts[index], index));
  drafts.forEach((draft, index) => draft.watchTotals(() => showState(index)));
  return {
    root: element("nav", { class: "apps", "aria-label": "Application" }, ...links),
    show() {
      links.forEach((link, index) => {
        if (index === screen.application) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
        showState(index);
      });
    },
    meter({ name, used, seats }) {
      const figures = seats === undefined ? `${number(used)} used, no limit` : `${number(used)} of ${number(seats)}`;
      const line = element("div", { class: "line" }, element("b", { class: "label" }, name), element("span", { class: "figures" }, figures));
      const bar = seats === undefined ? [] : [element("meter", { class: "bar", min: 0, max: seats, value: used, "aria-label": name })];
      return element("div", { class: "meter" }, line, ...bar);
    },
  };
}
