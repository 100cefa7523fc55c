// `data_visualization`: a Chart.js chart, and the same figures as text.

import { make, drawUnsupported } from "./dom.js";
import { scrollingTable } from "./tables.js";

/** @typedef {{series: string[], ink: string, grid: string, paper: string, font: string}} Colors */

/** @param {any} chart @param {Colors} colors */
export function chartOptions(chart, colors) {
  const config = chart.type === "pie" ? pie(chart, colors) : axes(chart, colors);
  const font = { family: colors.font, size: 12 };
  const options = { responsive: true, maintainAspectRatio: false, animation: false, color: colors.ink, font, ...config.options };
  return { type: config.type, data: config.data, options };
}

const legend = (colors, position, display) => ({
  display,
  position,
  labels: { color: colors.ink, boxWidth: 10, boxHeight: 10, padding: 14, useBorderRadius: true, borderRadius: 2 },
});

function pie(chart, colors) {
  const total = chart.segments.reduce((sum, segment) => sum + segment.value, 0);
  const labels = chart.segments.map((s) => `${s.label} · ${Math.round((100 * s.value) / total)}%`);
  const data = { data: chart.segments.map((s) => s.value), backgroundColor: colors.series, borderColor: colors.paper, borderWidth: 2 };
  const options = { plugins: { legend: legend(colors, "right", true) } };
  return { type: "pie", data: { labels, datasets: [data] }, options };
}

function axes(chart, colors) {
  const datasets = chart.series.map((series, n) => dataset(chart.type, series, colors.series[n % colors.series.length]));
  const { categories, x_label: x, y_label: y } = chart.axis_config;
  const title = (text) => ({ display: Boolean(text), text, color: colors.ink });
  const ticks = { color: colors.ink };
  const scales = {
    x: { title: title(x), ticks: { ...ticks, maxRotation: 45, autoSkip: true }, grid: { display: false }, border: { color: colors.grid } },
    y: { title: title(y), ticks, grid: { color: colors.grid }, border: { display: false }, beginAtZero: chart.type !== "line", grace: "5%" },
  };
  const plugins = { legend: legend(colors, "bottom", chart.series.length > 1) };
  const interaction = { mode: "index", intersect: false };
  return { type: chart.type === "bar" ? "bar" : "line", data: { labels: categories, datasets }, options: { scales, plugins, interaction } };
}

function dataset(kind, series, color) {
  const common = { label: series.name, data: series.data.map((point) => point.value), backgroundColor: color, borderColor: color };
  if (kind === "bar") return { ...common, borderRadius: 3, maxBarThickness: 48 };
  const line = { ...common, borderWidth: 2, pointRadius: 3 };
  return kind === "area" ? { ...line, fill: "origin", backgroundColor: withAlpha(color), pointBackgroundColor: color } : line;
}

// rgb(1, 2, 3) → rgba(1, 2, 3, 0.25)
const withAlpha = (color) => color.replace(/^rgb\((.*)\)$/, "rgba($1, 0.25)");

const KINDS = { line: "Line chart", bar: "Bar chart", area: "Area chart", pie: "Pie chart" };
const COLORS = 6;
const TAG = "sandbox-chart";

/** Load Chart.js with the first chart. */
async function library() {
  await import("../vendor/chart.js/chart.umd.min.js");
  return /** @type {any} */ (globalThis).Chart;
}

/** A canvas that draws its chart while it is in the document, and redraws it in another theme. */
class SandboxChart extends HTMLElement {
  /** @type {any} */ visual = null;
  #chart = /** @type {any} */ (null);
  #theme = matchMedia("(prefers-color-scheme: dark)");
  #root = new MutationObserver(() => this.#draw());
  #redraw = () => this.#draw();

  connectedCallback() {
    this.#theme.addEventListener("change", this.#redraw);
    this.#root.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    this.#draw();
  }

  disconnectedCallback() {
    this.#theme.removeEventListener("change", this.#redraw);
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

  // Colours of the style sheet, resolved for the current theme.
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
  if (!Object.hasOwn(KINDS, chart?.type)) return drawUnsupported(`chart “${chart?.type}”`);
  const element = /** @type {SandboxChart} */ (document.createElement(TAG));
  element.visual = block;
  element.classList.toggle("crowded", (chart.series?.length ?? 0) > 3);
  element.append(make("canvas", { role: "img", "aria-label": `${KINDS[chart.type]}: ${title}. ${describeChart(chart)}` }));
  return make("figure", { class: "chart" }, make("figcaption", {}, title), element, asTable(block));
}

const pairs = (points) => points.map((point) => `${point.label} ${point.value}`).join(", ");

function describeChart(chart) {
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
  const table = scrollingTable(title, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows));
  return make("details", { class: "chart-data" }, make("summary", {}, "Show as a table"), table);
}
