// Links and mentions.

import { icon } from "./icons.js";
import { make } from "./node.js";

const SAFE = /^(?:https?|mailto|tel|slack):/i;

/** A link that opens apart from the page; plain text when its scheme could run something. */
export function drawLink(/** @type {string} */ url, /** @type {(Node|string)[]} */ ...label) {
  if (!SAFE.test(url)) return make("span", { class: "dead-link" }, ...label);
  return make("a", { class: "link", href: url, target: "_blank", rel: "noreferrer noopener" }, ...label);
}

/** @param {string} id @param {any} ctx */
export function drawPerson(id, ctx) {
  const person = ctx.people?.get(id);
  const name = person?.real_name || person?.name || id;
  const me = id === ctx.me ? " me" : "";
  return mention({ kind: "user", id }, `mention user${me}`, [`@${name}`], ctx);
}

/** @param {string} id @param {any} ctx @param {string} [label] */
export function drawChannel(id, ctx, label) {
  const name = ctx.channels?.get(id)?.name || label;
  return mention({ kind: "channel", id }, "mention channel", name ? [`#${name}`] : [icon("lock"), "private channel"], ctx);
}

/** @param {string} range here, channel or everyone */
export const drawBroadcast = (range) => make("span", { class: "mention broadcast" }, `@${range}`);

/** @param {string} id @param {string} [label] */
export const drawGroup = (id, label) =>
  make("span", { class: "mention group", "data-group-id": id }, label ? label.replace(/^@?/, "@") : `@${id}`);

function mention(what, className, text, ctx) {
  const data = { class: className, [`data-${what.kind}-id`]: what.id };
  if (!ctx.open) return make("span", data, ...text);
  return make("button", { ...data, type: "button", onclick: () => ctx.open(what) }, ...text);
}
