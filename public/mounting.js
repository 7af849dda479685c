// Mounts the app in an element, with its listeners and theme. Unmounting removes all of them.
import { watch } from "./crash_screen.js";
import { keepFocus } from "./focus.js";
import { catalogue } from "./languages.js";

/** The folder of the page's URL. */
const folder = () => location.pathname.replace(/\/[^/]*$/, "") || "/";

/**
 * Mounts `program` in an element, with the texts of a catalogue. docs/embedding.md describes `config`; `page` is the
 * root element of a page that shows nothing else.
 */
export function start(program, element, texts, config) {
  const { token, theme, locale, base = folder(), tell = () => {}, pushes = true, page, ...rest } = config;
  const root = document.createElement("div");
  let language = texts;
  let wanted = locale;
  let mounted;
  setTheme(root, theme);
  mark(page ?? root, language);
  element.append(root);
  // A crashed app must not be called any more.
  const forget = watch(root, () => wanted, () => (mounted = undefined));
  const endFocus = keepFocus(root);

  const host = {
    token,
    pushes,
    route: (path, push) => tell({ type: "route", path, push }),
    dirty: (dirty) => tell({ type: "dirty", dirty }),
    more_texts: () => language.more(),
    stage(stage) {
      if (stage) tell(stage === "ready" ? { type: "ready" } : { type: "failed", reason: stage });
    },
  };
  const settings = { ...rest, base, locale: language.locale };
  mounted = program.mount(root, JSON.stringify(settings), language.texts, host);

  /** Changes the language; the old one stays if the new one can't be loaded. */
  async function speak(locale) {
    wanted = locale;
    const next = await catalogue(locale);
    const more = await next.more();
    if (wanted !== locale || next.locale === language.locale) return;
    language = next;
    const restore = rememberFocus(root);
    mark(page ?? root, next);
    mounted?.set_language(next.texts, more, next.locale);
    requestAnimationFrame(restore); // when the page is rendered
  }
  const follow = () => speak(wanted).catch(console.error);
  addEventListener("languagechange", follow);

  const ask = (event) => {
    if (mounted?.dirty()) event.preventDefault();
  };
  addEventListener("beforeunload", ask);

  return {
    /** Changes theme and language; omitted values are kept. */
    async update(change) {
      if ("theme" in change) setTheme(root, change.theme);
      if ("locale" in change) await speak(change.locale).catch(console.error);
    },
    /** Shows the view at a path below the base, whatever the host's own URL is. */
    navigate: (path) => mounted?.navigate(path),
    /** Whether leaving would discard a draft or interrupt a run. */
    dirty: () => mounted?.dirty() ?? false,
    /** Call this after you have asked the user: the browser does not ask again. */
    release: () => removeEventListener("beforeunload", ask),
    /** Removes everything from the page. */
    unmount() {
      removeEventListener("beforeunload", ask);
      removeEventListener("languagechange", follow);
      forget();
      endFocus();
      root.remove();
      mounted?.unmount();
      mounted = undefined;
    },
  };
}

/** Says which language an element is in. The root element of a page has the title, too. */
function mark(element, { language, direction, title }) {
  element.lang = language;
  element.dir = direction;
  if (element === document.documentElement) document.title = title;
}

/** Returns a function that focuses the element at the place of the focused one, after the content was rendered anew. */
function rememberFocus(root) {
  const path = [];
  const focused = root.getRootNode().activeElement;
  for (let each = focused; each !== root; each = each.parentElement) {
    if (!each) return () => {};
    path.unshift([...each.parentElement?.children ?? []].indexOf(each));
  }
  const { selectionStart, selectionEnd } = focused;
  return () => {
    const element = path.reduce((each, index) => each?.children[index], root);
    element?.focus();
    if (selectionStart >= 0) element?.setSelectionRange?.(selectionStart, selectionEnd);
  };
}

/** Applies a theme: `scheme` is light or dark, `tokens` are custom properties of style/tokens.css. */
function setTheme(root, { scheme = "light dark", tokens = {} } = {}) {
  root.removeAttribute("style");
  root.style.setProperty("--lm-scheme", scheme);
  for (const [name, value] of Object.entries(tokens)) {
    if (name.startsWith("--lm-")) root.style.setProperty(name, value);
  }
}
