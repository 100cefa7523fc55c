// Draw every block, by its type.

import { drawCard, drawCarousel, drawPlan, drawTask } from "./cards.js";
import { drawChart } from "./chart.js";
import { drawDataTable, drawTable } from "./tables.js";
import { drawElement } from "./elements.js";
import { icon } from "./icons.js";
import { drawImage } from "./image.js";
import { drawInput } from "./input.js";
import { drawLink } from "./links.js";
import { drawMarkdown } from "./markdown.js";
import { drawByType, make, drawUnsupported } from "./dom.js";
import { drawRichText } from "./rich-text.js";
import { drawText, plainText } from "./text.js";

const LEVELS = ["info", "warning", "error", "success"];

const BLOCKS = {
  actions: (block, ctx) => row(block, ctx),
  alert: (block, ctx) => {
    const level = block.level ?? "default";
    const sign = LEVELS.includes(level) && icon(level);
    return make("div", { class: `alert ${level}`, role: "note", "aria-label": level }, sign, drawText(block.text, ctx));
  },
  card: drawCard,
  carousel: drawCarousel,
  container: drawContainer,
  context: (block, ctx) => make("div", { class: "context" }, ...block.elements.map((element) => drawContext(element, ctx))),
  context_actions: (block, ctx) => row(block, ctx),
  data_table: drawDataTable,
  data_visualization: drawChart,
  divider: () => make("hr"),
  file: (block) => make("div", { class: "file" }, icon("file"), make("span", {}, make("strong", {}, block.external_id), make("small", {}, "Remote file"))),
  header: (block) => make("h3", { class: "header", "aria-level": Number.isInteger(block.level) ? block.level : null }, plainText(block.text)),
  image: (block, ctx) => make("figure", { class: "image" }, block.title && make("figcaption", {}, plainText(block.title)), drawImage(block, ctx)),
  input: drawInput,
  markdown: (block, ctx) => drawMarkdown(block.text, ctx),
  plan: drawPlan,
  rich_text: drawRichText,
  section: drawSection,
  table: drawTable,
  task_card: drawTask,
  video: drawVideo,
};

const row = (block, ctx) => make("div", { class: "row" }, ...block.elements.map((element) => drawElement(element, { ctx, block })));

function drawContext(element, ctx) {
  return element.type === "image" ? drawImage(element, ctx, "context-picture") : drawText(element, ctx);
}

function drawSection(block, ctx) {
  const label = block.text ? plainText(block.text).slice(0, 80) : undefined;
  const fields = block.fields && make("div", { class: "fields" }, ...block.fields.map((field) => drawText(field, ctx)));
  const body = make("div", { class: "section-body" }, block.text && drawText(block.text, ctx), fields);
  const accessory = block.accessory && make("div", { class: "accessory" }, drawElement(block.accessory, { ctx, block, label }));
  return make("div", { class: "section" }, body, accessory);
}

function drawContainer(block, ctx) {
  const title = block.rich_text_title ? drawRichText(block.rich_text_title, ctx) : make("strong", {}, plainText(block.title));
  const titles = make("div", {}, title, block.subtitle && make("small", {}, drawText(block.subtitle, ctx)));
  const head = [block.icon && drawImage(block.icon, ctx, "card-icon"), titles];
  const body = drawBlocks(block.child_blocks, ctx);
  const className = `container ${block.width ?? "standard"}${block.has_header_divider ? " divided" : ""}`;
  if (!block.is_collapsible) return make("section", { class: className }, make("header", {}, ...head), body);
  return make("details", { class: className, open: !block.default_collapsed }, make("summary", {}, ...head), body);
}

// A placeholder: videos are not played here.
function drawVideo(block) {
  const title = plainText(block.title);
  const by = [block.author_name, block.provider_name].filter(Boolean).join(" · ");
  return make(
    "figure",
    { class: "video" },
    make("div", { class: "video-still", role: "img", "aria-label": block.alt_text }, "▶\ufe0e"),
    make("figcaption", {}, drawLink(block.title_url ?? block.video_url, title), by && make("small", {}, by), block.description && make("p", {}, plainText(block.description))),
  );
}

/**
 * Draw blocks as Slack shows them; see README.md for ctx.
 *
 * @param {any[]} blocks
 * @param {any} [ctx]
 * @returns {HTMLElement}
 */
export function drawBlocks(blocks, ctx = { surface: "message" }) {
  return make("div", { class: "blocks" }, ...blocks.map((block) => drawBlock(block, ctx)));
}

function drawBlock(block, ctx) {
  if (!block || typeof block !== "object") return drawUnsupported(`block ${JSON.stringify(block)}`);
  const drawn = drawByType(BLOCKS, block.type, "block", block, ctx);
  return make("div", { class: `block block-${String(block.type).replace(/\W/g, "")}`, "data-block-id": block.block_id }, drawn);
}
