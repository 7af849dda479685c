// Overlays of the iframe and the portal's embed script, which work without the app.

const ENGLISH = { language: "en", direction: "ltr" };

/** Replaces the content of an element by a message with a button. */
export function say(element, title, text, action, act, spoken = ENGLISH) {
  const page = makePage(spoken);
  const overlay = make("div", "overlay");
  overlay.setAttribute("role", "alert");
  overlay.append(make("h2", "title", title), make("p", "text", text), button("primary", action, act));
  page.append(overlay);
  element.replaceChildren(page);
}

/** Asks before leaving a draft or a run, with these messages. `answer` resolves to whether to leave; `leave` confirms in the user's place. */
export function ask(element, spoken) {
  const { text } = spoken;
  const page = makePage(spoken);
  const dialog = make("dialog", "leave-dialog");
  const overlay = make("div", "overlay");
  const title = text("leave.title");
  dialog.setAttribute("aria-label", title);
  const stay = button("primary", text("leave.stay"), () => dialog.close());
  const leave = button("", text("leave.leave"), () => dialog.close("leave"));
  overlay.append(make("h2", "title", title), make("p", "text", text("leave.text")), stay, leave);
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

/** The texts have their own language, in whatever page they are. */
const makePage = ({ language, direction }) =>
  Object.assign(make("div", "license-management"), { lang: language, dir: direction });

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
