// Parse mrkdwn into a tree. Pure.
//
// Formatting marks count at word boundaries only and never across lines. Entities (&lt; …) are
// decoded after parsing, so that escaped text is never formatted.

import { EMOJI } from "./emoji.js";

/**
 * @typedef {{kind: "text"|"code"|"pre"|"entity"|"url", text: string}
 *   | {kind: "emoji", text: string, name: string, tone?: string}
 *   | {kind: "bold"|"italic"|"strike"|"quote", children: Piece[]}} Piece
 * @typedef {{verbatim?: boolean, emoji?: boolean}} Options
 */

const FENCE = "```";
const QUOTE = /^(?:&gt;|>)(?!(?:&gt;|>){2}) ?/;
const LONG_QUOTE = /^(?:&gt;|>){3} ?/;
const MARKS = /** @type {const} */ ({ "*": "bold", _: "italic", "~": "strike" });
const BEFORE = /[\s?.,\-!^;:{([%$#+="'“‘«„—–…/|]/;
const AFTER = /[\s?.,\-!^;:})\]%$#+="'”’»—–…/|~{[<&]/;
const TOKEN = /^<([^<>\n]+)>/;
const CODE = /^`([^`\n]+)`/;
const URL = /^(?:https?:\/\/|www\.)[^\s<>|]+/i;
const EMOJI_HERE = new RegExp(`^${EMOJI.source}`);
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const STARTS = /[<`*_~:hHwW]/;

/** Whether Slack recognises this between < and >. @param {string} inside */
export const isEntity = (inside) => /^[@#!][^\s|]/.test(inside) || SCHEME.test(inside);

/** @param {string} text @param {Options} [options] @returns {Piece[]} */
export function parseMrkdwn(text, options = {}) {
  return groupQuotes(lines(preformatted(text)), options);
}

// Split the text into strings and preformatted pieces.
function preformatted(text) {
  const pieces = [];
  let plain = 0;
  for (let start = text.indexOf(FENCE); start >= 0; start = text.indexOf(FENCE, start)) {
    const end = text.indexOf(FENCE, start + FENCE.length);
    if (end < 0) break;
    const inside = text.slice(start + FENCE.length, end);
    start = end + FENCE.length;
    if (!/[^\s`]/.test(inside)) continue;
    pieces.push(text.slice(plain, end - inside.length - FENCE.length), { kind: "pre", text: inside.replace(/^\n|\n$/g, "") });
    if (text[start] === "\n") start += 1;
    plain = start;
  }
  return [...pieces, text.slice(plain)];
}

function lines(pieces) {
  const allLines = [[]];
  for (const piece of pieces) {
    if (typeof piece !== "string") {
      allLines.at(-1).push(piece);
      continue;
    }
    const [first, ...others] = piece.split("\n");
    allLines.at(-1).push(first);
    for (const other of others) allLines.push([other]);
  }
  return allLines.map((line) => line.filter((piece) => piece !== ""));
}

// Consecutive quoted lines are one quote; >>> quotes everything after it.
function groupQuotes(allLines, options) {
  const groups = [];
  for (const [index, line] of allLines.entries()) {
    const start = typeof line[0] === "string" ? line[0] : "";
    if (LONG_QUOTE.test(start)) {
      groups.push({ quoted: true, lines: [[start.replace(LONG_QUOTE, ""), ...line.slice(1)], ...allLines.slice(index + 1)] });
      break;
    }
    const quoted = QUOTE.test(start);
    const content = quoted ? [start.replace(QUOTE, ""), ...line.slice(1)] : line;
    if (groups.at(-1)?.quoted === quoted) groups.at(-1).lines.push(content);
    else groups.push({ quoted, lines: [content] });
  }
  return groups.flatMap((group) => {
    const children = joinLines(group.lines, options);
    return group.quoted ? [{ kind: "quote", children }] : children;
  });
}

const joinLines = (allLines, options) =>
  allLines.flatMap((line, index) => [...(index ? [{ kind: "text", text: "\n" }] : []), ...parsePieces(line, options)]);

const parsePieces = (line, options) => line.flatMap((piece) => (typeof piece === "string" ? parseLine(piece, options) : [piece]));

/** Parse one line into pieces. @param {string} line @param {Options} [options] @returns {Piece[]} */
export function parseLine(line, options = {}) {
  const out = [];
  // A mark without an end here has none later either.
  const open = new Set();
  let plain = 0;
  for (let at = 0; at < line.length; at += 1) {
    if (!STARTS.test(line[at]) || open.has(line[at])) continue;
    const found = pieceAt(line, at, options, open);
    if (!found) continue;
    if (at > plain) out.push({ kind: "text", text: line.slice(plain, at) });
    out.push(found.piece);
    plain = at + found.length;
    at = plain - 1;
  }
  if (plain < line.length) out.push({ kind: "text", text: line.slice(plain) });
  return out;
}

function pieceAt(line, at, options, open) {
  const char = line[at];
  if (char === "<") return token(line.slice(at));
  if (char === ":") return options.emoji === false ? null : emoji(line.slice(at));
  const begins = at === 0 || BEFORE.test(line[at - 1]);
  if (!begins && line[at - 1] !== ">") return null;
  if (char === "`") return begins ? code(line, at) : null;
  if (char in MARKS) return begins ? marked(line, at, options, open) : null;
  return options.verbatim ? null : url(line.slice(at));
}

function token(rest) {
  const match = TOKEN.exec(rest);
  if (!match || !isEntity(match[1])) return null;
  return { piece: { kind: "entity", text: match[1] }, length: match[0].length };
}

function emoji(rest) {
  const match = EMOJI_HERE.exec(rest);
  if (!match) return null;
  return { piece: { kind: "emoji", text: match[0], name: match[1], tone: match[2] }, length: match[0].length };
}

const ends = (line, at) => at >= line.length || AFTER.test(line[at]);

function code(line, at) {
  const match = CODE.exec(line.slice(at));
  if (!match || !ends(line, at + match[0].length)) return null;
  return { piece: { kind: "code", text: match[1] }, length: match[0].length };
}

function marked(line, at, options, open) {
  const mark = line[at];
  if (/\s/.test(line[at + 1] ?? " ") || line[at + 1] === mark) return null;
  for (let end = at + 1; end < line.length; end += 1) {
    const skipped = line[end] === "<" ? token(line.slice(end)) : line[end] === "`" ? code(line, end) : null;
    if (skipped) end += skipped.length - 1;
    else if (line[end] === mark && end > at + 1 && !/\s/.test(line[end - 1]) && ends(line, end + 1)) {
      const children = parseLine(line.slice(at + 1, end), options);
      return { piece: { kind: MARKS[mark], children }, length: end + 1 - at };
    }
  }
  open.add(mark);
  return null;
}

function url(rest) {
  const match = URL.exec(rest);
  if (!match) return null;
  let found = match[0].split(/&[lg]t;/)[0].replace(/[.,;:!?'"*_~]+$/, "");
  // A bracket at the end belongs to the sentence unless it was opened inside.
  while (/[)\]]$/.test(found) && !/[([]/.test(found)) found = found.slice(0, -1);
  return /^(?:https?:\/\/|www\.)\w/i.test(found) ? { piece: { kind: "url", text: found }, length: found.length } : null;
}
