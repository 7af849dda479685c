// What applying will do, before it is done.
import { byReason, isNumber, planOf } from "../common/plan.js";
import { applies, discardBlocked, emailsNote, number, removes, users } from "../common/text.js";
import { button, element } from "./element.js";
import { makeUserList } from "./user_list.js";

export function makeReview(screen) {
  const title = element("h2", { class: "title", tabindex: -1 });
  const root = element("dialog", { class: "dialog", onclose: () => root.replaceChildren(title) }, title);
  const show = () => {
    const application = screen.directory.applications[screen.application];
    const plan = planOf(screen.draft, screen.directory, screen.application);
    if (plan.changed.length + plan.blocked.length === 0) return root.close();
    const confirmation = plan.guard && makeConfirmation(plan.guard);
    const of = plan.changed.length > 0 ? [moves(plan), seats(plan), note(plan, application)] : [element("p", { class: "nothing" }, "No changes can be applied. Reasons are below.")];
    const review = element("div", { class: "review" }, ...of, ...blockedUsers(plan, () => {
      screen.draft.discardBlocked();
      show();
    }), ...(confirmation ? [confirmation.root] : []));
    const verified = element("span", { class: "verified" }, "Each change is verified with the server.");
    const buttons = element("div", { class: "buttons" }, verified, button("button", "Cancel", () => root.close()), ...applyButton(plan, confirmation));
    return root.replaceChildren(title, review, buttons);
  };
  return {
    root,
    open() {
      title.textContent = `Review changes to ${screen.directory.applications[screen.application].name}`;
      root.setAttribute("aria-label", title.textContent);
      show();
      root.showModal();
      title.focus();
    },
  };
}

const userLists = (groups) => element("div", { class: "user-lists" }, ...groups.map(([what, lines]) => makeUserList(lines, what, users(lines.length))));

const moves = (plan) => userLists(plan.moves.map(({ what, lines }) => [what, lines]));

function seats(plan) {
  const heads = ["Seats", "Before", "After", "Purchased"].map((text, index) => element("th", { class: index === 0 ? "name" : "figure", scope: "col" }, text));
  const lastHead = element("th", { class: "figure only-wide", scope: "col" }, "Left");
  const row = ({ name, before, after, total }) => {
    const figures = [number(before), number(after), total === undefined ? "No limit" : number(total)];
    return element("tr", {}, element("th", { class: "name", scope: "row" }, name), ...figures.map((figure) => element("td", { class: "figure" }, figure)), element("td", { class: "figure only-wide" }, total === undefined ? "" : number(Math.max(0, total - after))));
  };
  return element("table", { class: "seats" }, element("thead", {}, element("tr", {}, ...heads, lastHead)), element("tbody", {}, ...plan.seats.map(row)));
}

function note({ emails }, { name, guide }) {
  const link = emails > 0 && guide ? [" ", element("a", { href: guide, target: "_blank", rel: "noopener" }, `${name} guide`)] : [];
  return element("p", { class: "emails" }, emailsNote(emails), ...link);
}

function blockedUsers({ blocked }, discard) {
  if (blocked.length === 0) return [];
  const title = element("h3", { class: "title" }, `${users(blocked.length)} won't be changed`);
  const discarding = element("div", {}, button("button", "Discard these", discard, { "aria-label": discardBlocked(blocked.length) }));
  return [element("div", { class: "blocked-users" }, title, userLists(byReason(blocked)), discarding)];
}

/** The number of licenses that are removed must be typed. */
function makeConfirmation(removals) {
  const question = `This removes licenses from ${users(removals)}, over 20% of holders. Type ${number(removals)} to confirm.`;
  const isRight = () => isNumber(input.value, removals);
  const judge = () => {
    const isWrong = input.value !== "" && !isRight();
    wrong.textContent = isWrong ? `The number doesn't match. Type ${number(removals)} to confirm.` : "";
    input.setAttribute("aria-invalid", isWrong);
  };
  const input = element("input", { class: "box", inputmode: "numeric", autocomplete: "off", "aria-invalid": "false", onchange: judge });
  const wrong = element("p", { class: "wrong", role: "alert" });
  return { root: element("div", { class: "guard" }, element("label", { class: "question" }, element("span", { class: "words" }, question), input), wrong), input, isRight };
}

/** Applies nothing: the peers only read. */
function applyButton({ changed, onlyRemoves }, confirmation) {
  if (changed.length === 0) return [];
  const text = onlyRemoves ? removes(changed.length) : applies(changed.length);
  const apply = button(onlyRemoves ? "button danger" : "button primary", text, undefined, { disabled: confirmation !== undefined });
  confirmation?.input.addEventListener("input", () => (apply.disabled = !confirmation.isRight()));
  return [apply];
}
