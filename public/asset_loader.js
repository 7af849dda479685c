// Brings the files of the program to a page. One that is not as it was built is refused.
const coming = new Map();

/** Resolves once the style sheet holds in a document or shadow root: linked there, constructed here. */
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

/** Adds a link to the page; resolves once what it names is there. */
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

/** What is under way already is waited for; what failed is tried again. */
function once(key, begin) {
  if (!coming.has(key)) {
    const promise = begin();
    promise.catch(() => coming.delete(key));
    coming.set(key, promise);
  }
  return coming.get(key);
}

function notLoaded(href) {
  return new Error(`License management: could not load ${href}, or it was changed`);
}
