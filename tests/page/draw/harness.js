// Functions the tests call, as `window.harness`; its context records `actions` and `requests`.

import { drawBlocks } from "/page/draw/blocks.js";
import { drawModal, readModal, updateModal } from "/page/draw/modal.js";
import { drawMrkdwn } from "/page/draw/mrkdwn.js";

const actions = [];
const requests = [];
const drawing = document.getElementById("drawing");
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
const cities = ["Berlin", "Bergen", "Lisbon"].map((name) => ({ text: { type: "plain_text", text: name }, value: name.toLowerCase() }));
const toMaps = (values) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, name === "people" || name === "channels" ? new Map(Object.entries(value)) : value]));
const context = (values = {}) => ({
  surface: "message",
  people,
  channels,
  timezone: "UTC",
  now: () => Date.UTC(2026, 9, 5, 12),
  act: async (action) => actions.push(action),
  options: async (request) => {
    requests.push(request);
    return cities.filter((option) => option.text.text.toLowerCase().startsWith(request.value.toLowerCase()));
  },
  fileUrl: (id) => `/picture/${id}.png`,
  ...toMaps(values),
});

window.harness = {
  actions,
  requests,
  reset() {
    drawing.replaceChildren();
    for (const dialog of document.querySelectorAll("dialog")) dialog.remove();
    delete document.documentElement.dataset.theme;
    actions.length = requests.length = 0;
  },
  clear: () => drawing.replaceChildren(),
  blocks: (blocks, values) => drawing.append(drawBlocks(blocks, context(values))),
  text: (text, options) => drawing.replaceChildren(drawMrkdwn(text, context(), options)),
  modal(view, values) {
    const form = drawModal(view, context({ surface: "modal", ...values }));
    form.classList.add("framed");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      actions.push("submitted");
    });
    form.addEventListener("modal-close", () => actions.push("closed"));
    drawing.append(form);
  },
  update: (view, values) => updateModal(drawing.querySelector("form.modal"), view, context({ surface: "modal", ...values })),
  read: () => readModal(drawing.querySelector("form.modal")),
};
