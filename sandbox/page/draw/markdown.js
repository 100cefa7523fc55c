// The markdown block: the part of Markdown that Slack shows, read by marked, drawn as nodes.

import { lexer } from "../vendor/marked/marked.esm.js";
import { EMOJI, emojiOf } from "./emoji.js";
import { drawLink } from "./link.js";
import { drawTokens } from "./mrkdwn.js";
import { make, undrawable } from "./node.js";
import { drawEmoji } from "./text.js";

const MENTION = /<([@#!][^<>\s][^<>\n]*|[a-z][a-z0-9+.-]*:[^<>|\s]+\|[^<>\n]+)>/gi;

/** @param {string} text @param {any} ctx */
export function drawMarkdown(text, ctx) {
  return make("div", { class: "markdown" }, ...lexer(text, { gfm: true }).map((token) => draw(token, ctx)));
}

const all = (tokens, ctx) => (tokens ?? []).map((token) => draw(token, ctx));

const DRAWERS = {
  space: () => null,
  br: () => make("br"),
  hr: () => make("hr"),
  def: () => null,
  // Slack shows every level alike.
  heading: (token, ctx) => make(`h${Math.min(token.depth + 2, 6)}`, { class: "md-heading" }, ...all(token.tokens, ctx)),
  paragraph: (token, ctx) => make("p", {}, ...all(token.tokens, ctx)),
  strong: (token, ctx) => make("strong", {}, ...all(token.tokens, ctx)),
  em: (token, ctx) => make("em", {}, ...all(token.tokens, ctx)),
  del: (token, ctx) => make("s", {}, ...all(token.tokens, ctx)),
  blockquote: (token, ctx) => make("blockquote", {}, ...all(token.tokens, ctx)),
  codespan: (token) => make("code", {}, token.text),
  code: (token) => make("pre", { "data-language": token.lang }, make("code", {}, token.text)),
  link: (token, ctx) => drawLink(token.href, ...all(token.tokens, ctx)),
  image: (token) => drawLink(token.href, token.text || token.href),
  escape: (token) => token.text,
  html: (token, ctx) => live(token.raw, ctx),
  text: (token, ctx) => (token.tokens ? all(token.tokens, ctx) : live(token.raw, ctx)),
  checkbox: (token) => make("input", { type: "checkbox", disabled: true, checked: token.checked, "aria-label": token.checked ? "done" : "to do" }),
  list: (token, ctx) =>
    make(token.ordered ? "ol" : "ul", { start: token.ordered ? token.start : null }, ...token.items.map((item) => drawItem(item, ctx))),
  table: (token, ctx) => drawGrid(token, ctx),
};

function draw(token, ctx) {
  if (!Object.hasOwn(DRAWERS, token.type)) return undrawable(`markdown “${token.type}”`);
  const drawn = DRAWERS[token.type](token, ctx);
  if (!Array.isArray(drawn)) return drawn;
  const fragment = document.createDocumentFragment();
  fragment.append(...drawn.flat().filter((node) => node !== null));
  return fragment;
}

function drawItem(item, ctx) {
  const box = item.task && !hasBox(item.tokens) ? draw({ type: "checkbox", checked: item.checked }, ctx) : null;
  return make("li", { class: item.task ? "task" : null }, box, box ? " " : null, ...all(item.tokens, ctx));
}

const hasBox = (tokens) => tokens.some((token) => token.type === "checkbox" || hasBox(token.tokens ?? []));

function drawGrid(token, ctx) {
  const row = (tag) => (cells) =>
    make("tr", {}, ...cells.map((cell, n) => make(tag, { class: token.align[n] && `align-${token.align[n]}` }, ...all(cell.tokens, ctx))));
  const table = make("table", {}, make("thead", {}, row("th")(token.header)), make("tbody", {}, ...token.rows.map(row("td"))));
  return make("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Table" }, table);
}

// Slack's own tokens and emoji live inside Markdown too; what looks like HTML is text.
function live(raw, ctx) {
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
