// The app's modals: the top one of the stack, in a native dialog that traps the focus.

import { perform, errorText, useElement } from "/page/shell/user_actions.js";
import { fill, make } from "/page/shell/dom.js";
import { blockContext } from "/page/shell/block_context.js";
import { icon } from "/page/shell/icons.js";
import { loadModals } from "/page/shell/loading.js";
import { store } from "/page/shell/state.js";
import { drawModal, readModal, updateModal } from "/page/draw/modal.js";

/** @typedef {{form: HTMLFormElement, shown: string}} DrawnForm */

const FIRST = ".modal-body :is([autofocus], input, textarea, select, button):not([type=hidden])";

const problem = make("div", { class: "modal-problem", role: "alert" });
const place = make("div", { class: "modal-place" });
const dialog = make("dialog", { class: "modal-window" }, problem, place);
/** Drawn forms by view id: a covered modal preserves what was typed. @type {Map<string, DrawnForm>} */
const forms = new Map();
/** @type {HTMLElement | null} */
let opener = null;

/** Mount the modals and update them with the store. */
export function mountModals() {
  document.body.append(dialog);
  // The browser closes a dialog by itself when Escape is pressed twice; the key comes first.
  dialog.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    void close();
  });
  dialog.addEventListener("cancel", (/** @type {Event} */ event) => event.target === dialog && event.preventDefault());
  dialog.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    void submit();
  });
  dialog.addEventListener("modal-close", () => void close());
  store.watch(["modals"], ({ modals }) => draw(modals));
}

const top = () => store.state.modals.at(-1);

/** @param {any[]} stack the visible one last */
function draw(stack) {
  for (const id of forms.keys()) if (!stack.some((view) => view.id === id)) forms.delete(id);
  const view = stack.at(-1);
  if (!view) return hide();
  const before = place.firstChild;
  const drawn = drawnForm(view);
  if (before !== drawn.form) {
    fill(problem);
    fill(place, drawn.form);
  }
  dialog.setAttribute("aria-labelledby", drawn.form.getAttribute("aria-labelledby") ?? "");
  if (!dialog.open) open();
  if (before !== drawn.form) focusIn(drawn.form);
}

/** @param {any} view @returns {DrawnForm} */
function drawnForm(view) {
  const shown = JSON.stringify([view.hash, view.errors]);
  const existing = forms.get(view.id);
  const ctx = blockContext(
    "modal",
    { view_id: view.id },
    { values: view.state?.values, errors: view.errors ?? {}, act: (/** @type {any} */ one) => use(view.id, one) },
  );
  if (!existing) forms.set(view.id, { form: drawModal(view, ctx), shown });
  else if (existing.shown !== shown) {
    updateModal(existing.form, view, ctx);
    existing.shown = shown;
    const invalid = /** @type {HTMLElement | null} */ (existing.form.querySelector('[aria-invalid="true"]'));
    if (Object.keys(view.errors ?? {}).length) invalid?.focus();
  }
  return /** @type {DrawnForm} */ (forms.get(view.id));
}

function open() {
  opener = /** @type {HTMLElement} */ (document.activeElement);
  dialog.showModal();
}

function hide() {
  if (!dialog.open) return;
  dialog.close();
  fill(place);
  fill(problem);
  const back =
    opener?.isConnected && opener !== document.body
      ? opener
      : /** @type {HTMLElement | null} */ (document.querySelector(".composer textarea"));
  back?.focus();
}

/** @param {HTMLFormElement} form */
function focusIn(form) {
  const first = /** @type {HTMLElement | null} */ (
    form.querySelector("[autofocus]") ?? form.querySelector(FIRST) ?? form.querySelector("button")
  );
  first?.focus();
}

/**
 * Use an element; the app receives everything typed so far, as in Slack.
 * @param {string} id
 * @param {any} used
 */
async function use(id, used) {
  const existing = forms.get(id);
  try {
    if (existing) await perform("/modal/fill", { view_id: id, values: readModal(existing.form) });
  } catch {
    // The options of a menu may have been removed meanwhile: the click still counts.
  }
  await useElement({ view_id: id }, used);
}

/** Block the modal until the app answers. @param {boolean} busy */
function setBusy(busy) {
  dialog.setAttribute("aria-busy", String(busy));
  dialog.classList.toggle("busy", busy);
}

/** @param {string[]} stack ids of the open modals */
function retainViews(stack) {
  store.set({ modals: store.state.modals.filter((view) => stack.includes(view.id)) });
}

async function submit() {
  const view = top();
  const form = view && forms.get(view.id)?.form;
  if (!form || dialog.classList.contains("busy")) return;
  setBusy(true);
  fill(problem);
  try {
    const report = await perform("/modal/submit", { view_id: view.id, values: readModal(form) });
    retainViews(report.stack);
    await loadModals();
    if (report.notice) fail(report.notice);
  } catch (error) {
    fail(errorText(error));
  } finally {
    setBusy(false);
  }
}

/** @param {string} detail */
function fail(detail) {
  fill(
    problem,
    icon("warning"),
    make("span", {}, make("strong", {}, "We had some trouble connecting. Try again?"), make("small", {}, detail)),
  );
}

/** Closing is queued: a second press closes the modal below. @type {Promise<void>} */
let closing = Promise.resolve();

const close = () => (closing = closing.then(closeTop));

async function closeTop() {
  const view = top();
  if (!view) return;
  try {
    retainViews((await perform("/modal/close", { view_id: view.id })).stack);
    await loadModals();
  } catch (error) {
    fail(errorText(error));
  }
}
