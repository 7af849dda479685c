// Brings the style sheet to where a mount is: linked in a document, constructed in a shadow root.
const coming = new Map();

/** Resolves once the sheet at `url` holds in a document or shadow root. */
export function into(root, url) {
  return root instanceof ShadowRoot ? adopt(root, url) : link(url);
}

async function adopt(root, url) {
  const sheet = await once(url, construct);
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
}

async function construct(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw notLoaded(url);
  return new CSSStyleSheet().replace(await answer.text());
}

function link(url) {
  const present = [...document.querySelectorAll("link[rel=stylesheet]")];
  if (present.some((each) => each.href === url && each.sheet)) return undefined;
  return once(`link ${url}`, () => append(url));
}

function append(url) {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = url;
    link.addEventListener("load", resolve, { once: true });
    const failed = () => {
      link.remove();
      reject(notLoaded(url));
    };
    link.addEventListener("error", failed, { once: true });
    document.head.append(link);
  });
}

/** What is under way already is waited for; what failed is tried again. */
function once(key, begin) {
  if (!coming.has(key)) {
    const promise = begin(key);
    promise.catch(() => coming.delete(key));
    coming.set(key, promise);
  }
  return coming.get(key);
}

function notLoaded(url) {
  return new Error(`License management: could not load ${url}`);
}
