// The crash screen, shown when the app could not be loaded or has crashed. It does not depend on the app.
const home = new URL(".", import.meta.url).href;

/** Shows that the app could not be loaded. */
export function notLoaded(element, error) {
  show(element, error, "License management couldn't be loaded", [
    "Changes already sent may have taken effect. Check the connection, then reload.",
  ]);
}

/** Shows the crash screen when the app crashes, and calls `onCrash`. Returns a function that stops watching. */
export function watch(element, onCrash) {
  const check = (event) => {
    const error = event.error ?? event.reason;
    if (!isOurs(error)) return;
    forget();
    onCrash();
    show(element, error, "License management has stopped", [
      "An unexpected error occurred. Changes that were already made are kept.",
      "Pending changes are lost. If changes were being applied, the remaining users were not changed. Reload to see the current state.",
    ]);
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

function show(element, error, title, paragraphs) {
  const page = Object.assign(make("div", "license-management"), { lang: "en", dir: "ltr" });
  const message = make("div", "overlay");
  message.setAttribute("role", "alert");
  const reload = make("button", "button primary", "Reload");
  reload.type = "button";
  reload.addEventListener("click", () => location.reload());
  message.append(
    make("h2", "title", title),
    ...paragraphs.map((text) => make("p", "text", text)),
    make("p", "words", `Details: ${error?.message ?? error}`),
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
