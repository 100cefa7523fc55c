// The state of the page, and getters for it.

import { Store } from "/page/shell/store.js";

/**
 * @typedef {{id: string, name: string, real_name: string, title: string, team: string, tz: string, role: string, is_bot: boolean}} Person
 * @typedef {{id: string, name: string, kind: "public" | "private" | "im", private: boolean, topic: string, members: string[], archived: boolean, bot_in: boolean, member: boolean, unread: number, mentions: number, last_read: string, draft: string}} Channel
 * @typedef {{ts: string, user: string, text: string, channel: string, ephemeral: boolean, notice: boolean, only_for: string | null, thread_ts?: string, subtype?: string, blocks?: any[], attachments?: any[], files?: any[], reactions?: {name: string, users: string[], count: number}[], reply_count?: number, reply_users?: string[], latest_reply?: string, edited?: object, bot_id?: string, username?: string, live?: any[]}} Message
 * @typedef {{command: string, description?: string, usage_hint?: string}} Command
 * @typedef {{name: string, type: "global" | "message", callback_id: string, description?: string}} Shortcut
 * @typedef {{company: string, url: string, app: {id: string, name: string, user_id: string, description: string, color: string}, commands: Command[], shortcuts: Shortcut[], home_tab: boolean, messages_tab: boolean, messages_read_only: boolean, token: string}} About
 * @typedef {{kind: "none"} | {kind: "channel", id: string} | {kind: "app", tab: "home" | "messages" | "about"}} Place
 * @typedef {{kind: "thread", channel: string, ts: string} | {kind: "faults"} | {kind: "person", id: string} | {kind: "members"} | null} Panel
 * @typedef {{channel: string | null, list: Message[], earlier: boolean, newAfter: string | null}} Shown
 * @typedef {object} State
 * @property {About | null} about
 * @property {Map<string, Person>} people
 * @property {string | null} me
 * @property {Map<string, Channel>} channels
 * @property {Place} place
 * @property {Shown} messages
 * @property {Panel} panel
 * @property {Message[]} thread
 * @property {any} home
 * @property {boolean} homeAsked
 * @property {any[]} modals
 * @property {number} offset how far the workspace's clock is from this machine's, in milliseconds
 * @property {"connecting" | "live" | "lost"} connection
 * @property {{text: string, channel: string}[]} pending commands without an answer yet
 * @property {Map<string, string>} statuses status texts of the app, by channel
 * @property {any} answer the last answer of the control API
 * @property {string | null} target the message a link points at
 * @property {number} opened when this page was opened, in seconds of the workspace
 * @property {boolean} unfolded whether earlier ephemeral messages are shown
 */

/** @type {State} */
const EMPTY = {
  about: null,
  people: new Map(),
  me: null,
  channels: new Map(),
  place: { kind: "none" },
  messages: { channel: null, list: [], earlier: false, newAfter: null },
  panel: null,
  thread: [],
  home: null,
  homeAsked: false,
  modals: [],
  offset: 0,
  connection: "connecting",
  pending: [],
  statuses: new Map(),
  answer: null,
  target: null,
  opened: 0,
  unfolded: false,
};

/** @type {Store<State>} */
export const store = new Store(EMPTY);

/** The current person. */
export const me = () => store.state.people.get(store.state.me ?? "");

/** The app's user id. */
export const appUser = () => store.state.about?.app.user_id ?? "";

/** @param {string} id */
export const nameOfPerson = (id) => store.state.people.get(id)?.real_name || (id === "USLACKBOT" ? "Slackbot" : id);

/** @param {Channel} channel @returns the other member of a direct message */
export const otherMember = (channel) => channel.members.find((member) => member !== store.state.me) ?? channel.members[0];

/** @param {Channel} channel */
export const nameOfChannel = (channel) => (channel.kind === "im" ? nameOfPerson(otherMember(channel)) : channel.name);

/** @param {Channel} channel with # as in a sentence */
export const mentionOfChannel = (channel) =>
  channel.kind === "im" ? nameOfPerson(otherMember(channel)) : `#${channel.name}`;

/** The direct message with the app, once there is one. */
export const appChannel = () =>
  [...store.state.channels.values()].find((c) => c.kind === "im" && c.members.includes(appUser()));

/** The open channel, if any. */
export function openChannel() {
  const { place, channels } = store.state;
  if (place.kind === "channel") return channels.get(place.id);
  return place.kind === "app" && place.tab === "messages" ? appChannel() : undefined;
}

/** @param {Message} message @returns whether it is shown in the channel itself */
export const inChannel = (message) =>
  !message.thread_ts || message.thread_ts === message.ts || message.subtype === "thread_broadcast";

/** Everyone else the current person can see: guests see those who share a channel with them. */
export function visiblePeople() {
  const { people, channels, me: user } = store.state;
  const others = [...people.values()].filter((one) => one.id !== user && !one.is_bot);
  if (me()?.role !== "guest") return others;
  const met = new Set([...channels.values()].flatMap((one) => one.members));
  return others.filter((one) => met.has(one.id));
}

/** The workspace's current time in milliseconds. */
export const now = () => Date.now() + store.state.offset;
