// A menu: arrows, Home, End and first letters move the focus, Enter chooses.

import { make } from "/page/shell/dom.js";
import { openPopup } from "/page/shell/popup.js";

/** @typedef {{label: string, detail?: string, icon?: Node, keys?: string, danger?: boolean, checked?: boolean, disabled?: boolean, act: () => void}} Item */
/** @typedef {Item | "line" | {heading: string}} Entry */

/**
 * @param {import("/page/shell/popup.js").Anchor} anchor
 * @param {Entry[]} entries
 * @param {{label: string, back?: HTMLElement | null, class?: string}} options
 */
export function openMenu(anchor, entries, options) {
  const menu = make(
    "div",
    { role: "menu", "aria-label": options.label, class: "menu-list" },
    ...entries.map((entry) => drawEntry(entry, choose)),
  );
  const close = openPopup(anchor, menu, options);

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
 * Move the focus in a list according to a key.
 * @param {HTMLElement} list
 * @param {string} selector
 * @param {KeyboardEvent} event
 * @returns {HTMLElement | null} the newly focused element, if the focus moved
 */
export function move(list, selector, event) {
  const all = /** @type {HTMLElement[]} */ (
    [...list.querySelectorAll(selector)].filter((element) => !(/** @type {any} */ (element).disabled))
  );
  const at = all.findIndex((element) => element === document.activeElement || element.contains(document.activeElement));
  const targets = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
  let target = targets[/** @type {keyof typeof aims} */ (event.key)];
  if (
    target === undefined &&
    event.key.length === 1 &&
    event.key !== " " &&
    !event.ctrlKey &&
    !event.metaKey &&
    list.role === "menu"
  ) {
    const starts = (/** @type {HTMLElement} */ element) =>
      element.textContent?.trim().toLowerCase().startsWith(event.key.toLowerCase());
    const after = all.findIndex((element, index) => index > at && starts(element));
    target = after >= 0 ? after : all.findIndex(starts);
  }
  if (target === undefined || !all.length || (target < 0 && at < 0)) return null;
  event.preventDefault();
  const next = all[Math.max(0, Math.min(target, all.length - 1))];
  next.focus();
  return next;
}
