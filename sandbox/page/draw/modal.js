// A modal as a form: draw it, read it, and redraw it without losing what was typed.

import { drawBlocks } from "./blocks.js";
import { uniqueId, make } from "./dom.js";
import { plainText } from "./text.js";
import { actionValue, STATE_KEYS, controlsIn } from "./element-state.js";

const FOCUSABLE = "input, textarea, select, button, a";

/**
 * The form fires `submit`, and `modal-close` for its close buttons; see README.md.
 *
 * @param {any} view @param {any} ctx
 * @returns {HTMLFormElement}
 */
export function drawModal(view, ctx) {
  const form = make("form", { class: "modal", novalidate: true });
  fill(form, view, ctx);
  return form;
}

/** Return what was entered, in the format of the submission, by block_id. @param {HTMLFormElement} form */
export function readModal(form) {
  const inputs = controlsIn(form).filter(({ block }) => block.type === "input");
  return Object.fromEntries(inputs.map(({ block, element, getValue }) => [block.block_id, actionValue(element, getValue())]));
}

/**
 * Redraw a changed view or its errors inside the same form. What was typed is preserved where
 * block_id, action_id and type are unchanged, as are focus, selection and scroll position.
 *
 * @param {HTMLFormElement} form @param {any} view @param {any} ctx
 */
export function updateModal(form, view, ctx) {
  const inputs = mergeInputs(ctx.values ?? view.state?.values, readInputs(form));
  const focus = saveFocus(form);
  const top = form.querySelector(".modal-body")?.scrollTop ?? 0;
  fill(form, view, { ...ctx, values: inputs });
  const body = form.querySelector(".modal-body");
  if (body) body.scrollTop = top;
  if (focus) restoreFocus(form, focus);
  return form;
}

function fill(form, view, source) {
  const ctx = { ...source, surface: "modal", errors: source.errors ?? view.errors ?? {}, values: source.values ?? view.state?.values };
  const id = uniqueId("modal");
  const close = () => form.dispatchEvent(new CustomEvent("modal-close", { bubbles: true }));
  const title = make("h2", { id }, plainText(view.title));
  const cross = make("button", { type: "button", class: "modal-x", "aria-label": "Close", onclick: close }, "×");
  const cancel = make("button", { type: "button", class: "button", onclick: close }, plainText(view.close) || "Cancel");
  const submit = view.submit && make("button", { type: "submit", class: "button primary", disabled: view.submit_disabled }, plainText(view.submit));
  form.setAttribute("aria-labelledby", id);
  const body = make("div", { class: "modal-body" }, ...otherErrors(view, ctx.errors), drawBlocks(view.blocks, ctx));
  form.replaceChildren(make("header", {}, title, cross), body, make("footer", {}, cancel, submit));
}

// Errors of blocks that are not inputs are shown at the top.
function otherErrors(view, errors) {
  const inputs = new Set(view.blocks.filter((block) => block.type === "input").map((block) => block.block_id));
  const others = Object.entries(errors).filter(([block]) => !inputs.has(block));
  return others.map(([, text]) => make("p", { class: "input-error", role: "alert" }, text));
}

function readInputs(form) {
  const values = {};
  for (const { element, block, getValue } of controlsIn(form)) {
    const [key] = STATE_KEYS[element.type];
    (values[block.block_id] ??= {})[element.action_id] = { type: element.type, [key]: getValue() };
  }
  return values;
}

function mergeInputs(state = {}, inputs) {
  const blocks = [...Object.keys(state), ...Object.keys(inputs)];
  return Object.fromEntries(blocks.map((block) => [block, { ...state[block], ...inputs[block] }]));
}

const findElement = (form, { blockId, actionId }) =>
  [...form.querySelectorAll("[data-action-id]")].find((node) => node.dataset.blockId === blockId && node.dataset.actionId === actionId);
const focusables = (node) => [...(node.matches(FOCUSABLE) ? [node] : []), ...node.querySelectorAll(FOCUSABLE)];

function saveFocus(form) {
  const active = /** @type {any} */ (document.activeElement);
  const node = active && form.contains(active) ? active.closest("[data-action-id]") : null;
  if (!node) return null;
  const selects = "selectionStart" in active && active.selectionStart !== null;
  const selection = selects ? [active.selectionStart, active.selectionEnd] : null;
  return { blockId: node.dataset.blockId, actionId: node.dataset.actionId, index: focusables(node).indexOf(active), selection };
}

function restoreFocus(form, focus) {
  const node = findElement(form, focus);
  const target = node && focusables(node)[focus.index];
  if (!target) return;
  target.focus();
  if (focus.selection && target.setSelectionRange) target.setSelectionRange(...focus.selection);
}
