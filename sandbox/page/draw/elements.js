// Every interactive element, by its type.

import { drawButton, drawFeedback, drawIconButton, drawOverflow } from "./button.js";
import { drawChoices } from "./choices.js";
import { drawFileInput } from "./file-input.js";
import { drawImage } from "./image.js";
import { drawKind } from "./node.js";
import { drawPicker } from "./picker.js";
import { drawRichInput } from "./rich-input.js";
import { drawSelect } from "./select.js";
import { drawDate, drawTyped } from "./typed.js";

const ELEMENTS = {
  button: drawButton,
  workflow_button: drawButton,
  icon_button: drawIconButton,
  feedback_buttons: drawFeedback,
  overflow: drawOverflow,
  image: (element, place) => drawImage(element, place.ctx, "thumbnail"),
  static_select: drawSelect,
  users_select: drawSelect,
  conversations_select: drawSelect,
  channels_select: drawSelect,
  external_select: drawPicker,
  multi_static_select: drawPicker,
  multi_external_select: drawPicker,
  multi_users_select: drawPicker,
  multi_conversations_select: drawPicker,
  multi_channels_select: drawPicker,
  checkboxes: drawChoices,
  radio_buttons: drawChoices,
  datepicker: drawDate,
  timepicker: drawDate,
  datetimepicker: drawDate,
  plain_text_input: drawTyped,
  email_text_input: drawTyped,
  url_text_input: drawTyped,
  number_input: drawTyped,
  rich_text_input: drawRichInput,
  file_input: drawFileInput,
};

/** @param {any} element @param {import("./using.js").Place} place */
export function drawElement(element, place) {
  const node = drawKind(ELEMENTS, element?.type, "element", element, place);
  if (node.dataset && element.action_id) {
    node.dataset.actionId = element.action_id;
    if (place.block.block_id) node.dataset.blockId = place.block.block_id;
  }
  return node;
}
