// Draw every interactive element, by its type.

import { drawButton, drawFeedback, drawIconButton, drawOverflow } from "./button.js";
import { drawCheckboxesOrRadios, drawSelect } from "./selects.js";
import { drawFileInput } from "./file-input.js";
import { drawImage } from "./image.js";
import { drawByType } from "./dom.js";
import { drawPicker } from "./picker.js";
import { drawRichInput } from "./rich-input.js";
import { drawDate, drawTextInput } from "./text-input.js";

const ELEMENTS = {
  button: drawButton,
  workflow_button: drawButton,
  icon_button: drawIconButton,
  feedback_buttons: drawFeedback,
  overflow: drawOverflow,
  image: (element, context) => drawImage(element, context.ctx, "thumbnail"),
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
  checkboxes: drawCheckboxesOrRadios,
  radio_buttons: drawCheckboxesOrRadios,
  datepicker: drawDate,
  timepicker: drawDate,
  datetimepicker: drawDate,
  plain_text_input: drawTextInput,
  email_text_input: drawTextInput,
  url_text_input: drawTextInput,
  number_input: drawTextInput,
  rich_text_input: drawRichInput,
  file_input: drawFileInput,
};

/** @param {any} element @param {import("./element-state.js").ElementContext} context */
export function drawElement(element, context) {
  const node = drawByType(ELEMENTS, element?.type, "element", element, context);
  if (node.dataset && element.action_id) {
    node.dataset.actionId = element.action_id;
    if (context.block.block_id) node.dataset.blockId = context.block.block_id;
  }
  return node;
}
