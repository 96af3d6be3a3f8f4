/** Targets by year as lines: one line a region and indicator; the table beside says the same. */

import { h, svg } from "../dom.js";
import { figure } from "../wording.js";

const WIDTH = 640;
const HEIGHT = 240;
const EDGE = { left: 64, right: 16, top: 16, bottom: 28 };
const MOST_LINES = 6;
const DASHES = ["", "6 3", "2 3", "8 3 2 3", "1 3", "10 4"];

/** Cards of one indicator, unit and region in at least two years, longest first. */
export function seriesOf(cards) {
  const found = new Map();
  for (const card of cards) {
    if (!card.deadline_year) continue;
    const key = [card.region ?? "全国", card.indicator, card.unit].join("\u001f");
    const years = found.get(key) ?? new Map();
    if (!years.has(card.deadline_year)) years.set(card.deadline_year, card);
    found.set(key, years);
  }
  return [...found].filter(([, years]) => years.size > 1)
    .map(([key, years]) => ({ name: key.split("\u001f").slice(0, 2).join(" · "), unit: key.split("\u001f")[2], points: [...years.values()].sort((a, b) => a.deadline_year - b.deadline_year) }))
    .sort((a, b) => b.points.length - a.points.length);
}

/** The chart with its table, or null where no target is set for two years. */
export function targetChart(cards) {
  const all = seriesOf(cards);
  if (!all.length) return null;
  const shown = all.filter((item) => item.unit === all[0].unit).slice(0, MOST_LINES);
  return h("details.fold", { open: true }, h("summary", null, `按年份（${all[0].unit}）`),
    h("div.scroll-x", null, drawn(shown)), valuesTable(shown), h("p.small.muted", null, "区间目标按下限画点。"));
}

function drawn(series) {
  const points = series.flatMap((item) => item.points);
  const years = [...new Set(points.map((card) => card.deadline_year))].sort();
  const values = points.map((card) => Number(card.value));
  const low = Math.min(0, ...values);
  const high = Math.max(...values) || 1;
  const x = (year) => EDGE.left + (years.length === 1 ? 0 : ((year - years[0]) / (years.at(-1) - years[0])) * (WIDTH - EDGE.left - EDGE.right));
  const y = (value) => HEIGHT - EDGE.bottom - ((value - low) / (high - low || 1)) * (HEIGHT - EDGE.top - EDGE.bottom);
  const chart = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, role: "img", "aria-label": `目标随年份的变化：${series.map((item) => item.name).join("；")}，数值见下表` });
  for (const value of [low, (low + high) / 2, high]) {
    chart.append(svg("line", { x1: EDGE.left, x2: WIDTH - EDGE.right, y1: y(value), y2: y(value), stroke: "currentColor", "stroke-opacity": 0.15 }),
      label(EDGE.left - 8, y(value) + 4, figure(Math.round(value * 100) / 100), "end"));
  }
  for (const year of years) chart.append(label(x(year), HEIGHT - 8, String(year), "middle"));
  series.forEach((item, number) => {
    chart.append(svg("polyline", { points: item.points.map((card) => `${x(card.deadline_year)},${y(Number(card.value))}`).join(" "), fill: "none", stroke: "currentColor", "stroke-width": 2, "stroke-dasharray": DASHES[number] || "none" }));
    for (const card of item.points) {
      const dot = svg("circle", { cx: x(card.deadline_year), cy: y(Number(card.value)), r: 4, fill: "currentColor" },
        svg("title", {}, `${item.name} ${card.deadline_year}年 ${worded(card)}：${card.text}`));
      chart.append(dot);
    }
  });
  return chart;
}

function valuesTable(series) {
  const years = [...new Set(series.flatMap((item) => item.points.map((card) => card.deadline_year)))].sort();
  return h("div.scroll-x", null, h("table.doc-table", null, h("caption", null, "同一指标各年目标"),
    h("thead", null, h("tr", null, h("th", { scope: "col" }, "地区与指标"), years.map((year) => h("th", { scope: "col" }, `${year}年`)))),
    h("tbody", null, series.map((item) => h("tr", null, h("th", { scope: "row" }, item.name),
      years.map((year) => {
        const card = item.points.find((point) => point.deadline_year === year);
        return h("td", null, card ? h("a", { href: `/doc/${encodeURIComponent(card.document_id)}?start=${card.start}&end=${card.end}` }, worded(card)) : "—");
      }))))));
}

/** The value as the text sets it: ≥ 6.5%, 5.5—6%. */
function worded(card) {
  const sign = card.comparator === "=" ? "" : `${card.comparator} `;
  return `${sign}${figure(card.value)}${card.upper !== null ? `—${figure(card.upper)}` : ""}${card.unit}`;
}

function label(x, y, text, anchor) {
  return svg("text", { x, y, "text-anchor": anchor, "font-size": 12, fill: "currentColor" }, text);
}
