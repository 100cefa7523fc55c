// What stands between < and >: mentions, dates and links.

import { formatDate } from "./dates.js";
import { drawBroadcast, drawChannel, drawGroup, drawLink, drawPerson } from "./link.js";
import { decoded } from "./text.js";

/**
 * @param {string} inside the token without its angle brackets
 * @param {any} ctx
 * @param {(text: string) => (Node|string)[]} inline draws a label's marks
 */
export function drawEntity(inside, ctx, inline) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? "" : inside.slice(bar + 1);
  if (target[0] === "@") return drawPerson(target.slice(1), ctx);
  if (target[0] === "#") return drawChannel(target.slice(1), ctx, decoded(label));
  if (target[0] === "!") return drawCommand(target.slice(1), label, ctx);
  const shown = label ? inline(label) : [decoded(target.replace(/^(?:mailto|tel):/i, ""))];
  return drawLink(decoded(target), ...shown);
}

function drawCommand(command, label, ctx) {
  const [name, ...args] = command.split("^");
  if (["here", "channel", "everyone"].includes(name)) return drawBroadcast(name);
  if (name === "subteam") return drawGroup(args[0] ?? "", decoded(label));
  if (name === "date") return drawDate(args, decoded(label), ctx);
  return document.createTextNode(`<${decoded(label || name)}>`);
}

function drawDate([seconds, template = "", url], fallback, ctx) {
  const time = document.createElement("time");
  time.textContent = formatDate(Number(seconds || NaN), decoded(template), ctx) ?? fallback;
  time.title = fallback;
  return url ? drawLink(decoded(url), time) : time;
}
