/** 检索: passages grouped by document, with facets counted over what was found. */

import { post, queryString } from "../api.js";
import { announce, empty, failure, fill, h, skeleton } from "../dom.js";
import { filterChips, filterForm, filterParameters, filtersOf } from "../filters.js";
import { listKeys } from "../keys.js";
import { library } from "../library-state.js";
import { remembered } from "../memory.js";
import { sharedTerms, splitTerms } from "../offsets.js";
import { navigate } from "../router.js";
import { day, documentAddress, figure, marks, statusBadge } from "../wording.js";

const TOP_K = 100;
const PASSAGES_SHOWN = 3;
const FACETS = [
  ["region", "地区", (hit) => hit.region], ["level", "层级", (hit) => hit.level],
  ["type", "文种", (hit) => hit.doc_type], ["status", "效力", (hit) => hit.status],
  ["issuer", "发文机关", (hit) => hit.issuer?.split("、")[0]],
];
const SORTS = { "": "相关度", new: "新的在前", old: "旧的在前" };

/** Show the search page and, when the address holds a query, its results. */
export async function searchView(context) {
  const words = context.query.get("q")?.trim() ?? "";
  document.title = words ? `${words} · 检索 · 策源` : "检索 · 策源";
  const results = h("div", { "aria-busy": String(Boolean(words)) }, words && skeleton(9));
  const facets = h("aside.facets", { "aria-label": "筛选" });
  const fold = h("details.facet-fold", { open: window.matchMedia("(min-width: 901px)").matches }, h("summary.button.small", null, "按地区、层级、文种筛选"), facets);
  const change = (name, value) => navigate(addressWith(context.query, name, value));
  fill(context.main, h("div.page", null,
    h("h1.unseen", null, "检索"), searchLine(context, words),
    h("details.fold", null, h("summary", null, "更多条件（机关、日期、文件集）"), filterForm(context.query, change)),
    h("div.row", { class: "search-chips" }, filterChips(context.query, change)),
    h("div.with-facets", null, fold, results)));
  fold.hidden = !words;
  if (!words) return fill(results, await invitation());
  const request = { query: words, top_k: TOP_K, filters: filtersOf(context.query), as_of: context.query.get("as_of") };
  try {
    const found = await remembered(location.search, context.isBack, () => post("/api/search", request, context.signal));
    if (context.isCurrent()) showResults(context, { words, found, results, facets, change });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    fill(results, failure(error, () => navigate(location.pathname + location.search, { replace: true })));
  }
  results.setAttribute("aria-busy", "false");
  return undefined;
}

function addressWith(query, name, value) {
  const next = { q: query.get("q"), sort: query.get("sort"), ...filterParameters(query), [name]: value };
  return `/search${queryString(next)}`;
}

function searchLine(context, words) {
  const input = h("input", {
    type: "search", value: words, placeholder: "关键词、文号或标题，如 国发2019年11号、租金减免",
    "aria-label": "检索词", maxlength: 2000, "data-main-input": "",
  });
  const submit = (event) => {
    event.preventDefault();
    if (input.value.trim()) navigate(addressWith(context.query, "q", input.value.trim()));
  };
  if (!words) queueMicrotask(() => input.focus({ preventScroll: true }));
  return h("form.search-line", { role: "search", onsubmit: submit }, input,
    h("button.button.primary", { type: "submit" }, "检索"));
}

async function invitation() {
  const state = await library();
  if (!state.documents) {
    return empty("库中还没有文件", "放入政策文件后即可检索。", h("a.button.primary", { href: "/library#upload" }, "放入文件"));
  }
  return empty("查条款", `库中有 ${figure(state.documents)} 份文件。可输入关键词、任何写法的文号，或一整句话。`);
}

