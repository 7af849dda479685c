// A row of the table, for one user after the other.
import { unavailable } from "../common/directory.js";
import { element, option, setClass, setText } from "./element.js";

/** A row that shows nobody yet. */
export function makeRow(screen) {
  return new Row(screen);
}

class Row {
  user;
  isSelected = false;
  #screen;
  #options;
  #unwatch = () => {};

  constructor(screen) {
    this.#screen = screen;
    const select = () => {
      screen.selection.set(this.user, this.box.checked);
      screen.selected();
    };
    const choose = () => screen.draft.choose(this.user, this.select.value || null);
    this.box = element("input", { class: "check", type: "checkbox", onclick: select });
    this.name = element("bdi", { class: "name" });
    this.email = element("bdi", { class: "email" });
    this.status = element("bdi", { class: "tag" });
    this.select = element("select", { class: "select wide", onchange: choose });
    this.was = element("bdi", { class: "aside" });
    this.problem = element("bdi", { class: "tag warn" }, "User is inactive");
    this.license = element("td", { class: "license" }, this.select);
    this.root = element("tr", { class: "row" },
      element("td", { class: "select" }, this.box),
      element("td", { class: "who" }, this.name, this.email),
      element("td", { class: "status" }, this.status),
      this.license);
  }

  /** Shows nobody any more, or the same user in another application. */
  forget() {
    this.#unwatch();
    this.#unwatch = () => {};
    this.user = undefined;
    this.#options = undefined;
  }

  show(user) {
    if (this.user !== user) {
      this.#unwatch();
      this.user = user;
      this.#unwatch = this.#screen.draft.watch(user, () => this.#showLicense());
      setText(this.name, user.name);
      setText(this.email, user.email);
      setText(this.status, user.active ? "Active" : "Inactive");
      setClass(this.status, user.active ? "tag good" : "tag");
      this.box.setAttribute("aria-label", `Select ${user.label}`);
      this.select.setAttribute("aria-label", `License type of ${user.label}`);
      this.#showLicense();
    }
    this.showSelection();
  }

  showSelection() {
    this.isSelected = this.#screen.selection.has(this.user);
    if (this.box.checked !== this.isSelected) this.box.checked = this.isSelected;
    setClass(this.root, this.isSelected ? "row selected" : "row");
  }

  #showLicense() {
    const { draft, application, directory, types } = this.#screen;
    const { user } = this;
    const held = user.held[application];
    const target = draft.target(user);
    const isChanged = target !== undefined;
    this.#showOptions(user, held);
    const value = isChanged ? (target ?? "") : (held[0] ?? "");
    if (this.select.value !== value) this.select.value = value;
    this.select.disabled = !directory.complete || (!user.active && held.length === 0 && !isChanged);
    setClass(this.select, isChanged ? "select wide marked" : "select wide");
    const nameOf = (id) => types.find((type) => type.id === id)?.name;
    if (isChanged) setText(this.was, held.length === 0 ? "was none" : `was ${held.map(nameOf).join(", ")}`);
    place(this.license, this.was, isChanged);
    place(this.license, this.problem, isChanged && target !== null && !user.active && !held.includes(target));
  }

  /** Most users have the same options: they are written only where they are others. */
  #showOptions(user, held) {
    const { directory, types } = this.#screen;
    const key = `${user.active} ${directory.complete} ${held.join()}`;
    if (this.#options === key) return;
    this.#options = key;
    const options = types.map((type) => {
      const why = held.includes(type.id) ? undefined : user.active ? unavailable(type) : "user is inactive";
      return option(type.id, why ? `${type.name} (${why})` : type.name, why !== undefined);
    });
    this.select.replaceChildren(option("", directory.complete ? "No license" : "Loading…"), ...options);
  }
}

function place(parent, node, isThere) {
  if (isThere && node.parentNode !== parent) parent.append(node);
  else if (!isThere) node.remove();
}
