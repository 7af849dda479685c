// License management in an iframe of a portal of another origin: connects to the portal, and translates between its
// messages and a mount.
import { mount, style } from "./license-management.js";
import { VERSIONS, fromHost, handshake, isOrigin, shake } from "./protocol.js";
import { ask, say } from "./overlay.js";

const PATIENCE = 10_000;
const element = document.getElementById("license-management-frame");
const base = new URL("./frame", import.meta.url).pathname;

const deployment = fetch(new URL("./config.json", import.meta.url)).then((answer) => answer.json());
deployment.catch(() => {}); // then the portal gets no answer
let isConnected = false;

let silence;
listen();

addEventListener("message", async ({ source, origin, data, ports }) => {
  if (source !== parent || parent === window) return;
  if (!isConnected) listen();
  const message = handshake(data);
  if (!message) return;
  const { hosts = [], ...config } = await deployment.catch(() => ({}));
  if (isConnected || !isOrigin(origin) || !hosts.includes(origin)) return;
  if (message.type === "hello") {
    parent.postMessage(shake({ type: "versions", versions: VERSIONS }), origin);
  } else if (message.type === "connect" && ports.length === 1) {
    isConnected = true;
    clearTimeout(silence);
    element.replaceChildren(); // it may have been explained that nobody connects
    connect(ports[0], message, config);
  }
});

/** Explains silence unless the portal connects; whatever it says meanwhile shows that it is there. */
function listen() {
  clearTimeout(silence);
  silence = setTimeout(async () => {
    await styled();
    if (isConnected) return;
    const text = "The portal around this page did not connect to it. What was sent before may have taken effect; open the page again to see.";
    notify("The portal does not answer", text);
  }, PATIENCE);
}

function connect(port, { version, token, account, locale, theme, path = "/" }, config) {
  const tell = (message) => port.postMessage(message);
  if (!VERSIONS.includes(version)) {
    tell({ type: "failed", reason: "incompatible" });
    explain("The portal does not fit", "It speaks another version of the protocol. Contact your portal administrator.");
    return;
  }
  const tokens = askForTokens(tell, token);
  history.replaceState(null, "", base + path);
  const mounting = mount(element, {
    ...config,
    sign_in_url: undefined, // the portal signs in
    account: account ?? config.account,
    locale: locale ?? config.locale,
    theme,
    base,
    pushes: false, // the portal has the history
    token: tokens.get,
    tell(message) {
      tell(message);
      if (message.type === "route") tellTitle(tell, config, message.path);
      if (message.type === "dirty" && !message.dirty) leaving.release();
    },
  });
  mounting.catch((error) => {
    console.error(error);
    tell({ type: "failed", reason: "offline" });
    explain("License management could not be loaded", "What was sent before may have taken effect. Check the connection, then try again to see.");
  });
  tellHeight(tell);
  const leaving = askBeforeLeaving(mounting, tell);

  port.onmessage = async ({ data }) => {
    const message = fromHost(data);
    if (!message) return;
    if (message.type === "token") return tokens.take(message);
    const mounted = await mounting;
    if (message.type === "theme") mounted.update({ theme: message.theme });
    if (message.type === "locale") mounted.update({ locale: message.locale });
    if (message.type === "navigate") mounted.navigate(message.path);
    if (message.type === "leave") leaving.ask(message.id);
  };
}

/** Tokens stay in memory. The first came with the connection; others are asked for, one at a time. */
function askForTokens(tell, first) {
  let id = 0;
  let answered = () => {};
  let limit;
  return {
    get() {
      const token = first;
      first = undefined;
      if (token) return token;
      id += 1;
      tell({ type: "need-token", id });
      return new Promise((resolve) => {
        answered = resolve;
        limit = setTimeout(resolve, PATIENCE); // then nobody is signed in
      });
    },
    take(message) {
      if (message.id !== id) return;
      clearTimeout(limit);
      answered(message.token);
    },
  };
}

/** The height of our own root, never that of the body, which has the height of the frame. */
function tellHeight(tell) {
  let told;
  const observer = new ResizeObserver(([{ borderBoxSize }]) => {
    const height = Math.ceil(borderBoxSize[0].blockSize);
    if (height !== told) tell({ type: "height", height });
    told = height;
  });
  observer.observe(element);
}

function tellTitle(tell, config, path) {
  const slug = path.split(/[/?]/)[1];
  const { name } = config.applications.find((each) => each.slug === slug) ?? {};
  tell({ type: "title", title: name ? `${name} · ${document.title}` : document.title });
}

/** Whoever is asked twice before having answered is asked once. */
function askBeforeLeaving(mounting, tell) {
  let asking;
  return {
    async ask(id) {
      const mounted = await mounting;
      asking ??= mounted.dirty() ? ask(element.firstElementChild) : { answer: true };
      const leave = await asking.answer;
      asking = undefined;
      if (leave) mounted.release();
      tell({ type: "leave", id, leave });
    },
    /** There is nothing to lose any more: an open question answers itself. */
    release: () => asking?.leave?.(),
  };
}

async function explain(title, text) {
  await styled();
  notify(title, text);
}

const styled = () => style(document).catch(() => {}); // readable without

const notify = (title, text) => say(element, title, text, "Retry", () => location.reload());
