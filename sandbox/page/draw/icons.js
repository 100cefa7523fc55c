// Icons as SVG lines, shown also where no emoji font is installed.

const SVG = "http://www.w3.org/2000/svg";
const CIRCLE = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18";
const THUMB = "M7 11v9H4v-9zM7 11l4-8c2 0 2.5 1.5 2 4l-.5 3H19a2 2 0 0 1 2 2.3l-1.2 6A2 2 0 0 1 17.8 20H7";
const PATHS = {
  trash: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
  up: THUMB,
  down: THUMB,
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01",
  lock: "M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3",
  info: `${CIRCLE}M12 11v6M12 7.5h.01`,
  warning: "M12 4 2.5 20h19zM12 10v5M12 17.5h.01",
  error: `${CIRCLE}M9 9l6 6M15 9l-6 6`,
  success: `${CIRCLE}M8 12.5l3 3 5-6`,
};

/** Draw an icon of the size of its text; hidden from screen readers. @param {keyof typeof PATHS} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PATHS[name]);
  if (name === "down") path.setAttribute("transform", "rotate(180 12 12)");
  svg.append(path);
  return svg;
}
