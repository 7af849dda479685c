// What is shown when the program has broken, or never came. It leans on nothing of the program.
const home = new URL(".", import.meta.url).href;

/** Shows instead of the program that it could not be loaded. */
export function notLoaded(element, error) {
  show(element, error, "License management could not be loaded", [
    "What was sent before may have taken effect. Check the connection, then reload to see.",
  ]);
}

/** Shows instead of the program that it broke, once it does, and says so; answers what ends the watch. */
export function watch(element, broken) {
  const look = (event) => {
    const error = event.error ?? event.reason;
    if (!isOurs(error)) return;
    forget();
    broken();
    show(element, error, "License management has stopped", [
      "An unexpected error occurred. What the server has done stays done, and nothing of that is lost.",
      "Changes that were drafted and not applied are gone. If changes were being applied, users who were not reached are as they were: reload to see who has what.",
    ]);
  };
  const forget = () => {
    removeEventListener("error", look);
    removeEventListener("unhandledrejection", look);
  };
  addEventListener("error", look);
  addEventListener("unhandledrejection", look);
  return forget;
}

/** A host's page may run other programs of WebAssembly; the trace tells whose trap it is. */
function isOurs(error) {
  return error instanceof WebAssembly.RuntimeError && String(error.stack).includes(home);
}

function show(element, error, title, paragraphs) {
  const page = make("div", "license-management");
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
