// Building elements. Text is always text: nothing that was typed becomes markup.

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * An element with attributes, listeners ("onclick") and children.
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
 * Replace what is inside an element.
 * @param {Element | DocumentFragment} element
 * @param {...(Child | Child[])} children
 */
export function fill(element, ...children) {
  const kept = /** @type {(Node | string)[]} */ (children.flat().filter((child) => child || child === ""));
  element.replaceChildren(...kept);
}

/**
 * A button that shows an icon and says its name to those who cannot see it.
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
 * The element with this id; the page's own skeleton always has it.
 * @param {string} id
 * @returns {any}
 */
export function byId(id) {
  return document.getElementById(id);
}

/**
 * Whether a person types here, so that single letters are not shortcuts.
 * @param {EventTarget | null} target
 */
export function takesText(target) {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

let numbers = 0;

/** An id no other element has. */
export function freshId(prefix = "id") {
  numbers += 1;
  return `${prefix}-${numbers}`;
}
