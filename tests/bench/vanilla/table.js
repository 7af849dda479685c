// The users of the page: as many rows as the page has, which are made once and then rewritten.
import { SIZES, sortedBy } from "../common/query.js";
import { number } from "../common/text.js";
import { element, option, setText } from "./element.js";
import { makeRow } from "./row.js";

export function makeTable(screen) {
  const caption = element("caption", { class: "caption" });
  const heads = makeHeads(screen);
  const body = element("tbody", { class: "rows", "aria-busy": "true" }, ...Array.from({ length: 8 }, skeleton));
  const root = element("table", { class: "users" }, caption, heads.root, body);
  const pager = makePager(screen, root);
  const pool = [];
  let shown = [];
  return {
    root,
    pager: pager.root,
    showApplication() {
      const { directory, application } = screen;
      setText(caption, `Users and their ${directory.applications[application].name} licenses`);
      body.setAttribute("aria-busy", String(!directory.complete));
      for (const row of pool) row.forget();
    },
    show() {
      const { view, rows, directory } = screen;
      const users = rows.slice(view.page * view.size, (view.page + 1) * view.size);
      heads.show();
      pager.show();
      if (users.length === 0 && !directory.complete) return;
      while (pool.length < users.length) pool.push(makeRow(screen));
      users.forEach((user, index) => pool[index].show(user));
      shown = pool.slice(0, users.length);
      for (const row of pool.slice(users.length)) row.forget();
      if (body.children.length !== shown.length || body.firstChild !== shown[0]?.root) body.replaceChildren(...shown.map((row) => row.root));
      heads.showSelection(shown);
    },
    showSelection() {
      for (const row of shown) row.showSelection();
      heads.showSelection(shown);
    },
  };
}

const skeleton = () => element("tr", { class: "skeleton", "aria-hidden": "true" }, element("td", { colspan: 4 }, element("span", { class: "bone" })));

function makeHeads(screen) {
  const selectPage = () => {
    for (const user of usersOf(selectable)) screen.selection.set(user, box.checked);
    screen.selected();
  };
  const usersOf = (rows) => rows.map((row) => row.user);
  let selectable = [];
  const box = element("input", { class: "check", type: "checkbox", "aria-label": "Select this page", onchange: selectPage });
  const sorts = [["name", "Name"], ["email", "Email"], ["license", "License type"]].map(([by, label]) => {
    const arrow = element("span", { class: "arrow", "aria-hidden": "true" });
    const sort = () => screen.change(sortedBy(screen.view, by));
    return { by, arrow, button: element("button", { type: "button", class: "sort", onclick: sort }, label, arrow) };
  });
  const who = element("th", { class: "who", scope: "col" }, sorts[0].button, sorts[1].button);
  const license = element("th", { class: "license", scope: "col" }, sorts[2].button);
  const cells = [element("th", { class: "select", scope: "col" }, box), who, element("th", { class: "status", scope: "col" }, "Status"), license];
  return {
    root: element("thead", { class: "heads" }, element("tr", {}, ...cells)),
    show() {
      const { by, descending } = screen.view;
      for (const sort of sorts) {
        sort.button.classList.toggle("current", sort.by === by);
        setText(sort.arrow, sort.by !== by ? "" : descending ? "↓" : "↑");
      }
      const [sorted, other] = by === "license" ? [license, who] : [who, license];
      sorted.setAttribute("aria-sort", descending ? "descending" : "ascending");
      other.removeAttribute("aria-sort");
    },
    showSelection(rows) {
      selectable = rows;
      const selected = rows.filter((row) => row.isSelected).length;
      box.checked = selected > 0 && selected === rows.length;
      box.indeterminate = selected > 0 && selected < rows.length;
    },
  };
}

function makePager(screen, table) {
  const turn = (by) => {
    screen.change({ page: screen.view.page + by });
    table.scrollIntoView();
  };
  const range = element("span", { class: "range", role: "status" });
  const resize = (event) => screen.change({ size: Number(event.target.value), page: 0 });
  const size = element("select", { "aria-label": "Rows per page", onchange: resize }, ...SIZES.map((rows) => option(rows, `${rows} per page`)));
  const button = (label, text, by) => element("button", { type: "button", class: "button", "aria-label": label, onclick: () => turn(by) }, text);
  const previous = button("Previous page", "‹", -1);
  const next = button("Next page", "›", 1);
  return {
    root: element("nav", { class: "pager", "aria-label": "Pages" }, range, element("span", { class: "space" }), size, previous, next),
    show() {
      const { view, rows } = screen;
      const first = view.page * view.size;
      setText(range, `${number(first + 1)}–${number(Math.min(first + view.size, rows.length))} of ${number(rows.length)}`);
      size.value = view.size;
      previous.disabled = view.page === 0;
      next.disabled = first + view.size >= rows.length;
    },
  };
}
