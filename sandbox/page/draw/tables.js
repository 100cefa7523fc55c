// `table` and `data_table`; the latter is sorted by a click on a header, filtered and paged.

import { drawByType, make } from "./dom.js";
import { drawRichText } from "./rich-text.js";

const FORMAT = new Intl.NumberFormat("en-US", { maximumFractionDigits: 20 });

const CELLS = {
  raw_text: (cell) => document.createTextNode(cell.text),
  raw_number: (cell) => document.createTextNode(cell.text ?? FORMAT.format(cell.value)),
  rich_text: drawRichText,
};

/** Draw the content of a cell. @param {any} cell @param {any} ctx */
export const drawCell = (cell, ctx) => drawByType(CELLS, cell.type, "cell", cell, ctx);

/** A table that scrolls inside itself. @param {string} label @param {...any} children */
export const scrollingTable = (label, ...children) =>
  make("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": label }, make("table", {}, ...children));

/** @param {any} block @param {any} ctx */
export function drawTable(block, ctx) {
  const [head, ...body] = block.rows;
  const row = (tag) => (cells) =>
    make("tr", {}, ...cells.map((cell, column) => make(tag, { class: cellClass(block.column_settings?.[column], cell) }, drawCell(cell, ctx))));
  const header = make("thead", {}, row("th")(head));
  return scrollingTable("Table", header, make("tbody", {}, ...body.map(row("td"))));
}

function cellClass(setting, cell) {
  const align = setting?.align ?? (cell.type === "raw_number" ? "right" : "left");
  return `align-${align}${setting?.is_wrapped ? " wrapped" : ""}`;
}

const PAGE_SIZE = 5;
const COLLATOR = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const NEXT = { none: "ascending", ascending: "descending", descending: "none" };

/** Return the text of a cell. @param {any} cell @returns {string} */
function cellText(cell) {
  if (cell.type === "raw_text") return cell.text;
  if (cell.type === "raw_number") return cell.text ?? String(cell.value);
  return (cell.elements ?? []).map((inner) => inner.text ?? cellText(inner)).join("");
}

// Numbers sort before text, by value.
function compare(a, b) {
  if (a.type === "raw_number" && b.type === "raw_number") return a.value - b.value;
  if (a.type === "raw_number" || b.type === "raw_number") return a.type === "raw_number" ? -1 : 1;
  return COLLATOR.compare(cellText(a), cellText(b));
}

/** @param {any} block @param {any} ctx */
export function drawDataTable(block, ctx) {
  const [head, ...rows] = block.rows;
  const size = block.page_size ?? PAGE_SIZE;
  const state = { column: -1, order: "none", page: 0, query: "" };
  const numeric = head.map((_, column) => rows.every((row) => row[column].type === "raw_number"));
  const body = make("tbody");
  const headers = head.map((cell, column) => drawHeader(cell, numeric[column], ctx, () => sort(column)));
  const turn = (by) => () => show((state.page += by));
  const previous = make("button", { type: "button", class: "page-turn", "aria-label": "Previous page", onclick: turn(-1) }, "‹");
  const next = make("button", { type: "button", class: "page-turn", "aria-label": "Next page", onclick: turn(1) }, "›");
  const position = make("span", { role: "status" });

  function sort(column) {
    state.order = state.column === column ? NEXT[state.order] : "ascending";
    Object.assign(state, { column, page: 0 });
    show();
  }

  function visibleRows() {
    const matching = rows.filter((row) => row.some((cell) => cellText(cell).toLowerCase().includes(state.query)));
    if (state.order === "none") return matching;
    const sign = state.order === "ascending" ? 1 : -1;
    return matching.sort((a, b) => sign * compare(a[state.column], b[state.column]));
  }

  function show() {
    const matching = visibleRows();
    const start = state.page * size;
    body.replaceChildren(...matching.slice(start, start + size).map((row) => drawRow(row, block, numeric, ctx)));
    headers.forEach((th, column) => th.setAttribute("aria-sort", column === state.column ? state.order : "none"));
    previous.disabled = state.page === 0;
    next.disabled = start + size >= matching.length;
    position.textContent = matching.length ? `${start + 1}–${Math.min(start + size, matching.length)} of ${matching.length}` : "No rows";
  }

  const filter = (event) => {
    Object.assign(state, { query: event.target.value.trim().toLowerCase(), page: 0 });
    show();
  };
  const search = make("input", { type: "search", class: "table-filter", placeholder: "Filter", "aria-label": `Filter ${block.caption}`, oninput: filter });
  const paged = rows.length > size;
  show();
  const caption = make("caption", {}, block.caption);
  const table = scrollingTable(block.caption, caption, make("thead", {}, make("tr", {}, ...headers)), body);
  return make("div", { class: "data-table" }, table, paged && make("div", { class: "table-foot" }, search, previous, position, next));
}

function drawHeader(cell, numeric, ctx, onclick) {
  const button = make("button", { type: "button", class: "sort", onclick }, drawCell(cell, ctx), make("span", { class: "sort-mark", "aria-hidden": "true" }));
  return make("th", { scope: "col", "aria-sort": "none", class: numeric ? "align-right" : null }, button);
}

function drawRow(row, block, numeric, ctx) {
  const headerColumn = block.row_header_column_index ?? 0;
  const cells = row.map((cell, column) => {
    const cellClass = numeric[column] || cell.type === "raw_number" ? "align-right" : null;
    const drawn = drawCell(cell, ctx);
    return column === headerColumn ? make("th", { scope: "row", class: cellClass }, drawn) : make("td", { class: cellClass }, drawn);
  });
  return make("tr", {}, ...cells);
}
