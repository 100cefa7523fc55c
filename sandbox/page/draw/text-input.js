// Text, email, URL and number inputs; date and time pickers.

import { uniqueId, make } from "./dom.js";
import { plainText } from "./text.js";
import { reportChange, initialValue, registerControl } from "./element-state.js";

const MAX_LENGTH = 3000;
const COUNTER_THRESHOLD = 0.9;
const REPORT_DELAY_MS = 300;
const KINDS = {
  plain_text_input: { type: "text" },
  email_text_input: { type: "email", autocomplete: "email" },
  url_text_input: { type: "url" },
  // A text field accepts any text, so that Slack's own check can reject it.
  number_input: { type: "text" },
};

/** @param {any} element @param {import("./element-state.js").ElementContext} context */
export function drawTextInput(element, context) {
  const first = initialValue(element, context) ?? "";
  const attributes = {
    class: "typed",
    placeholder: plainText(element.placeholder) || null,
    "aria-label": context.label,
    autofocus: element.focus_on_load,
    inputmode: element.type === "number_input" ? (element.is_decimal_allowed ? "decimal" : "numeric") : null,
  };
  const field = element.multiline
    ? make("textarea", { ...attributes, rows: "4" })
    : make("input", { ...attributes, ...KINDS[element.type] });
  field.value = first;
  const getValue = () => field.value || null;
  registerControl(field, element, context, getValue);
  dispatchActions(field, element, context, getValue);
  const counter = element.type === "plain_text_input" ? drawCounter(field, element) : drawRange(element);
  if (!counter) return field;
  const id = uniqueId("count");
  counter.id = id;
  field.setAttribute("aria-describedby", id);
  return make("div", { class: "typed-with-count" }, field, counter);
}

function dispatchActions(field, element, context, getValue) {
  const on = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const report = () => reportChange(element, context, getValue(), () => {});
  if (context.block.type === "input" && !context.block.dispatch_action) return void field.addEventListener("change", report);
  let timer = 0;
  if (on.includes("on_character_entered")) {
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = window.setTimeout(report, REPORT_DELAY_MS);
    });
  }
  if (on.includes("on_enter_pressed")) {
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      report();
    });
  }
}

// Slack shows a counter when a limit is set, or when its own is near.
function drawCounter(field, element) {
  const max = element.max_length ?? MAX_LENGTH;
  const min = element.min_length ?? 0;
  const counter = make("small", { class: "count" });
  const update = () => {
    const { length } = field.value;
    const visible = element.max_length || min || length > COUNTER_THRESHOLD * max;
    counter.hidden = !visible;
    counter.textContent = length < min ? `${length} / at least ${min}` : `${length} / ${max}`;
    counter.classList.toggle("over", length > max);
  };
  field.addEventListener("input", update);
  update();
  return counter;
}

function drawRange({ min_value: min, max_value: max }) {
  if (min === undefined && max === undefined) return null;
  return make("small", { class: "count" }, [min !== undefined && `from ${min}`, max !== undefined && `to ${max}`].filter(Boolean).join(" "));
}

const PICKERS = { datepicker: "date", timepicker: "time", datetimepicker: "datetime-local" };
const pad = (number) => String(number).padStart(2, "0");

function toLocalInput(seconds) {
  const at = new Date(seconds * 1000);
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

/** @param {any} element @param {import("./element-state.js").ElementContext} context */
export function drawDate(element, context) {
  const moment = element.type === "datetimepicker";
  const first = initialValue(element, context);
  const label = context.label ?? (plainText(element.placeholder) || "Choose");
  const field = make("input", { type: PICKERS[element.type], class: "typed date", "aria-label": label, title: label, autofocus: element.focus_on_load });
  field.value = first && moment ? toLocalInput(first) : first ?? "";
  const getValue = () => (moment && field.value ? Math.floor(new Date(field.value).getTime() / 1000) : field.value || null);
  let before = field.value;
  field.addEventListener("change", async () => {
    const accepted = await reportChange(element, context, getValue(), () => (field.value = before));
    if (accepted) before = field.value;
  });
  return registerControl(field, element, context, getValue);
}
