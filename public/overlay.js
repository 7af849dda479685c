// Overlays of the iframe and the portal's embed script, which work without the app.

/** Replaces the content of an element by a message with a button. */
export function say(element, title, text, action, act) {
  const page = makePage();
  const overlay = make("div", "overlay");
  overlay.setAttribute("role", "alert");
  overlay.append(make("h2", "title", title), make("p", "text", text), button("primary", action, act));
  page.append(overlay);
  element.replaceChildren(page);
}

/** Asks before leaving a draft or a run. `answer` resolves to whether to leave; `leave` confirms in the user's place. */
export function ask(element) {
  const page = makePage();
  const dialog = make("dialog", "leave-dialog");
  const overlay = make("div", "overlay");
  const title = "Leave License management?";
  dialog.setAttribute("aria-label", title);
  const text = "Pending changes will be lost, and changes being applied will be interrupted.";
  const stay = button("primary", "Stay", () => dialog.close());
  const leave = button("", "Leave", () => dialog.close("leave"));
  overlay.append(make("h2", "title", title), make("p", "text", text), stay, leave);
  dialog.append(overlay);
  page.append(dialog);
  element.append(page);
  dialog.showModal();
  const answer = new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      page.remove();
      resolve(dialog.returnValue === "leave");
    });
  });
  return { answer, leave: () => dialog.close("leave") };
}

/** These texts are English, in whatever page they are. */
const makePage = () => Object.assign(make("div", "license-management"), { lang: "en", dir: "ltr" });

function button(kind, text, act) {
  const element = make("button", `button ${kind}`, text);
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

function make(tag, name, text = "") {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  return element;
}
