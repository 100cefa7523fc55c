// Menus that search, or of which several things are chosen: a panel of boxes, with chips.

import { freshId, keepInside, make } from "./node.js";
import { chosenAtFirst, offersOf, ofOptions } from "./options.js";
import { placeholder } from "./select.js";
import { changed, firstValue, stateful } from "./using.js";

const PATIENCE = 200;
const LEAST_QUERY = 3;

/** @param {any} element @param {import("./using.js").Place} place */
export function drawPicker(element, place) {
  const many = element.type.startsWith("multi_");
  const all = offersOf(element, place.ctx);
  let chosen = chosenAtFirst(firstValue(element, place), all);
  let reported = chosen;
  const name = freshId("picker");
  const note = make("p", { class: "picker-note", role: "status" });
  const list = make("div", { class: "picker-list", role: "group", "aria-label": place.label ?? placeholder(element) });
  const search = make("input", { type: "search", class: "picker-search", placeholder: "Search", "aria-label": "Search", autocomplete: "off" });
  const panel = make("div", { class: "picker-panel", id: name, hidden: true }, search, list, note);
  const chips = make("span", { class: "chips" });
  const open = make("button", { type: "button", class: "picker-open", "aria-expanded": "false", "aria-controls": name, autofocus: element.focus_on_load });
  const node = make("div", { class: `picker ${many ? "many" : "one"}` }, chips, open, panel);
  const held = () => (many ? chosen.map(worth) : chosen.length ? worth(chosen[0]) : null);

  function refresh() {
    chips.replaceChildren(...(many ? chosen.map((offer) => drawChip(offer, () => drop(offer))) : []));
    open.textContent = !many && chosen.length ? chosen[0].label : placeholder(element);
    open.classList.toggle("nothing", many || !chosen.length);
    open.setAttribute("aria-label", [place.label, many ? chosen.map((o) => o.label).join(", ") : "", open.textContent].filter(Boolean).join(": "));
  }

  async function report() {
    if (sameOffers(chosen, reported)) return;
    const [before, now] = [reported, chosen];
    reported = now;
    await changed(element, place, held(), () => {
      chosen = reported = before;
      refresh();
    });
  }

  function drop(offer) {
    chosen = chosen.filter((one) => one.id !== offer.id);
    refresh();
    open.focus();
    if (panel.hidden) report();
  }

  function show(shown) {
    if (panel.hidden === !shown) return;
    panel.hidden = !shown;
    open.setAttribute("aria-expanded", String(shown));
    if (!shown) return void report();
    keepInside(panel);
    search.value = "";
    find();
    (search.hidden ? list.querySelector("input") : search)?.focus();
  }

  function pick(offer, checked) {
    if (many) chosen = checked ? [...chosen, offer] : chosen.filter((one) => one.id !== offer.id);
    else chosen = [offer];
    refresh();
    limit();
    if (!many) {
      show(false);
      open.focus();
    }
  }

  function limit() {
    const full = many && chosen.length >= (element.max_selected_items ?? Infinity);
    for (const box of list.querySelectorAll("input")) box.disabled = full && !box.checked;
    if (full) note.textContent = `You can choose ${element.max_selected_items}.`;
  }

  function list_(offers) {
    const kind = many ? "checkbox" : "radio";
    list.replaceChildren(...rows(offers, (offer) => drawRow(offer, kind, name, chosen.some((one) => one.id === offer.id), pick)));
    note.textContent = offers.length ? "" : "No results";
    limit();
  }

  async function find() {
    const typed = search.value.trim();
    if (all) return list_(all.filter((offer) => offer.label.toLowerCase().includes(typed.toLowerCase())));
    const least = element.min_query_length ?? LEAST_QUERY;
    if (typed.length < least) {
      list.replaceChildren();
      note.textContent = `Type ${least} or more characters`;
      return;
    }
    note.textContent = "Searching …";
    const request = { action_id: element.action_id, block_id: place.block.block_id, type: element.type, value: typed };
    const answer = await place.ctx.options?.(request);
    if (typed === search.value.trim()) list_(ofOptions(answer ?? []));
  }

  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(find, all ? 0 : PATIENCE);
  });
  search.hidden = Boolean(all && all.length <= 8);
  open.addEventListener("click", () => show(panel.hidden));
  node.addEventListener("focusout", (event) => event.relatedTarget && !node.contains(event.relatedTarget) && show(false));
  node.addEventListener("keydown", (event) => onKey(event, panel, () => (show(false), open.focus())));
  whenPressedOutside(node, () => show(false));
  refresh();
  return stateful(node, element, place, held);
}

const worth = (offer) => offer.option ?? offer.id;
const sameOffers = (a, b) => a.length === b.length && a.every((offer, n) => offer.id === b[n].id);

function onKey(event, panel, close) {
  if (panel.hidden) return;
  // Enter in the search must not submit the form around it.
  if (event.key === "Enter") event.preventDefault();
  if (event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  close();
}

// Listens only as long as the picker is in the document.
function whenPressedOutside(node, close) {
  const listen = (event) => {
    if (!node.isConnected) document.removeEventListener("pointerdown", listen);
    else if (!node.contains(event.target)) close();
  };
  node.addEventListener("focusin", () => document.addEventListener("pointerdown", listen));
}

const drawChip = (offer, remove) =>
  make("span", { class: "chip" }, offer.label, make("button", { type: "button", "aria-label": `Remove ${offer.label}`, onclick: remove }, "×"));

function drawRow(offer, type, name, checked, pick) {
  const box = make("input", { type, name, value: offer.id, checked, onchange: (event) => pick(offer, event.target.checked) });
  return make("label", { class: "picker-row" }, box, make("span", {}, offer.label, offer.note && make("small", {}, offer.note)));
}

function rows(offers, draw) {
  let group = "";
  return offers.flatMap((offer) => {
    const heading = offer.group && offer.group !== group ? [make("p", { class: "picker-group" }, offer.group)] : [];
    group = offer.group ?? "";
    return [...heading, draw(offer)];
  });
}
