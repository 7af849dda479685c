const base = "/configuration/license-management";
const element = document.getElementById("license-management");

/** A fresh access token for whoever is signed in; throws when nobody is. */
async function token() {
  const response = await fetch("/portal/token", { method: "POST" });
  if (!response.ok) {
    throw new Error(`No access token: ${response.status}`);
  }
  return (await response.json()).access_token;
}

/** Puts a message where the frontend would be. */
function say(title, text, command) {
  const main = document.createElement("main");
  main.className = "portal-card portal-message";
  main.setAttribute("role", "alert");
  for (const [tag, content] of [["h1", title], ["p", text], ["pre", command]]) {
    if (content) {
      const child = document.createElement(tag);
      child.textContent = content;
      main.append(child);
    }
  }
  element.replaceChildren(main);
}

/** Keeps the count of welcome emails in the menu true: assigning licenses sends some. */
function watchMails() {
  const badge = document.getElementById("mails");
  let timer;
  const refresh = async () => {
    const response = await fetch("/portal/outbox").catch(() => null);
    if (response?.ok) {
      badge.textContent = (await response.json()).count;
    }
  };
  new PerformanceObserver((list) => {
    if (list.getEntries().some((entry) => entry.name.endsWith("/entitlements/users/entitlements/bulk"))) {
      clearTimeout(timer);
      timer = setTimeout(refresh, 200);
    }
  }).observe({ type: "resource" });
}

async function start() {
  const configuration = fetch("/portal/config.json").then((answer) => answer.json());
  configuration.catch(() => {}); // told below
  let mount;
  try {
    ({ mount } = await import("/app/license-management.js"));
  } catch (error) {
    console.warn(error);
    const built = await fetch("/app/license-management.js", { method: "HEAD" }).then((answer) => answer.ok, () => false);
    if (built) {
      say("The frontend did not start", `Reload the page. If that does not help, build it again: ${error.message}`, "cargo xtask serve");
    } else {
      say("The frontend is not built yet", "Stop this server and run the following; it builds the frontend and starts the server with it:", "cargo xtask serve");
    }
    return;
  }
  try {
    await mount(element, { ...(await configuration), embedded: true, base, token });
  } catch (error) {
    console.error(error);
    say("The frontend did not start", `Reload the page. It said: ${error.message ?? error}`);
  }
}

watchMails();
start();
