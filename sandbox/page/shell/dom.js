// Create elements. Text is always text: nothing typed becomes markup.

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * Create an element with attributes, listeners ("onclick") and children.
 * @param {string} tag
 * @param {Record<string, any>} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {any}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "value") /** @type {any} */ (element).value = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  fill(element, ...children);
  return element;
}

/**
 * Replace the children of an element.
 * @param {Element | DocumentFragment} element
 * @param {...(Child | Child[])} children
 */
export function fill(element, ...children) {
  const nodes = /** @type {(Node | string)[]} */ (children.flat().filter((child) => child || child === ""));
  element.replaceChildren(...nodes);
}

/**
 * Create a button with an icon; screen readers read its label.
 * @param {string} label
 * @param {Node} icon
 * @param {(event: MouseEvent) => void} act
 * @param {Record<string, any>} [more]
 * @returns {HTMLButtonElement}
 */
export function iconButton(label, icon, act, more = {}) {
  return make(
    "button",
    { type: "button", class: "tool-button", title: label, "aria-label": label, onclick: act, ...more },
    icon,
  );
}

/**
 * Return the element with this id, which index.html contains.
 * @param {string} id
 * @returns {any}
 */
export function byId(id) {
  return document.getElementById(id);
}

let numbers = 0;

/** Return an id no other element has. */
export function uniqueId(prefix = "id") {
  numbers += 1;
  return `${prefix}-${numbers}`;
}
