// The applications, side by side.
import { seatsOf } from "../common/directory.js";
import { iconOf } from "../common/icons.js";
import { cardState, number, pending } from "../common/text.js";
import { element, icon, setAttribute, setClass, setHidden, setText } from "./element.js";

export function makeCards(screen) {
  const cards = screen.config.applications.map((application, index) => makeCard(screen, application, index));
  screen.drafts.forEach((draft, index) => draft.watchTotals(cards[index].showDraft));
  return {
    root: element("nav", { class: "apps", "aria-label": "Application" }, ...cards.map((card) => card.root)),
    show() {
      for (const card of cards) card.show();
    },
    showView() {
      for (const card of cards) card.showView();
    },
  };
}

function makeCard(screen, { name, slug }, index) {
  const open = (event) => {
    event.preventDefault();
    screen.open(index);
  };
  const badge = element("span", { class: "badge", role: "img", hidden: true });
  const state = element("span", { class: "state" });
  const meter = element("meter", { class: "bar", hidden: true, "aria-hidden": "true" });
  const picture = element("span", { class: "picture" }, icon(iconOf(slug)));
  const root = element("a", { class: "app", onclick: open }, picture, element("strong", { class: "name" }, name), badge, state, meter);
  return {
    root,
    show() {
      const { directory } = screen;
      const seats = seatsOf(directory.applications[index]);
      const used = directory.licensed[index];
      setAttribute(root, "aria-current", index === screen.application ? "page" : undefined);
      setText(state, cardState(directory, index, seats));
      setHidden(meter, !directory.complete || !seats);
      setAttribute(meter, "max", seats ?? 0);
      setAttribute(meter, "value", used);
      setClass(meter, used >= seats ? "bar full" : "bar");
    },
    showView() {
      setAttribute(root, "href", screen.urlOf(index));
    },
    showDraft() {
      const { changes } = screen.drafts[index].counts;
      setHidden(badge, changes === 0);
      setText(badge, number(changes));
      setAttribute(badge, "aria-label", pending(changes));
      setAttribute(badge, "title", pending(changes));
    },
  };
}
