// Move between regions of the page: the drawer on narrow screens, F6, the skip link.

import { focusComposer, focusMessages } from "/page/shell/conversation.js";
import { byId } from "/page/shell/dom.js";

const NARROW = matchMedia("(max-width: 760px)");

/** Set up the drawer, F6 and the skip link. */
export function mountRegions() {
  byId("drawer-button").addEventListener("click", () => setDrawer(!document.body.classList.contains("drawer-open")));
  byId("veil").addEventListener("click", () => setDrawer(false));
  byId("sidebar").addEventListener(
    "click",
    (/** @type {Event} */ event) =>
      event.target instanceof Element && event.target.closest(".place") && setDrawer(false, false),
  );
  document.addEventListener("keydown", keys);
  byId("skip").addEventListener("click", (/** @type {Event} */ event) => {
    event.preventDefault();
    main();
  });
  NARROW.addEventListener("change", () => setDrawer(false, false));
  new MutationObserver(updateInert).observe(document.body, { attributeFilter: ["class"] });
  updateInert();
  // A click in an open menu of a message or modal must not focus the row or window around it.
  document.addEventListener("mousedown", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest(".picker-panel") && !target.closest("input, button")) event.preventDefault();
  });
}

/** @param {boolean} open @param {boolean} [focus] */
function setDrawer(open, focus = true) {
  document.body.classList.toggle("drawer-open", open);
  if (!focus) return;
  if (open) /** @type {HTMLElement | null} */ (byId("sidebar").querySelector("button, a"))?.focus();
  else byId("drawer-button").focus();
}

/** Make inert what is behind the open drawer, and the closed drawer. */
function updateInert() {
  const open = document.body.classList.contains("drawer-open");
  byId("sidebar").inert = NARROW.matches && !open;
  byId("main").inert = NARROW.matches && (open || document.body.classList.contains("panel-open"));
  byId("drawer-button").setAttribute("aria-expanded", String(open));
}

function main() {
  if (byId("conversation").hidden) byId("app-view").focus();
  else focusMessages();
}

/** @param {KeyboardEvent} event */
function keys(event) {
  if (event.key === "Escape" && document.body.classList.contains("drawer-open") && !event.defaultPrevented)
    setDrawer(false);
  if (event.key !== "F6" || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  const stops = [
    { element: byId("sidebar"), go: () => byId("sidebar").querySelector('.place[tabindex="0"]')?.focus() },
    { element: byId("main").querySelector(".scroller"), go: main },
    { element: byId("main").querySelector(".foot"), go: focusComposer },
    { element: byId("panel"), go: () => byId("panel").focus() },
  ].filter(({ element }) => element && element.offsetParent !== null);
  const current = stops.findIndex(({ element }) => element.contains(document.activeElement));
  stops[(current + (event.shiftKey ? stops.length - 1 : 1)) % stops.length].go();
}
