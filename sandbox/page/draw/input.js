// An input block: label, element, hint and error.

import { drawElement } from "./elements.js";
import { uniqueId, make } from "./dom.js";
import { plainText } from "./text.js";

const CONTROL = "input:not([type=radio]):not([type=checkbox]), textarea, select, button.picker-open";

/** @param {any} block @param {any} ctx */
export function drawInput(block, ctx) {
  const label = plainText(block.label);
  const element = drawElement(block.element, { ctx, block, label });
  const control = element.matches(CONTROL) ? element : element.querySelector(CONTROL);
  const caption = make("label", { class: "input-label" }, label, block.optional && make("span", { class: "optional" }, " (optional)"));
  if (control && !element.classList.contains("choices")) {
    control.id ||= uniqueId("input");
    caption.htmlFor = control.id;
    if (!control.classList.contains("picker-open")) control.removeAttribute("aria-label");
  }
  const hint = block.hint && make("p", { class: "input-hint", id: uniqueId("hint") }, plainText(block.hint));
  const error = ctx.errors?.[block.block_id];
  const errorText = error && make("p", { class: "input-error", id: uniqueId("error"), role: "alert" }, error);
  describe(control ?? element, [errorText, hint], Boolean(error));
  return make("div", { class: `input${error ? " wrong" : ""}` }, caption, element, errorText, hint);
}

function describe(control, notes, errorText) {
  const ids = [control.getAttribute("aria-describedby"), ...notes.map((note) => note && note.id)].filter(Boolean);
  if (ids.length) control.setAttribute("aria-describedby", ids.join(" "));
  if (errorText) control.setAttribute("aria-invalid", "true");
}
