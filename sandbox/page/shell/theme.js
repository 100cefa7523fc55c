// Light and dark theme: the system's until a person chooses.

import { byId, fill } from "/page/shell/dom.js";
import { icon } from "/page/shell/icons.js";

const KEY = "theme";
const system = matchMedia("(prefers-color-scheme: dark)");

const savedTheme = () => localStorage.getItem(KEY);
const currentTheme = () => savedTheme() ?? (system.matches ? "dark" : "light");

/** Mount the switch and follow the system. */
export function mountTheme() {
  const button = byId("theme");
  button.addEventListener("click", () => {
    const next = currentTheme() === "dark" ? "light" : "dark";
    if (next === (system.matches ? "dark" : "light")) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, next);
    apply();
  });
  system.addEventListener("change", apply);
  window.addEventListener("storage", apply);
  apply();
}

function apply() {
  const dark = currentTheme() === "dark";
  const label = dark ? "Light colours" : "Dark colours";
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  byId("theme").title = label;
  byId("theme").setAttribute("aria-label", label);
  fill(byId("theme"), icon(dark ? "sun" : "moon"));
}
