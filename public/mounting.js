// Mounts the app in an element, with its listeners and theme. Unmounting removes all of them.
import { watch } from "./crash_screen.js";

/** The folder of the page's URL. */
const folder = () => location.pathname.replace(/\/[^/]*$/, "") || "/";

/** Mounts `program` in an element. docs/embedding.md describes `config`. */
export function start(program, element, config) {
  const { token, theme, locale, base = folder(), tell = () => {}, pushes = true, ...rest } = config;
  const root = document.createElement("div");
  let mounted;
  setTheme(root, theme);
  element.append(root);
  // A crashed app must not be called any more.
  const forget = watch(root, () => (mounted = undefined));

  const host = {
    token,
    pushes,
    route: (path, push) => tell({ type: "route", path, push }),
    dirty: (dirty) => tell({ type: "dirty", dirty }),
    stage(stage) {
      if (stage) tell(stage === "ready" ? { type: "ready" } : { type: "failed", reason: stage });
    },
  };
  mounted = program.mount(root, JSON.stringify({ ...rest, base, locale: known(locale) }), host);

  const ask = (event) => {
    if (mounted?.dirty()) event.preventDefault();
  };
  addEventListener("beforeunload", ask);

  return {
    /** Changes theme and locale; omitted values are kept. */
    update(change) {
      if ("locale" in change) mounted?.set_locale(known(change.locale));
      if ("theme" in change) setTheme(root, change.theme);
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
      forget();
      root.remove();
      mounted?.unmount();
      mounted = undefined;
    },
  };
}

/** A valid locale, or `undefined`. */
function known(locale) {
  try {
    return Intl.getCanonicalLocales(locale)[0];
  } catch {
    return undefined;
  }
}

/** Applies a theme: `scheme` is light or dark, `tokens` are custom properties of style/tokens.css. */
function setTheme(root, { scheme = "light dark", tokens = {} } = {}) {
  root.removeAttribute("style");
  root.style.setProperty("--lm-scheme", scheme);
  for (const [name, value] of Object.entries(tokens)) {
    if (name.startsWith("--lm-")) root.style.setProperty(name, value);
  }
}
