// A menu: arrows, Home, End and first letters move in it, Enter chooses.

import { make } from "/page/shell/dom.js";
import { openPopup } from "/page/shell/popup.js";

/** @typedef {{label: string, detail?: string, icon?: Node, keys?: string, danger?: boolean, checked?: boolean, disabled?: boolean, act: () => void}} Item */
/** @typedef {Item | "line" | {heading: string}} Entry */

/**
 * @param {import("/page/shell/popup.js").Anchor} anchor
 * @param {Entry[]} entries
 * @param {{label: string, back?: HTMLElement | null, class?: string}} wish
 */
export function openMenu(anchor, entries, wish) {
  const menu = make(
    "div",
    { role: "menu", "aria-label": wish.label, class: "menu-list" },
    ...entries.map((entry) => drawEntry(entry, choose)),
  );
  const close = openPopup(anchor, menu, wish);

  function choose(/** @type {Item} */ item) {
    close();
    item.act();
  }

  menu.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Tab") {
      event.preventDefault();
      close();
    } else move(menu, '[role^="menuitem"]', event);
  });
  menu.querySelector('[aria-checked="true"], [role^="menuitem"]')?.focus();
}

/** @param {Entry} entry @param {(item: Item) => void} choose */
function drawEntry(entry, choose) {
  if (entry === "line") return make("hr", { role: "separator" });
  if ("heading" in entry) return make("div", { class: "menu-heading", role: "presentation" }, entry.heading);
  const role = entry.checked === undefined ? "menuitem" : "menuitemradio";
  return make(
    "button",
    {
      type: "button",
      role,
      tabindex: "-1",
      class: entry.danger ? "danger" : null,
      disabled: entry.disabled,
      "aria-checked": entry.checked === undefined ? null : String(entry.checked),
      onclick: () => choose(entry),
    },
    entry.icon,
    make(
      "span",
      { class: "menu-text" },
      make("span", { class: "menu-label" }, entry.label),
      entry.detail ? make("small", {}, entry.detail) : null,
    ),
    entry.keys ? make("kbd", { "aria-hidden": "true" }, entry.keys) : null,
  );
}

/**
 * Move the focus among the elements of a list as a key says.
 * @param {HTMLElement} list
 * @param {string} selector
 * @param {KeyboardEvent} event
 * @returns {HTMLElement | null} what has the focus now, if it moved
 */
export function move(list, selector, event) {
  const all = /** @type {HTMLElement[]} */ (
    [...list.querySelectorAll(selector)].filter((one) => !(/** @type {any} */ (one).disabled))
  );
  const at = all.findIndex((one) => one === document.activeElement || one.contains(document.activeElement));
  const aims = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
  let aim = aims[/** @type {keyof typeof aims} */ (event.key)];
  if (
    aim === undefined &&
    event.key.length === 1 &&
    event.key !== " " &&
    !event.ctrlKey &&
    !event.metaKey &&
    list.role === "menu"
  ) {
    const starts = (/** @type {HTMLElement} */ one) =>
      one.textContent?.trim().toLowerCase().startsWith(event.key.toLowerCase());
    const after = all.findIndex((one, index) => index > at && starts(one));
    aim = after >= 0 ? after : all.findIndex(starts);
  }
  if (aim === undefined || !all.length || (aim < 0 && at < 0)) return null;
  event.preventDefault();
  const next = all[Math.max(0, Math.min(aim, all.length - 1))];
  next.focus();
  return next;
}
