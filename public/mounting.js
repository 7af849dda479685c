// Puts the program into an element: its listeners and its theme, all of which unmounting takes away.
import { watch } from "./crash_screen.js";

/** The folder of the page. */
const folder = () => location.pathname.replace(/\/[^/]*$/, "") || "/";

/** Starts `program` in an element. What `config` may hold is in docs/embedding.md. */
export function start(program, element, config) {
  const { token, theme, locale, base = folder(), tell = () => {}, pushes = true, ...rest } = config;
  const root = document.createElement("div");
  let mounted;
  setTheme(root, theme);
  element.append(root);
  // A broken program can no longer answer.
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
    /** Changes theme and locale; what is left out stays. */
    update(change) {
      if ("locale" in change) mounted?.set_locale(known(change.locale));
      if ("theme" in change) setTheme(root, change.theme);
    },
    /** Shows what a path below the base names, wherever the host's own URL is by now. */
    navigate: (path) => mounted?.navigate(path),
    /** Whether leaving would lose a draft or leave a run. */
    dirty: () => mounted?.dirty() ?? false,
    /** Whoever uses it has been asked: the browser does not ask again. */
    release: () => removeEventListener("beforeunload", ask),
    /** Takes everything off the page again. */
    unmount() {
      removeEventListener("beforeunload", ask);
      forget();
      root.remove();
      mounted?.unmount();
      mounted = undefined;
    },
  };
}

/** A language that the browser knows how to read, or none. */
function known(locale) {
  try {
    return Intl.getCanonicalLocales(locale)[0];
  } catch {
    return undefined;
  }
}

/** `scheme` is light or dark; `tokens` are those of style/tokens.css. */
function setTheme(root, { scheme = "light dark", tokens = {} } = {}) {
  root.removeAttribute("style");
  root.style.setProperty("--lm-scheme", scheme);
  for (const [name, value] of Object.entries(tokens)) {
    if (name.startsWith("--lm-")) root.style.setProperty(name, value);
  }
}
