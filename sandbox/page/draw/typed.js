// What a person types: text, email, URL, number; dates and times.

import { freshId, make } from "./node.js";
import { plainText } from "./text.js";
import { changed, firstValue, stateful } from "./using.js";

const LONGEST = 3000;
const NEAR = 0.9;
const PATIENCE = 300;
const KINDS = {
  plain_text_input: { type: "text" },
  email_text_input: { type: "email", autocomplete: "email" },
  url_text_input: { type: "url" },
  // A text field keeps what is not a number, so that Slack's own check can say so.
  number_input: { type: "text" },
};

/** @param {any} element @param {import("./using.js").Place} place */
export function drawTyped(element, place) {
  const first = firstValue(element, place) ?? "";
  const attributes = {
    class: "typed",
    placeholder: plainText(element.placeholder) || null,
    "aria-label": place.label,
    autofocus: element.focus_on_load,
    inputmode: element.type === "number_input" ? (element.is_decimal_allowed ? "decimal" : "numeric") : null,
  };
  const field = element.multiline
    ? make("textarea", { ...attributes, rows: "4" })
    : make("input", { ...attributes, ...KINDS[element.type] });
  field.value = first;
  const held = () => field.value || null;
  stateful(field, element, place, held);
  dispatching(field, element, place, held);
  const counter = element.type === "plain_text_input" ? drawCounter(field, element) : drawRange(element);
  if (!counter) return field;
  const id = freshId("count");
  counter.id = id;
  field.setAttribute("aria-describedby", id);
  return make("div", { class: "typed-with-count" }, field, counter);
}

function dispatching(field, element, place, held) {
  const on = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const report = () => changed(element, place, held(), () => {});
  if (place.block.type === "input" && !place.block.dispatch_action) return void field.addEventListener("change", report);
  let waiting = 0;
  if (on.includes("on_character_entered")) {
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = window.setTimeout(report, PATIENCE);
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

// Slack counts when a limit is set, or when its own is near.
function drawCounter(field, element) {
  const most = element.max_length ?? LONGEST;
  const least = element.min_length ?? 0;
  const counter = make("small", { class: "count" });
  const update = () => {
    const { length } = field.value;
    const wanted = element.max_length || least || length > NEAR * most;
    counter.hidden = !wanted;
    counter.textContent = length < least ? `${length} / at least ${least}` : `${length} / ${most}`;
    counter.classList.toggle("over", length > most);
  };
  field.addEventListener("input", update);
  update();
  return counter;
}

function drawRange({ min_value: least, max_value: most }) {
  if (least === undefined && most === undefined) return null;
  return make("small", { class: "count" }, [least !== undefined && `from ${least}`, most !== undefined && `to ${most}`].filter(Boolean).join(" "));
}

const PICKERS = { datepicker: "date", timepicker: "time", datetimepicker: "datetime-local" };
const pad = (number) => String(number).padStart(2, "0");

function local(seconds) {
  const at = new Date(seconds * 1000);
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

/** @param {any} element @param {import("./using.js").Place} place */
export function drawDate(element, place) {
  const moment = element.type === "datetimepicker";
  const first = firstValue(element, place);
  const label = place.label ?? (plainText(element.placeholder) || "Choose");
  const field = make("input", { type: PICKERS[element.type], class: "typed date", "aria-label": label, title: label, autofocus: element.focus_on_load });
  field.value = first && moment ? local(first) : first ?? "";
  const held = () => (moment && field.value ? Math.floor(new Date(field.value).getTime() / 1000) : field.value || null);
  let before = field.value;
  field.addEventListener("change", async () => {
    const used = await changed(element, place, held(), () => (field.value = before));
    if (used) before = field.value;
  });
  return stateful(field, element, place, held);
}
