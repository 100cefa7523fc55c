// `table`, and the cells it shares with `data_table`.

import { drawKind, make } from "./node.js";
import { drawRichText } from "./rich-text.js";

const FORMAT = new Intl.NumberFormat("en-US", { maximumFractionDigits: 20 });

const CELLS = {
  raw_text: (cell) => document.createTextNode(cell.text),
  raw_number: (cell) => document.createTextNode(cell.text ?? FORMAT.format(cell.value)),
  rich_text: drawRichText,
};

/** What a cell shows. @param {any} cell @param {any} ctx */
export const drawCell = (cell, ctx) => drawKind(CELLS, cell.type, "cell", cell, ctx);

/** A table that scrolls inside itself. @param {string} label @param {...any} children */
export const scrolling = (label, ...children) =>
  make("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": label }, make("table", {}, ...children));

/** @param {any} block @param {any} ctx */
export function drawTable(block, ctx) {
  const [head, ...body] = block.rows;
  const row = (tag) => (cells) =>
    make("tr", {}, ...cells.map((cell, column) => make(tag, { class: look(block.column_settings?.[column], cell) }, drawCell(cell, ctx))));
  const header = make("thead", {}, row("th")(head));
  return scrolling("Table", header, make("tbody", {}, ...body.map(row("td"))));
}

function look(setting, cell) {
  const align = setting?.align ?? (cell.type === "raw_number" ? "right" : "left");
  return `align-${align}${setting?.is_wrapped ? " wrapped" : ""}`;
}
