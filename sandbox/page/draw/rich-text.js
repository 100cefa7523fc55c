// rich_text: sections, lists, quotes and preformatted text. Its text is shown as it is.

import { formatDate } from "./dates.js";
import { drawBroadcast, drawChannel, drawGroup, drawLink, drawPerson } from "./links.js";
import { drawByType, make } from "./dom.js";
import { drawEmoji } from "./text.js";

const STYLES = { bold: "strong", italic: "em", strike: "s", underline: "u", code: "code", highlight: "mark", client_highlight: "mark" };
const BULLETS = ["disc", "circle", "square"];
const NUMBERS = ["decimal", "lower-alpha", "lower-roman"];

/** A rich_text block or cell. @param {any} block @param {any} ctx */
export function drawRichText(block, ctx) {
  return make("div", { class: "rich-text" }, ...groupLists(block.elements).map((part) => drawPart(part, ctx)));
}

// Slack sends a nested list as several lists in a row, each with its indent.
function groupLists(parts) {
  const out = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (part.type === "rich_text_list" && last?.type === "lists") last.lists.push(part);
    else out.push(part.type === "rich_text_list" ? { type: "lists", lists: [part] } : part);
  }
  return out;
}

const drawElements = (part, ctx) => part.elements.map((leaf) => drawElement(leaf, ctx));
const bordered = (part) => (part.border ? " bordered" : "");

const PARTS = {
  rich_text_section: (part, ctx) => make("div", { class: "text" }, ...drawElements(part, ctx)),
  rich_text_quote: (part, ctx) => make("blockquote", { class: `text${bordered(part)}` }, ...drawElements(part, ctx)),
  rich_text_preformatted: (part, ctx) =>
    make("pre", { class: bordered(part).trim() || null, "data-language": part.language }, ...drawElements(part, ctx)),
  lists: (part, ctx) => make("div", {}, ...drawLists(part.lists, ctx)),
};
const drawPart = (part, ctx) => drawByType(PARTS, part.type, "rich text", part, ctx);

// Numbering continues where only deeper lists came between.
function drawLists(lists, ctx) {
  const before = [];
  return lists.map((list) => {
    const indent = list.indent ?? 0;
    before.length = Math.min(before.length, indent + 1);
    const counted = before[indent]?.style === list.style ? before[indent].counted : 0;
    const start = 1 + (list.offset ?? counted);
    before[indent] = { style: list.style, counted: start - 1 + list.elements.length };
    return drawList(list, indent, start, ctx);
  });
}

function drawList(list, indent, start, ctx) {
  const ordered = list.style === "ordered";
  const style = `--indent: ${indent}; list-style-type: ${(ordered ? NUMBERS : BULLETS)[indent % 3]}`;
  const items = list.elements.map((item) => make("li", {}, drawPart(item, ctx)));
  const node = make(ordered ? "ol" : "ul", { class: bordered(list).trim() || null, start: ordered ? start : null }, ...items);
  node.style.cssText = style;
  return node;
}

const LEAVES = {
  text: (leaf) => document.createTextNode(leaf.text),
  link: (leaf) => drawLink(leaf.url, leaf.text || leaf.url),
  user: (leaf, ctx) => drawPerson(leaf.user_id, ctx),
  usergroup: (leaf) => drawGroup(leaf.usergroup_id),
  channel: (leaf, ctx) => drawChannel(leaf.channel_id, ctx),
  team: (leaf) => make("span", { class: "mention team" }, `@${leaf.team_id}`),
  emoji: (leaf) => drawEmoji(leaf.name, leaf.skin_tone),
  broadcast: (leaf) => drawBroadcast(leaf.range),
  color: (leaf) => make("span", { class: "color" }, swatch(leaf.value), leaf.value),
  date: drawDate,
};

function drawElement(leaf, ctx) {
  let node = drawByType(LEAVES, leaf.type, "rich text element", leaf, ctx);
  for (const [style, tag] of Object.entries(STYLES)) {
    if (leaf.style?.[style]) node = make(tag, {}, node);
  }
  return node;
}

function swatch(value) {
  const square = make("span", { class: "swatch", "aria-hidden": "true" });
  square.style.backgroundColor = value;
  return square;
}

function drawDate(leaf, ctx) {
  const text = formatDate(leaf.timestamp, leaf.format, ctx) ?? leaf.fallback ?? leaf.format;
  const time = make("time", { title: leaf.fallback }, text);
  return leaf.url ? drawLink(leaf.url, time) : time;
}
