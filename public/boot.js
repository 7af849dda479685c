// Starts the stand-alone page. A separate file, since the Content-Security-Policy allows no inline scripts.
import { catalogue } from "./languages.js";
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

/** Starts loading texts before the configuration is there, which seldom asks for another language. */
async function texts(configuration) {
  const own = catalogue();
  own.catch(() => {}); // handled where it is awaited
  const { locale } = await configuration;
  return locale ? catalogue(locale) : own;
}

try {
  const configured = configuration();
  const [program, config, language] = await Promise.all([load(), configured, texts(configured)]);
  element.replaceChildren();
  start(program, element, language, { ...config, page: document.documentElement });
} catch (error) {
  // A crash of the app itself is handled by the crash screen's listeners.
  if (error instanceof WebAssembly.RuntimeError) throw error;
  console.error(error);
  notLoaded(element, error);
}
