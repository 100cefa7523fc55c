// Small line drawings, 20 by 20, in the colour of the text around them.

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  hash: "M8 3 6 17M14 3l-2 14M3.5 7.5h13M3 12.5h13",
  lock: "M5.5 9h9v7.5h-9zM7 9V6.5a3 3 0 0 1 6 0V9",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  close: "M5 5l10 10M15 5 5 15",
  back: "M12 4.5 6.5 10l5.5 5.5",
  down: "M5.5 8 10 12.5 14.5 8",
  clock: "M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4M10 6v4.2l2.8 1.8",
  warning: "M10 3 2.5 16.5h15zM10 8v4M10 14.2v.3",
  search: "M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M13 13l4 4",
  sun: "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M15.7 4.3l-1.1 1.1M5.4 14.6l-1.1 1.1",
  moon: "M16 11.8A6.5 6.5 0 0 1 8.2 4 6.5 6.5 0 1 0 16 11.8",
  send: "M3.5 4 17 10 3.5 16l1.7-5L12 10 5.2 9z",
  plus: "M10 4v12M4 10h12",
  at: "M10 7a3 3 0 1 0 0 6 3 3 0 0 0 0-6M13 7v4.2c0 2.4 4 2 4-1.4a7 7 0 1 0-3 5.8",
  smile: "M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4M7 11.5c1.2 2.4 4.8 2.4 6 0M7.6 7.8v.4M12.4 7.8v.4",
  bolt: "M11 2.5 4.5 11.5H9L8.5 17.5 15.5 8H11z",
  reply: "M3 4h14v9.5H9L5.5 16.5v-3H3z",
  more: "M10 4.6v.3M10 9.9v.3M10 15.2v.3",
  copy: "M7 7h9v9.5H7zM13 7V3.5H4V13h3",
  link: "M8.5 11.5 11.5 8.5M9 6.5l2-2a3.2 3.2 0 0 1 4.5 4.5l-2 2M11 13.5l-2 2A3.2 3.2 0 0 1 4.5 11l2-2",
  trash: "M4 5.5h12M8 5.5V3.5h4v2M5.5 5.5 6.2 17h7.6l.7-11.5M8.5 8.5v5.5M11.5 8.5v5.5",
  eye: "M2.5 10s2.8-5 7.5-5 7.5 5 7.5 5-2.8 5-7.5 5-7.5-5-7.5-5M10 7.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4",
  unread: "M3 5h9M3 10h14M3 15h14M16 3.6v.3",
  file: "M5 2.8h6.5L15 6.3v11H5zM11.5 2.8v3.5H15",
  download: "M10 3v9.5M6 9l4 4 4-4M4 16.5h12",
  pencil: "M4 16l.8-3.2L13.5 4 16 6.5 7.2 15.2z",
  people:
    "M7.5 9.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4M2.5 16c.3-3 2.2-4.5 5-4.5s4.7 1.5 5 4.5M13 4.4a2.6 2.6 0 0 1 0 5M14.5 11.8c1.8.5 2.8 2 3 4.2",
  check: "M4 10.5 8.2 15 16 5.5",
};

/**
 * @param {keyof typeof PATHS} name
 * @returns {SVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
