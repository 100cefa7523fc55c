// Links, mentions, and the tokens between < and >: mentions, dates and links.

import { formatDate } from "./dates.js";
import { icon } from "./icons.js";
import { make } from "./dom.js";
import { decodeEntities } from "./text.js";

const SAFE = /^(?:https?|mailto|tel|slack):/i;

/** Draw a link that opens in a new tab; plain text for a scheme that could run code. */
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

/**
 * @param {string} inside the token without its angle brackets
 * @param {any} ctx
 * @param {(text: string) => (Node|string)[]} inline draws a formatted label
 */
export function drawEntity(inside, ctx, inline) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? "" : inside.slice(bar + 1);
  if (target[0] === "@") return drawPerson(target.slice(1), ctx);
  if (target[0] === "#") return drawChannel(target.slice(1), ctx, decodeEntities(label));
  if (target[0] === "!") return drawCommand(target.slice(1), label, ctx);
  const shown = label ? inline(label) : [decodeEntities(target.replace(/^(?:mailto|tel):/i, ""))];
  return drawLink(decodeEntities(target), ...shown);
}

function drawCommand(command, label, ctx) {
  const [name, ...args] = command.split("^");
  if (["here", "channel", "everyone"].includes(name)) return drawBroadcast(name);
  if (name === "subteam") return drawGroup(args[0] ?? "", decodeEntities(label));
  if (name === "date") return drawDate(args, decodeEntities(label), ctx);
  return document.createTextNode(`<${decodeEntities(label || name)}>`);
}

function drawDate([seconds, template = "", url], fallback, ctx) {
  const time = document.createElement("time");
  time.textContent = formatDate(Number(seconds || NaN), decodeEntities(template), ctx) ?? fallback;
  time.title = fallback;
  return url ? drawLink(decodeEntities(url), time) : time;
}
