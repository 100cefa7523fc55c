// Create DOM nodes. Text is always text: data never becomes markup.

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] `on…` adds a listener, null is skipped
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

/** Return an id no other node has. @param {string} stem */
export function uniqueId(stem) {
  count += 1;
  return `${stem}-${count}`;
}

/** Move a panel that overflows the window back in. @param {HTMLElement} panel */
export function moveIntoView(panel) {
  panel.style.translate = "";
  const { left, right } = panel.getBoundingClientRect();
  const edge = document.documentElement.clientWidth - MARGIN;
  const by = right > edge ? edge - right : Math.max(0, MARGIN - left);
  if (by) panel.style.translate = `${by}px`;
}

/** Draw a red box that names what is unsupported. @param {string} subject @param {string} [reason] */
export function drawUnsupported(subject, reason) {
  const text = `Cannot be drawn: ${subject}${reason ? ` (${reason})` : ""}`;
  return make("div", { class: "undrawable", role: "alert" }, text);
}

/**
 * Draw with the function registered for `kind`; a red box if there is none or it fails.
 *
 * @template {any[]} A
 * @param {Record<string, (...args: A) => Node|null>} drawers
 * @param {unknown} kind
 * @param {string} category "block", "element", …
 * @param {A} args
 */
export function drawByType(drawers, kind, category, ...args) {
  const label = `${category} “${String(kind)}”`;
  if (typeof kind !== "string" || !Object.hasOwn(drawers, kind)) return drawUnsupported(label);
  try {
    return drawers[kind](...args);
  } catch (error) {
    return drawUnsupported(label, error instanceof Error ? error.message : String(error));
  }
}
