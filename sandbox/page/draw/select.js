// Menus of which one thing is chosen: the browser's own.

import { make } from "./node.js";
import { chosenAtFirst, offersOf } from "./options.js";
import { plainText } from "./text.js";
import { changed, firstValue, stateful } from "./using.js";

/** @param {any} element @param {import("./using.js").Place} place */
export function drawSelect(element, place) {
  const offers = [...(offersOf(element, place.ctx) ?? [])];
  const [first] = chosenAtFirst(firstValue(element, place), offers);
  if (first && !offers.some((offer) => offer.id === first.id)) offers.unshift(first);
  const select = make("select", { class: "select", "aria-label": place.label ?? placeholder(element), autofocus: element.focus_on_load });
  const empty = make("option", { value: "", hidden: !place.block.optional }, placeholder(element));
  select.append(empty, ...grouped(offers));
  select.value = first?.id ?? "";
  let before = select.value;
  const held = () => {
    const chosen = offers.find((offer) => offer.id === select.value);
    return chosen ? chosen.option ?? chosen.id : null;
  };
  const tint = () => select.classList.toggle("nothing", select.value === "");
  select.addEventListener("change", async () => {
    tint();
    const used = await changed(element, place, held(), () => (select.value = before));
    if (used) before = select.value;
    tint();
  });
  tint();
  return stateful(select, element, place, held);
}

const FALLBACK = { users_select: "Select a person", channels_select: "Select a channel", conversations_select: "Select a conversation" };

/** @param {any} element */
export const placeholder = (element) =>
  plainText(element.placeholder) || FALLBACK[element.type.replace(/^multi_/, "")] || (element.type.startsWith("multi_") ? "Select options" : "Select an option");

function grouped(offers) {
  const nodes = [];
  for (const offer of offers) {
    const option = make("option", { value: offer.id }, offer.note ? `${offer.label} – ${offer.note}` : offer.label);
    if (!offer.group) nodes.push(option);
    else if (nodes.at(-1)?.label === offer.group && nodes.at(-1).tagName === "OPTGROUP") nodes.at(-1).append(option);
    else nodes.push(make("optgroup", { label: offer.group }, option));
  }
  return nodes;
}
