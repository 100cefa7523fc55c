// A modal as a form: drawn, read, and drawn anew without losing what was typed.

import { drawBlocks } from "./blocks.js";
import { freshId, make } from "./node.js";
import { plainText } from "./text.js";
import { actionValue, STATE, statefulIn } from "./using.js";

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

/** What was entered, as the submission takes it: keyed by block_id. @param {HTMLFormElement} form */
export function readModal(form) {
  const inputs = statefulIn(form).filter(({ block }) => block.type === "input");
  return Object.fromEntries(inputs.map(({ block, element, held }) => [block.block_id, actionValue(element, held())]));
}

/**
 * The view changed, or errors came: redraw inside the same form. What was typed stays where
 * block_id, action_id and type stay, as do focus, selection and scroll position.
 *
 * @param {HTMLFormElement} form @param {any} view @param {any} ctx
 */
export function updateModal(form, view, ctx) {
  const typed = merged(ctx.values ?? view.state?.values, typedIn(form));
  const focus = whereFocusIs(form);
  const top = form.querySelector(".modal-body")?.scrollTop ?? 0;
  fill(form, view, { ...ctx, values: typed });
  const body = form.querySelector(".modal-body");
  if (body) body.scrollTop = top;
  if (focus) focusAgain(form, focus);
  return form;
}

function fill(form, view, given) {
  const ctx = { ...given, surface: "modal", errors: given.errors ?? view.errors ?? {}, values: given.values ?? view.state?.values };
  const id = freshId("modal");
  const close = () => form.dispatchEvent(new CustomEvent("modal-close", { bubbles: true }));
  const title = make("h2", { id }, plainText(view.title));
  const cross = make("button", { type: "button", class: "modal-x", "aria-label": "Close", onclick: close }, "×");
  const cancel = make("button", { type: "button", class: "button", onclick: close }, plainText(view.close) || "Cancel");
  const submit = view.submit && make("button", { type: "submit", class: "button primary", disabled: view.submit_disabled }, plainText(view.submit));
  form.setAttribute("aria-labelledby", id);
  const body = make("div", { class: "modal-body" }, ...strayErrors(view, ctx.errors), drawBlocks(view.blocks, ctx));
  form.replaceChildren(make("header", {}, title, cross), body, make("footer", {}, cancel, submit));
}

// Errors of blocks that are not inputs have no place of their own.
function strayErrors(view, errors) {
  const inputs = new Set(view.blocks.filter((block) => block.type === "input").map((block) => block.block_id));
  const stray = Object.entries(errors).filter(([block]) => !inputs.has(block));
  return stray.map(([, text]) => make("p", { class: "input-error", role: "alert" }, text));
}

function typedIn(form) {
  const values = {};
  for (const { element, block, held } of statefulIn(form)) {
    const [key] = STATE[element.type];
    (values[block.block_id] ??= {})[element.action_id] = { type: element.type, [key]: held() };
  }
  return values;
}

function merged(state = {}, typed) {
  const blocks = [...Object.keys(state), ...Object.keys(typed)];
  return Object.fromEntries(blocks.map((block) => [block, { ...state[block], ...typed[block] }]));
}

const placed = (form, { blockId, actionId }) =>
  [...form.querySelectorAll("[data-action-id]")].find((node) => node.dataset.blockId === blockId && node.dataset.actionId === actionId);
const focusables = (node) => [...(node.matches(FOCUSABLE) ? [node] : []), ...node.querySelectorAll(FOCUSABLE)];

function whereFocusIs(form) {
  const active = /** @type {any} */ (document.activeElement);
  const node = active && form.contains(active) ? active.closest("[data-action-id]") : null;
  if (!node) return null;
  const selects = "selectionStart" in active && active.selectionStart !== null;
  const selection = selects ? [active.selectionStart, active.selectionEnd] : null;
  return { blockId: node.dataset.blockId, actionId: node.dataset.actionId, index: focusables(node).indexOf(active), selection };
}

function focusAgain(form, focus) {
  const node = placed(form, focus);
  const target = node && focusables(node)[focus.index];
  if (!target) return;
  target.focus();
  if (focus.selection && target.setSelectionRange) target.setSelectionRange(...focus.selection);
}
