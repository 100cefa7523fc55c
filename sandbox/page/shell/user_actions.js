// Actions of the current person. Errors are shown to them; the fault panel shows the raw answer.

import { ApiError, post } from "/page/shell/api.js";
import { store } from "/page/shell/state.js";
import { showToast } from "/page/shell/notifications.js";

/** @typedef {{channel: string, ts: string}} MessageKey */

const ERROR_TEXTS = {
  is_archived: "This channel is archived.",
  not_in_channel: "You are not in this channel.",
  messages_tab_disabled: "Sending messages to this app has been turned off.",
  interactivity_disabled: "This app doesn't accept interactions.",
  message_not_found: "That message was deleted.",
  thread_not_found: "That thread was deleted.",
  element_not_found: "That button or menu no longer exists.",
  no_open_view: "That window is already closed.",
};

/** @param {unknown} error @returns {string} text to show */
export function errorText(error) {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof ApiError)) return `${message}.`;
  return ERROR_TEXTS[/** @type {keyof typeof ERROR_TEXTS} */ (message)] ?? `Slack says “${message}”.`;
}

/**
 * Call the control API as the current person.
 * @param {string} path
 * @param {object} content
 */
export async function perform(path, content) {
  const answer = await post(path, { user: store.state.me, ...content });
  store.set({ answer: { did: path, ...answer } });
  return answer;
}

/**
 * Like `perform`; an error is shown in a toast and the answer is null.
 * @param {string} path
 * @param {object} content
 */
export async function tryAction(path, content) {
  try {
    return await perform(path, content);
  } catch (error) {
    showToast(errorText(error), "bad");
    return null;
  }
}

/** @param {string} channel @param {string} text @param {object} [more] thread_ts, broadcast, files */
export const say = (channel, text, more = {}) => perform("/message", { channel, text, ...more });

/**
 * Type a slash command; it is shown as pending until the app answers.
 * @param {string} channel
 * @param {string} text
 * @param {string} [thread]
 */
export async function command(channel, text, thread) {
  const entry = { text, channel };
  store.set({ pending: [...store.state.pending, entry] });
  try {
    return await perform("/command", { channel, text, ...(thread ? { thread_ts: thread } : {}) });
  } finally {
    store.set({ pending: store.state.pending.filter((one) => one !== entry) });
  }
}

/** @param {MessageKey} key @param {string} name */
export function toggleReaction(key, name) {
  const { messages, thread, me } = store.state;
  const { channel, ts } = key;
  const message = [...messages.list, ...thread].find((m) => m.ts === ts);
  const mine = message?.reactions?.some((r) => r.name === name && r.users.includes(me ?? ""));
  return tryAction("/reaction", { channel, ts, name, ...(mine ? { remove: true } : {}) });
}

/** @param {MessageKey} key of one's own message, or of an ephemeral one to dismiss */
export const deleteMessage = ({ channel, ts }) => tryAction("/message/delete", { channel, ts });

/** @param {string} channel @param {string} [ts] read up to here, else to the end */
export const markRead = (channel, ts) => tryAction("/read", { channel, ...(ts ? { ts } : {}) });

/** @param {string} callback_id @param {MessageKey} [key] */
export async function shortcut(callback_id, key) {
  const report = await tryAction("/shortcut", { callback_id, ...key });
  if (report?.notice && !key) showToast(report.notice, "bad");
}

/**
 * Use an element of a message, a modal or the Home.
 * @param {object} where channel and ts, or view_id, or home
 * @param {{action_id: string, block_id?: string, value?: any}} use
 */
export async function useElement(where, { action_id, block_id, value }) {
  const report = await tryAction("/action", { ...where, action_id, block_id, value: value ?? null });
  // In a channel the notice is one of the messages.
  if (report?.notice && !("ts" in where)) showToast(report.notice, "bad");
  return report;
}

/** @param {File} file for a file input of a modal @returns {Promise<any>} the file as Slack describes it */
export async function upload(file) {
  return (await perform("/file", await readFile(file))).file;
}

/** @param {File} file @returns {Promise<{name: string, base64: string}>} in the format of the control API */
export function readFile(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error);
    reader.onload = () => resolve({ name: file.name, base64: String(reader.result).split(",")[1] ?? "" });
    reader.readAsDataURL(file);
  });
}

/**
 * Request the options of an external select for what is typed.
 * @param {object} where
 * @param {{action_id: string, block_id?: string, value?: string}} request
 */
export const options = (where, { action_id, block_id, value }) =>
  perform("/options", { ...where, action_id, block_id, value: value ?? "" });
