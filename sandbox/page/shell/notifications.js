// Toasts, and announcements of new messages for screen readers.

import { byId, make } from "/page/shell/dom.js";
import { mentionOfChannel, nameOfPerson, store } from "/page/shell/state.js";

const TOAST_SECONDS = 6;

/**
 * Show a text above everything, an open modal too, for a few seconds.
 * @param {string} text
 * @param {"good" | "bad"} [kind]
 */
export function showToast(text, kind = "good") {
  const toast = make(
    "div",
    { class: `toast ${kind}`, role: kind === "bad" ? "alert" : "status", popover: "manual" },
    text,
  );
  for (const previous of document.querySelectorAll(".toast")) previous.remove();
  const modal = document.querySelector("dialog[open]");
  (modal ?? document.body).append(toast);
  toast.showPopover();
  setTimeout(() => toast.remove(), TOAST_SECONDS * 1000);
}

/** @typedef {import("/page/shell/state.js").Message} Message */

const MAX_LENGTH = 200;

/** @param {string} text */
export function announce(text) {
  const region = byId("announcer");
  // A screen reader would not repeat the same text.
  region.textContent = region.textContent === text ? `${text}\u00a0` : text;
}

/** @param {Message} message */
export function announceMessage(message) {
  if (message.user === store.state.me) return;
  const channel = store.state.channels.get(message.channel);
  const where = channel && channel.kind !== "im" ? ` in ${mentionOfChannel(channel)}` : "";
  const thread = message.thread_ts && message.thread_ts !== message.ts ? ", in a thread" : "";
  const only = message.ephemeral ? ", only visible to you" : "";
  announce(`${nameOfPerson(message.user)}${where}${thread}${only}: ${message.text.slice(0, MAX_LENGTH)}`);
}
