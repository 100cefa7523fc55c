// Blocks, drawn plainly: every text is shown, every button and menu works.

import { make, plain } from "/page/dom.js";

// `use(element, block, value)` is called when a person clicks or chooses.
export function drawBlocks(blocks, use) {
  return make("div", { className: "blocks" }, ...blocks.map((block) => drawBlock(block, use)));
}

function drawBlock(block, use) {
  const draw = DRAWERS[block.type];
  return make("div", { className: `block ${block.type}` }, ...(draw ? draw(block, use) : [raw(block)]));
}

const raw = (block) => make("details", {}, make("summary", {}, block.type), make("pre", {}, JSON.stringify(block, null, 2)));
const text = (object) => (object ? make("p", {}, plain(object.text)) : null);
const row = (elements, block, use) => make("div", { className: "row" }, ...elements.map((e) => drawElement(e, block, use)));

const DRAWERS = {
  header: (block) => [make("h3", {}, block.text.text)],
  divider: () => [make("hr")],
  section: (block, use) => [
    text(block.text),
    ...(block.fields || []).map(text),
    block.accessory ? row([block.accessory], block, use) : null,
  ],
  context: (block, use) => [row(block.elements, block, use)],
  actions: (block, use) => [row(block.elements, block, use)],
  markdown: (block) => [make("p", {}, block.text)],
  alert: (block) => [text(block.text)],
  image: (block) => [make("img", { src: block.image_url || "", alt: block.alt_text })],
  input: (block, use) => [
    make("label", {}, `${block.label.text}${block.optional ? " (optional)" : ""} `, drawElement(block.element, block, use)),
    block.hint ? make("small", {}, block.hint.text) : null,
  ],
  container: (block, use) => [text(block.title), drawBlocks(block.child_blocks, use)],
  table: (block) => [drawTable(block)],
  data_table: (block) => [make("p", {}, block.caption), drawTable(block)],
};

function drawTable(block) {
  const cell = (content) => make("td", {}, String(content.text ?? content.value ?? JSON.stringify(content.elements)));
  return make("table", {}, ...block.rows.map((cells) => make("tr", {}, ...cells.map(cell))));
}

function drawElement(element, block, use) {
  if (element.type === "button") {
    return make("button", { type: "button", onclick: () => use(element, block) }, element.text.text);
  }
  if (element.type === "image") return make("img", { src: element.image_url || "", alt: element.alt_text });
  if (element.type === "plain_text" || element.type === "mrkdwn") return text(element);
  if (element.options || element.option_groups) return drawMenu(element, block, use);
  return drawInput(element, block, use);
}

function drawMenu(element, block, use) {
  const many = element.type === "checkboxes" || element.type.startsWith("multi_");
  const options = element.options || element.option_groups.flatMap((group) => group.options);
  const chosen = [element.initial_option, ...(element.initial_options || [])].filter(Boolean).map((o) => o.value);
  const choices = options.map((o) => make("option", { value: o.value, selected: chosen.includes(o.value) }, o.text.text));
  if (!many) choices.unshift(make("option", { value: "" }, element.placeholder?.text || "Choose"));
  const picked = (select) => (many ? [...select.selectedOptions].map((o) => o.value) : select.value || null);
  return make("select", { multiple: many, onchange: (event) => use(element, block, picked(event.target)) }, ...choices);
}

const INPUT_TYPES = { datepicker: "date", timepicker: "time", number_input: "number", email_text_input: "email", url_text_input: "url" };

function drawInput(element, block, use) {
  const onchange = (event) => use(element, block, event.target.value || null);
  const value = element.initial_value || element.initial_date || element.initial_time || "";
  if (element.multiline) return make("textarea", { rows: 3, onchange }, value);
  return make("input", { type: INPUT_TYPES[element.type] || "text", onchange, value, placeholder: element.placeholder?.text || "" });
}
