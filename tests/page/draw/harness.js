// What the tests call: `window.harness`, with a context that notes what is done in `acts`.

import { drawBlocks } from "/page/draw/blocks.js";
import { drawModal, readModal, updateModal } from "/page/draw/modal.js";
import { drawMrkdwn } from "/page/draw/mrkdwn.js";

const acts = [];
const asked = [];
const stage = document.getElementById("stage");
const people = new Map([
  ["U0MARA", { name: "mara", real_name: "Mara Lindqvist" }],
  ["U0TOMAS", { name: "tomas", real_name: "Tomas Berg" }],
  ["U0BOT", { name: "waymark", real_name: "Waymark", is_bot: true }],
]);
const channels = new Map([
  ["C0GENERAL", { name: "general", kind: "public", private: false }],
  ["C0JOURNEY", { name: "customer-journey", kind: "public", private: false }],
  ["C0LEADS", { name: "leads", kind: "private", private: true }],
  ["D0MARA", { name: null, kind: "im", private: true, members: ["U0MARA", "U0BOT"] }],
]);
const found = ["Berlin", "Bergen", "Lisbon"].map((name) => ({ text: { type: "plain_text", text: name }, value: name.toLowerCase() }));
const mapped = (given) =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name, name === "people" || name === "channels" ? new Map(Object.entries(value)) : value]));
const context = (given = {}) => ({
  surface: "message",
  people,
  channels,
  timezone: "UTC",
  now: () => Date.UTC(2026, 9, 5, 12),
  act: async (action) => acts.push(action),
  options: async (request) => {
    asked.push(request);
    return found.filter((option) => option.text.text.toLowerCase().startsWith(request.value.toLowerCase()));
  },
  fileUrl: (id) => `/picture/${id}.png`,
  ...mapped(given),
});

window.harness = {
  acts,
  asked,
  reset() {
    stage.replaceChildren();
    for (const dialog of document.querySelectorAll("dialog")) dialog.remove();
    delete document.documentElement.dataset.theme;
    acts.length = asked.length = 0;
  },
  clear: () => stage.replaceChildren(),
  blocks: (blocks, given) => stage.append(drawBlocks(blocks, context(given))),
  text: (text, options) => stage.replaceChildren(drawMrkdwn(text, context(), options)),
  title: (text) => stage.append(Object.assign(document.createElement("h6"), { textContent: text })),
  modal(view, given) {
    const form = drawModal(view, context({ surface: "modal", ...given }));
    form.classList.add("framed");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      acts.push("submitted");
    });
    form.addEventListener("modal-close", () => acts.push("closed"));
    stage.append(form);
  },
  update: (view, given) => updateModal(stage.querySelector("form.modal"), view, context({ surface: "modal", ...given })),
  read: () => readModal(stage.querySelector("form.modal")),
};
