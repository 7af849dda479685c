// Starts the stand-alone page without inline script, so that the strict policy holds.
const { js, wasm } = document.currentScript?.dataset ?? document.querySelector("script[data-wasm]").dataset;
const { default: init } = await import(new URL(js, document.baseURI).href);
await init({ module_or_path: new URL(wasm, document.baseURI).href });
