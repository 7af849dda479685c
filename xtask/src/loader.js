// Shows License management inside an element of any page: docs/embedding.md.
import * as program from "./__JS__";
import { define } from "./element.js";
import { start } from "./mounting.js";
import { into } from "./sheet.js";

const wasm = new URL("./__WASM__", import.meta.url);
const sheet = new URL("./__CSS__", import.meta.url).href;

const load = () => program.default({ module_or_path: wasm });

// What the page weighs is on its way while the host still makes up its mind.
let loading = load();
loading.catch(() => {}); // told by mount

/** Puts it into an element, which may be in a shadow root. */
export async function mount(element, config) {
  loading ??= load();
  try {
    await Promise.all([loading, into(element.getRootNode(), sheet)]);
  } catch (error) {
    loading = undefined; // the next call tries again
    throw error;
  }
  return start(program, element, { embedded: true, ...config });
}

/** Brings the style sheet to a document or shadow root. */
export const style = (root) => into(root, sheet);

define(mount);
