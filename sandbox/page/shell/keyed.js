// Bringing a list on the page up to date: what has not changed stays as it is, with its focus,
// its open menus and its scroll position.

/** @typedef {{key: string, signature: string, draw: () => HTMLElement}} Entry */

/** @type {WeakMap<Element, string>} */
const signatures = new WeakMap();

/**
 * @param {HTMLElement} list
 * @param {Entry[]} entries in order
 * @returns {boolean} whether anything was drawn or taken away
 */
export function bringUpToDate(list, entries) {
  const present = new Map([...list.children].map((child) => [/** @type {HTMLElement} */ (child).dataset.key, child]));
  let changed = false;
  let before = list.firstElementChild;
  for (const entry of entries) {
    let node = present.get(entry.key);
    present.delete(entry.key);
    if (!node || signatures.get(node) !== entry.signature) {
      node = replaced(node, entry);
      if (before && !before.isConnected) before = node;
      changed = true;
    }
    if (node === before) before = before.nextElementSibling;
    else list.insertBefore(node, before);
  }
  for (const gone of present.values()) {
    if (gone === before) before = before.nextElementSibling;
    leave(gone);
    changed = true;
  }
  return changed;
}

/** @param {Element | undefined} old @param {Entry} entry */
function replaced(old, entry) {
  const node = entry.draw();
  node.dataset.key = entry.key;
  signatures.set(node, entry.signature);
  if (!old) return node;
  const within = old.contains(document.activeElement);
  const again = within ? pathOf(/** @type {Element} */ (document.activeElement)) : "";
  node.tabIndex = old instanceof HTMLElement && old.tabIndex === 0 ? 0 : node.tabIndex;
  old.replaceWith(node);
  // Whoever was in the old one goes on in the new one.
  if (within) /** @type {HTMLElement | null} */ ((again && node.querySelector(again)) || node)?.focus();
  return node;
}

/** @param {Element} element a selector that finds its like in what replaces it */
function pathOf(element) {
  const name = element.getAttribute("data-action-id") ?? "";
  return name ? `[data-action-id="${CSS.escape(name)}"]` : "";
}

/** @param {Element} gone */
function leave(gone) {
  if (gone.contains(document.activeElement)) {
    const next = /** @type {HTMLElement | null} */ (gone.nextElementSibling ?? gone.previousElementSibling);
    next?.focus();
  }
  gone.remove();
}
