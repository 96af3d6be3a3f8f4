/** 并排比较: regions side by side, the same rule in one row, differences named. */

import { get, queryString } from "../api.js";
import { empty, failure, fill, h, skeleton } from "../dom.js";
import { navigate } from "../router.js";
import { statusBadge } from "../wording.js";
import { unsaid } from "./card-cells.js";
import { cardTabs, KINDS } from "./cards.js";

/** Show the comparison that the address asks for. */
export async function compareView(context) {
  document.title = "并排比较 · 策源";
  const regions = context.query.getAll("regions");
  const kind = context.query.get("kind") ?? "incentive";
  const result = h("div");
  const facets = await get("/api/facets", {}, context.signal);
  fill(context.main, h("div.page.stack", null,
    h("div.page-head", null, h("h1", null, "政策卡片"), cardTabs("compare")),
    chooser(context.query, regions, kind, facets.regions), result));
  if (regions.length < 2) {
    fill(result, empty("选两个以上的地区", "同类规定对齐成行，逐格可点开原文；没有规定的写明“未规定”。"));
    return;
  }
  fill(result, skeleton(10));
  const asked = { regions, kind, q: context.query.get("q"), benefit_type: context.query.get("benefit_type") };
  try {
    const found = await get("/api/cards/compare", asked, context.signal);
    if (context.isCurrent()) fill(result, found.rows.length ? table(found) : empty("没有可比的规定", "这些地区在库中没有同类卡片。"));
  } catch (error) {
    if (error.name === "AbortError") throw error;
    fill(result, failure(error));
  }
}

function chooser(query, regions, kind, known) {
  const go = (changes) => navigate(`/cards/compare${queryString({ regions, kind, q: query.get("q"), ...changes })}`);
  const input = h("input", { type: "text", list: "compare-regions", placeholder: "加一个地区…", "aria-label": "加一个地区", "data-main-input": "" });
  const words = h("input", { type: "search", value: query.get("q") ?? "", placeholder: "只比这一项，如 租金", "aria-label": "只比这一项" });
  return h("form.panel.stack", { onsubmit: (event) => {
    event.preventDefault();
    const added = input.value.trim();
    go({ regions: added && !regions.includes(added) ? [...regions, added] : regions, q: words.value.trim() });
  } },
    h("div.chips", null, regions.map((name) => h("button.chip.on", { type: "button", onclick: () => go({ regions: regions.filter((other) => other !== name) }) }, name, h("span", { "aria-hidden": "true" }, "×")))),
    h("div.filters", null, input, words,
      h("select", { "aria-label": "种类", onchange: (event) => go({ kind: event.target.value }) }, Object.entries(KINDS).map(([value, name]) => h("option", { value, selected: value === kind }, name))),
      h("button.button.primary", { type: "submit" }, "比较")),
    h("datalist", { id: "compare-regions" }, known.map((item) => h("option", { value: item.value }))));
}

function table(found) {
  return h("div.scroll-x", null, h("table.doc-table.compare-table", null,
    h("thead", null, h("tr", null, h("th", { scope: "col" }, "事项"), found.columns.map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", null, found.rows.map((row) => h("tr", null,
      h("th", { scope: "row" }, row.subject, row.relation && h("div.small.muted", null, row.relation), row.differences.length > 0 && h("div.small", null, h("span.badge.fill.warn", null, "不同"), ` ${row.differences.join("、")}`)),
      row.cells.map((cell, i) => h("td", { "data-head": found.columns[i] }, cell ? cellView(cell) : unsaid())))))));
}

function cellView(cell) {
  return h("div", null,
    h("a.plain.official", { href: `/doc/${encodeURIComponent(cell.document_id)}?start=${cell.start}&end=${cell.end}` }, cell.text),
    h("div.small.muted", null, cell.title, " ", cell.clause_label, " ", statusBadge(cell.status)));
}
