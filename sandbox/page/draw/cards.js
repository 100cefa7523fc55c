// Cards, carousels, tasks and plans.

import { drawElement } from "./elements.js";
import { drawImage } from "./image.js";
import { drawLink } from "./links.js";
import { make } from "./dom.js";
import { drawRichText } from "./rich-text.js";
import { drawText } from "./text.js";

const ICONS = {
  archive: "🗄️", book: "📖", bookmark: "🔖", bot: "🤖", bug: "🐞", calendar: "📅", call: "📞", "caret-left": "◂", "caret-right": "▸", check: "✓",
  clipboard: "📋", code: "⌨️", comment: "💬", compass: "🧭", copy: "⧉", cube: "🧊", download: "⤓", edit: "✎", email: "✉️", "eye-closed": "🙈",
  "eye-open": "👁️", file: "📄", flag: "🚩", folder: "📁", gear: "⚙️", globe: "🌐", heart: "♥", help: "❔", image: "🖼️", info: "ℹ️", key: "🔑",
  lightbulb: "💡", link: "🔗", map: "🗺️", mobile: "📱", "new-window": "↗", pin: "📌", plus: "+", refine: "⚟", refresh: "↻", rocket: "🚀",
  save: "💾", screen: "🖥️", share: "⤴", sparkle: "✨", star: "☆", "star-filled": "★", tag: "🏷️", "thumbs-down": "👎", "thumbs-up": "👍",
  trash: "🗑️", upload: "⤒", user: "👤", warning: "⚠️",
};
const STATUS = { pending: ["○", "pending"], in_progress: ["◐", "in progress"], complete: ["✓", "complete"], error: ["✕", "error"] };

/** @param {any} block @param {any} ctx */
export function drawCard(block, ctx) {
  const part = (name) => block[name] && make("div", { class: `card-${name}` }, drawText(block[name], ctx));
  const face = block.icon ? drawImage(block.icon, ctx, "card-icon") : slackIcon(block.slack_icon);
  const titles = (block.title || block.subtitle) && make("div", { class: "card-titles" }, part("title"), part("subtitle"));
  const buttons = block.actions?.map((button) => drawElement(button, { ctx, block }));
  return make(
    "article",
    { class: "card" },
    block.hero_image && drawImage(block.hero_image, ctx, "hero"),
    (face || titles) && make("header", {}, face, titles),
    part("body"),
    part("subtext"),
    buttons && make("div", { class: "row card-actions" }, ...buttons),
  );
}

const slackIcon = (icon) => icon && make("span", { class: "card-icon slack-icon", role: "img", "aria-label": icon.name }, ICONS[icon.name] ?? "◆");

/** @param {any} block @param {any} ctx */
export function drawCarousel(block, ctx) {
  const strip = make("div", { class: "carousel-strip", tabindex: "0", role: "region", "aria-label": "Cards" });
  strip.append(...block.elements.map((card) => drawCard(card, ctx)));
  const move = (by) => () => strip.scrollBy({ left: by * strip.clientWidth * 0.8, behavior: "smooth" });
  const arrow = (by, label, face) => make("button", { type: "button", class: "carousel-arrow", "aria-label": label, onclick: move(by) }, face);
  const arrows = make("div", { class: "carousel-arrows" }, arrow(-1, "Previous cards", "‹"), arrow(1, "More cards", "›"));
  return make("div", { class: "carousel" }, strip, block.elements.length > 1 && arrows);
}

/** @param {any} block @param {any} ctx */
export function drawTask(block, ctx) {
  const [face, name] = STATUS[block.status ?? "pending"] ?? STATUS.pending;
  const sources = (block.sources ?? []).map((source) => make("li", {}, drawLink(source.url ?? "", source.text || source.url || "source")));
  const inner = [block.details && drawRichText(block.details, ctx), block.output && drawRichText(block.output, ctx), sources.length && make("ul", { class: "sources" }, ...sources)];
  const title = [make("span", { class: `status ${block.status ?? "pending"}`, role: "img", "aria-label": name }, face), " ", block.title];
  if (!inner.some(Boolean)) return make("div", { class: "task-card" }, ...title);
  return make("details", { class: "task-card", open: true }, make("summary", {}, ...title), ...inner.filter(Boolean));
}

/** @param {any} block @param {any} ctx */
export function drawPlan(block, ctx) {
  const tasks = (block.tasks ?? []).map((task) => make("li", {}, drawTask(task, ctx)));
  return make("section", { class: "plan" }, make("h4", {}, block.title), make("ol", {}, ...tasks));
}
