// Users with a text each, a page at a time.
import { element } from "./element.js";
import { makePagination } from "./pagination.js";

const LINES = 100;

export function makeUserList(lines, heading, open) {
  const list = element("ul", { class: "list", tabindex: 0 });
  const show = (page) => {
    list.replaceChildren(...lines.slice(page * LINES, (page + 1) * LINES).map(itemOf));
    pagination?.show(page, LINES, lines.length);
  };
  const pagination = lines.length > LINES ? makePagination(show) : undefined;
  show(0);
  return element("details", { class: "user-list", open }, element("summary", { class: "heading" }, heading), list, ...(pagination ? [pagination.root] : []));
}

function itemOf({ user, what }) {
  const who = element("span", { class: "who" }, element("bdi", { class: "name" }, user.name), " ", element("bdi", { class: "email", title: user.email }, user.email));
  return element("li", { class: "item" }, who, " ", element("span", { class: "what" }, what));
}
