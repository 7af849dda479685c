// Runs before everything else in each page that is measured: what the browser notices, and when the table can be used.
(() => {
  const seen = { event: 0, longest: 0, shift: 0 };
  const watch = (type, take, more) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more });
  watch("event", ({ duration }) => (seen.event = Math.max(seen.event, duration)), { durationThreshold: 16 });
  watch("longtask", ({ duration }) => (seen.longest = Math.max(seen.longest, duration)));
  watch("layout-shift", ({ value, hadRecentInput }) => (seen.shift += hadRecentInput ? 0 : value));

  const marks = {};
  const mark = (name, isThere) => {
    if (!(name in marks) && isThere) marks[name] = performance.now();
  };
  const look = () => {
    mark("usable", document.querySelector(".rows .row:not([hidden]) .license select:enabled"));
    mark("complete", marks.usable && document.querySelector(".rows[aria-busy=false]"));
    // Seldom enough to cost nothing, often enough to be right by one percent.
    if (!marks.complete) setTimeout(look, Math.max(4, performance.now() / 100));
  };
  addEventListener("DOMContentLoaded", look);
  // The first row is marked at once: what is loaded after it does not count as waited for.
  const first = new MutationObserver(() => {
    if (!document.querySelector(".rows .row")) return;
    mark("rows", true);
    first.disconnect();
  });
  first.observe(document, { childList: true, subtree: true });

  // The only way to the memories of WebAssembly is by whoever makes them.
  const memories = new Set();
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await original.apply(WebAssembly, given);
      for (const exported of Object.values((made.instance ?? made).exports)) {
        if (exported instanceof WebAssembly.Memory) memories.add(exported);
      }
      return made;
    };
  }

  const words = (element) => (element?.checkVisibility() ? element.innerText.replace(/\s+/g, " ").trim() : "");
  const text = (css) => words(document.querySelector(css));
  const texts = (css) => [...document.querySelectorAll(css)].map(words).join("; ");
  const count = (css) => [...document.querySelectorAll(css)].filter((each) => each.checkVisibility()).length;

  window.bench = {
    marks,
    /** What was seen since this was asked last. */
    take() {
      const taken = { ...seen };
      Object.assign(seen, { event: 0, longest: 0, shift: 0 });
      return taken;
    },
    /** Bytes of the memories of WebAssembly. */
    wasm: () => [...memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0),
    /** When something was first painted, in milliseconds since the navigation. */
    firstPaint: () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
    /** What the first rows waited for, as it was transferred: the page, and the files beside it. */
    firstLoad() {
      const files = performance.getEntriesByType("resource").filter(({ name, responseEnd }) => new URL(name).pathname.startsWith("/app/") && responseEnd <= marks.rows);
      return [...performance.getEntriesByType("navigation"), ...files].reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
    },
    /** What all peers must show alike. */
    state() {
      const dropdowns = [...document.querySelectorAll(".rows .row:not([hidden]) .license select")];
      return {
        cards: texts(".apps > .app"),
        seats: texts(".card .meter"),
        tools: `${text(".tools > .count")}, ${count(".tools button")} to reset`,
        sorted: [...document.querySelectorAll(".heads th")].map((head) => head.ariaSort ?? "-").join(" "),
        rows: `${count(".rows .row")}, ${count(".rows .row.selected .check:checked")} selected, ${count(".rows [data-mark]")} marked`,
        users: texts(".rows .row:not([hidden]) .who"),
        statuses: texts(".rows .row:not([hidden]) .status"),
        chosen: dropdowns.map((select) => select.selectedOptions[0]?.textContent).join("; "),
        options: dropdowns.reduce((sum, { options }) => sum + [...options].filter((option) => !option.disabled).length, 0),
        notes: texts(".rows .row:not([hidden]) .notes"),
        reverts: count(".rows .revert"),
        pages: `${text(".card .pagination .range")}, ${document.querySelector(".card .pagination input")?.value}`,
        bar: text(".dock .bar"),
        review: text("dialog[open]"),
      };
    },
    /** The middle of an element, in the middle of the window. */
    place(element) {
      element.scrollIntoView({ block: "center" });
      const { x, y, width, height } = element.getBoundingClientRect();
      return [x + width / 2, y + height / 2];
    },
    all: (css) => [...document.querySelectorAll(css)],
    seen: (css) => [...document.querySelectorAll(css)].filter((each) => each.getClientRects().length),
    /** The element with this text, or with this name, where its text is shorter. */
    named: (css, name) => bench.seen(css).find((each) => [each.textContent.trim(), each.ariaLabel].includes(name)),
    beginning: (css, text) => bench.seen(css).find((each) => each.textContent.trim().startsWith(text)),
    /** The dropdown of a row that has somewhere to go, from the one at a place on. */
    dropdown: (from) => [...document.querySelectorAll(".rows .row:not([hidden]) .license select:enabled")].filter((select) => [...select.options].filter((option) => !option.disabled).length > 1).slice(from)[0],
    /** The key that changes a dropdown, and the one that takes that back. */
    keys(select) {
      const isAfter = [...select.options].some((option, index) => index > select.selectedIndex && !option.disabled);
      return isAfter ? ["ArrowDown", "ArrowUp"] : ["ArrowUp", "ArrowDown"];
    },
  };
})();
