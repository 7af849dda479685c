// The portal's side of the frame, for a portal of another origin: copy it with protocol.js and overlay.js to the portal.
// It takes what `mount` takes, and gives back what `mount` gives, with `leave`.
import { VERSIONS, fromFrame, handshake, shake } from "./protocol.js";
import { say } from "./overlay.js";

const PATIENCE = 10_000;
const RIGHTS = "allow-scripts allow-same-origin allow-forms allow-modals allow-downloads allow-popups allow-popups-to-escape-sandbox";

/** Shows the frame at `url` in an element. */
export function embed(element, { url, base, token, account, locale, theme, tell = () => {} }) {
  const origin = new URL(url).origin;
  const top = base.replace(/\/+$/, "");
  const frame = document.createElement("iframe");
  const notice = document.createElement("div");
  let port;
  let silence;
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

  /** Each time that the frame is loaded it is connected anew. */
  function begin() {
    forget();
    silence = setTimeout(() => silent(), PATIENCE);
    frame.contentWindow?.postMessage(shake({ type: "hello", versions: VERSIONS }), origin);
  }

  function forget() {
    clearTimeout(silence);
    port?.close();
    port = undefined;
    dirty = false;
    leaving.forEach((resolve) => resolve(true));
    leaving.clear();
  }

  function silent() {
    tell({ type: "failed", reason: "offline" });
    const text = "It did not connect to this page. What was sent before may have taken effect. Check the connection, then try again to see.";
    explain("License management does not answer", text);
  }

  /** Shown instead of the frame, which stays on the page: it may still answer. */
  function explain(title, text) {
    frame.style.display = "none";
    say(notice, title, text, "Retry", show);
  }

  function showFrame() {
    notice.replaceChildren();
    frame.style.display = "";
  }

  function hear({ source, origin: from, data }) {
    if (source !== frame.contentWindow || from !== origin || port) return;
    const message = handshake(data);
    if (message?.type === "versions") connect(message.versions);
  }

  async function connect(versions) {
    const version = Math.max(...versions.filter((each) => VERSIONS.includes(each)));
    clearTimeout(silence);
    if (version < 0) {
      tell({ type: "failed", reason: "incompatible" });
      explain("License management does not fit this portal", "It speaks another version of the protocol. Contact your portal administrator.");
      return;
    }
    showFrame();
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = ({ data }) => take(fromFrame(data));
    const connection = { type: "connect", version, token: await fresh(), account, locale, theme, path: here() };
    frame.contentWindow?.postMessage(shake(connection), origin, [channel.port2]);
  }

  /** An access token, or none: then nobody is signed in. */
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
    element.replaceChildren(frame, notice);
  }

  frame.title = "License management";
  frame.className = "license-management-frame";
  frame.setAttribute("sandbox", RIGHTS);
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
    /** Whether leaving would lose a draft or leave a run. */
    dirty: () => dirty,
    /** Asks, if there is something to lose; resolves to whether to leave. */
    leave() {
      if (!port || !dirty) return Promise.resolve(true);
      asked += 1;
      post({ type: "leave", id: asked });
      return new Promise((resolve) => leaving.set(asked, resolve));
    },
    /** Takes everything off the page again. */
    unmount() {
      removeEventListener("message", hear);
      removeEventListener("popstate", follow);
      forget();
      frame.remove();
      notice.remove();
    },
  };
}
