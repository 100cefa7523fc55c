// Avatars: initials on a colour, the same for the same person.

import { make } from "/page/shell/dom.js";
import { appUser, nameOfPerson, store } from "/page/shell/state.js";

const COLOURS = [
  "#7c3f58",
  "#2f6f8f",
  "#8a5a00",
  "#4a6b2a",
  "#5b4b9a",
  "#a03d2e",
  "#1f7a6a",
  "#6a4a3a",
  "#3d5aa8",
  "#9a3a7a",
];

/** @param {string} id */
function colourOf(id) {
  const { about, people } = store.state;
  if (id === appUser() && about?.app.color) return about.app.color;
  const place = [...people.keys()].indexOf(id);
  return place < 0 ? "#5a5560" : COLOURS[place % COLOURS.length];
}

/** @param {string} name */
export const initials = (name) =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0].toUpperCase())
    .join("");

/** @param {string} id @param {"" | "small" | "large"} [size] */
export function avatar(id, size = "") {
  const classes = ["avatar", size, id === appUser() && "of-app"].filter(Boolean).join(" ");
  return make(
    "span",
    { class: classes, style: `--face: ${colourOf(id)}`, "aria-hidden": "true" },
    initials(nameOfPerson(id)),
  );
}

/** @param {string} id the badge beside the name of an app */
export const appBadge = (id) =>
  id === appUser() || id === "USLACKBOT" ? make("span", { class: "badge" }, "APP") : null;
