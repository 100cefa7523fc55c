// Chart.js options for Slack's four kinds of chart. Pure.

/** @typedef {{series: string[], ink: string, grid: string, paper: string, font: string}} Colors */

/** @param {any} chart @param {Colors} colors */
export function chartOptions(chart, colors) {
  const plotted = chart.type === "pie" ? pie(chart, colors) : axes(chart, colors);
  const font = { family: colors.font, size: 12 };
  const options = { responsive: true, maintainAspectRatio: false, animation: false, color: colors.ink, font, ...plotted.options };
  return { type: plotted.type, data: plotted.data, options };
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
  return kind === "area" ? { ...line, fill: "origin", backgroundColor: faded(color), pointBackgroundColor: color } : line;
}

// rgb(1, 2, 3) → rgba(1, 2, 3, 0.25)
const faded = (color) => color.replace(/^rgb\((.*)\)$/, "rgba($1, 0.25)");
