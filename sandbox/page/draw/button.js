// Buttons of every kind, and the overflow menu.

import { icon } from "./icons.js";
import { drawLink } from "./links.js";
import { moveIntoView, make } from "./dom.js";
import { plainText } from "./text.js";
import { triggerAction } from "./element-state.js";

const busy = (node, promise) => {
  node.setAttribute("aria-busy", "true");
  return promise.finally(() => node.removeAttribute("aria-busy"));
};

/** @param {any} element @param {import("./element-state.js").ElementContext} context */
export function drawButton(element, context) {
  const attributes = { class: `button ${element.style ?? ""}`.trim(), "aria-label": element.accessibility_label };
  const onclick = (event) => busy(event.currentTarget, triggerAction(element, context, element.value ?? null));
  if (!element.url) return make("button", { type: "button", ...attributes, onclick }, plainText(element.text));
  return urlButton(element, context, attributes);
}

function urlButton(element, context, attributes) {
  const link = drawLink(element.url, plainText(element.text));
  for (const [name, value] of Object.entries(attributes)) if (value) link.setAttribute(name, value);
  link.addEventListener("click", async (event) => {
    if (!element.confirm) return void triggerAction(element, context, element.value ?? null);
    event.preventDefault();
    if (await triggerAction(element, context, element.value ?? null)) window.open(link.href, "_blank", "noopener,noreferrer");
  });
  return link;
}

/** @param {any} element @param {import("./element-state.js").ElementContext} context */
export function drawIconButton(element, context) {
  const { visible_to_user_ids: only } = element;
  if (only && context.ctx.me && !only.includes(context.ctx.me)) return document.createDocumentFragment();
  const text = plainText(element.text);
  const onclick = (event) => busy(event.currentTarget, triggerAction(element, context, element.value ?? null));
  return make("button", { type: "button", class: "icon-button", title: text, "aria-label": element.accessibility_label ?? text, onclick }, icon("trash"));
}

/** Thumbs up and down; the chosen one stays pressed. @param {any} element @param {import("./element-state.js").ElementContext} context */
export function drawFeedback(element, context) {
  const thumb = (which, face) => {
    const { text, accessibility_label: label } = element[`${which}_button`];
    const onclick = async (event) => {
      const pressed = event.currentTarget;
      await busy(pressed, triggerAction(element, context, which));
      for (const button of both) button.setAttribute("aria-pressed", String(button === pressed));
    };
    const name = plainText(text);
    return make("button", { type: "button", class: "icon-button", title: name, "aria-label": label ?? name, "aria-pressed": "false", onclick }, icon(face));
  };
  const both = [thumb("positive", "up"), thumb("negative", "down")];
  return make("span", { class: "feedback", role: "group", "aria-label": "Feedback" }, ...both);
}

/** @param {any} element @param {import("./element-state.js").ElementContext} context */
export function drawOverflow(element, context) {
  const menu = make("div", { class: "menu", role: "menu", hidden: true });
  const open = make("button", { type: "button", class: "icon-button overflow-open", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": "More actions" }, "⋯");
  const node = make("span", { class: "overflow" }, open, menu);
  const show = (shown) => {
    menu.hidden = !shown;
    open.setAttribute("aria-expanded", String(shown));
    if (!shown) return;
    moveIntoView(menu);
    menu.firstElementChild.focus();
  };
  const choose = (option) => () => {
    show(false);
    open.focus();
    busy(open, triggerAction(element, context, option.value));
  };
  menu.append(...element.options.map((option) => drawChoice(option, choose(option))));
  open.addEventListener("click", () => show(menu.hidden));
  node.addEventListener("keydown", (event) => onKey(event, menu, () => (show(false), open.focus())));
  node.addEventListener("focusout", (event) => !node.contains(event.relatedTarget) && show(false));
  return node;
}

function drawChoice(option, onclick) {
  const words = [make("span", {}, plainText(option.text)), option.description && make("small", {}, plainText(option.description))];
  if (!option.url) return make("button", { type: "button", role: "menuitem", onclick }, ...words);
  const link = drawLink(option.url, ...words.filter(Boolean));
  link.setAttribute("role", "menuitem");
  link.addEventListener("click", onclick);
  return link;
}

function onKey(event, menu, close) {
  const items = [...menu.children];
  const at = items.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape" && !menu.hidden) {
    event.stopPropagation();
    event.preventDefault();
    close();
  } else if (step && !menu.hidden) {
    event.preventDefault();
    items[(at + step + items.length) % items.length].focus();
  }
}
