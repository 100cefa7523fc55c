// Draw mrkdwn.

import { drawEntity, drawLink } from "./links.js";
import { isEntity, parseLine, parseMrkdwn } from "./mrkdwn-parser.js";
import { make } from "./dom.js";
import { decodeEntities, drawEmoji } from "./text.js";

const TAGS = { bold: "strong", italic: "em", strike: "s" };
const TOKENS = /<([^<>\n]+)>/g;

/**
 * Draw a text as Slack shows it.
 *
 * @param {string} text
 * @param {any} ctx see README.md
 * @param {import("./mrkdwn-parser.js").Options} [options]
 * @returns {HTMLElement}
 */
export function drawMrkdwn(text, ctx, options = {}) {
  return make("div", { class: "text" }, ...parseMrkdwn(text, options).map((piece) => draw(piece, ctx)));
}

/** Draw text in which only <tokens> are live. */
export function drawTokens(/** @type {string} */ text, /** @type {any} */ ctx) {
  const nodes = [];
  let plain = 0;
  for (const match of text.matchAll(TOKENS)) {
    if (!isEntity(match[1])) continue;
    nodes.push(decodeEntities(text.slice(plain, match.index)), drawEntity(match[1], ctx, (label) => [decodeEntities(label)]));
    plain = match.index + match[0].length;
  }
  return [...nodes, decodeEntities(text.slice(plain))];
}

function draw(piece, ctx) {
  if (piece.kind === "text") return document.createTextNode(decodeEntities(piece.text));
  if (piece.kind === "emoji") return drawEmoji(piece.name, piece.tone);
  if (piece.kind === "code") return make("code", {}, ...drawTokens(piece.text, ctx));
  if (piece.kind === "pre") return make("pre", {}, ...drawTokens(piece.text, ctx));
  if (piece.kind === "entity") return drawEntity(piece.text, ctx, (label) => drawLabel(label, ctx));
  if (piece.kind === "url") return drawBare(decodeEntities(piece.text));
  const inner = piece.children.map((child) => draw(child, ctx));
  return make(piece.kind === "quote" ? "blockquote" : TAGS[piece.kind], {}, ...inner);
}

const drawBare = (address) => drawLink(/^www\./i.test(address) ? `http://${address}` : address, address);

// The label of a link is formatted, but contains no other link.
const drawLabel = (label, ctx) => parseLine(label, { verbatim: true }).map((piece) => draw(piece, ctx));
