// Shows License management inside an element of any page:
//   import { mount } from ".../license-management.js";
//   await mount(element, config);
import { watch } from "./trouble.js";

// Each with the hash that it had when it was built: a file that was changed since is refused.
const file = (name, integrity) => ({ href: new URL(name, import.meta.url).href, integrity });
const script = file("./__JS__", "__JS_INTEGRITY__");
const wasm = file("./__WASM__", "__WASM_INTEGRITY__");
const sheet = file("./__CSS__", "__CSS_INTEGRITY__");

function append(rel, file) {
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel, ...file });
    link.addEventListener("load", resolve, { once: true });
    link.addEventListener(
      "error",
      () => {
        link.remove();
        reject(new Error(`License management: could not load ${file.href}, or it was changed`));
      },
      { once: true },
    );
    document.head.append(link);
  });
}

async function loadStyles() {
  const present = [...document.querySelectorAll("link[rel=stylesheet]")];
  if (!present.some((link) => link.href === sheet.href)) await append("stylesheet", sheet);
}

async function loadProgram() {
  const module = fetch(wasm.href, { integrity: wasm.integrity });
  module.catch(() => {}); // told by init
  // An import takes what the preload has checked.
  await append("modulepreload", script);
  const { default: init, mount } = await import(script.href);
  await init({ module_or_path: module });
  return mount;
}

async function load() {
  const [start] = await Promise.all([loadProgram(), loadStyles()]);
  return start;
}

// What the page weighs is on its way while the host still makes up its mind.
let loading = load();
loading.catch(() => {}); // told by mount

export async function mount(element, config) {
  loading ??= load();
  let start;
  try {
    start = await loading;
  } catch (error) {
    loading = undefined; // the next call tries again
    throw error;
  }
  const mounted = start(element, config);
  const forget = watch(element);
  const unmount = mounted.unmount;
  mounted.unmount = () => {
    forget();
    unmount.call(mounted);
  };
  return mounted;
}
