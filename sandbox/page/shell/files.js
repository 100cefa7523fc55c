// Files of a message: images are shown, other files are cards to download.

import { fileUrl } from "/page/shell/api.js";
import { make } from "/page/shell/dom.js";
import { icon } from "/page/shell/icons.js";

const PICTURES = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"];
const UNITS = ["B", "kB", "MB", "GB"];

/** @param {number} bytes "12 kB" */
export function sizeOf(bytes) {
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${size >= 10 || unit === 0 ? Math.round(size) : size.toFixed(1)} ${UNITS[unit]}`;
}

/** @param {any[]} files @returns {Node | null} */
export function drawFiles(files) {
  if (!files?.length) return null;
  return make("div", { class: "files" }, ...files.map(drawFile));
}

/** @param {any} file */
function drawFile(file) {
  const title = file.title || file.name;
  const download = make(
    "a",
    { class: "download", href: fileUrl(file.id), download: file.name, "aria-label": `Download ${file.name}` },
    icon("download"),
    "Download",
  );
  if (PICTURES.includes(file.mimetype)) {
    const picture = make("img", { src: fileUrl(file.id), alt: file.alt_txt || title, loading: "lazy" });
    const open = make("a", { href: fileUrl(file.id), target: "_blank", rel: "noreferrer" }, picture);
    return make("figure", { class: "picture" }, make("figcaption", {}, make("span", {}, file.name), download), open);
  }
  return make(
    "div",
    { class: "file-card" },
    make("span", { class: "file-icon", "aria-hidden": "true" }, icon("file")),
    make(
      "span",
      { class: "file-words" },
      make("strong", {}, title),
      make("small", {}, `${file.pretty_type} · ${sizeOf(file.size)}`),
    ),
    download,
  );
}
