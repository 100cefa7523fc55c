// What happens when a person uses an element, and what elements hold.

import { confirmed } from "./confirm.js";

/**
 * @typedef {object} Place where an element stands
 * @property {any} ctx
 * @property {any} block
 * @property {string} [label] how a screen reader names the element
 */

/** What each stateful element reports, and where its first value stands. */
export const STATE = {
  plain_text_input: ["value", "initial_value"],
  email_text_input: ["value", "initial_value"],
  url_text_input: ["value", "initial_value"],
  number_input: ["value", "initial_value"],
  rich_text_input: ["rich_text_value", "initial_value"],
  datepicker: ["selected_date", "initial_date"],
  timepicker: ["selected_time", "initial_time"],
  datetimepicker: ["selected_date_time", "initial_date_time"],
  static_select: ["selected_option", "initial_option"],
  external_select: ["selected_option", "initial_option"],
  radio_buttons: ["selected_option", "initial_option"],
  multi_static_select: ["selected_options", "initial_options"],
  multi_external_select: ["selected_options", "initial_options"],
  checkboxes: ["selected_options", "initial_options"],
  users_select: ["selected_user", "initial_user"],
  conversations_select: ["selected_conversation", "initial_conversation"],
  channels_select: ["selected_channel", "initial_channel"],
  multi_users_select: ["selected_users", "initial_users"],
  multi_conversations_select: ["selected_conversations", "initial_conversations"],
  multi_channels_select: ["selected_channels", "initial_channels"],
  file_input: ["files", "files"],
};

/** What the element holds at first: the state of its view, else what its maker set. */
export function firstValue(/** @type {any} */ element, /** @type {Place} */ { ctx, block }) {
  const [key, initial] = STATE[element.type];
  const state = ctx.values?.[block.block_id]?.[element.action_id];
  if (state && key in state) return state[key];
  const here = element.default_to_current_conversation ? ctx.channel : undefined;
  const first = element[initial] ?? here ?? null;
  return key === "selected_conversations" && first === here && here ? [here] : first;
}

/** The state of an element as `act` and the submission take it. */
export function actionValue(/** @type {any} */ element, /** @type {any} */ held) {
  const [key] = STATE[element.type];
  const external = element.type.endsWith("external_select");
  if (external || key === "rich_text_value") return held && (!Array.isArray(held) || held.length) ? { [key]: held } : emptied(held);
  if (key === "selected_option") return held?.value ?? null;
  if (key === "selected_options") return (held ?? []).map((option) => option.value);
  return held ?? null;
}

const emptied = (held) => (Array.isArray(held) ? [] : null);

/** Asks first if the element says so, then acts. Resolves to whether it was used. */
export async function use(/** @type {any} */ element, /** @type {Place} */ { ctx, block }, /** @type {any} */ value) {
  if (element.confirm && !(await confirmed(element.confirm, ctx))) return false;
  await ctx.act?.({ action_id: element.action_id, block_id: block.block_id, type: element.type, value });
  return true;
}

/** A stateful element changed: the app hears of it unless it waits for the submit button. */
export async function changed(/** @type {any} */ element, /** @type {Place} */ place, /** @type {any} */ held, /** @type {() => void} */ revert) {
  const { block, ctx } = place;
  if (block.type === "input" && ctx.surface === "modal" && !block.dispatch_action) return true;
  const used = await use(element, place, actionValue(element, held));
  if (!used) revert();
  return used;
}

/** @type {WeakMap<Element, {element: any, block: any, held: () => any}>} */
const HELD = new WeakMap();

/** Remember what a control holds, for reading the form. */
export function stateful(/** @type {any} */ node, /** @type {any} */ element, /** @type {Place} */ place, /** @type {() => any} */ held) {
  node.dataset.stateful = element.type;
  HELD.set(node, { element, block: place.block, held });
  return node;
}

/** Every stateful element under a node. @param {ParentNode} root */
export const statefulIn = (root) =>
  [...root.querySelectorAll("[data-stateful]")].map((node) => ({ node, .../** @type {any} */ (HELD.get(node)) }));
