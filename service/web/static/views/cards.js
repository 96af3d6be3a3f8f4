/** 政策卡片: incentives, targets and procedures as a table, every cell one click from its words. */

import { get, queryString } from "../api.js";
import { empty, failure, fill, h, skeleton } from "../dom.js";
import { filterChips, filterForm, filterParameters } from "../filters.js";
import { listKeys } from "../keys.js";
import { navigate } from "../router.js";
import { figure, marks, statusBadge } from "../wording.js";
import { clip, incentiveCells, procedureCells, targetCells } from "./card-cells.js";
import { targetChart } from "./target-chart.js";

const PAGE = 100;
export const KINDS = { incentive: "奖补", target: "目标", procedure: "办事" };
const OWN = ["kind", "q", "benefit_type", "beneficiary", "year", "valid", "sort", "page"];
const HEADS = {
  incentive: ["对象", "类型", "标准", "条件", "期限", "出处"],
  target: ["指标", "数值", "年份", "范围", "牵头部门", "出处"],
  procedure: ["事项", "申请人", "材料", "时限", "地点与部门", "出处"],
};
const CELLS = { incentive: incentiveCells, target: targetCells, procedure: procedureCells };

/** The links between the card pages. */
export function cardTabs(current) {
  const links = [...Object.entries(KINDS).map(([kind, name]) => [`/cards?kind=${kind}`, name, kind]),
    ["/cards/compare", "并排比较", "compare"], ["/cards/eligibility", "资格预判", "eligibility"]];
  return h("nav.segments", { "aria-label": "卡片" }, links.map(([href, name, id]) =>
    h("a", { href, "aria-current": id === current ? "page" : null }, name)));
}

/** Show the cards that the address asks for. */
export async function cardsView(context) {
  const kind = HEADS[context.query.get("kind")] ? context.query.get("kind") : "incentive";
  document.title = `${KINDS[kind]}卡片 · 策源`;
  const list = h("div", null, skeleton(10));
  const count = h("span.muted");
  const taken = h("span.row.head-end");
  const change = (name, value) => navigate(addressWith(context.query, { [name]: value, page: null }));
  fill(context.main, h("div.page.stack", null,
    h("div.page-head", null, h("h1", null, "政策卡片"), cardTabs(kind), count, taken),
    ownFilters(context.query, kind, change),
    h("details.fold", { open: filterChips(context.query, () => {}) !== null }, h("summary", null, "按地区、层级、机关、日期筛选"), filterForm(context.query, change)),
    filterChips(context.query, change), list));
  const page = Math.max(1, Number(context.query.get("page")) || 1);
  const asked = { ...conditions(context.query), kind, limit: PAGE, offset: (page - 1) * PAGE };
  try {
    const found = await get("/api/cards", asked, context.signal);
    if (!context.isCurrent()) return;
    count.textContent = `${figure(found.total)} 张`;
    if (found.total) fill(taken, exports(context.query, kind));
    fill(list, found.total ? [kind === "target" && targetChart(found.cards), table(kind, found.cards), foot(context.query, found, page)] : empty("没有符合条件的卡片", "可放宽条件；卡片在文件入库时自动提取。"));
    listKeys(context, ".doc-row", ".proof-cell a");
  } catch (error) {
    if (error.name === "AbortError") throw error;
    fill(list, failure(error, () => navigate(location.pathname + location.search, { replace: true })));
  }
}

function conditions(query) {
  const found = { ...filterParameters(query) };
  for (const name of OWN) if (name !== "page" && query.get(name)) found[name] = query.get(name);
  return found;
}

function addressWith(query, changes) {
  const own = Object.fromEntries(OWN.map((name) => [name, query.get(name)]));
  return `/cards${queryString({ ...own, ...filterParameters(query), ...changes })}`;
}

function ownFilters(query, kind, change) {
  const text = h("input", { type: "search", value: query.get("q") ?? "", placeholder: kind === "target" ? "指标，如 地区生产总值" : "条文包含，如 租金", "aria-label": "条文包含", "data-main-input": "" });
  const valid = h("label.row.small", null,
    h("input", { type: "checkbox", checked: query.get("valid") === "true", onchange: (event) => change("valid", event.target.checked ? "true" : null) }), "只看有效的");
  const sorts = kind === "target" ? { "": "按文件", deadline: "按年份" } : kind === "incentive" ? { "": "按文件", "-amount": "金额从高到低", amount: "金额从低到高" } : null;
  const sort = sorts && h("select", { "aria-label": "排序", onchange: (event) => change("sort", event.target.value || null) },
    Object.entries(sorts).map(([value, name]) => h("option", { value, selected: value === (query.get("sort") ?? "") }, name)));
  return h("form.search-line", { role: "search", onsubmit: (event) => { event.preventDefault(); change("q", text.value.trim() || null); } },
    text, sort, h("button.button", { type: "submit" }, "查找"), valid);
}

function table(kind, cards) {
  return h("div.scroll-x", null, h("table.doc-table.card-table", null,
    h("thead", null, h("tr", null, HEADS[kind].map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", null, cards.map((card) => h("tr.doc-row", null,
      CELLS[kind](card).map((cell, i) => h("td", { "data-head": HEADS[kind][i] }, cell)), proofCell(card))))));
}

function proofCell(card) {
  return h("td.proof-cell", { "data-head": "出处" }, h("div", null,
    h("a", { href: `/doc/${encodeURIComponent(card.document_id)}?start=${card.start}&end=${card.end}`, title: clip(card.text, 300) }, card.title),
    h("div.row.small", null, card.clause_label && h("span.muted", null, card.clause_label), statusBadge(card.status), marks(card))));
}

function foot(query, found, page) {
  const pages = Math.ceil(found.total / PAGE);
  const to = (target, label, isOn) => (isOn ? h("a.button.small", { href: addressWith(query, { page: target }) }, label) : null);
  return h("nav.pager", { "aria-label": "翻页与导出" },
    h("span", null, "未写明的一律显示为“未规定”；金额、比例以所引原文为准。"),
    h("span.row", null, pages > 1 && [to(page - 1, "上一页", page > 1), h("span", null, `第 ${page} / ${pages} 页`), to(page + 1, "下一页", page < pages)]));
}

/** All cards that the conditions leave, not only those of this page. */
function exports(query, kind) {
  const same = queryString({ ...conditions(query), kind });
  return [["xlsx", "导出 Excel"], ["docx", "导出 Word"]].map(([form, name]) =>
    h("a.button.small", { href: `/api/cards.${form}${same}`, download: "" }, name));
}
