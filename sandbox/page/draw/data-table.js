// `data_table`: sorted by a click on a header, filtered, in pages.

import { make } from "./node.js";
import { drawCell, scrolling } from "./table.js";

const PAGE = 5;
const COLLATOR = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const NEXT = { none: "ascending", ascending: "descending", descending: "none" };

/** The letters of a cell. @param {any} cell @returns {string} */
function letters(cell) {
  if (cell.type === "raw_text") return cell.text;
  if (cell.type === "raw_number") return cell.text ?? String(cell.value);
  return (cell.elements ?? []).map((inner) => inner.text ?? letters(inner)).join("");
}

// Numbers come before text, as numbers.
function compare(a, b) {
  if (a.type === "raw_number" && b.type === "raw_number") return a.value - b.value;
  if (a.type === "raw_number" || b.type === "raw_number") return a.type === "raw_number" ? -1 : 1;
  return COLLATOR.compare(letters(a), letters(b));
}

/** @param {any} block @param {any} ctx */
export function drawDataTable(block, ctx) {
  const [head, ...rows] = block.rows;
  const size = block.page_size ?? PAGE;
  const state = { column: -1, order: "none", page: 0, wanted: "" };
  const numeric = head.map((_, column) => rows.every((row) => row[column].type === "raw_number"));
  const body = make("tbody");
  const headers = head.map((cell, column) => drawHeader(cell, numeric[column], ctx, () => sort(column)));
  const turn = (by) => () => show((state.page += by));
  const back = make("button", { type: "button", class: "page-turn", "aria-label": "Previous page", onclick: turn(-1) }, "‹");
  const on = make("button", { type: "button", class: "page-turn", "aria-label": "Next page", onclick: turn(1) }, "›");
  const where = make("span", { role: "status" });

  function sort(column) {
    state.order = state.column === column ? NEXT[state.order] : "ascending";
    Object.assign(state, { column, page: 0 });
    show();
  }

  function shown() {
    const found = rows.filter((row) => row.some((cell) => letters(cell).toLowerCase().includes(state.wanted)));
    if (state.order === "none") return found;
    const sign = state.order === "ascending" ? 1 : -1;
    return found.sort((a, b) => sign * compare(a[state.column], b[state.column]));
  }

  function show() {
    const found = shown();
    const start = state.page * size;
    body.replaceChildren(...found.slice(start, start + size).map((row) => drawRow(row, block, numeric, ctx)));
    headers.forEach((th, column) => th.setAttribute("aria-sort", column === state.column ? state.order : "none"));
    back.disabled = state.page === 0;
    on.disabled = start + size >= found.length;
    where.textContent = found.length ? `${start + 1}–${Math.min(start + size, found.length)} of ${found.length}` : "No rows";
  }

  const filter = (event) => {
    Object.assign(state, { wanted: event.target.value.trim().toLowerCase(), page: 0 });
    show();
  };
  const search = make("input", { type: "search", class: "table-filter", placeholder: "Filter", "aria-label": `Filter ${block.caption}`, oninput: filter });
  const paged = rows.length > size;
  show();
  const caption = make("caption", {}, block.caption);
  const table = scrolling(block.caption, caption, make("thead", {}, make("tr", {}, ...headers)), body);
  return make("div", { class: "data-table" }, table, paged && make("div", { class: "table-foot" }, search, back, where, on));
}

function drawHeader(cell, numeric, ctx, onclick) {
  const button = make("button", { type: "button", class: "sort", onclick }, drawCell(cell, ctx), make("span", { class: "sort-mark", "aria-hidden": "true" }));
  return make("th", { scope: "col", "aria-sort": "none", class: numeric ? "align-right" : null }, button);
}

function drawRow(row, block, numeric, ctx) {
  const named = block.row_header_column_index ?? 0;
  const cells = row.map((cell, column) => {
    const look = numeric[column] || cell.type === "raw_number" ? "align-right" : null;
    const drawn = drawCell(cell, ctx);
    return column === named ? make("th", { scope: "row", class: look }, drawn) : make("td", { class: look }, drawn);
  });
  return make("tr", {}, ...cells);
}
