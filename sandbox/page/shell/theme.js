// Light and dark: as the system says until one chooses.

import { byId, fill } from "/page/shell/dom.js";
import { icon } from "/page/shell/icons.js";

const KEY = "theme";
const system = matchMedia("(prefers-color-scheme: dark)");

const chosen = () => localStorage.getItem(KEY);
const present = () => chosen() ?? (system.matches ? "dark" : "light");

/** Put the switch on the page and follow the system. */
export function mountTheme() {
  const button = byId("theme");
  button.addEventListener("click", () => {
    const next = present() === "dark" ? "light" : "dark";
    if (next === (system.matches ? "dark" : "light")) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, next);
    apply();
  });
  system.addEventListener("change", apply);
  window.addEventListener("storage", apply);
  apply();
}

function apply() {
  const dark = present() === "dark";
  const label = dark ? "Light colours" : "Dark colours";
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  byId("theme").title = label;
  byId("theme").setAttribute("aria-label", label);
  fill(byId("theme"), icon(dark ? "sun" : "moon"));
}
