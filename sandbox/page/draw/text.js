// Text objects, and the three entities Slack decodes.

import { emojiOf, withEmoji } from "./emoji.js";
import { drawMrkdwn } from "./mrkdwn.js";
import { make, drawUnsupported } from "./dom.js";

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

/** Decode &lt; &gt; and &amp;; leave every other entity as typed. @param {string} text */
export const decodeEntities = (text) => text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity]);

/** The characters of a plain_text object. @param {any} object */
export function plainText(object) {
  const text = decodeEntities(object?.text ?? "");
  return object?.emoji === false ? text : withEmoji(text);
}

/** A text object of either kind. @param {any} object @param {any} ctx */
export function drawText(object, ctx) {
  if (object.type === "mrkdwn") return drawMrkdwn(object.text, ctx, { verbatim: object.verbatim });
  if (object.type === "plain_text") return make("div", { class: "text" }, plainText(object));
  return drawUnsupported(`text “${object.type}”`);
}

/** An emoji as Slack shows it: its name on hover. @param {string} name @param {string|number} [tone] */
export function drawEmoji(name, tone) {
  const character = emojiOf(name, tone);
  if (!character) return document.createTextNode(`:${name}:`);
  return make("span", { class: "emoji", role: "img", "aria-label": `${name} emoji`, title: `:${name}:` }, character);
}
