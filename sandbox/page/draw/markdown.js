// The markdown block: the part of Markdown that Slack supports, parsed by marked.

import { lexer } from "../vendor/marked/marked.esm.js";
import { EMOJI, emojiOf } from "./emoji.js";
import { drawLink } from "./links.js";
import { drawTokens } from "./mrkdwn.js";
import { make, drawUnsupported } from "./dom.js";
import { drawEmoji } from "./text.js";

const MENTION = /<([@#!][^<>\s][^<>\n]*|[a-z][a-z0-9+.-]*:[^<>|\s]+\|[^<>\n]+)>/gi;

/** @param {string} text @param {any} ctx */
export function drawMarkdown(text, ctx) {
  return make("div", { class: "markdown" }, ...lexer(text, { gfm: true }).map((token) => draw(token, ctx)));
}

const drawAll = (tokens, ctx) => (tokens ?? []).map((token) => draw(token, ctx));

const DRAWERS = {
  space: () => null,
  br: () => make("br"),
  hr: () => make("hr"),
  def: () => null,
  // Slack shows every level the same way.
  heading: (token, ctx) => make(`h${Math.min(token.depth + 2, 6)}`, { class: "md-heading" }, ...drawAll(token.tokens, ctx)),
  paragraph: (token, ctx) => make("p", {}, ...drawAll(token.tokens, ctx)),
  strong: (token, ctx) => make("strong", {}, ...drawAll(token.tokens, ctx)),
  em: (token, ctx) => make("em", {}, ...drawAll(token.tokens, ctx)),
  del: (token, ctx) => make("s", {}, ...drawAll(token.tokens, ctx)),
  blockquote: (token, ctx) => make("blockquote", {}, ...drawAll(token.tokens, ctx)),
  codespan: (token) => make("code", {}, token.text),
  code: (token) => make("pre", { "data-language": token.lang }, make("code", {}, token.text)),
  link: (token, ctx) => drawLink(token.href, ...drawAll(token.tokens, ctx)),
  image: (token) => drawLink(token.href, token.text || token.href),
  escape: (token) => token.text,
  html: (token, ctx) => drawLiveText(token.raw, ctx),
  text: (token, ctx) => (token.tokens ? drawAll(token.tokens, ctx) : drawLiveText(token.raw, ctx)),
  checkbox: (token) => make("input", { type: "checkbox", disabled: true, checked: token.checked, "aria-label": token.checked ? "done" : "to do" }),
  list: (token, ctx) =>
    make(token.ordered ? "ol" : "ul", { start: token.ordered ? token.start : null }, ...token.items.map((item) => drawItem(item, ctx))),
  table: (token, ctx) => drawGrid(token, ctx),
};

function draw(token, ctx) {
  if (!Object.hasOwn(DRAWERS, token.type)) return drawUnsupported(`markdown “${token.type}”`);
  const drawn = DRAWERS[token.type](token, ctx);
  if (!Array.isArray(drawn)) return drawn;
  const fragment = document.createDocumentFragment();
  fragment.append(...drawn.flat().filter((node) => node !== null));
  return fragment;
}

function drawItem(item, ctx) {
  const box = item.task && !hasBox(item.tokens) ? draw({ type: "checkbox", checked: item.checked }, ctx) : null;
  return make("li", { class: item.task ? "task" : null }, box, box ? " " : null, ...drawAll(item.tokens, ctx));
}

const hasBox = (tokens) => tokens.some((token) => token.type === "checkbox" || hasBox(token.tokens ?? []));

function drawGrid(token, ctx) {
  const row = (tag) => (cells) =>
    make("tr", {}, ...cells.map((cell, n) => make(tag, { class: token.align[n] && `align-${token.align[n]}` }, ...drawAll(cell.tokens, ctx))));
  const table = make("table", {}, make("thead", {}, row("th")(token.header)), make("tbody", {}, ...token.rows.map(row("td"))));
  return make("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Table" }, table);
}

// Slack's tokens and emoji work inside Markdown too; HTML is shown as text.
function drawLiveText(raw, ctx) {
  const nodes = [];
  let plain = 0;
  for (const match of raw.matchAll(MENTION)) {
    nodes.push(...withEmoji(raw.slice(plain, match.index)), ...drawTokens(match[0], ctx));
    plain = match.index + match[0].length;
  }
  return [...nodes, ...withEmoji(raw.slice(plain))];
}

const ENTITIES = { lt: "<", gt: ">", amp: "&", quot: '"', "#39": "'" };

function withEmoji(raw) {
  const text = raw.replace(/&(lt|gt|amp|quot|#39);/g, (_, name) => ENTITIES[name]);
  const nodes = [];
  let plain = 0;
  for (const match of text.matchAll(new RegExp(EMOJI, "g"))) {
    if (!emojiOf(match[1], match[2])) continue;
    nodes.push(text.slice(plain, match.index), drawEmoji(match[1], match[2]));
    plain = match.index + match[0].length;
  }
  return [...nodes, text.slice(plain)];
}
