// Mounts License management in any page. See docs/embedding.md.
import { define } from "./element.js";
import { append, into } from "./asset_loader.js";
import { catalogue } from "./languages.js";
import { start } from "./mounting.js";

// Each file with its integrity hash from the build.
const file = (name, integrity) => ({ href: new URL(name, import.meta.url).href, integrity });
const script = file("./__JS__", "__JS_INTEGRITY__");
const split = file("./__SPLIT__", "__SPLIT_INTEGRITY__");
const wasm = file("./__WASM__", "__WASM_INTEGRITY__");
const sheet = file("./__CSS__", "__CSS_INTEGRITY__");

async function load() {
  const module = fetch(wasm.href, { integrity: wasm.integrity });
  module.catch(() => {}); // handled by the program
  // Imports use the preloaded scripts, whose integrity is verified; the script imports the split one.
  await Promise.all([append("modulepreload", split), append("modulepreload", script)]);
  const program = await import(script.href);
  await program.default({ module_or_path: module });
  return program;
}

// Starts loading before the host calls `mount`.
let loading = load();
loading.catch(() => {}); // handled by mount

/** Mounts the app in an element, which may be in a shadow root. */
export async function mount(element, config) {
  loading ??= load();
  let program, texts;
  try {
    [program, texts] = await Promise.all([loading, catalogue(config.locale), into(element.getRootNode(), sheet)]);
  } catch (error) {
    loading = undefined; // the next call tries again
    throw error;
  }
  return start(program, element, texts, { embedded: true, ...config });
}

/** Applies the style sheet in a document or shadow root. */
export const style = (root) => into(root, sheet);

define(mount);
