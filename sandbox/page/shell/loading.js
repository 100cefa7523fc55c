// Loads what is shown into the store. An outdated response is ignored.

import { get } from "/page/shell/api.js";
import { appUser, openChannel, store } from "/page/shell/state.js";

/** @type {Map<string, number>} */
const requestNumbers = new Map();

/**
 * Register a request; the returned function says whether it is still the latest of that name.
 * @param {string} name
 * @returns {() => boolean}
 */
export function startRequest(name) {
  const number = (requestNumbers.get(name) ?? 0) + 1;
  requestNumbers.set(name, number);
  return () => requestNumbers.get(name) === number;
}

/** @typedef {import("/page/shell/state.js").Message} Message */

const PAGE_SIZE = 60;
/** Number of single-message requests: a list requested before one may lack its message. */
let messageRequests = 0;

/** Load the workspace, its people and its time. */
export async function loadWorkspace() {
  const [about, { people }] = await Promise.all([get(""), get("/people")]);
  const offset = Date.parse(about.now) - Date.now();
  const opened = store.state.opened || Date.parse(about.now) / 1000;
  store.set({ about, offset, opened, people: new Map(people.map((/** @type {any} */ p) => [p.id, p])) });
}

export async function loadClock() {
  const { now } = await get("/clock");
  store.set({ offset: Date.parse(now) - Date.now() });
}

export async function loadChannels() {
  const user = store.state.me;
  if (!user) return;
  const isLatest = startRequest("channels");
  const { channels } = await get("/channels", { user });
  if (isLatest() && store.state.me === user)
    store.set({ channels: new Map(channels.map((/** @type {any} */ c) => [c.id, c])) });
}

/** Load the latest messages of the open channel, at least as many as are shown. */
export async function loadMessages() {
  const { me: user, messages } = store.state;
  const channel = openChannel();
  if (!user || !channel) return;
  const reload = messages.channel === channel.id;
  const limit = String(Math.max(PAGE_SIZE, reload ? messages.list.length : 0));
  const [isLatest, requestsBefore] = [startRequest("messages"), messageRequests];
  const answer = await get("/messages", { user, channel: channel.id, limit });
  if (!isLatest() || store.state.me !== user || openChannel()?.id !== channel.id) return;
  const newAfter = reload ? store.state.messages.newAfter : newAfterTs(answer.channel, answer.messages);
  store.set({ messages: { channel: channel.id, list: answer.messages, earlier: answer.earlier, newAfter } });
  if (messageRequests !== requestsBefore) await loadMessages();
}

/** The ts above which the "New" line is drawn; null for a channel never read before. */
function newAfterTs(/** @type {any} */ channel, /** @type {Message[]} */ list) {
  const hasUnread = channel.unread > 0 && Number(channel.last_read) > 0;
  return hasUnread && list.length ? channel.last_read : null;
}

/** Load the page of messages before those shown. */
export async function loadEarlier() {
  const { me: user, messages } = store.state;
  const first = messages.list[0];
  if (!user || !messages.channel || !first) return;
  const answer = await get("/messages", { user, channel: messages.channel, before: first.ts, limit: String(PAGE_SIZE) });
  const current = store.state.messages;
  if (store.state.me !== user || current.channel !== messages.channel || current.list[0]?.ts !== first.ts) return;
  store.set({ messages: { ...current, list: [...answer.messages, ...current.list], earlier: answer.earlier } });
}

/**
 * Load a new or changed message, and its parent, which counts replies.
 * @param {string} channel
 * @param {string} ts
 * @returns {Promise<Message | null>}
 */
export async function loadMessage(channel, ts) {
  const user = store.state.me;
  if (openChannel()?.id === channel) messageRequests += 1;
  if (!user || store.state.messages.channel !== channel) return null;
  const isLatest = startRequest(`${channel}/${ts}`);
  const { messages } = await get("/messages", { user, channel, ts });
  if (!isLatest() || store.state.me !== user || store.state.messages.channel !== channel) return null;
  /** @type {Message | null} */
  const message = messages[0] ?? null;
  replaceMessage(ts, message);
  const parent = message?.thread_ts;
  if (parent && parent !== ts && store.state.messages.list.some((m) => m.ts === parent))
    await loadMessage(channel, parent);
  return message;
}

/** @param {string} ts @param {Message | null} message null when it was deleted */
function replaceMessage(ts, message) {
  const { messages } = store.state;
  const list = messages.list.filter((m) => m.ts !== ts);
  if (message) {
    const next = list.findIndex((m) => m.ts > ts);
    list.splice(next < 0 ? list.length : next, 0, message);
  }
  store.set({ messages: { ...messages, list } });
}

/** Load the open thread. */
export async function loadThread() {
  const { me: user, panel } = store.state;
  if (!user || panel?.kind !== "thread") return;
  const isLatest = startRequest("thread");
  const { messages } = await get("/messages", { user, channel: panel.channel, thread_ts: panel.ts });
  if (isLatest() && store.state.me === user && store.state.panel === panel) store.set({ thread: messages });
}

export async function loadHome() {
  const user = store.state.me;
  if (!user) return;
  const isLatest = startRequest("home");
  const { view } = await get("/home", { user });
  if (isLatest() && store.state.me === user) store.set({ home: view });
}

export async function loadModals() {
  const user = store.state.me;
  if (!user) return;
  const isLatest = startRequest("modals");
  const { views } = await get("/modals", { user });
  if (isLatest() && store.state.me === user) store.set({ modals: views });
}

/**
 * Return the id of the direct message with a person, opening it if needed.
 * @param {string} user
 */
export async function directMessage(user) {
  const reference = user === appUser() ? "bot" : user;
  const { channel } = await get("/messages", { user: store.state.me ?? "", channel: reference, limit: "0" });
  if (!store.state.channels.has(channel.id)) await loadChannels();
  return /** @type {string} */ (channel.id);
}

/** Reload everything, after a change of person or a reconnect. */
export async function loadAll() {
  await loadChannels();
  await Promise.all([loadMessages(), loadThread(), loadHome(), loadModals()]);
}
