// Draw one message with author, time, content, files, reactions and replies.

import { deleteMessage } from "/page/shell/user_actions.js";
import { appBadge, avatar } from "/page/shell/avatar.js";
import { make } from "/page/shell/dom.js";
import { drawContent } from "/page/shell/block_context.js";
import { drawFiles } from "/page/shell/files.js";
import { openPanel, openThread } from "/page/shell/navigation.js";
import { icon } from "/page/shell/icons.js";
import { drawToolbar, messageKey, openMessageMenu } from "/page/shell/message_menu.js";
import { drawReactions } from "/page/shell/reactions.js";
import { nameOfPerson, store } from "/page/shell/state.js";
import { ago, clockTime, dateOf, fullTime } from "/page/shell/time.js";

/** @typedef {import("/page/shell/state.js").Message} Message */
/** @typedef {{compact?: boolean, inThread?: boolean, target?: boolean}} Appearance */

const MAX_LABEL_LENGTH = 300;

/** @param {Message} message @param {Appearance} appearance @returns {HTMLElement} */
export function drawMessage(message, appearance) {
  const date = dateOf(message.ts);
  const name = message.username || nameOfPerson(message.user);
  const mentioned = message.live?.some((one) => one.kind === "user" && String(one.raw).includes(store.state.me ?? "-"));
  const classes = [
    "message",
    appearance.compact && "compact",
    message.ephemeral && "ephemeral",
    message.notice && "notice",
    mentioned && "mentioned",
    appearance.target && "target",
  ];
  const time = make("time", { datetime: date.toISOString(), title: fullTime(date) }, clockTime(date));
  const row = make("li", {
    class: classes.filter(Boolean).join(" "),
    tabindex: "-1",
    "data-ts": message.ts,
    "aria-label": `${name}, ${clockTime(date)}${message.ephemeral ? ", only visible to you" : ""}: ${message.text.slice(0, MAX_LABEL_LENGTH)}`,
  });
  row.append(
    make("div", { class: "gutter" }, appearance.compact ? time.cloneNode(true) : avatar(message.user)),
    make(
      "div",
      { class: "message-body" },
      message.ephemeral ? drawOnlyYou(message) : null,
      appearance.compact ? null : drawByline(message, name, time),
      message.subtype === "thread_broadcast" && !appearance.inThread ? drawBroadcast(message) : null,
      make(
        "div",
        { class: "content" },
        ...drawContent(message),
        message.edited ? make("span", { class: "edited" }, " (edited)") : null,
        drawFiles(message.files ?? []),
      ),
      drawReactions(message, Boolean(store.state.channels.get(message.channel)?.archived)),
      appearance.inThread ? null : drawReplies(message),
    ),
    drawToolbar(message, row, Boolean(appearance.inThread)),
  );
  row.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) =>
    messageKey(event, message, row, Boolean(appearance.inThread)),
  );
  row.addEventListener("contextmenu", (/** @type {MouseEvent} */ event) => {
    // Links and images have the browser's own menu.
    if (event.shiftKey || (event.target instanceof Element && event.target.closest("a, img, input, textarea"))) return;
    event.preventDefault();
    openMessageMenu(message, row, Boolean(appearance.inThread), { x: event.clientX, y: event.clientY });
  });
  return row;
}

/** @param {Message} message @param {string} name @param {Node} time */
function drawByline(message, name, time) {
  const person = store.state.people.get(message.user);
  const author = person
    ? make(
        "button",
        {
          type: "button",
          class: "author",
          tabindex: "-1",
          onclick: () => openPanel({ kind: "person", id: message.user }),
        },
        name,
      )
    : make("span", { class: "author" }, name);
  return make(
    "div",
    { class: "byline" },
    author,
    appBadge(message.user),
    person?.role === "guest" ? make("span", { class: "badge guest" }, "GUEST") : null,
    time,
  );
}

/** @param {Message} message */
function drawOnlyYou(message) {
  return make(
    "p",
    { class: "only-you" },
    icon("eye"),
    make("span", {}, "Only visible to you"),
    make(
      "button",
      { type: "button", class: "link-button", "data-action-id": "dismiss", onclick: () => deleteMessage(message) },
      "Dismiss",
    ),
  );
}

/** @param {Message} message */
function drawBroadcast(message) {
  return make(
    "p",
    { class: "replied" },
    "replied to ",
    make(
      "button",
      {
        type: "button",
        class: "link-button",
        onclick: () => openThread(message.channel, message.thread_ts ?? message.ts),
      },
      "a thread",
    ),
  );
}

/** @param {Message} message the bar under a message that has replies */
function drawReplies(message) {
  const count = message.reply_count ?? 0;
  if (!count || (message.thread_ts && message.thread_ts !== message.ts)) return null;
  const words = `${count} ${count === 1 ? "reply" : "replies"}`;
  return make(
    "button",
    {
      type: "button",
      class: "replies",
      "data-action-id": "replies",
      onclick: () => openThread(message.channel, message.ts),
    },
    ...(message.reply_users ?? []).slice(0, 4).map((user) => avatar(user, "small")),
    make("strong", {}, words),
    make("span", { class: "last-reply" }, `Last reply ${ago(dateOf(message.latest_reply ?? message.ts))}`),
    make("span", { class: "view-thread" }, "View thread"),
  );
}
