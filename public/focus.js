// Keeps the focus on the page. When the focused control is removed, hidden or disabled, browsers move the focus to the
// body, from where a keyboard user would have to start over. Instead, a named place near the control takes the focus:
// `data-focus-to` on an element around it names places in order of preference, `data-focus-place` is on a place.

/** Keeps the focus inside an element. Returns a function that ends this. */
export function keepFocus(root) {
  let trail = []; // the focused element and those around it
  // An element that got the focus in its place has replaced the trail.
  const isGone = () => trail.length > 0 && (!trail[0].isConnected || trail[0].matches(":disabled, [hidden], [hidden] *"));

  function follow(event) {
    const path = event.composedPath();
    trail = path.slice(0, Math.max(path.indexOf(root), 0));
    if (trail[0]?.matches(":focus-visible")) uncover(trail[0], root.querySelector(".dock"));
  }

  function recover() {
    if (!isGone()) return;
    const around = trail.filter((each) => each.isConnected);
    const names = around.flatMap((each) => each.dataset.focusTo?.split(" ") ?? []);
    const places = names.flatMap((name) => [...root.querySelectorAll(`[data-focus-place=${name}]`)]);
    const place = places.find((each) => each.getClientRects().length > 0);
    place?.focus({ preventScroll: isInView(place) });
  }

  // By the next frame the change is complete, and a closed dialog has given the focus back.
  const observer = new MutationObserver(() => isGone() && requestAnimationFrame(recover));
  observer.observe(root, { childList: true, subtree: true, attributeFilter: ["disabled", "hidden"] });
  addEventListener("focusin", follow);
  return () => {
    observer.disconnect();
    removeEventListener("focusin", follow);
  };
}

/** Scrolls an element that got the focus by the keyboard from under the dock. */
function uncover(element, dock) {
  if (!dock || dock.contains(element) || element.closest("dialog")) return;
  const covered = element.getBoundingClientRect().bottom - dock.getBoundingClientRect().top;
  if (covered <= 0 || getComputedStyle(dock).position !== "sticky" || dock.offsetHeight === 0) return;
  element.style.scrollMarginBlockEnd = `${dock.offsetHeight + 24}px`;
  element.scrollIntoView({ block: "nearest" });
  element.style.scrollMarginBlockEnd = "";
}

/** Whether it is partly in view, like a long table, which need not be scrolled. */
function isInView(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}
