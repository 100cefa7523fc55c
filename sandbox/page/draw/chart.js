// `data_visualization`: a chart, and the same figures as text.

import { chartOptions } from "./chart-options.js";
import { make, undrawable } from "./node.js";
import { scrolling } from "./table.js";

const KINDS = { line: "Line chart", bar: "Bar chart", area: "Area chart", pie: "Pie chart" };
const COLORS = 6;
const TAG = "sandbox-chart";

/** Chart.js, loaded with the first chart. */
async function library() {
  await import("../vendor/chart.js/chart.umd.min.js");
  return /** @type {any} */ (globalThis).Chart;
}

/** A canvas that draws its chart while it is in the document, anew in another theme. */
class SandboxChart extends HTMLElement {
  /** @type {any} */ visual = null;
  #chart = /** @type {any} */ (null);
  #theme = matchMedia("(prefers-color-scheme: dark)");
  #root = new MutationObserver(() => this.#draw());
  #again = () => this.#draw();

  connectedCallback() {
    this.#theme.addEventListener("change", this.#again);
    this.#root.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    this.#draw();
  }

  disconnectedCallback() {
    this.#theme.removeEventListener("change", this.#again);
    this.#root.disconnect();
    this.#chart?.destroy();
    this.#chart = null;
  }

  async #draw() {
    const Chart = await library();
    const canvas = this.querySelector("canvas");
    if (!this.isConnected || !canvas) return;
    this.#chart?.destroy();
    this.#chart = new Chart(canvas, chartOptions(this.visual.chart, this.#colors()));
    this.dataset.drawn = this.visual.chart.type;
  }

  // What the style sheet says, resolved for the theme at hand.
  #colors() {
    const probe = make("span", { hidden: true });
    this.append(probe);
    const read = (name) => {
      probe.style.color = `var(${name})`;
      return getComputedStyle(probe).color;
    };
    const series = Array.from({ length: COLORS }, (_, n) => read(`--chart-${n + 1}`));
    const colors = { series, ink: read("--ink-muted"), grid: read("--line-soft"), paper: read("--paper"), font: getComputedStyle(this).fontFamily };
    probe.remove();
    return colors;
  }
}
if (!customElements.get(TAG)) customElements.define(TAG, SandboxChart);

/** @param {any} block */
export function drawChart(block) {
  const { chart, title } = block;
  if (!Object.hasOwn(KINDS, chart?.type)) return undrawable(`chart “${chart?.type}”`);
  const element = /** @type {SandboxChart} */ (document.createElement(TAG));
  element.visual = block;
  element.classList.toggle("crowded", (chart.series?.length ?? 0) > 3);
  element.append(make("canvas", { role: "img", "aria-label": `${KINDS[chart.type]}: ${title}. ${inWords(chart)}` }));
  return make("figure", { class: "chart" }, make("figcaption", {}, title), element, asTable(block));
}

const pairs = (points) => points.map((point) => `${point.label} ${point.value}`).join(", ");

function inWords(chart) {
  if (chart.type === "pie") return `${pairs(chart.segments)}.`;
  const { x_label: x, y_label: y } = chart.axis_config;
  const axes = [x && `Across: ${x}.`, y && `Up: ${y}.`].filter(Boolean);
  return [...axes, ...chart.series.map((series) => `${series.name}: ${pairs(series.data)}.`)].join(" ");
}

function asTable({ chart, title }) {
  const pie = chart.type === "pie";
  const columns = pie ? [{ name: "Value", data: chart.segments }] : chart.series;
  const head = ["", ...columns.map((column) => column.name)].map((text) => make("th", { scope: "col" }, text));
  const labels = pie ? chart.segments.map((segment) => segment.label) : chart.axis_config.categories;
  const rows = labels.map((label, n) => {
    const values = columns.map((column) => make("td", { class: "align-right" }, String(column.data[n]?.value ?? "–")));
    return make("tr", {}, make("th", { scope: "row" }, label), ...values);
  });
  const table = scrolling(title, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows));
  return make("details", { class: "chart-data" }, make("summary", {}, "Show as a table"), table);
}
