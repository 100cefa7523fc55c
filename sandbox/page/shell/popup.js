// A popup beside its anchor. Escape or a click outside closes it and restores the focus.

import { make } from "/page/shell/dom.js";

const MARGIN = 8;
const NARROW = 560;

/** @typedef {Element | {x: number, y: number}} Anchor */

/** @type {(() => void) | null} */
let closeCurrent = null;

/** Close the open popup, if any. */
export const closePopup = () => closeCurrent?.();

/**
 * @param {Anchor} anchor an element, or a point such as that of a right click
 * @param {HTMLElement} content
 * @param {{label?: string, back?: HTMLElement | null, class?: string, onClose?: () => void}} [options]
 * @returns {() => void} closes it
 */
export function openPopup(anchor, content, options = {}) {
  closeCurrent?.();
  const back =
    options.back ?? (anchor instanceof HTMLElement ? anchor : /** @type {HTMLElement | null} */ (document.activeElement));
  const popup = make("div", { class: `popup ${options.class ?? ""}`, popover: "manual" }, content);
  const host = (anchor instanceof Element && anchor.closest("dialog[open]")) || document.body;
  host.append(popup);
  popup.showPopover();
  place(popup, anchor);
  if (anchor instanceof Element) anchor.setAttribute("aria-expanded", "true");

  function close(/** @type {boolean} */ returnFocus = true) {
    if (closeCurrent !== close) return;
    closeCurrent = null;
    const hadFocus = popup.contains(document.activeElement) || document.activeElement === document.body;
    document.removeEventListener("pointerdown", outside, true);
    if (anchor instanceof Element) anchor.setAttribute("aria-expanded", "false");
    popup.remove();
    if (returnFocus && hadFocus) back?.focus();
    options.onClose?.();
  }

  function outside(/** @type {Event} */ event) {
    const target = /** @type {Node} */ (event.target);
    if (popup.contains(target)) return;
    // A click on the anchor only closes it.
    if (anchor instanceof Element && anchor.contains(target)) {
      const swallow = (/** @type {Event} */ click) => click.stopPropagation();
      anchor.addEventListener("click", swallow, { capture: true, once: true });
    }
    close(false);
  }

  popup.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close();
  });
  document.addEventListener("pointerdown", outside, true);
  closeCurrent = close;
  return close;
}

/** @param {HTMLElement} popup @param {Anchor} anchor */
function place(popup, anchor) {
  if (innerWidth < NARROW) {
    popup.classList.add("sheet");
    return;
  }
  const box = anchor instanceof Element ? anchor.getBoundingClientRect() : new DOMRect(anchor.x, anchor.y, 0, 0);
  const { offsetWidth: width, offsetHeight: height } = popup;
  const below = box.bottom + 4;
  const top = below + height + MARGIN > innerHeight ? Math.max(MARGIN, box.top - height - 4) : below;
  const left = box.left + width + MARGIN > innerWidth ? Math.max(MARGIN, box.right - width) : box.left;
  popup.style.top = `${Math.min(top, Math.max(MARGIN, innerHeight - height - MARGIN))}px`;
  popup.style.left = `${left}px`;
}
