// Pictures. Only this machine is asked for one; a picture from elsewhere is named, not fetched.

import { icon } from "./icons.js";
import { drawLink } from "./link.js";
import { make } from "./node.js";

/** Where a picture's bytes are on this origin; null when it is elsewhere. @param {any} image @param {any} ctx */
function here(image, ctx) {
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
  const url = here(image, ctx);
  if (url === null) return elsewhere(image.image_url ?? image.slack_file?.url ?? "", image.alt_text, className);
  const missing = () => picture.replaceWith(elsewhere("", image.alt_text, className));
  const picture = make("img", { src: url, alt: image.alt_text, class: className, loading: "lazy", onerror: missing });
  return picture;
}

function elsewhere(url, alt, className) {
  const host = /^https?:\/\/([^/?#]+)/i.exec(url)?.[1];
  const label = make("span", { class: "picture-alt" }, alt);
  const body = className === "picture" && host ? drawLink(url, label, make("small", {}, host)) : label;
  return make("span", { class: `${className} picture-elsewhere`, role: "img", "aria-label": alt, title: alt }, icon("picture"), body);
}
