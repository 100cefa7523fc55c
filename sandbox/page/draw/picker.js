// Menus with search or multiple selection: a panel of checkboxes, with chips.

import { uniqueId, moveIntoView, make } from "./dom.js";
import { initialChoices, choicesOf, choicesFromOptions, placeholder } from "./selects.js";
import { reportChange, initialValue, registerControl } from "./element-state.js";

const SEARCH_DELAY_MS = 200;
const MIN_QUERY_LENGTH = 3;

/** @param {any} element @param {import("./element-state.js").ElementContext} context */
export function drawPicker(element, context) {
  const multiple = element.type.startsWith("multi_");
  const all = choicesOf(element, context.ctx);
  let chosen = initialChoices(initialValue(element, context), all);
  let reported = chosen;
  const name = uniqueId("picker");
  const note = make("p", { class: "picker-note", role: "status" });
  const list = make("div", { class: "picker-list", role: "group", "aria-label": context.label ?? placeholder(element) });
  const search = make("input", { type: "search", class: "picker-search", placeholder: "Search", "aria-label": "Search", autocomplete: "off" });
  const panel = make("div", { class: "picker-panel", id: name, hidden: true }, search, list, note);
  const chips = make("span", { class: "chips" });
  const open = make("button", { type: "button", class: "picker-open", "aria-expanded": "false", "aria-controls": name, autofocus: element.focus_on_load });
  const node = make("div", { class: `picker ${multiple ? "many" : "one"}` }, chips, open, panel);
  const getValue = () => (multiple ? chosen.map(choiceValue) : chosen.length ? choiceValue(chosen[0]) : null);

  function refresh() {
    chips.replaceChildren(...(multiple ? chosen.map((choice) => drawChip(choice, () => removeChoice(choice))) : []));
    open.textContent = !multiple && chosen.length ? chosen[0].label : placeholder(element);
    open.classList.toggle("nothing", multiple || !chosen.length);
    open.setAttribute("aria-label", [context.label, multiple ? chosen.map((o) => o.label).join(", ") : "", open.textContent].filter(Boolean).join(": "));
  }

  async function report() {
    if (sameChoices(chosen, reported)) return;
    const [before, now] = [reported, chosen];
    reported = now;
    await reportChange(element, context, getValue(), () => {
      chosen = reported = before;
      refresh();
    });
  }

  function removeChoice(choice) {
    chosen = chosen.filter((one) => one.id !== choice.id);
    refresh();
    open.focus();
    if (panel.hidden) report();
  }

  function show(shown) {
    if (panel.hidden === !shown) return;
    panel.hidden = !shown;
    open.setAttribute("aria-expanded", String(shown));
    if (!shown) return void report();
    moveIntoView(panel);
    search.value = "";
    find();
    (search.hidden ? list.querySelector("input") : search)?.focus();
  }

  function pick(choice, checked) {
    if (multiple) chosen = checked ? [...chosen, choice] : chosen.filter((one) => one.id !== choice.id);
    else chosen = [choice];
    refresh();
    limit();
    if (!multiple) {
      show(false);
      open.focus();
    }
  }

  function limit() {
    const limitReached = multiple && chosen.length >= (element.max_selected_items ?? Infinity);
    for (const box of list.querySelectorAll("input")) box.disabled = limitReached && !box.checked;
    if (limitReached) note.textContent = `You can choose ${element.max_selected_items}.`;
  }

  function showChoices(choices) {
    const kind = multiple ? "checkbox" : "radio";
    list.replaceChildren(...rows(choices, (choice) => drawRow(choice, kind, name, chosen.some((one) => one.id === choice.id), pick)));
    note.textContent = choices.length ? "" : "No results";
    limit();
  }

  async function find() {
    const typed = search.value.trim();
    if (all) return showChoices(all.filter((choice) => choice.label.toLowerCase().includes(typed.toLowerCase())));
    const minLength = element.min_query_length ?? MIN_QUERY_LENGTH;
    if (typed.length < minLength) {
      list.replaceChildren();
      note.textContent = `Type ${minLength} or more characters`;
      return;
    }
    note.textContent = "Searching …";
    const request = { action_id: element.action_id, block_id: context.block.block_id, type: element.type, value: typed };
    const answer = await context.ctx.options?.(request);
    if (typed === search.value.trim()) showChoices(choicesFromOptions(answer ?? []));
  }

  let timer = 0;
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(find, all ? 0 : SEARCH_DELAY_MS);
  });
  search.hidden = Boolean(all && all.length <= 8);
  open.addEventListener("click", () => show(panel.hidden));
  node.addEventListener("focusout", (event) => event.relatedTarget && !node.contains(event.relatedTarget) && show(false));
  node.addEventListener("keydown", (event) => onKey(event, panel, () => (show(false), open.focus())));
  onPressOutside(node, () => show(false));
  refresh();
  return registerControl(node, element, context, getValue);
}

const choiceValue = (choice) => choice.option ?? choice.id;
const sameChoices = (a, b) => a.length === b.length && a.every((choice, n) => choice.id === b[n].id);

function onKey(event, panel, close) {
  if (panel.hidden) return;
  // Enter in the search must not submit the form around it.
  if (event.key === "Enter") event.preventDefault();
  if (event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  close();
}

// Listen only while the picker is in the document.
function onPressOutside(node, close) {
  const listen = (event) => {
    if (!node.isConnected) document.removeEventListener("pointerdown", listen);
    else if (!node.contains(event.target)) close();
  };
  node.addEventListener("focusin", () => document.addEventListener("pointerdown", listen));
}

const drawChip = (choice, remove) =>
  make("span", { class: "chip" }, choice.label, make("button", { type: "button", "aria-label": `Remove ${choice.label}`, onclick: remove }, "×"));

function drawRow(choice, type, name, checked, pick) {
  const box = make("input", { type, name, value: choice.id, checked, onchange: (event) => pick(choice, event.target.checked) });
  return make("label", { class: "picker-row" }, box, make("span", {}, choice.label, choice.note && make("small", {}, choice.note)));
}

function rows(choices, draw) {
  let group = "";
  return choices.flatMap((choice) => {
    const heading = choice.group && choice.group !== group ? [make("p", { class: "picker-group" }, choice.group)] : [];
    group = choice.group ?? "";
    return [...heading, draw(choice)];
  });
}
