const TEXT = "textarea, [contenteditable], input:not([type=checkbox], [type=radio])";

/** The keys that go to the search and to the review; a dialog has none. */
export function listenForShortcuts(root) {
  addEventListener("keydown", (event) => {
    const isControl = event.ctrlKey || event.metaKey;
    const isReview = isControl && event.key === "Enter";
    const isSearch = !isControl && event.key === "/" && !event.target.matches(TEXT);
    if (!(isReview || isSearch) || root.querySelector("dialog[open]")) return;
    event.preventDefault();
    if (isReview) root.querySelector("[aria-keyshortcuts='Control+Enter']")?.click();
    else root.querySelector("[aria-keyshortcuts='/']").select();
  });
}

/** Whether a click ended a selection of text. */
export const hasSelectedText = () => !getSelection().isCollapsed;
