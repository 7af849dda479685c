// Puts the program into an element: its address, its listeners and its theme, all of which unmounting takes away.
import { watch } from "./trouble.js";

/** Where a page has its URL, unless its host says otherwise. */
const addressBar = {
  read: () => location.pathname + location.search,
  write: (url, push) => history[push ? "pushState" : "replaceState"](null, "", url),
};

/** The folder of the page. */
const folder = () => location.pathname.replace(/\/[^/]*$/, "") || "/";

/** Starts `program` in an element. What `config` may hold is in docs/embedding.md. */
export function start(program, element, config) {
  const { token, route = addressBar, theme, locale, base = folder(), tell = () => {}, ...rest } = config;
  const top = base.replace(/\/+$/, "");
  const root = document.createElement("div");
  let mounted;
  setTheme(root, theme);
  element.append(root);
  // A broken program can no longer answer.
  const forget = watch(root, () => (mounted = undefined));

  const host = {
    token,
    read: () => route.read(),
    write(url, push) {
      try {
        route.write(url, push);
      } catch {
        // A browser refuses when it is asked too often; the URL then lags behind, and nothing else suffers.
      }
      tell({ type: "route", path: url.slice(top.length), push });
    },
    dirty: (dirty) => tell({ type: "dirty", dirty }),
    stage(stage) {
      if (stage) tell(stage === "ready" ? { type: "ready" } : { type: "failed", reason: stage });
    },
  };
  mounted = program.mount(root, JSON.stringify({ ...rest, base, locale: known(locale) }), host);

  const follow = () => {
    const [path] = route.read().split("?");
    if (path === top || path.startsWith(`${top}/`)) mounted?.follow();
  };
  const ask = (event) => {
    if (mounted?.dirty()) event.preventDefault();
  };
  addEventListener("popstate", follow);
  addEventListener("beforeunload", ask);

  return {
    /** Changes theme and locale; what is left out stays. */
    update(change) {
      if ("locale" in change) mounted?.set_locale(known(change.locale));
      if ("theme" in change) setTheme(root, change.theme);
    },
    /** Shows what a path below the base names, wherever the host's own URL is by now. */
    navigate(path) {
      if (!mounted) return;
      const url = top + path;
      if (route.read() !== url) route.write(url, true);
      mounted.follow();
    },
    /** Whether leaving would lose a draft or leave a run. */
    dirty: () => mounted?.dirty() ?? false,
    /** Whoever uses it has been asked: the browser does not ask again. */
    release: () => removeEventListener("beforeunload", ask),
    /** Takes everything off the page again. */
    unmount() {
      removeEventListener("popstate", follow);
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
