// rich_text_input: written with Slack's marks, held as a rich_text block.

import { make } from "./node.js";
import { readLine } from "./mrkdwn-read.js";
import { plainText } from "./text.js";
import { changed, firstValue, stateful } from "./using.js";

const MARKS = { bold: "*", italic: "_", strike: "~", code: "`" };

/** @param {any} element @param {import("./using.js").Place} place */
export function drawRichInput(element, place) {
  const rows = String(element.min_lines ?? 4);
  const hint = plainText(element.placeholder) || "*bold*  _italic_  ~strike~  `code`  > quote  - list";
  const field = make("textarea", { class: "typed", rows, placeholder: hint, "aria-label": place.label, autofocus: element.focus_on_load });
  const first = firstValue(element, place);
  field.value = first ? written(first) : "";
  const held = () => (field.value.trim() ? read(field.value) : null);
  field.addEventListener("change", () => changed(element, place, held(), () => {}));
  stateful(field, element, place, held);
  const buttons = Object.entries(MARKS).map(([name, mark]) =>
    make("button", { type: "button", class: `mark ${name}`, title: name, "aria-label": name, onclick: () => surround(field, mark) }, name === "code" ? "<>" : name[0].toUpperCase()),
  );
  return make("div", { class: "rich-input" }, make("div", { class: "marks", role: "group", "aria-label": "Formatting" }, ...buttons), field);
}

function surround(field, mark) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  field.setRangeText(`${mark}${value.slice(start, end)}${mark}`, start, end, "select");
  if (start === end) field.setSelectionRange(start + 1, start + 1);
  field.focus();
}

const LINES = [
  [/^> ?(.*)$/, () => "rich_text_quote"],
  [/^\s*[-•*] (.*)$/, () => "bullet"],
  [/^\s*\d+[.)] (.*)$/, () => "ordered"],
];

/** A rich_text block of what was typed. @param {string} text */
export function read(text) {
  const parts = [];
  for (const piece of text.split(/```\n?([\s\S]*?)\n?```\n?/).map((part, n) => ({ part, pre: n % 2 === 1 }))) {
    if (piece.pre) parts.push({ type: "rich_text_preformatted", elements: [{ type: "text", text: piece.part || " " }] });
    else if (piece.part) for (const line of piece.part.replace(/\n$/, "").split("\n")) addLine(parts, line);
  }
  return { type: "rich_text", elements: parts };
}

function addLine(parts, line) {
  const [pattern, kindOf] = LINES.find(([form]) => form.test(line)) ?? [/^(.*)$/, () => "rich_text_section"];
  const kind = kindOf();
  const leaves = readLine(/** @type {any} */ (pattern.exec(line))[1], {}).flatMap((piece) => leaf(piece, {}));
  const last = parts.at(-1);
  if (kind === "bullet" || kind === "ordered") {
    const item = { type: "rich_text_section", elements: leaves };
    if (last?.style === kind) last.elements.push(item);
    else parts.push({ type: "rich_text_list", style: kind, elements: [item] });
  } else if (last?.type === kind) last.elements.push({ type: "text", text: "\n" }, ...leaves);
  else parts.push({ type: kind, elements: leaves });
}

function leaf(piece, style) {
  const styled = Object.keys(style).length ? { style } : {};
  if (piece.children) return piece.children.flatMap((child) => leaf(child, { ...style, [piece.kind]: true }));
  if (piece.kind === "emoji") return [{ type: "emoji", name: piece.name, ...styled }];
  if (piece.kind === "url") return [{ type: "link", url: piece.text, ...styled }];
  if (piece.kind === "code") return [{ type: "text", text: piece.text, style: { ...style, code: true } }];
  return [{ type: "text", text: piece.kind === "entity" ? `<${piece.text}>` : piece.text, ...styled }];
}

/** A rich_text block as it would be typed. @param {any} block */
export const written = (block) => block.elements.map(writtenPart).join("\n");

function writtenPart(part) {
  if (part.type === "rich_text_list") {
    return part.elements.map((item, n) => `${part.style === "ordered" ? `${n + 1}.` : "-"} ${writtenPart(item)}`).join("\n");
  }
  const text = part.elements.map(writtenLeaf).join("");
  if (part.type === "rich_text_preformatted") return `\`\`\`\n${text}\n\`\`\``;
  return part.type === "rich_text_quote" ? text.replace(/^/gm, "> ") : text;
}

function writtenLeaf(one) {
  const text = one.type === "emoji" ? `:${one.name}:` : one.text ?? one.url ?? one.user_id ?? one.channel_id ?? one.range ?? "";
  return Object.entries(MARKS).reduce((inner, [style, mark]) => (one.style?.[style] ? `${mark}${inner}${mark}` : inner), text);
}
