// A row of the table, for one user after the other.
import { choose, isFixed, markOf, notesOf, valueOf } from "../common/license_cell.js";
import { button, element, icon, setAttribute, setClass, setDisabled, setOptions, setText, setValue } from "./element.js";

let made = 0;

/** A row that shows nobody yet. */
export class Row {
  user;
  isSelected = false;
  #screen;
  #options;
  #entry;
  #unwatch = () => {};

  constructor(screen) {
    this.#screen = screen;
    const select = () => {
      screen.selection.set(this.user, this.box.checked);
      screen.selected();
    };
    const id = `notes-${(made += 1)}`;
    this.box = element("input", { class: "check", type: "checkbox", onclick: select });
    this.name = element("bdi", { class: "name" });
    this.email = element("bdi", { class: "email" });
    this.status = element("span");
    this.select = element("select", { class: "select wide", "aria-describedby": id, onchange: () => choose(screen.draft, this.user, this.select.value) });
    this.notes = element("span", { class: "notes", id });
    this.pick = element("div", { class: "pick" }, this.select, this.notes);
    this.license = element("td", { class: "license", role: "cell", "data-head": "License type" }, this.pick);
    this.root = element("tr", { class: "row", role: "row" },
      element("td", { class: "select", role: "cell" }, this.box),
      element("th", { class: "who", role: "rowheader", scope: "row", colspan: 2 }, this.name, this.email),
      element("td", { class: "status", role: "cell" }, this.status),
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
      this.#unwatch = this.#screen.draft.watch(user, () => this.#entry !== this.#screen.draft.entry(user) && this.#showLicense());
      setText(this.name, user.name);
      setText(this.email, user.email);
      setAttribute(this.email, "title", user.email);
      setText(this.status, user.active ? "Active" : "Inactive");
      setClass(this.status, user.active ? "" : "inactive");
      setAttribute(this.box, "aria-label", `Select ${user.label}`);
      setAttribute(this.select, "aria-label", `License type of ${user.label}`);
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
    const { draft, application, directory, types, optionsOf } = this.#screen;
    const { user } = this;
    const held = user.held[application];
    const entry = draft.entry(user);
    this.#entry = entry;
    this.#showOptions(optionsOf(user));
    setValue(this.select, valueOf(held, entry));
    setDisabled(this.select, !directory.complete || isFixed(user, held, entry));
    setClass(this.select, entry ? "select wide marked" : "select wide");
    setAttribute(this.license, "data-mark", markOf(entry));
    this.#showNotes(notesOf(user, application, types, entry));
    if (entry) this.#showRevert();
    else this.revert?.remove();
  }

  /** Most users have the same options: they are written only where they are others. */
  #showOptions(options) {
    if (this.#options === options) return;
    this.#options = options;
    setOptions(this.select, options);
  }

  #showNotes(notes) {
    while (this.notes.children.length > notes.length) this.notes.lastChild.remove();
    notes.forEach(({ text, style }, index) => {
      const note = this.notes.children[index] ?? this.notes.appendChild(element("bdi"));
      setText(note, text);
      setAttribute(note, "title", text);
      setClass(note, style);
    });
  }

  #showRevert() {
    const revert = () => {
      this.select.focus();
      this.#screen.draft.forget(this.user);
    };
    this.revert ??= button("revert", icon("back"), revert);
    const label = `Revert the change of ${this.user.label}`;
    setAttribute(this.revert, "aria-label", label);
    setAttribute(this.revert, "title", label);
    if (!this.revert.isConnected) this.pick.append(this.revert);
  }
}
