// The open channel or direct message.

import { perform, tryAction } from "/page/shell/user_actions.js";
import { appBadge, avatar } from "/page/shell/avatar.js";
import { Composer } from "/page/shell/composer.js";
import { byId, fill, iconButton, make } from "/page/shell/dom.js";
import { openPanel } from "/page/shell/navigation.js";
import { icon } from "/page/shell/icons.js";
import { loadEarlier } from "/page/shell/loading.js";
import { MessageList, messageEntries } from "/page/shell/message_list.js";
import { appUser, inChannel, mentionOfChannel, nameOfChannel, openChannel, otherMember, store } from "/page/shell/state.js";

/** @typedef {import("/page/shell/state.js").Channel} Channel */

const list = new MessageList("Messages");
const composer = new Composer("Message");
const foot = make("div", { class: "foot" });
const status = make("p", { class: "status", role: "status" });
let shownChannel = "";
let reading = "";

/** Mount the conversation and update it with the store. */
export function mountConversation() {
  const view = byId("conversation");
  view.append(list.scroller, status, foot);
  store.watch(["place", "channels", "people", "about", "me"], drawFrame);
  store.watch(["messages", "channels", "people", "place", "me", "offset", "target", "unfolded"], drawMessages);
  store.watch(["pending", "statuses", "place", "channels"], drawStatus);
  document.addEventListener("visibilitychange", markVisibleRead);
  list.scroller.addEventListener("scroll", onScroll, { passive: true });
}

export const focusMessages = () => list.focus();
export const focusComposer = () => composer.focus();

function drawFrame() {
  const channel = openChannel();
  byId("conversation").hidden = !channel;
  if (!channel) return;
  if (store.state.place.kind === "channel") fill(byId("title"), ...title(channel));
  composer.show({ channel: channel.id }, `Message ${mentionOfChannel(channel)}`);
  const footer = footerFor(channel);
  // Inserting the composer again would lose its focus.
  if (foot.firstChild !== footer) fill(foot, footer);
}

/** @param {Channel} channel */
function title(channel) {
  const other = channel.kind === "im" ? otherMember(channel) : "";
  const symbol = other ? avatar(other, "small") : icon(channel.private ? "lock" : "hash");
  const members =
    channel.kind === "im"
      ? null
      : iconButton(`${channel.members.length} members`, icon("people"), () => openPanel({ kind: "members" }), {
          class: "tool-button members",
        });
  members?.append(String(channel.members.length));
  return [
    make("h1", { id: "place-name" }, symbol, make("span", {}, nameOfChannel(channel)), appBadge(other)),
    make("p", { class: "topic", title: channel.topic }, channel.topic || store.state.people.get(other)?.title || ""),
    channel.archived ? make("span", { class: "badge" }, "ARCHIVED") : null,
    members,
  ];
}

/** @param {Channel} channel @returns the composer, or why one cannot post here */
function footerFor(channel) {
  const { about } = store.state;
  if (channel.archived)
    return make(
      "p",
      { class: "closed" },
      icon("lock"),
      `You are looking at ${mentionOfChannel(channel)}, which is archived.`,
    );
  if (!channel.member) {
    const join = () => tryAction("/channel/invite", { channel: channel.id });
    return make(
      "div",
      { class: "closed" },
      make("strong", {}, mentionOfChannel(channel)),
      make("button", { type: "button", class: "pill primary", onclick: join }, "Join channel"),
    );
  }
  const toApp = channel.kind === "im" && channel.members.includes(appUser());
  if (toApp && (about?.messages_read_only || !about?.messages_tab))
    return make("p", { class: "closed" }, "Sending messages to this app has been turned off.");
  return composer.form;
}

function drawMessages() {
  const channel = openChannel();
  const { messages } = store.state;
  const loaded = channel && messages.channel === channel.id;
  const shown = loaded ? messages.list.filter(inChannel) : [];
  const isNewChannel = loaded && shownChannel !== channel.id;
  if (!loaded) shownChannel = "";
  list.scroller.setAttribute("aria-busy", String(Boolean(channel && !loaded)));
  fill(list.top, ...(loaded ? listTop(channel, messages.earlier) : []));
  if (isNewChannel) list.toEnd();
  list.show(messageEntries(shown, { newAfter: messages.newAfter }));
  if (isNewChannel) {
    shownChannel = channel.id;
    if (messages.newAfter) list.reveal(".new-line");
  }
  if (store.state.target && loaded) list.reveal(`[data-ts="${CSS.escape(store.state.target)}"]`);
  if (loaded) markVisibleRead();
}

/** @param {Channel} channel @param {boolean} earlier */
function listTop(channel, earlier) {
  if (earlier)
    return [
      make("button", { type: "button", class: "pill earlier", onclick: () => void loadEarlier() }, "Earlier messages"),
    ];
  const name = mentionOfChannel(channel);
  const beginning =
    channel.kind === "im"
      ? `This is the beginning of what you and ${name} say to each other.`
      : `This is the very beginning of the ${channel.private ? "private " : ""}channel ${name}. ${channel.topic}`;
  return [make("div", { class: "beginning" }, make("h2", {}, name), make("p", {}, beginning))];
}

function onScroll() {
  if (list.scroller.scrollTop < 40 && store.state.messages.earlier) void loadEarlier();
  markVisibleRead();
}

/** Mark the channel read when its latest message is visible. */
function markVisibleRead() {
  const channel = openChannel();
  const { messages, me } = store.state;
  const last = messages.list.at(-1);
  if (!channel?.member || messages.channel !== channel.id || !last || document.hidden || !list.atEnd()) return;
  const key = `${me}/${channel.id}/${last.ts}`;
  if (reading === key || !(channel.unread || channel.mentions)) return;
  reading = key;
  perform("/read", { channel: channel.id }).catch(() => (reading = ""));
}

function drawStatus() {
  const channel = openChannel();
  const { pending, statuses, about } = store.state;
  const commands = pending.filter((one) => one.channel === channel?.id).map((one) => one.text.split(" ")[0]);
  const words = statuses.get(channel?.id ?? "");
  fill(
    status,
    commands.length
      ? `${about?.app.name} is working on ${commands.join(", ")} …`
      : words
        ? `${about?.app.name} ${words}`
        : "",
  );
}
