import { ICONS } from "../common/icons.js";

/** An element with attributes, listeners (`onclick`) and children. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

export const button = (style, text, onclick, more) => element("button", { type: "button", class: style, onclick, ...more }, text);

/** Rewrites the options of a dropdown in place. */
export function setOptions(select, options) {
  while (select.options.length > options.length) select.lastChild.remove();
  options.forEach(({ value, label, isDisabled = false }, index) => {
    const option = select.options[index] ?? select.appendChild(element("option"));
    setAttribute(option, "value", value);
    setText(option, label);
    setDisabled(option, isDisabled);
  });
}

/** A dropdown. */
export function dropdown(style, label, options, onchange, more) {
  const select = element("select", { class: style, "aria-label": label, onchange, ...more });
  setOptions(select, options);
  return select;
}

const outline = document.createElement("template");
outline.innerHTML = `<svg class="icon" aria-hidden="true" width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"><path></path></svg>`;

/** A decorative icon. */
export function icon(name) {
  const svg = outline.content.firstChild.cloneNode(true);
  svg.firstChild.setAttribute("d", ICONS[name]);
  return svg;
}

/** Rewrites the text of an element, if it is another one: the browser would lay out anew. */
export function setText(element, text) {
  const words = element.firstChild ?? element.appendChild(new Text());
  if (words.data !== text) words.data = text;
}

export function setClass(node, name) {
  if (node.className !== name) node.className = name;
}

export function setHidden(node, isHidden) {
  if (node.hidden !== isHidden) node.hidden = isHidden;
}

/** A value that is set again has the browser look through all form controls. */
export function setValue(control, value) {
  if (control.value !== String(value)) control.value = value;
}

export function setDisabled(control, isDisabled) {
  if (control.disabled !== isDisabled) control.disabled = isDisabled;
}

/** Sets an attribute, or removes it where there is no value. */
export function setAttribute(node, name, value) {
  if (value === undefined) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
}
