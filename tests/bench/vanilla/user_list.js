// Users with a text each, a page at a time, made when the list is expanded.
import { element } from "./element.js";
import { makePagination } from "./pagination.js";

const LINES = 100;
const SHORT = 3;

export function makeUserList(lines, heading, figure) {
  const list = element("ul", { class: "list", tabindex: 0 });
  const show = (page) => {
    list.replaceChildren(...lines.slice(page * LINES, (page + 1) * LINES).map(itemOf));
    pagination?.show(page, LINES, lines.length);
  };
  const pagination = lines.length > LINES ? makePagination(show) : undefined;
  const figures = figure ? [" ", element("span", { class: "figure" }, figure)] : [];
  const summary = element("summary", { class: "heading" }, element("span", { class: "subject" }, heading), ...figures);
  return element("details", { class: "user-list", open: lines.length <= SHORT, ontoggle: () => list.firstChild ?? show(0) }, summary, list, ...(pagination ? [pagination.root] : []));
}

function itemOf({ user, what }) {
  const who = element("span", { class: "who" }, element("bdi", { class: "name" }, user.name), " ", element("bdi", { class: "email", title: user.email }, user.email));
  return element("li", { class: what ? "item" : "item plain" }, who, " ", element("span", { class: "what" }, what));
}
