// Unsent drafts of every person, by channel and thread.

import { post } from "/page/shell/api.js";
import { store } from "/page/shell/state.js";

const SAVE_DELAY_MS = 400;
/** @type {Map<string, string>} */
const drafts = new Map();
/** @type {Map<string, number>} */
const timers = new Map();

/** @param {string} channel @param {string} [thread] */
const keyOf = (channel, thread) => [store.state.me, channel, thread ?? ""].join("/");

/** @param {string} channel @param {string} [thread] */
export function draftOf(channel, thread) {
  return drafts.get(keyOf(channel, thread)) ?? (thread ? "" : store.state.channels.get(channel)?.draft) ?? "";
}

/**
 * Save a draft; a channel's is sent to the workspace after a short delay.
 * @param {string} text
 * @param {string} channel
 * @param {string} [thread]
 */
export function saveDraft(text, channel, thread) {
  const key = keyOf(channel, thread);
  drafts.set(key, text);
  if (thread) return;
  const user = store.state.me;
  clearTimeout(timers.get(key));
  timers.set(
    key,
    setTimeout(() => post("/draft", { user, channel, text }).catch(() => undefined), text ? SAVE_DELAY_MS : 0),
  );
  const current = store.state.channels.get(channel);
  if (current && Boolean(current.draft) !== Boolean(text)) {
    store.set({ channels: new Map(store.state.channels).set(channel, { ...current, draft: text }) });
  }
}
