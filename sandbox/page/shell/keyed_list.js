// Update a list on the page: unchanged entries preserve focus, open menus and scroll position.

/** @typedef {{key: string, signature: string, draw: () => HTMLElement}} Entry */

/** @type {WeakMap<Element, string>} */
const signatures = new WeakMap();

/**
 * @param {HTMLElement} list
 * @param {Entry[]} entries in order
 * @returns {boolean} whether anything was drawn or removed
 */
export function updateList(list, entries) {
  const current = new Map([...list.children].map((child) => [/** @type {HTMLElement} */ (child).dataset.key, child]));
  let changed = false;
  let before = list.firstElementChild;
  for (const entry of entries) {
    let node = current.get(entry.key);
    current.delete(entry.key);
    if (!node || signatures.get(node) !== entry.signature) {
      node = drawReplacement(node, entry);
      if (before && !before.isConnected) before = node;
      changed = true;
    }
    if (node === before) before = before.nextElementSibling;
    else list.insertBefore(node, before);
  }
  for (const node of current.values()) {
    if (node === before) before = before.nextElementSibling;
    removeNode(node);
    changed = true;
  }
  return changed;
}

/** @param {Element | undefined} old @param {Entry} entry */
function drawReplacement(old, entry) {
  const node = entry.draw();
  node.dataset.key = entry.key;
  signatures.set(node, entry.signature);
  if (!old) return node;
  const hadFocus = old.contains(document.activeElement);
  const selector = hadFocus ? selectorFor(/** @type {Element} */ (document.activeElement)) : "";
  node.tabIndex = old instanceof HTMLElement && old.tabIndex === 0 ? 0 : node.tabIndex;
  old.replaceWith(node);
  // The focus moves from the old node to the new one.
  if (hadFocus) /** @type {HTMLElement | null} */ ((selector && node.querySelector(selector)) || node)?.focus();
  return node;
}

/** @param {Element} element a selector for the same element in the replacement */
function selectorFor(element) {
  const name = element.getAttribute("data-action-id") ?? "";
  return name ? `[data-action-id="${CSS.escape(name)}"]` : "";
}

/** @param {Element} node */
function removeNode(node) {
  if (node.contains(document.activeElement)) {
    const next = /** @type {HTMLElement | null} */ (node.nextElementSibling ?? node.previousElementSibling);
    next?.focus();
  }
  node.remove();
}
