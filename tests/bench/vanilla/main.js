// The screen in plain DOM: the practical limit. Nothing is built twice; what is shown is rewritten in place.
import { Api } from "../common/api.js";
import { emptyDirectory, NOTHING_READ, readDirectory } from "../common/directory.js";
import { Draft } from "../common/draft.js";
import { optionsByUser } from "../common/license_cell.js";
import { style } from "../common/mounting.js";
import { EVERYONE, isFiltered, pathOf, queryOf, viewOf } from "../common/query.js";
import { listenForShortcuts } from "../common/shortcuts.js";
import { matching, updated } from "../common/text.js";
import { Announcements } from "./announcements.js";
import { makeCards } from "./cards.js";
import { makeDock } from "./dock.js";
import { button, element, icon, setAttribute, setHidden, setText } from "./element.js";
import { matcherOf, rowsOf } from "./rows_of.js";
import { makeSeats } from "./seats.js";
import { Selection } from "./selection.js";
import { makeTable } from "./table.js";
import { makeToolbar } from "./toolbar.js";

/** Shows the screen in an element. */
export async function mount(host, config) {
  await style();
  const screen = new Screen(config);
  const root = element("div", { class: "license-management" }, screen.announcements.root, screen.main);
  host.append(root);
  listenForShortcuts(root);
  await readDirectory(new Api(config), config, (directory) => screen.read(directory), (progress) => screen.progress(progress));
}

/** The state, and the parts that show it. */
class Screen {
  selection = new Selection();
  /** The only users who are shown, if there are such. */
  #only;

  constructor(config) {
    this.config = config;
    this.directory = emptyDirectory(config);
    this.drafts = config.applications.map((_, index) => new Draft(index));
    this.announcements = new Announcements(this);
    this.loaded = element("span", { class: "loaded" });
    this.track = element("progress", { class: "track" });
    this.cards = makeCards(this);
    this.seats = makeSeats(this);
    this.toolbar = makeToolbar(this);
    this.table = makeTable(this);
    this.dock = makeDock(this);
    this.card = element("section", { class: "card" }, this.track, this.seats.root, this.toolbar.root, this.dock.skip, ...this.table.parts);
    this.main = element("main", { class: "page" }, this.#makeHead(), this.cards.root, this.card, this.dock.root);
    this.progress(NOTHING_READ);
    addEventListener("popstate", () => this.#follow());
    this.#follow();
  }

  get draft() {
    return this.drafts[this.application];
  }

  get types() {
    return this.directory.applications[this.application].types;
  }

  /** The page that is shown: the last one where the URL has a later one. */
  get page() {
    return Math.min(this.view.page, this.pages - 1);
  }

  get pages() {
    return Math.max(1, Math.ceil(this.rows.length / this.view.size));
  }

  get isFiltered() {
    return this.#only !== undefined || isFiltered(this.view);
  }

  get matching() {
    return matching(this.rows.length, this.directory.users.length, this.isFiltered);
  }

  /** There is more of the account. */
  read(directory) {
    this.directory = directory;
    for (const draft of this.drafts) draft.follow(directory);
    if (directory.complete) this.#showLoaded(updated(directory.readAt));
    setHidden(this.track, directory.complete);
    this.#showApplication();
    this.#query();
  }

  progress({ text, share }) {
    this.#showLoaded(text);
    this.announcements.progress(text);
    setAttribute(this.track, "aria-label", text);
    setAttribute(this.track, "max", share === undefined ? undefined : 200);
    setAttribute(this.track, "value", share);
  }

  /** Shows another view, and has the URL say so. */
  change(change, { replace = false } = {}) {
    this.view = { ...this.view, ...change };
    this.#write(replace);
    const asks = ["text", "license", "status", "by", "descending"].some((field) => field in change);
    if (asks) this.#query();
    else this.#showRows();
    if (Object.keys(change).join() === "page") this.announcements.page();
  }

  /** Shows these users only, whatever is searched. */
  showOnly(users) {
    this.#only = new Set(users);
    this.change(EVERYONE);
  }

  showEveryone() {
    this.#only = undefined;
    this.change(EVERYONE);
  }

  /** The URL of an application with the same view. */
  urlOf(index) {
    return this.config.base + pathOf(this.directory.applications[index].slug, this.view, this.config.page_size);
  }

  /** Shows another application with the same view. */
  open(index) {
    history.pushState(null, "", this.urlOf(index));
    this.#follow();
  }

  selectAll() {
    this.selection.selectAll(this.rows, matcherOf(this.application, this.view, this.#only));
    this.selected();
  }

  clearSelection() {
    this.selection.clear();
    this.selected();
  }

  /** Somebody is selected, or not any more. */
  selected() {
    this.table.showSelection();
    this.dock.show();
    this.announcements.selection();
  }

  #makeHead() {
    const { adding_users: guide } = this.config.links;
    const refresh = button("button quiet", icon("refresh"), () => location.reload());
    refresh.append("Refresh");
    return element("div", { class: "head" },
      element("h1", { class: "heading", tabindex: -1 }, "License management"),
      element("a", { class: "guide", href: guide, target: "_blank", rel: "noopener" }, "How to add users"),
      this.loaded,
      refresh);
  }

  #showLoaded(text) {
    setText(this.loaded, text);
    setAttribute(this.loaded, "title", text);
  }

  #follow() {
    const below = location.pathname.slice(this.config.base.length).split("/")[1];
    const before = this.application;
    this.application = Math.max(0, this.config.applications.findIndex(({ slug }) => slug === below));
    this.view = viewOf(new URLSearchParams(location.search), this.config.page_size);
    if (before !== this.application) {
      this.selection.clear();
      this.#only = undefined;
    }
    this.#showApplication();
    this.#query();
  }

  #write(replace) {
    const query = queryOf(this.view, this.config.page_size).toString();
    const { slug } = this.directory.applications[this.application];
    const url = `${this.config.base}/${slug}${query && "?"}${query}`;
    if (url === location.pathname + location.search) return;
    if (replace) history.replaceState(null, "", url);
    else history.pushState(null, "", url);
  }

  #showApplication() {
    this.optionsOf = optionsByUser(this.types, this.application, this.directory.complete);
    this.card.setAttribute("aria-label", this.directory.applications[this.application].name);
    this.cards.show();
    this.seats.show();
    this.toolbar.showTypes();
    this.table.showApplication();
    this.dock.showTypes();
  }

  #query() {
    this.rows = rowsOf(this.directory, this.application, this.view, this.#only);
    this.#showRows();
    if (this.directory.complete) this.announcements.matching();
  }

  #showRows() {
    this.cards.showView();
    this.toolbar.show();
    this.table.show();
    this.dock.show();
  }
}
