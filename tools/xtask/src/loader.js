// Shows License management inside an element of any page: docs/embedding.md.
import { define } from "./element.js";
import { append, into } from "./asset_loader.js";
import { start } from "./mounting.js";

// Each with the hash that it had when it was built: a file that was changed since is refused.
const file = (name, integrity) => ({ href: new URL(name, import.meta.url).href, integrity });
const script = file("./__JS__", "__JS_INTEGRITY__");
const split = file("./__SPLIT__", "__SPLIT_INTEGRITY__");
const wasm = file("./__WASM__", "__WASM_INTEGRITY__");
const sheet = file("./__CSS__", "__CSS_INTEGRITY__");

async function load() {
  const module = fetch(wasm.href, { integrity: wasm.integrity });
  module.catch(() => {}); // told by the program
  // An import takes what the preload has checked; the script imports the other one.
  await Promise.all([append("modulepreload", split), append("modulepreload", script)]);
  const program = await import(script.href);
  await program.default({ module_or_path: module });
  return program;
}

// What the page weighs is on its way while the host still makes up its mind.
let loading = load();
loading.catch(() => {}); // told by mount

/** Puts it into an element, which may be in a shadow root. */
export async function mount(element, config) {
  loading ??= load();
  let program;
  try {
    [program] = await Promise.all([loading, into(element.getRootNode(), sheet)]);
  } catch (error) {
    loading = undefined; // the next call tries again
    throw error;
  }
  return start(program, element, { embedded: true, ...config });
}

/** Brings the style sheet to a document or shadow root. */
export const style = (root) => into(root, sheet);

define(mount);
