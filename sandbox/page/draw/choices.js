// Checkboxes and radio buttons.

import { freshId, make } from "./node.js";
import { drawText } from "./text.js";
import { changed, firstValue, stateful } from "./using.js";

/** @param {any} element @param {import("./using.js").Place} place */
export function drawChoices(element, place) {
  const many = element.type === "checkboxes";
  const first = [firstValue(element, place) ?? []].flat().map((option) => option.value);
  const name = freshId("choice");
  const boxes = element.options.map((option, n) =>
    make("input", {
      type: many ? "checkbox" : "radio",
      name,
      value: option.value,
      checked: first.includes(option.value),
      autofocus: element.focus_on_load && n === 0,
    }),
  );
  const chosen = () => element.options.filter((_, n) => boxes[n].checked);
  const held = () => (many ? chosen() : chosen()[0] ?? null);
  let before = boxes.map((box) => box.checked);
  const node = make("fieldset", { class: "choices", role: many ? "group" : "radiogroup", "aria-label": place.label ?? "Choose" });
  node.append(...element.options.map((option, n) => drawOption(option, boxes[n], place.ctx)));
  node.addEventListener("change", async () => {
    const now = boxes.map((box) => box.checked);
    const used = await changed(element, place, held(), () => boxes.forEach((box, n) => (box.checked = before[n])));
    if (used) before = now;
  });
  return stateful(node, element, place, held);
}

const drawOption = (option, box, ctx) =>
  make("label", { class: "choice" }, box, make("span", {}, drawText(option.text, ctx), option.description && make("small", {}, drawText(option.description, ctx))));
