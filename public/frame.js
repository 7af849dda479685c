// License management in an iframe of a portal of another origin: connects to the portal, and translates between its
// messages and a mount.
import { mount, style } from "./license-management.js";
import { VERSIONS, fromHost, handshake, isOrigin, shake } from "./protocol.js";
import { ask, say } from "./notice.js";

const PATIENCE = 10_000;
const element = document.getElementById("license-management-frame");
const folder = new URL(".", import.meta.url).pathname.replace(/\/$/, "");

const deployment = fetch("./config.json").then((answer) => answer.json());
deployment.catch(() => {}); // then the portal gets no answer
let isConnected = false;

const silence = setTimeout(() => {
  const text = "The portal around this page did not connect to it. Nothing was changed.";
  explain("The portal does not answer", text);
}, PATIENCE);

addEventListener("message", async ({ source, origin, data, ports }) => {
  if (source !== parent || parent === window) return;
  const message = handshake(data);
  if (!message) return;
  const { hosts = [], ...config } = await deployment.catch(() => ({}));
  if (isConnected || !isOrigin(origin) || !hosts.includes(origin)) return;
  if (message.type === "hello") {
    parent.postMessage(shake({ type: "versions", versions: VERSIONS }), origin);
  } else if (message.type === "connect" && ports.length === 1) {
    isConnected = true;
    clearTimeout(silence);
    connect(ports[0], message, config);
  }
});

function connect(port, { version, token, account, locale, theme, path = "/" }, config) {
  const tell = (message) => port.postMessage(message);
  if (!VERSIONS.includes(version)) {
    tell({ type: "failed", reason: "incompatible" });
    explain("The portal does not fit", "It speaks another version of the protocol. Ask whoever runs it to bring it up to date.");
    return;
  }
  const tokens = askForTokens(tell, token);
  let url = folder + path;
  const mounting = mount(element, {
    ...config,
    sign_in_url: undefined, // the portal signs in
    account: account ?? config.account,
    locale: locale ?? config.locale,
    theme,
    base: folder || "/",
    token: tokens.get,
    route: { read: () => url, write: (next) => (url = next) },
    tell(message) {
      tell(message);
      if (message.type === "route") tellTitle(tell, config, message.path);
    },
  });
  mounting.catch((error) => {
    console.error(error);
    tell({ type: "failed", reason: "offline" });
    explain("License management could not be loaded", "Nothing was changed. Check the connection, then try again.");
  });
  tellHeight(tell);
  const leave = askBeforeLeaving(mounting, tell);

  port.onmessage = async ({ data }) => {
    const message = fromHost(data);
    if (!message) return;
    if (message.type === "token") return tokens.take(message);
    const mounted = await mounting;
    if (message.type === "theme") mounted.update({ theme: message.theme });
    if (message.type === "locale") mounted.update({ locale: message.locale });
    if (message.type === "navigate") mounted.navigate(message.path);
    if (message.type === "leave") leave(message.id);
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
  return async (id) => {
    const mounted = await mounting;
    asking ??= mounted.dirty() ? ask(element.firstElementChild) : Promise.resolve(true);
    const leave = await asking;
    asking = undefined;
    if (leave) mounted.release();
    tell({ type: "leave", id, leave });
  };
}

async function explain(title, text) {
  await style(document).catch(() => {}); // readable without
  say(element, title, text, "Retry", () => location.reload());
}
