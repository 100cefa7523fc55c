// The state of interactive elements: initial value, changes, confirmation, registration.

import { make } from "./dom.js";
import { drawText, plainText } from "./text.js";

/**
 * @param {any} confirm a confirmation object
 * @param {any} ctx
 * @returns {Promise<boolean>}
 */
export function askConfirmation(confirm, ctx) {
  const yes = make("button", { value: "yes", class: `button ${confirm.style === "danger" ? "danger" : "primary"}` }, plainText(confirm.confirm) || "Yes");
  const no = make("button", { value: "no", class: "button" }, plainText(confirm.deny) || "Cancel");
  const title = make("h2", {}, plainText(confirm.title) || "Are you sure?");
  const form = make("form", { method: "dialog" }, title, confirm.text && drawText(confirm.text, ctx), make("div", { class: "confirm-row" }, no, yes));
  const dialog = make("dialog", { class: "confirm", "aria-label": title.textContent }, form);
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    dialog.showModal();
  });
}

/**
 * @typedef {object} ElementContext the block of an element
 * @property {any} ctx
 * @property {any} block
 * @property {string} [label] how a screen reader names the element
 */

/** State key of each stateful element, and the field of its initial value. */
export const STATE_KEYS = {
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

/** The initial value of an element: from the view's state, else from the element. */
export function initialValue(/** @type {any} */ element, /** @type {ElementContext} */ { ctx, block }) {
  const [key, initial] = STATE_KEYS[element.type];
  const state = ctx.values?.[block.block_id]?.[element.action_id];
  if (state && key in state) return state[key];
  const current = element.default_to_current_conversation ? ctx.channel : undefined;
  const first = element[initial] ?? current ?? null;
  return key === "selected_conversations" && first === current && current ? [current] : first;
}

/** The state of an element in the format of `act` and of the submission. */
export function actionValue(/** @type {any} */ element, /** @type {any} */ value) {
  const [key] = STATE_KEYS[element.type];
  const external = element.type.endsWith("external_select");
  if (external || key === "rich_text_value") return value && (!Array.isArray(value) || value.length) ? { [key]: value } : emptyValue(value);
  if (key === "selected_option") return value?.value ?? null;
  if (key === "selected_options") return (value ?? []).map((option) => option.value);
  return value ?? null;
}

const emptyValue = (value) => (Array.isArray(value) ? [] : null);

/** Trigger an element's action, after its confirmation dialog if any. Resolve to whether it was triggered. */
export async function triggerAction(/** @type {any} */ element, /** @type {ElementContext} */ { ctx, block }, /** @type {any} */ value) {
  if (element.confirm && !(await askConfirmation(element.confirm, ctx))) return false;
  await ctx.act?.({ action_id: element.action_id, block_id: block.block_id, type: element.type, value });
  return true;
}

/** Report a changed element to the app, unless its value waits for the submit button. */
export async function reportChange(/** @type {any} */ element, /** @type {ElementContext} */ context, /** @type {any} */ value, /** @type {() => void} */ revert) {
  const { block, ctx } = context;
  if (block.type === "input" && ctx.surface === "modal" && !block.dispatch_action) return true;
  const triggered = await triggerAction(element, context, actionValue(element, value));
  if (!triggered) revert();
  return triggered;
}

/** @type {WeakMap<Element, {element: any, block: any, getValue: () => any}>} */
const CONTROLS = new WeakMap();

/** Register a control, so that its value can be read with the form. */
export function registerControl(/** @type {any} */ node, /** @type {any} */ element, /** @type {ElementContext} */ context, /** @type {() => any} */ getValue) {
  node.dataset.stateful = element.type;
  CONTROLS.set(node, { element, block: context.block, getValue });
  return node;
}

/** Every stateful element under a node. @param {ParentNode} root */
export const controlsIn = (root) =>
  [...root.querySelectorAll("[data-stateful]")].map((node) => ({ node, .../** @type {any} */ (CONTROLS.get(node)) }));
