// The screen in plain DOM: the practical limit. Nothing is built twice; what is shown is rewritten in place.
import { Api } from "../common/api.js";
import { emptyDirectory, readDirectory } from "../common/directory.js";
import { Draft } from "../common/draft.js";
import { style } from "../common/mounting.js";
import { queryOf, viewOf } from "../common/query.js";
import { makeCards } from "./cards.js";
import { makeDock } from "./dock.js";
import { element } from "./element.js";
import { Selection } from "./selection.js";
import { makeTable } from "./table.js";
import { makeToolbar } from "./toolbar.js";
import { rowsOf } from "./rows_of.js";

/** Shows the screen in an element. */
export async function mount(host, config) {
  await style();
  const screen = new Screen(config);
  host.append(element("div", { class: "license-management" }, screen.main));
  await readDirectory(new Api(config), config, (directory) => screen.read(directory), (text) => screen.progress(text));
}

/** The state, and the parts that show it. */
class Screen {
  selection = new Selection();

  constructor(config) {
    this.config = config;
    this.directory = emptyDirectory(config);
    this.drafts = config.applications.map((_, index) => new Draft(index));
    this.words = element("span", { class: "words" }, "Loading users…");
    this.reading = element("div", { class: "progress", role: "status" }, this.words);
    this.cards = makeCards(this);
    this.seats = element("div", { class: "seats", hidden: true });
    this.toolbar = makeToolbar(this);
    this.table = makeTable(this);
    this.dock = makeDock(this);
    this.card = element("section", { class: "card" }, this.reading, this.seats, this.toolbar.root, this.table.root, this.table.pager);
    const head = element("div", { class: "head" }, element("h1", { class: "heading" }, "License management"));
    this.main = element("main", { class: "page" }, head, this.cards.root, this.card, this.dock.root);
    addEventListener("popstate", () => this.#follow());
    this.#follow();
  }

  get draft() {
    return this.drafts[this.application];
  }

  get types() {
    return this.directory.applications[this.application].types;
  }

  /** There is more of the account. */
  read(directory) {
    this.directory = directory;
    this.reading.hidden = directory.complete;
    this.#showApplication();
    this.#query();
  }

  progress(text) {
    this.words.textContent = text;
  }

  /** Shows another view, and has the URL say so. */
  change(change, { replace = false } = {}) {
    this.view = { ...this.view, ...change };
    this.#write(replace);
    const asks = ["text", "license", "status", "by", "descending"].some((field) => field in change);
    if (asks) this.#query();
    else this.#showRows();
  }

  /** Shows another application, with everyone. */
  open(index) {
    const { slug } = this.directory.applications[index];
    history.pushState(null, "", `${this.config.base}/${slug}`);
    this.#follow();
  }

  /** Somebody is selected, or not any more. */
  selected() {
    this.table.showSelection();
    this.dock.show();
  }

  #follow() {
    const below = location.pathname.slice(this.config.base.length).split("/")[1];
    const before = this.application;
    this.application = Math.max(0, this.config.applications.findIndex(({ slug }) => slug === below));
    this.view = viewOf(new URLSearchParams(location.search), this.config.page_size);
    if (before !== this.application) this.selection.clear();
    this.#showApplication();
    this.#query();
  }

  #write(replace) {
    const query = queryOf(this.view, this.config.page_size).toString();
    const { slug } = this.directory.applications[this.application];
    const url = `${this.config.base}/${slug}${query && "?"}${query}`;
    if (replace) history.replaceState(null, "", url);
    else history.pushState(null, "", url);
  }

  #showApplication() {
    this.card.setAttribute("aria-label", this.directory.applications[this.application].name);
    this.cards.show();
    this.toolbar.showTypes();
    this.table.showApplication();
    this.dock.showTypes();
    this.seats.hidden = !this.directory.complete;
    this.seats.replaceChildren(...this.types.map(this.cards.meter));
  }

  #query() {
    this.rows = rowsOf(this.directory, this.application, this.view);
    this.#showRows();
  }

  #showRows() {
    this.toolbar.show();
    this.table.show();
    this.dock.show();
  }
}
