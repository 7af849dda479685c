// Search, filters, and how many match.
import { isFiltered } from "../common/query.js";
import { number, users } from "../common/text.js";
import { element, option, setText } from "./element.js";

const LICENSES = [["all", "All licenses"], ["any", "With a license"], ["none", "No license"]];
const STATUSES = [["all", "All statuses"], ["active", "Active users"], ["inactive", "Inactive users"]];

export function makeToolbar(screen) {
  const search = () => screen.change({ text: input.value, page: 0 }, { replace: screen.view.text !== "" });
  const input = element("input", { class: "box", type: "search", autocomplete: "off", spellcheck: "false", "aria-label": "Search users", placeholder: "Search name, email or number", oninput: search });
  const filter = (name, label, options) => {
    const choose = (event) => screen.change({ [name]: event.target.value, page: 0 });
    return element("select", { "aria-label": label, onchange: choose }, ...options.map(([id, text]) => option(id, text)));
  };
  const license = filter("license", "License", LICENSES);
  const status = filter("status", "Status", STATUSES);
  const count = element("span", { class: "count", role: "status" });
  return {
    root: element("div", { class: "tools", role: "search" }, input, license, status, count),
    showTypes() {
      license.replaceChildren(...LICENSES.map(([id, text]) => option(id, text)), ...screen.types.map(({ id, name }) => option(id, name)));
    },
    show() {
      const { view, rows, directory } = screen;
      if (input.value !== view.text) input.value = view.text;
      license.value = view.license;
      status.value = view.status;
      const all = users(directory.users.length);
      setText(count, isFiltered(view) ? `${number(rows.length)} of ${all}` : all);
    },
  };
}
