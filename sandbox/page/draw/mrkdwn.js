// Drawing mrkdwn.

import { drawEntity } from "./entities.js";
import { drawLink } from "./link.js";
import { isEntity, readLine, readMrkdwn } from "./mrkdwn-read.js";
import { make } from "./node.js";
import { decoded, drawEmoji } from "./text.js";

const TAGS = { bold: "strong", italic: "em", strike: "s" };
const TOKENS = /<([^<>\n]+)>/g;

/**
 * A text as Slack shows it.
 *
 * @param {string} text
 * @param {any} ctx see README.md
 * @param {import("./mrkdwn-read.js").Options} [options]
 * @returns {HTMLElement}
 */
export function drawMrkdwn(text, ctx, options = {}) {
  return make("div", { class: "text" }, ...readMrkdwn(text, options).map((piece) => draw(piece, ctx)));
}

/** Text in which only <tokens> and, if wanted, emoji and bare links are live. */
export function drawTokens(/** @type {string} */ text, /** @type {any} */ ctx) {
  const nodes = [];
  let plain = 0;
  for (const match of text.matchAll(TOKENS)) {
    if (!isEntity(match[1])) continue;
    nodes.push(decoded(text.slice(plain, match.index)), drawEntity(match[1], ctx, (label) => [decoded(label)]));
    plain = match.index + match[0].length;
  }
  return [...nodes, decoded(text.slice(plain))];
}

function draw(piece, ctx) {
  if (piece.kind === "text") return document.createTextNode(decoded(piece.text));
  if (piece.kind === "emoji") return drawEmoji(piece.name, piece.tone);
  if (piece.kind === "code") return make("code", {}, ...drawTokens(piece.text, ctx));
  if (piece.kind === "pre") return make("pre", {}, ...drawTokens(piece.text, ctx));
  if (piece.kind === "entity") return drawEntity(piece.text, ctx, (label) => drawLabel(label, ctx));
  if (piece.kind === "url") return drawBare(decoded(piece.text));
  const inner = piece.children.map((child) => draw(child, ctx));
  return make(piece.kind === "quote" ? "blockquote" : TAGS[piece.kind], {}, ...inner);
}

const drawBare = (address) => drawLink(/^www\./i.test(address) ? `http://${address}` : address, address);

// The label of a link is formatted, but holds no other link.
const drawLabel = (label, ctx) => readLine(label, { verbatim: true }).map((piece) => draw(piece, ctx));
