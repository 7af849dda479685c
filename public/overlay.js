// What the frame and the portal's helper say themselves, while the program is not there to say it.

/** Shows a notice with a button instead of what is in an element. */
export function say(element, title, text, action, act) {
  const page = make("div", "license-management");
  const notice = make("div", "overlay");
  notice.setAttribute("role", "alert");
  notice.append(make("h2", "title", title), make("p", "text", text), button("primary", action, act));
  page.append(notice);
  element.replaceChildren(page);
}

/** Asks before a draft or a run is left; `answer` resolves to whether to leave, `leave` answers instead. */
export function ask(element) {
  const page = make("div", "license-management");
  const dialog = make("dialog", "leave-dialog");
  const notice = make("div", "overlay");
  const title = "Leave License management?";
  dialog.setAttribute("aria-label", title);
  const text = "Changes that are drafted and not applied are lost. A run that is under way stops.";
  const stay = button("primary", "Stay", () => dialog.close());
  const leave = button("", "Leave", () => dialog.close("leave"));
  notice.append(make("h2", "title", title), make("p", "text", text), stay, leave);
  dialog.append(notice);
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
