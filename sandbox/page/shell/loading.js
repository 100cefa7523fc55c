// Fetching what is shown into the store. An answer that comes after one has moved on is dropped.

import { look } from "/page/shell/api.js";
import { appUser, openChannel, store } from "/page/shell/state.js";
import { turn } from "/page/shell/turns.js";

/** @typedef {import("/page/shell/state.js").Message} Message */

const PORTION = 60;
/** How often single messages were asked for: a list asked for before may lack them. */
let singles = 0;

/** The workspace, its people and its time. */
export async function loadWorkspace() {
  const [about, { people }] = await Promise.all([look(""), look("/people")]);
  const offset = Date.parse(about.now) - Date.now();
  const opened = store.state.opened || Date.parse(about.now) / 1000;
  store.set({ about, offset, opened, people: new Map(people.map((/** @type {any} */ p) => [p.id, p])) });
}

export async function loadClock() {
  const { now } = await look("/clock");
  store.set({ offset: Date.parse(now) - Date.now() });
}

export async function loadChannels() {
  const user = store.state.me;
  if (!user) return;
  const last = turn("channels");
  const { channels } = await look("/channels", { user });
  if (last() && store.state.me === user)
    store.set({ channels: new Map(channels.map((/** @type {any} */ c) => [c.id, c])) });
}

/** The latest messages of the open channel; more of them if more were shown before. */
export async function loadMessages() {
  const { me: user, messages } = store.state;
  const channel = openChannel();
  if (!user || !channel) return;
  const again = messages.channel === channel.id;
  const limit = String(Math.max(PORTION, again ? messages.list.length : 0));
  const [last, before] = [turn("messages"), singles];
  const answer = await look("/messages", { user, channel: channel.id, limit });
  if (!last() || store.state.me !== user || openChannel()?.id !== channel.id) return;
  const newAfter = again ? store.state.messages.newAfter : mark(answer.channel, answer.messages);
  store.set({ messages: { channel: channel.id, list: answer.messages, earlier: answer.earlier, newAfter } });
  if (singles !== before) await loadMessages();
}

/** Where the "New" line stands: nowhere for someone who has never been here. */
function mark(/** @type {any} */ channel, /** @type {Message[]} */ list) {
  const fresh = channel.unread > 0 && Number(channel.last_read) > 0;
  return fresh && list.length ? channel.last_read : null;
}

/** The portion before what is shown. */
export async function loadEarlier() {
  const { me: user, messages } = store.state;
  const first = messages.list[0];
  if (!user || !messages.channel || !first) return;
  const answer = await look("/messages", { user, channel: messages.channel, before: first.ts, limit: String(PORTION) });
  const present = store.state.messages;
  if (store.state.me !== user || present.channel !== messages.channel || present.list[0]?.ts !== first.ts) return;
  store.set({ messages: { ...present, list: [...answer.messages, ...present.list], earlier: answer.earlier } });
}

/**
 * One message that is new or has changed, and the parent that counts it.
 * @param {string} channel
 * @param {string} ts
 * @returns {Promise<Message | null>}
 */
export async function loadMessage(channel, ts) {
  const user = store.state.me;
  if (openChannel()?.id === channel) singles += 1;
  if (!user || store.state.messages.channel !== channel) return null;
  const last = turn(`${channel}/${ts}`);
  const { messages } = await look("/messages", { user, channel, ts });
  if (!last() || store.state.me !== user || store.state.messages.channel !== channel) return null;
  /** @type {Message | null} */
  const found = messages[0] ?? null;
  place(ts, found);
  const parent = found?.thread_ts;
  if (parent && parent !== ts && store.state.messages.list.some((m) => m.ts === parent))
    await loadMessage(channel, parent);
  return found;
}

/** @param {string} ts @param {Message | null} found null when it is gone */
function place(ts, found) {
  const { messages } = store.state;
  const list = messages.list.filter((m) => m.ts !== ts);
  if (found) {
    const next = list.findIndex((m) => m.ts > ts);
    list.splice(next < 0 ? list.length : next, 0, found);
  }
  store.set({ messages: { ...messages, list } });
}

/** The open thread. */
export async function loadThread() {
  const { me: user, panel } = store.state;
  if (!user || panel?.kind !== "thread") return;
  const last = turn("thread");
  const { messages } = await look("/messages", { user, channel: panel.channel, thread_ts: panel.ts });
  if (last() && store.state.me === user && store.state.panel === panel) store.set({ thread: messages });
}

export async function loadHome() {
  const user = store.state.me;
  if (!user) return;
  const last = turn("home");
  const { view } = await look("/home", { user });
  if (last() && store.state.me === user) store.set({ home: view });
}

export async function loadModals() {
  const user = store.state.me;
  if (!user) return;
  const last = turn("modals");
  const { views } = await look("/modals", { user });
  if (last() && store.state.me === user) store.set({ modals: views });
}

/**
 * The id of someone's direct message, opened if need be.
 * @param {string} user
 */
export async function directMessage(user) {
  const named = user === appUser() ? "bot" : user;
  const { channel } = await look("/messages", { user: store.state.me ?? "", channel: named, limit: "0" });
  if (!store.state.channels.has(channel.id)) await loadChannels();
  return /** @type {string} */ (channel.id);
}

/** Everything anew: after a change of person, or once the stream is back. */
export async function loadAll() {
  await loadChannels();
  await Promise.all([loadMessages(), loadThread(), loadHome(), loadModals()]);
}
