// A sentence in passing, for what has no place of its own on the page.

import { make } from "/page/shell/dom.js";

const SECONDS = 6;

/**
 * Show a sentence above everything, an open modal too; it goes by itself.
 * @param {string} sentence
 * @param {"good" | "bad"} [mood]
 */
export function tell(sentence, mood = "good") {
  const toast = make(
    "div",
    { class: `toast ${mood}`, role: mood === "bad" ? "alert" : "status", popover: "manual" },
    sentence,
  );
  for (const earlier of document.querySelectorAll(".toast")) earlier.remove();
  const modal = document.querySelector("dialog[open]");
  (modal ?? document.body).append(toast);
  toast.showPopover();
  setTimeout(() => toast.remove(), SECONDS * 1000);
}
