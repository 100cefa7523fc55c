// What a person does. A refusal is told to them; the raw answer is kept for the fault panel.

import { Refusal, post } from "/page/shell/api.js";
import { store } from "/page/shell/state.js";
import { tell } from "/page/shell/toast.js";

/** @typedef {{channel: string, ts: string}} At */

const SENTENCES = {
  is_archived: "This channel is archived.",
  not_in_channel: "You are not in this channel.",
  messages_tab_disabled: "Sending messages to this app has been turned off.",
  interactivity_disabled: "This app does not take interactions.",
  message_not_found: "That message is gone.",
  thread_not_found: "That thread is gone.",
  element_not_found: "That is not there any more.",
  no_open_view: "That window is closed already.",
};

/** @param {unknown} error a sentence for a person */
export function sentenceOf(error) {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof Refusal)) return `${message}.`;
  return SENTENCES[/** @type {keyof typeof SENTENCES} */ (message)] ?? `Slack says “${message}”.`;
}

/**
 * Do something as the present person.
 * @param {string} path
 * @param {object} content
 */
export async function act(path, content) {
  const answer = await post(path, { user: store.state.me, ...content });
  store.set({ answer: { did: path, ...answer } });
  return answer;
}

/**
 * The same; what goes wrong is shown in passing and the answer is null.
 * @param {string} path
 * @param {object} content
 */
export async function attempt(path, content) {
  try {
    return await act(path, content);
  } catch (error) {
    tell(sentenceOf(error), "bad");
    return null;
  }
}

/** @param {string} channel @param {string} text @param {object} [more] thread_ts, broadcast, files */
export const say = (channel, text, more = {}) => act("/message", { channel, text, ...more });

/**
 * Type a slash command; while the app has not answered it is shown as pending.
 * @param {string} channel
 * @param {string} text
 * @param {string} [thread]
 */
export async function command(channel, text, thread) {
  const entry = { text, channel };
  store.set({ pending: [...store.state.pending, entry] });
  try {
    return await act("/command", { channel, text, ...(thread ? { thread_ts: thread } : {}) });
  } finally {
    store.set({ pending: store.state.pending.filter((one) => one !== entry) });
  }
}

/** @param {At} at @param {string} name */
export function toggleReaction(at, name) {
  const { messages, thread, me } = store.state;
  const { channel, ts } = at;
  const message = [...messages.list, ...thread].find((m) => m.ts === ts);
  const mine = message?.reactions?.some((r) => r.name === name && r.users.includes(me ?? ""));
  return attempt("/reaction", { channel, ts, name, ...(mine ? { remove: true } : {}) });
}

/** @param {At} at one's own message, or an ephemeral one to dismiss */
export const remove = ({ channel, ts }) => attempt("/message/delete", { channel, ts });

/** @param {string} channel @param {string} [ts] read up to here, else to the end */
export const read = (channel, ts) => attempt("/read", { channel, ...(ts ? { ts } : {}) });

/** @param {string} callback_id @param {At} [at] */
export async function shortcut(callback_id, at) {
  const report = await attempt("/shortcut", { callback_id, ...at });
  if (report?.notice && !at) tell(report.notice, "bad");
}

/**
 * Somebody used an element of a message, a modal or the Home.
 * @param {object} where channel and ts, or view_id, or home
 * @param {{action_id: string, block_id?: string, value?: any}} use
 */
export async function useElement(where, { action_id, block_id, value }) {
  const report = await attempt("/action", { ...where, action_id, block_id, value: value ?? null });
  // In a channel Slack's own notice stands among the messages.
  if (report?.notice && !("ts" in where)) tell(report.notice, "bad");
  return report;
}

/** @param {File} file for a file input of a modal @returns {Promise<any>} the file as Slack describes it */
export async function upload(file) {
  return (await act("/file", await readFile(file))).file;
}

/** @param {File} file @returns {Promise<{name: string, base64: string}>} as the control API takes it */
export function readFile(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error);
    reader.onload = () => resolve({ name: file.name, base64: String(reader.result).split(",")[1] ?? "" });
    reader.readAsDataURL(file);
  });
}

/**
 * What an external menu offers for what is typed.
 * @param {object} where
 * @param {{action_id: string, block_id?: string, value?: string}} request
 */
export const options = (where, { action_id, block_id, value }) =>
  act("/options", { ...where, action_id, block_id, value: value ?? "" });
