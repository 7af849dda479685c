// Starts the stand-alone page. A separate file, since the Content-Security-Policy allows no inline scripts.
import { start } from "./mounting.js";
import { notLoaded } from "./crash_screen.js";

const { js, wasm } = document.currentScript?.dataset ?? document.querySelector("script[data-wasm]").dataset;
const element = document.getElementById("license-management-page");

async function load() {
  const program = await import(new URL(js, document.baseURI).href);
  await program.default({ module_or_path: new URL(wasm, document.baseURI).href });
  return program;
}

async function configuration() {
  const answer = await fetch("./config.json");
  if (!answer.ok) throw new Error(`config.json could not be loaded: ${answer.status}`);
  return answer.json();
}

try {
  const [program, config] = await Promise.all([load(), configuration()]);
  element.replaceChildren();
  start(program, element, config);
} catch (error) {
  // A crash of the app itself is handled by the crash screen's listeners.
  if (error instanceof WebAssembly.RuntimeError) throw error;
  console.error(error);
  notLoaded(element, error);
}
