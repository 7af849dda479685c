// The crash screen, shown when the app could not be loaded or has crashed. It does not depend on the app.
import { messages } from "./languages.js";

const home = new URL(".", import.meta.url).href;

/** As in locales/en.json. */
const ENGLISH = {
  "crash.not_loaded": "License management couldn't be loaded",
  "crash.not_loaded_text": "Changes already sent may have taken effect. Check the connection, then reload.",
  "crash.stopped": "License management has stopped",
  "crash.kept": "An unexpected error occurred. Changes that were already made are kept.",
  "crash.lost": "Pending changes are lost. If changes were being applied, the remaining users were not changed. Reload to see the current state.",
  "crash.details": "Details: %{words}",
  "crash.reload": "Reload",
};

/** Shows that the app could not be loaded. */
export function notLoaded(element, error) {
  show(element, error, undefined, (text) => [text("crash.not_loaded"), text("crash.not_loaded_text")]);
}

/** Shows the crash screen when the app crashes, and calls `onCrash`. Returns a function that stops watching. */
export function watch(element, locale, onCrash) {
  const check = (event) => {
    const error = event.error ?? event.reason;
    if (!isOurs(error)) return;
    forget();
    onCrash();
    show(element, error, locale(), (text) => [text("crash.stopped"), text("crash.kept"), text("crash.lost")]);
  };
  const forget = () => {
    removeEventListener("error", check);
    removeEventListener("unhandledrejection", check);
  };
  addEventListener("error", check);
  addEventListener("unhandledrejection", check);
  return forget;
}

/** A host's page may run other WebAssembly programs; the stack trace shows whose error it is. */
function isOurs(error) {
  return error instanceof WebAssembly.RuntimeError && String(error.stack).includes(home);
}

async function show(element, error, locale, words) {
  const { text, language, direction } = await messages(locale, ENGLISH);
  const [title, ...paragraphs] = words(text);
  const page = Object.assign(make("div", "license-management"), { lang: language, dir: direction });
  const message = make("div", "overlay");
  message.setAttribute("role", "alert");
  const reload = make("button", "button primary", text("crash.reload"));
  reload.type = "button";
  reload.addEventListener("click", () => location.reload());
  message.append(
    make("h2", "title", title),
    ...paragraphs.map((text) => make("p", "text", text)),
    make("p", "words", text("crash.details").replace("%{words}", () => error?.message ?? error)),
    reload,
  );
  page.append(message);
  element.replaceChildren(page);
}

function make(tag, name, text = "") {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  return element;
}
