// The question Slack asks before an element with `confirm` is used.

import { make } from "./node.js";
import { drawText, plainText } from "./text.js";

/**
 * @param {any} confirm a confirmation object
 * @param {any} ctx
 * @returns {Promise<boolean>}
 */
export function confirmed(confirm, ctx) {
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
