// Search, filters, and how many match.
import { LICENSES, STATUSES } from "../common/query.js";
import { button, dropdown, element, icon, setClass, setHidden, setOptions, setText, setValue } from "./element.js";

export function makeToolbar(screen) {
  const search = () => screen.change({ text: input.value, page: 0 }, { replace: screen.view.text !== "" });
  const clear = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    screen.change({ text: "", page: 0 }, { replace: true });
  };
  const input = element("input", { class: "box", type: "search", autocomplete: "off", spellcheck: "false", "aria-label": "Search users", "aria-keyshortcuts": "/", placeholder: "Search name, email or number", oninput: search, onkeydown: clear });
  const glass = element("span", { class: "glass" }, icon("search"));
  const filter = (name, label, options) => dropdown("select", label, options, (event) => screen.change({ [name]: event.target.value, page: 0 }));
  const license = filter("license", "License", LICENSES);
  const status = filter("status", "Status", STATUSES);
  const name = "Clear search and filters";
  const reset = button("button quiet", icon("cross"), () => screen.showEveryone(), { "aria-label": name, title: name });
  const count = element("span", { class: "count" });
  const show = (select, value) => {
    setValue(select, value);
    setClass(select, value === "all" ? "select" : "select marked");
  };
  return {
    root: element("div", { class: "tools", role: "search" }, element("div", { class: "search" }, glass, input, element("kbd", { class: "key", "aria-hidden": "true" }, "/")), license, status, reset, count),
    showTypes() {
      setOptions(license, [...LICENSES, ...screen.types.map(({ id, name }) => ({ value: id, label: name }))]);
    },
    show() {
      setValue(input, screen.view.text);
      show(license, screen.view.license);
      show(status, screen.view.status);
      setHidden(reset, !screen.isFiltered);
      setText(count, screen.matching);
    },
  };
}
