// Shows License management in an iframe from another origin. Copy this file with protocol.js and overlay.js to the
// portal. The options and the handle are those of `mount`, with `leave` in place of `release`.
import { VERSIONS, fromFrame, handshake, shake } from "./protocol.js";
import { say } from "./overlay.js";

const TIMEOUT = 10_000;
const SANDBOX = "allow-scripts allow-same-origin allow-forms allow-modals allow-downloads allow-popups allow-popups-to-escape-sandbox";

/** Shows the iframe at `url` in an element. */
export function embed(element, { url, base, token, account, locale, theme, tell = () => {} }) {
  const origin = new URL(url).origin;
  const top = base.replace(/\/+$/, "");
  const frame = document.createElement("iframe");
  const overlay = document.createElement("div");
  let port;
  let timer;
  let dirty = false;
  let asked = 0;
  const leaving = new Map();

  const here = () => {
    const path = location.pathname + location.search;
    const rest = path.slice(top.length);
    if (!path.startsWith(top) || !/^(\/|\?|$)/.test(rest)) return undefined;
    return rest.startsWith("/") ? rest : `/${rest}`;
  };
  const post = (message) => port?.postMessage(message);

  /** Connects to the iframe each time it has loaded. */
  function begin() {
    forget();
    timer = setTimeout(() => onTimeout(), TIMEOUT);
    frame.contentWindow?.postMessage(shake({ type: "hello", versions: VERSIONS }), origin);
  }

  function forget() {
    clearTimeout(timer);
    port?.close();
    port = undefined;
    dirty = false;
    leaving.forEach((resolve) => resolve(true));
    leaving.clear();
  }

  function onTimeout() {
    tell({ type: "failed", reason: "offline" });
    const text = "Changes already sent may have taken effect. Check the connection, then retry.";
    explain("License management isn't responding", text);
  }

  /** Shows a message in place of the iframe, which stays on the page since it may still respond. */
  function explain(title, text) {
    frame.style.display = "none";
    say(overlay, title, text, "Retry", show);
  }

  function showFrame() {
    overlay.replaceChildren();
    frame.style.display = "";
  }

  function hear({ source, origin: from, data }) {
    if (source !== frame.contentWindow || from !== origin || port) return;
    const message = handshake(data);
    if (message?.type === "versions") connect(message.versions);
  }

  async function connect(versions) {
    const version = Math.max(...versions.filter((each) => VERSIONS.includes(each)));
    clearTimeout(timer);
    if (version < 0) {
      tell({ type: "failed", reason: "incompatible" });
      explain("Incompatible version of License management", "It uses another version of the embedding protocol. Contact your portal administrator.");
      return;
    }
    showFrame();
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = ({ data }) => take(fromFrame(data));
    const connection = { type: "connect", version, token: await fresh(), account, locale, theme, path: here() };
    frame.contentWindow?.postMessage(shake(connection), origin, [channel.port2]);
  }

  /** A fresh access token; `undefined` if nobody is signed in. */
  async function fresh() {
    try {
      return await token();
    } catch {
      return undefined;
    }
  }

  async function take(message) {
    switch (message?.type) {
      case undefined:
        return;
      case "need-token":
        post({ type: "token", id: message.id, token: await fresh() });
        return;
      case "leave":
        leaving.get(message.id)?.(message.leave);
        leaving.delete(message.id);
        return;
      case "dirty":
        dirty = message.dirty;
        break;
      case "title":
        document.title = message.title;
        break;
      case "route":
        if (here() !== message.path) history[message.push ? "pushState" : "replaceState"](null, "", top + message.path);
    }
    tell(message);
  }

  const follow = () => {
    const path = here();
    if (path) post({ type: "navigate", path });
  };

  function show() {
    showFrame();
    frame.src = url;
    element.replaceChildren(frame, overlay);
  }

  frame.title = "License management";
  frame.className = "license-management-frame";
  frame.setAttribute("sandbox", SANDBOX);
  frame.addEventListener("load", begin);
  addEventListener("message", hear);
  addEventListener("popstate", follow);
  show();

  return {
    /** Changes theme and locale; what is left out stays. */
    update(change) {
      if ("theme" in change) post({ type: "theme", theme: (theme = change.theme) });
      if ("locale" in change) post({ type: "locale", locale: (locale = change.locale) });
    },
    /** Shows what a path below the base names, wherever the portal's own URL is by now. */
    navigate(path) {
      if (here() !== path) history.pushState(null, "", top + path);
      post({ type: "navigate", path });
    },
    /** Whether leaving would discard a draft or interrupt a run. */
    dirty: () => dirty,
    /** Asks, if there is something to lose; resolves to whether to leave. */
    leave() {
      if (!port || !dirty) return Promise.resolve(true);
      asked += 1;
      post({ type: "leave", id: asked });
      return new Promise((resolve) => leaving.set(asked, resolve));
    },
    /** Removes everything from the page. */
    unmount() {
      removeEventListener("message", hear);
      removeEventListener("popstate", follow);
      forget();
      frame.remove();
      overlay.remove();
    },
  };
}
