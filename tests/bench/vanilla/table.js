// The users of the page: as many rows as the page has, which are made once and then rewritten.
import { PER_PAGE, SORTS, sortedBy } from "../common/query.js";
import { hasSelectedText } from "../common/shortcuts.js";
import { button, dropdown, element, setAttribute, setHidden, setText, setValue } from "./element.js";
import { makePagination } from "./pagination.js";
import { Row } from "./row.js";

export function makeTable(screen) {
  const caption = element("caption", { class: "caption" });
  const heads = makeHeads(screen);
  const body = element("tbody", { class: "rows", role: "rowgroup", "aria-busy": "true", onclick: (event) => toggle(event) }, ...Array.from({ length: screen.config.page_size }, skeleton));
  const root = element("table", { class: "users", role: "table", tabindex: -1 }, caption, heads.root, body);
  const size = dropdown("select", "Rows per page", PER_PAGE, (event) => screen.change({ size: Number(event.target.value), page: 0 }));
  const pagination = makePagination((page) => screen.change({ page }), size);
  const nobody = makeNobody(screen);
  const pool = [];
  let shown = [];
  const toggle = (event) => {
    const cell = event.target.closest(".who");
    const row = cell && shown.find((each) => each.root === cell.parentNode);
    if (!row || hasSelectedText()) return;
    screen.selection.set(row.user, !row.isSelected);
    screen.selected();
  };
  return {
    parts: [nobody, root, pagination.root],
    showApplication() {
      const { directory, application } = screen;
      setText(caption, `Users and their ${directory.applications[application].name} licenses`);
      setAttribute(body, "aria-busy", !directory.complete);
      for (const row of pool) row.forget();
    },
    show() {
      const { view, rows, directory } = screen;
      const first = screen.page * view.size;
      const users = rows.slice(first, first + view.size);
      heads.show();
      setValue(size, view.size);
      pagination.show(screen.page, view.size, rows.length);
      if (users.length === 0 && !directory.complete) return;
      setHidden(nobody, users.length > 0);
      for (const part of [root, pagination.root]) setHidden(part, users.length === 0);
      while (pool.length < users.length) pool.push(new Row(screen));
      users.forEach((user, index) => pool[index].show(user));
      shown = pool.slice(0, users.length);
      for (const row of pool.slice(users.length)) row.forget();
      if (body.firstChild !== pool[0]?.root) body.replaceChildren();
      while (body.children.length > shown.length) body.lastChild.remove();
      body.append(...shown.slice(body.children.length).map((row) => row.root));
      heads.showSelection(shown);
    },
    showSelection() {
      for (const row of shown) row.showSelection();
      heads.showSelection(shown);
    },
  };
}

const skeleton = () => element("tr", { class: "skeleton", "aria-hidden": "true" }, element("td", { class: "blank", colspan: 5 }, element("span", { class: "line" })));

function makeNobody(screen) {
  const title = element("h2", { class: "title" }, "No matching users");
  const text = element("p", { class: "text" }, "No user matches the search and the filters.");
  return element("div", { class: "empty", hidden: true }, title, text, button("button", "Clear search and filters", () => screen.showEveryone()));
}

function makeHeads(screen) {
  const selectPage = () => {
    for (const { user } of selectable) screen.selection.set(user, box.checked);
    screen.selected();
  };
  let selectable = [];
  const box = element("input", { class: "check", type: "checkbox", "aria-label": "Select this page", onchange: selectPage });
  const sorts = SORTS.map(([by, label]) => {
    const arrow = element("span", { class: "arrow", "aria-hidden": "true" });
    const sort = element("button", { type: "button", class: "sort", onclick: () => screen.change(sortedBy(screen.view, by)) }, label, arrow);
    return { by, arrow, button: sort, head: head(`head ${by}`, sort) };
  });
  const [name, email, license] = sorts.map((sort) => sort.head);
  return {
    root: element("thead", { class: "heads", role: "rowgroup" }, element("tr", { role: "row" }, head("select", box), name, email, head("status", "Status"), license)),
    show() {
      const { by, descending } = screen.view;
      for (const sort of sorts) {
        const isCurrent = sort.by === by;
        sort.button.classList.toggle("current", isCurrent);
        setText(sort.arrow, !isCurrent ? "" : descending ? "↓" : "↑");
        setAttribute(sort.head, "aria-sort", !isCurrent ? undefined : descending ? "descending" : "ascending");
      }
    },
    showSelection(rows) {
      selectable = rows;
      const selected = rows.filter((row) => row.isSelected).length;
      box.checked = selected > 0 && selected === rows.length;
      box.indeterminate = selected > 0 && selected < rows.length;
    },
  };
}

const head = (style, content) => element("th", { class: style, role: "columnheader", scope: "col" }, content);
