const root = document.querySelector('.license-management');
const tidy = (text) => text.replace(/\s+/g, ' ').trim();

function* textNodes() {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (walker.currentNode.data.trim()) yield walker.currentNode;
}

function said() {
  const texts = new Set();
  for (const { parentElement, data } of textNodes())
    texts.add(tidy(parentElement.closest('bdi')?.textContent ?? data));
  for (const name of ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'placeholder', 'alt'])
    for (const element of root.querySelectorAll(`[${name}]`)) texts.add(tidy(element.getAttribute(name)));
  return [...texts].filter((text) => text);
}

const hides = (overflow) => overflow === 'hidden' || overflow === 'clip';
const scrolls = (overflow) => overflow === 'auto' || overflow === 'scroll';

/** For assistive technology only, or an option, whose list the browser draws. */
function isApart(element) {
  for (let each = element; each && each !== root; each = each.parentElement) {
    const { width, height } = each.getBoundingClientRect();
    const isDot = width <= 1.5 && height <= 1.5;
    if (isDot || each.tagName === 'SELECT') return true;
  }
  return false;
}

/** Ends in an ellipsis, with the whole text in a tooltip. */
function isShortened(box, style) {
  const isMarked = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
  return isMarked && !!(box.closest('[title]') ?? box.querySelector('[title]'));
}

const isBox = (element) => element.matches('button, th, td, summary, dialog, nav a');

/** How far a text reaches beyond the nearest box that it must be in. */
function excess(node) {
  const range = document.createRange();
  range.selectNodeContents(node);
  const rects = [...range.getClientRects()].filter(({ width }) => width > 0);
  for (let box = node.parentElement; box && root.contains(box); box = box.parentElement) {
    const style = getComputedStyle(box);
    const area = box.getBoundingClientRect();
    const beyondX = Math.max(...rects.map(({ left, right }) => Math.max(right - area.right, area.left - left)));
    const beyondY = Math.max(...rects.map(({ top, bottom }) => Math.max(bottom - area.bottom, area.top - top)));
    const cutX = (hides(style.overflowX) || isBox(box)) && beyondX > 1;
    const cutY = (hides(style.overflowY) || isBox(box)) && beyondY > 3;
    if ((cutX || cutY) && !isShortened(box, style)) return { box, by: Math.round(Math.max(beyondX, beyondY)) };
    // What is placed apart may be beside its box.
    if (style.position === 'absolute') return null;
    if (cutX || cutY || scrolls(style.overflowX) || scrolls(style.overflowY)) return null;
  }
  return null;
}

function cut() {
  const found = new Set();
  for (const node of textNodes()) {
    if (!isSeen(node.parentElement) || isApart(node.parentElement)) continue;
    const beyond = excess(node);
    if (!beyond) continue;
    const { tagName, className } = beyond.box;
    found.add(`${tidy(node.data)} (${beyond.by} px beyond ${tagName.toLowerCase()}.${className})`);
  }
  return [...found];
}

return { said: said(), cut: cut() };
