// Loads scripts and style sheets into a page, and verifies their integrity.
const loading = new Map();

/** Applies a style sheet: linked in a document, constructed in a shadow root. */
export function into(root, sheet) {
  return root instanceof ShadowRoot ? adopt(root, sheet) : link(sheet);
}

async function adopt(root, file) {
  const sheet = await once(file.href, () => construct(file));
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
}

async function construct({ href, integrity }) {
  const answer = await fetch(href, { integrity });
  if (!answer.ok) throw notLoaded(href);
  return new CSSStyleSheet().replace(await answer.text());
}

function link(file) {
  const present = [...document.querySelectorAll("link[rel=stylesheet]")];
  if (present.some((each) => each.href === file.href && each.sheet)) return undefined;
  return once(`link ${file.href}`, () => append("stylesheet", file));
}

/** Adds a link to the page; resolves when its resource is loaded. */
export function append(rel, file) {
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel, ...file });
    link.addEventListener("load", resolve, { once: true });
    const failed = () => {
      link.remove();
      reject(notLoaded(file.href));
    };
    link.addEventListener("error", failed, { once: true });
    document.head.append(link);
  });
}

/** Loads each resource once; failed loads are retried. */
function once(key, begin) {
  if (!loading.has(key)) {
    const promise = begin();
    promise.catch(() => loading.delete(key));
    loading.set(key, promise);
  }
  return loading.get(key);
}

function notLoaded(href) {
  return new Error(`License management: could not load ${href}, or its integrity check failed`);
}
