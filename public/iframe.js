// License management in an iframe of a portal from another origin: connects to the portal, and maps its messages to the
// methods of a mount.
import { mount, style } from "./license-management.js";
import { VERSIONS, fromHost, handshake, isOrigin, shake } from "./protocol.js";
import { messages } from "./languages.js";
import { ask, say } from "./overlay.js";

/** As in locales/en.json. */
const ENGLISH = {
  "frame.silent": "The portal isn't responding",
  "frame.silent_text": "The portal didn't connect to License management. Changes already sent may have taken effect. Retry to check.",
  "frame.incompatible": "Incompatible portal",
  "frame.incompatible_text": "The portal uses another version of the embedding protocol. Contact your portal administrator.",
  "frame.not_loaded_text": "Changes already sent may have taken effect. Check the connection, then retry.",
  "leave.title": "Leave License management?",
  "leave.text": "Pending changes will be lost, and changes being applied will be interrupted.",
  "leave.stay": "Stay",
  "leave.leave": "Leave",
  "crash.not_loaded": "License management couldn't be loaded",
  "problem.retry": "Retry",
};

const TIMEOUT = 10_000;
const element = document.getElementById("license-management-frame");
const base = new URL("./frame", import.meta.url).pathname;

const deployment = fetch(new URL("./config.json", import.meta.url)).then((answer) => answer.json());
deployment.catch(() => {}); // handled where it is awaited
let isConnected = false;
/** The language that the portal wants, if it has said so. */
let wanted;

let timer;
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
    clearTimeout(timer);
    element.replaceChildren(); // removes a message about a missing connection
    connect(ports[0], message, config);
  }
});

/** Shows an error unless the portal connects in time; any message from it restarts the timer. */
function listen() {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    await explain((text) => [text("frame.silent"), text("frame.silent_text")], () => isConnected);
  }, TIMEOUT);
}

function connect(port, { version, token, account, locale, theme, path = "/" }, config) {
  const tell = (message) => port.postMessage(message);
  wanted = locale ?? config.locale;
  if (!VERSIONS.includes(version)) {
    tell({ type: "failed", reason: "incompatible" });
    explain((text) => [text("frame.incompatible"), text("frame.incompatible_text")]);
    return;
  }
  const tokens = askForTokens(tell, token);
  let shown = path;
  history.replaceState(null, "", base + path);
  const mounting = mount(element, {
    ...config,
    sign_in_url: undefined, // the portal signs in
    account: account ?? config.account,
    locale: locale ?? config.locale,
    theme,
    base,
    page: document.documentElement,
    pushes: false, // the portal has the history
    token: tokens.get,
    tell(message) {
      tell(message);
      if (message.type === "route") tellTitle(tell, config, (shown = message.path));
      if (message.type === "dirty" && !message.dirty) leaving.release();
    },
  });
  mounting.catch((error) => {
    console.error(error);
    tell({ type: "failed", reason: "offline" });
    explain((text) => [text("crash.not_loaded"), text("frame.not_loaded_text")]);
  });
  tellHeight(tell);
  const leaving = askBeforeLeaving(mounting, tell);

  port.onmessage = async ({ data }) => {
    const message = fromHost(data);
    if (!message) return;
    if (message.type === "token") return tokens.take(message);
    const mounted = await mounting;
    if (message.type === "theme") mounted.update({ theme: message.theme });
    if (message.type === "locale") wanted = message.locale;
    if (message.type === "locale") mounted.update({ locale: message.locale }).then(() => tellTitle(tell, config, shown));
    if (message.type === "navigate") mounted.navigate(message.path);
    if (message.type === "leave") leaving.ask(message.id);
  };
}

/** Gets tokens from the portal, one request at a time. The first one came with the connection. */
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
        limit = setTimeout(resolve, TIMEOUT); // counts as signed out
      });
    },
    take(message) {
      if (message.id !== id) return;
      clearTimeout(limit);
      answered(message.token);
    },
  };
}

/** Reports the height of the root element; the body's is that of the iframe. */
function tellHeight(tell) {
  let reported;
  const observer = new ResizeObserver(([{ borderBoxSize }]) => {
    const height = Math.ceil(borderBoxSize[0].blockSize);
    if (height !== reported) tell({ type: "height", height });
    reported = height;
  });
  observer.observe(element);
}

function tellTitle(tell, config, path) {
  const slug = path.split(/[/?]/)[1];
  const { name } = config.applications.find((each) => each.slug === slug) ?? {};
  tell({ type: "title", title: name ? `${name} · ${document.title}` : document.title });
}

/** Asks the user before leaving; concurrent requests share one question. */
function askBeforeLeaving(mounting, tell) {
  let asking;
  return {
    async ask(id) {
      const mounted = await mounting;
      const spoken = await messages(wanted, ENGLISH);
      asking ??= mounted.dirty() ? ask(element.firstElementChild, spoken) : { answer: true };
      const leave = await asking.answer;
      asking = undefined;
      if (leave) mounted.release();
      tell({ type: "leave", id, leave });
    },
    /** Nothing would be lost any more: confirms an open question. */
    release: () => asking?.leave?.(),
  };
}

/** Shows a message, unless it is no longer true. */
async function explain(words, isOver = () => false) {
  const [spoken] = await Promise.all([messages(wanted, ENGLISH), styled()]);
  if (isOver()) return;
  const [title, text] = words(spoken.text);
  say(element, title, text, spoken.text("problem.retry"), () => location.reload(), spoken);
}

const styled = () => style(document).catch(() => {}); // readable without styles
