// What has been begun and not sent: kept for every person and channel, threads too.

import { post } from "/page/shell/api.js";
import { store } from "/page/shell/state.js";

const PAUSE = 400;
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
 * Keep a draft; that of a channel goes to the workspace after a short pause.
 * @param {string} text
 * @param {string} channel
 * @param {string} [thread]
 */
export function keepDraft(text, channel, thread) {
  const key = keyOf(channel, thread);
  drafts.set(key, text);
  if (thread) return;
  const user = store.state.me;
  clearTimeout(timers.get(key));
  timers.set(
    key,
    setTimeout(() => post("/draft", { user, channel, text }).catch(() => undefined), text ? PAUSE : 0),
  );
  const known = store.state.channels.get(channel);
  if (known && Boolean(known.draft) !== Boolean(text)) {
    store.set({ channels: new Map(store.state.channels).set(channel, { ...known, draft: text }) });
  }
}
