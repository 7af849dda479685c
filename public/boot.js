// Starts the stand-alone page without inline script, so that the strict policy holds.
import { notLoaded, watch } from "./trouble.js";

const { js, wasm } = document.currentScript?.dataset ?? document.querySelector("script[data-wasm]").dataset;
const element = document.getElementById("license-management-page");
const forget = watch(element);
try {
  const { default: init } = await import(new URL(js, document.baseURI).href);
  await init({ module_or_path: new URL(wasm, document.baseURI).href });
} catch (error) {
  // A trap is for the watch: the program came, and broke.
  if (error instanceof WebAssembly.RuntimeError) throw error;
  forget();
  console.error(error);
  notLoaded(element, error);
}
