// rich_text_input: typed with Slack's markup, stored as a rich_text block.

import { make } from "./dom.js";
import { parseLine } from "./mrkdwn-parser.js";
import { plainText } from "./text.js";
import { reportChange, initialValue, registerControl } from "./element-state.js";

const MARKS = { bold: "*", italic: "_", strike: "~", code: "`" };

/** @param {any} element @param {import("./element-state.js").ElementContext} context */
export function drawRichInput(element, context) {
  const rows = String(element.min_lines ?? 4);
  const hint = plainText(element.placeholder) || "*bold*  _italic_  ~strike~  `code`  > quote  - list";
  const field = make("textarea", { class: "typed", rows, placeholder: hint, "aria-label": context.label, autofocus: element.focus_on_load });
  const first = initialValue(element, context);
  field.value = first ? formatRichText(first) : "";
  const getValue = () => (field.value.trim() ? parseRichText(field.value) : null);
  field.addEventListener("change", () => reportChange(element, context, getValue(), () => {}));
  registerControl(field, element, context, getValue);
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

/** Parse typed text into a rich_text block. @param {string} text */
export function parseRichText(text) {
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
  const elements = parseLine(/** @type {any} */ (pattern.exec(line))[1], {}).flatMap((piece) => toElements(piece, {}));
  const last = parts.at(-1);
  if (kind === "bullet" || kind === "ordered") {
    const item = { type: "rich_text_section", elements: elements };
    if (last?.style === kind) last.elements.push(item);
    else parts.push({ type: "rich_text_list", style: kind, elements: [item] });
  } else if (last?.type === kind) last.elements.push({ type: "text", text: "\n" }, ...elements);
  else parts.push({ type: kind, elements: elements });
}

function toElements(piece, style) {
  const styled = Object.keys(style).length ? { style } : {};
  if (piece.children) return piece.children.flatMap((child) => toElements(child, { ...style, [piece.kind]: true }));
  if (piece.kind === "emoji") return [{ type: "emoji", name: piece.name, ...styled }];
  if (piece.kind === "url") return [{ type: "link", url: piece.text, ...styled }];
  if (piece.kind === "code") return [{ type: "text", text: piece.text, style: { ...style, code: true } }];
  return [{ type: "text", text: piece.kind === "entity" ? `<${piece.text}>` : piece.text, ...styled }];
}

/** Format a rich_text block as typed text. @param {any} block */
export const formatRichText = (block) => block.elements.map(formatPart).join("\n");

function formatPart(part) {
  if (part.type === "rich_text_list") {
    return part.elements.map((item, n) => `${part.style === "ordered" ? `${n + 1}.` : "-"} ${formatPart(item)}`).join("\n");
  }
  const text = part.elements.map(formatElement).join("");
  if (part.type === "rich_text_preformatted") return `\`\`\`\n${text}\n\`\`\``;
  return part.type === "rich_text_quote" ? text.replace(/^/gm, "> ") : text;
}

function formatElement(element) {
  const text = element.type === "emoji" ? `:${element.name}:` : element.text ?? element.url ?? element.user_id ?? element.channel_id ?? element.range ?? "";
  return Object.entries(MARKS).reduce((inner, [style, mark]) => (element.style?.[style] ? `${mark}${inner}${mark}` : inner), text);
}
