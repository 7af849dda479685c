// Shows License management inside an element of any page:
//   import { mount } from ".../license-management.js";
//   await mount(element, config);
import init, { mount as start } from "./__JS__";
import { watch } from "./trouble.js";

const wasm = new URL("./__WASM__", import.meta.url);
const sheet = new URL("./__CSS__", import.meta.url);

function loadStyles() {
  const present = [...document.querySelectorAll("link[rel=stylesheet]")];
  if (present.some((link) => link.href === sheet.href)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = sheet.href;
    link.addEventListener("load", resolve, { once: true });
    link.addEventListener(
      "error",
      () => {
        link.remove();
        reject(new Error(`License management: could not load ${sheet.href}`));
      },
      { once: true },
    );
    document.head.append(link);
  });
}

function load() {
  return Promise.all([loadStyles(), init({ module_or_path: wasm })]);
}

// What the page weighs is on its way while the host still makes up its mind.
let loading = load();
loading.catch(() => {}); // told by mount

export async function mount(element, config) {
  loading ??= load();
  try {
    await loading;
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
