// Images. Only this origin's are fetched; others are shown by their alt text.

import { icon } from "./icons.js";
import { drawLink } from "./links.js";
import { make } from "./dom.js";

/** The URL of an image on this origin; null for another origin. @param {any} image @param {any} ctx */
function localUrl(image, ctx) {
  if (image.slack_file?.id) return ctx.fileUrl ? ctx.fileUrl(image.slack_file.id) : `/sandbox/files/${encodeURIComponent(image.slack_file.id)}`;
  const url = image.image_url ?? image.slack_file?.url ?? "";
  try {
    return new URL(url).origin === location.origin ? url : null;
  } catch {
    return null;
  }
}

/** An image element. @param {any} image @param {any} ctx @param {string} [className] */
export function drawImage(image, ctx, className = "picture") {
  const url = localUrl(image, ctx);
  if (url === null) return drawPlaceholder(image.image_url ?? image.slack_file?.url ?? "", image.alt_text, className);
  const missing = () => picture.replaceWith(drawPlaceholder("", image.alt_text, className));
  const picture = make("img", { src: url, alt: image.alt_text, class: className, loading: "lazy", onerror: missing });
  return picture;
}

function drawPlaceholder(url, alt, className) {
  const host = /^https?:\/\/([^/?#]+)/i.exec(url)?.[1];
  const label = make("span", { class: "picture-alt" }, alt);
  const body = className === "picture" && host ? drawLink(url, label, make("small", {}, host)) : label;
  return make("span", { class: `${className} picture-elsewhere`, role: "img", "aria-label": alt, title: alt }, icon("picture"), body);
}
