// Connect the drawing of blocks with the page's state and the person's actions.

import { options, upload, useElement } from "/page/shell/user_actions.js";
import { fileUrl } from "/page/shell/api.js";
import { make } from "/page/shell/dom.js";
import { goToChannel, openPanel } from "/page/shell/navigation.js";
import { me, now, openChannel, store } from "/page/shell/state.js";
import { drawBlocks } from "/page/draw/blocks.js";
import { drawMrkdwn } from "/page/draw/mrkdwn.js";

/** @typedef {import("/page/shell/state.js").Message} Message */

/**
 * Build the context for drawing blocks.
 * @param {"message" | "modal" | "home"} surface
 * @param {object} where channel and ts, or view_id, or home
 * @param {object} [more] values, errors or another act
 */
export function blockContext(surface, where, more = {}) {
  const { people, channels } = store.state;
  return {
    surface,
    people,
    channels,
    me: store.state.me,
    channel: openChannel()?.id,
    timezone: me()?.tz,
    now,
    open,
    upload,
    act: (/** @type {any} */ use) => useElement(where, use),
    options: (/** @type {any} */ request) => options(where, request),
    fileUrl,
    ...more,
  };
}

/** @param {{kind: "user" | "channel", id: string}} mention that was clicked */
function open({ kind, id }) {
  if (kind === "user") openPanel({ kind: "person", id });
  else if (store.state.channels.has(id)) void goToChannel(id);
}

/** @param {Message} message its content, without author and time */
export function drawContent(message) {
  const ctx = blockContext("message", { channel: message.channel, ts: message.ts });
  const parts = [];
  if (message.blocks?.length) parts.push(drawBlocks(message.blocks, ctx));
  else if (message.text) parts.push(drawMrkdwn(message.text, ctx));
  for (const attachment of message.attachments ?? []) parts.push(drawAttachment(attachment, ctx));
  return parts;
}

/** @param {any} attachment @param {any} ctx */
function drawAttachment(attachment, ctx) {
  const colour = /^#?[0-9a-f]{3,8}$/i.test(attachment.color ?? "") ? `#${attachment.color.replace("#", "")}` : "";
  const texts = [
    attachment.pretext,
    attachment.title,
    attachment.text ?? (attachment.blocks ? "" : attachment.fallback),
  ].filter(Boolean);
  return make(
    "div",
    { class: "attachment", style: colour ? `--bar: ${colour}` : null },
    ...texts.map((text) => drawMrkdwn(text, ctx)),
    attachment.blocks ? drawBlocks(attachment.blocks, ctx) : null,
  );
}
