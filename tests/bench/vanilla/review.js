// What applying will do, before it is done.
import { planOf } from "../common/draft.js";
import { emails, number, users } from "../common/text.js";
import { element } from "./element.js";

const LINES = 100;

export function makeReview(screen) {
  const title = element("h2", { class: "title" });
  const content = element("div", { class: "review" });
  const apply = element("button", { type: "button", class: "button primary", disabled: true });
  const cancel = element("button", { type: "button", class: "button", onclick: () => root.close() }, "Cancel");
  const root = element("dialog", { class: "dialog", onclose: () => content.replaceChildren() }, title, content, element("div", { class: "buttons" }, cancel, apply));
  return {
    root,
    open() {
      const plan = planOf(screen.draft, screen.directory, screen.application);
      title.textContent = `Review changes to ${screen.directory.applications[screen.application].name}`;
      apply.textContent = `Apply ${number(plan.changed.length)} changes`;
      content.replaceChildren(moves(plan), seats(plan), note(plan), lines(plan.blocked, "won't be changed", true), lines(plan.changed, "will change", false));
      root.showModal();
    },
  };
}

function moves(plan) {
  const move = ([what, count]) => element("li", { class: "move" }, element("b", { class: "users" }, users(count)), " ", element("bdi", { class: "what" }, what));
  return element("ul", { class: "moves" }, ...[...plan.moves].map(move));
}

function seats(plan) {
  const head = element("thead", {}, element("tr", {}, ...["Seats", "Before", "After", "Purchased"].map((text) => element("th", {}, text))));
  const row = ({ name, before, after, total }) => {
    const figures = [number(before), number(after), total === undefined ? "no limit" : number(total)];
    return element("tr", {}, element("th", { scope: "row" }, name), ...figures.map((figure) => element("td", {}, figure)));
  };
  return element("table", { class: "seats" }, head, element("tbody", {}, ...plan.seats.map(row)));
}

function note(plan) {
  return element("p", { class: "emails" }, plan.emails > 0 ? `${emails(plan.emails)} will be sent. This can't be undone.` : "No welcome emails will be sent.");
}

function lines(all, heading, open) {
  const item = ({ user, what }) => {
    const who = element("span", { class: "who" }, element("bdi", { class: "name" }, user.name), " ", element("bdi", { class: "email", title: user.email }, user.email));
    return element("li", { class: "item" }, who, " ", element("span", { class: "what" }, what));
  };
  const list = element("ul", { class: "list" }, ...all.slice(0, LINES).map(item));
  return element("details", { class: "lines", open, hidden: all.length === 0 }, element("summary", { class: "heading" }, `${users(all.length)} ${heading}`), list);
}