function showResults(context, { words, found, results, facets, change }) {
  const groups = grouped(found.hits, context.query.get("sort") ?? "");
  announce(`找到 ${groups.length} 份文件。`);
  fill(facets, groups.length > 1 || filterChips(context.query, () => {}) ? FACETS.map((facet) => facetView(facet, groups, context.query, change)) : []);
  if (!groups.length) {
    return fill(results, empty("没有找到符合条件的条款", hiddenText(found.hidden) || "可放宽条件，或换一种说法。",
      filterChips(context.query, () => {}) && h("a.button", { href: `/search${queryString({ q: words })}` }, "去掉全部条件")));
  }
  fill(results,
    h("div.page-head", null,
      h("p", null, `${groups.length} 份文件，${found.hits.length} 处条款`, found.hits.length === TOP_K && "（只列最相关的）",
        found.hidden && hiddenText(found.hidden) && `；${hiddenText(found.hidden)}`),
      sortChoice(context.query, change)),
    h("div.results", null, groups.map((hits) => groupView(hits, words))));
  return listKeys(context, ".result", "h2 a");
}

function hiddenText(hidden) {
  return Object.entries(hidden ?? {}).map(([reason, count]) => `${reason} ${figure(count)} 处`).join("，");
}

function sortChoice(query, change) {
  const current = query.get("sort") ?? "";
  return h("label.row.small.sort-choice", null, h("span.muted", null, "排序"),
    h("select", { onchange: (event) => change("sort", event.target.value || null), "aria-label": "排序" },
      Object.entries(SORTS).map(([value, name]) => h("option", { value, selected: value === current }, name))));
}

function grouped(hits, sort) {
  const groups = new Map();
  for (const hit of hits) {
    if (!groups.has(hit.document_id)) groups.set(hit.document_id, []);
    groups.get(hit.document_id).push(hit);
  }
  const found = [...groups.values()];
  if (sort) {
    const sign = sort === "new" ? -1 : 1;
    found.sort(([a], [b]) => sign * (a.issued_on ?? "").localeCompare(b.issued_on ?? ""));
  }
  return found;
}

function facetView([name, title, valueOf], groups, query, change) {
  const counts = new Map();
  for (const [hit] of groups) {
    const value = valueOf(hit);
    if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const chosen = query.get(name);
  if (chosen && !counts.has(chosen)) counts.set(chosen, 0);
  if (!counts.size) return null;
  const items = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 12);
  return h("section.facet", null, h("h2", null, title), items.map(([value, count]) =>
    h("button", { type: "button", "aria-pressed": String(value === chosen), onclick: () => change(name, value === chosen ? null : value) },
      h("span", null, value), h("span.count", null, figure(count)))));
}

function groupView(hits, words) {
  const [first] = hits;
  const shown = hits.slice(0, PASSAGES_SHOWN).map((hit) => passageView(hit, words));
  const rest = hits.slice(PASSAGES_SHOWN);
  return h("article.result", null,
    h("h2", null, h("a", { href: documentAddress(first.document_id, first) }, highlighted(first.title, words))),
    h("div.doc-facts", null, statusBadge(first.status), marks(first),
      first.doc_number && h("span", null, first.doc_number),
      first.issuer && h("span", null, first.issuer),
      first.issued_on && h("span", null, day(first.issued_on)),
      first.region && h("span", null, first.region),
      first.also_in?.length > 0 && h("span", { title: first.also_in.join("\n") }, `另有 ${first.also_in.length} 份副本`)),
    h("div.passages", null, shown,
      rest.length > 0 && h("details.fold", null, h("summary", null, `本文件另有 ${rest.length} 处`),
        h("div.passages", null, rest.map((hit) => passageView(hit, words))))));
}

function passageView(hit, words) {
  return h("a.passage", { href: documentAddress(hit.document_id, hit) },
    hit.clause.path && !hit.text.trimStart().startsWith(hit.clause.path) && h("div.passage-path", null, hit.clause.path),
    h("div.passage-text", null, highlighted(hit.text.trim(), words)));
}

function highlighted(text, words) {
  return splitTerms(text, sharedTerms(words, text)).map(([part, isTerm]) => (isTerm ? h("mark.term", null, part) : part));
}
