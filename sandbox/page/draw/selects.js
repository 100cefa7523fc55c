// Select menus, checkboxes and radio buttons, and the choices they offer.

import { uniqueId, make } from "./dom.js";
import { drawText, plainText } from "./text.js";
import { reportChange, initialValue, registerControl } from "./element-state.js";

/** @typedef {{id: string, label: string, note?: string, group?: string, option?: any}} Choice */

/** @param {any} option @param {string} [group] @returns {Choice} */
const choiceFromOption = (option, group) => ({
  id: option.value,
  label: plainText(option.text),
  note: option.description ? plainText(option.description) : undefined,
  group,
  option,
});

/** Options and option groups, flattened. @param {any} source @returns {Choice[]} */
export function choicesFromOptions(source) {
  if (Array.isArray(source)) return source.map((option) => choiceFromOption(option));
  const groups = source?.option_groups ?? [];
  const grouped = groups.flatMap((group) => group.options.map((option) => choiceFromOption(option, plainText(group.label))));
  return [...(source?.options ?? []).map((option) => choiceFromOption(option)), ...grouped];
}

const people = (ctx) => [...(ctx.people ?? [])].map(([id, person]) => ({ id, label: person.real_name || person.name || id }));
const kindOf = (channel) => (["im", "mpim"].includes(channel.kind) ? channel.kind : channel.private || channel.kind === "private" ? "private" : "public");
const channels = (ctx, isIncluded) =>
  [...(ctx.channels ?? [])]
    .filter(([, channel]) => isIncluded(kindOf(channel), channel))
    .map(([id, channel]) => ({ id, label: channel.name ? `#${channel.name}` : directName(id, channel, ctx) }));

function directName(id, channel, ctx) {
  const other = channel.members?.find((member) => member !== ctx.me);
  return (other && ctx.people?.get(other)?.real_name) || "Direct message";
}

/** The choices of a menu; null when they must be requested from the app. @param {any} element @param {any} ctx @returns {Choice[]|null} */
export function choicesOf(element, ctx) {
  const kind = element.type.replace(/^multi_/, "");
  if (kind === "external_select") return null;
  if (kind === "users_select") return people(ctx);
  if (kind === "channels_select") return channels(ctx, (kind) => kind === "public");
  if (kind === "static_select") return choicesFromOptions(element);
  const { include, exclude_bot_users: noBots } = element.filter ?? {};
  const isBot = (channel) => channel.members?.some((member) => ctx.people?.get(member)?.is_bot);
  return channels(ctx, (kind, channel) => (!include || include.includes(kind)) && !(noBots && kind === "im" && isBot(channel)));
}

/** The initial selection as choices. @param {any} selected ids or options @param {Choice[]|null} choices @returns {Choice[]} */
export function initialChoices(selected, choices) {
  const list = selected === null || selected === undefined ? [] : Array.isArray(selected) ? selected : [selected];
  return list.map((item) => {
    const id = typeof item === "string" ? item : item.value;
    return choices?.find((choice) => choice.id === id) ?? (typeof item === "string" ? { id, label: id } : choiceFromOption(item));
  });
}

/** @param {any} element @param {import("./element-state.js").ElementContext} context */
export function drawCheckboxesOrRadios(element, context) {
  const multiple = element.type === "checkboxes";
  const first = [initialValue(element, context) ?? []].flat().map((option) => option.value);
  const name = uniqueId("choice");
  const boxes = element.options.map((option, n) =>
    make("input", {
      type: multiple ? "checkbox" : "radio",
      name,
      value: option.value,
      checked: first.includes(option.value),
      autofocus: element.focus_on_load && n === 0,
    }),
  );
  const chosen = () => element.options.filter((_, n) => boxes[n].checked);
  const getValue = () => (multiple ? chosen() : chosen()[0] ?? null);
  let before = boxes.map((box) => box.checked);
  const node = make("fieldset", { class: "choices", role: multiple ? "group" : "radiogroup", "aria-label": context.label ?? "Choose" });
  node.append(...element.options.map((option, n) => drawOption(option, boxes[n], context.ctx)));
  node.addEventListener("change", async () => {
    const now = boxes.map((box) => box.checked);
    const accepted = await reportChange(element, context, getValue(), () => boxes.forEach((box, n) => (box.checked = before[n])));
    if (accepted) before = now;
  });
  return registerControl(node, element, context, getValue);
}

const drawOption = (option, box, ctx) =>
  make("label", { class: "choice" }, box, make("span", {}, drawText(option.text, ctx), option.description && make("small", {}, drawText(option.description, ctx))));

/** @param {any} element @param {import("./element-state.js").ElementContext} context */
export function drawSelect(element, context) {
  const choices = [...(choicesOf(element, context.ctx) ?? [])];
  const [first] = initialChoices(initialValue(element, context), choices);
  if (first && !choices.some((choice) => choice.id === first.id)) choices.unshift(first);
  const select = make("select", { class: "select", "aria-label": context.label ?? placeholder(element), autofocus: element.focus_on_load });
  const empty = make("option", { value: "", hidden: !context.block.optional }, placeholder(element));
  select.append(empty, ...groupOptions(choices));
  select.value = first?.id ?? "";
  let before = select.value;
  const getValue = () => {
    const chosen = choices.find((choice) => choice.id === select.value);
    return chosen ? chosen.option ?? chosen.id : null;
  };
  const updateStyle = () => select.classList.toggle("nothing", select.value === "");
  select.addEventListener("change", async () => {
    updateStyle();
    const accepted = await reportChange(element, context, getValue(), () => (select.value = before));
    if (accepted) before = select.value;
    updateStyle();
  });
  updateStyle();
  return registerControl(select, element, context, getValue);
}

const FALLBACK = { users_select: "Select a person", channels_select: "Select a channel", conversations_select: "Select a conversation" };

/** @param {any} element */
export const placeholder = (element) =>
  plainText(element.placeholder) || FALLBACK[element.type.replace(/^multi_/, "")] || (element.type.startsWith("multi_") ? "Select options" : "Select an option");

function groupOptions(choices) {
  const nodes = [];
  for (const choice of choices) {
    const option = make("option", { value: choice.id }, choice.note ? `${choice.label} – ${choice.note}` : choice.label);
    if (!choice.group) nodes.push(option);
    else if (nodes.at(-1)?.label === choice.group && nodes.at(-1).tagName === "OPTGROUP") nodes.at(-1).append(option);
    else nodes.push(make("optgroup", { label: choice.group }, option));
  }
  return nodes;
}
