// Building nodes. Text is always text: nothing of the data becomes markup.

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] `on…` listens, properties are set, null is left out
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {any}
 */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), /** @type {any} */ (value));
    else if (name === "class") node.className = String(value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const MARGIN = 8;
let count = 0;

/** An id no other node has. @param {string} stem */
export function freshId(stem) {
  count += 1;
  return `${stem}-${count}`;
}

/** Push a panel that sticks out of the window back in. @param {HTMLElement} panel */
export function keepInside(panel) {
  panel.style.translate = "";
  const { left, right } = panel.getBoundingClientRect();
  const edge = document.documentElement.clientWidth - MARGIN;
  const by = right > edge ? edge - right : Math.max(0, MARGIN - left);
  if (by) panel.style.translate = `${by}px`;
}

/** The red box of what cannot be drawn. @param {string} what @param {string} [why] */
export function undrawable(what, why) {
  const text = `Cannot be drawn: ${what}${why ? ` (${why})` : ""}`;
  return make("div", { class: "undrawable", role: "alert" }, text);
}

/**
 * Draw by the drawer that stands under `kind`; a red box without one or when it fails.
 *
 * @template {any[]} A
 * @param {Record<string, (...args: A) => Node|null>} drawers
 * @param {unknown} kind
 * @param {string} family "block", "element", …
 * @param {A} args
 */
export function drawKind(drawers, kind, family, ...args) {
  const named = `${family} “${String(kind)}”`;
  if (typeof kind !== "string" || !Object.hasOwn(drawers, kind)) return undrawable(named);
  try {
    return drawers[kind](...args);
  } catch (error) {
    return undrawable(named, error instanceof Error ? error.message : String(error));
  }
}
