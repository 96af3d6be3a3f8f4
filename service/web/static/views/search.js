/** 检索: passages grouped by document, with facets counted over what was found. */

import { post, queryString } from "../api.js";
import { announce, empty, failure, fill, h, skeleton } from "../dom.js";
import { filterChips, filterForm, filterParameters, filtersOf } from "../filters.js";
import { listKeys } from "../keys.js";
import { library } from "../library-state.js";
import { keep, kept, remembered } from "../memory.js";
import { sharedTerms, splitTerms } from "../offsets.js";
import { navigate } from "../router.js";
import { day, documentAddress, figure, marks, statusBadge } from "../wording.js";

const TOP_K = 100;
const PASSAGES_SHOWN = 3;
const FACETS = [
  ["region", "地区", "regions"], ["level", "层级", "levels"], ["type", "文种", "types"],
  ["year", "年份", "years"], ["status", "效力", "statuses"], ["issuer", "发文机关", "issuers"],
];
const FACET_VALUES = 10;
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
  const request = { query: words, top_k: TOP_K, facets: true, filters: filtersOf(context.query), as_of: context.query.get("as_of") };
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
  if (name === "year") return addressWith(inYear(query, value), "page", null);
  const next = { q: query.get("q"), sort: query.get("sort"), ...filterParameters(query), [name]: value };
  return `/search${queryString(next)}`;
}

/** A year is the two dates that bound it. */
function inYear(query, year) {
  const next = new URLSearchParams(query);
  for (const [name, day] of [["since", "01-01"], ["until", "12-31"]]) {
    if (year) next.set(name, `${year}-${day}`);
    else next.delete(name);
  }
  return next;
}

function chosenIn(query, name) {
  if (name !== "year") return query.get(name);
  const year = query.get("since")?.slice(0, 4) ?? null;
  return year && query.get("since") === `${year}-01-01` && query.get("until") === `${year}-12-31` ? year : null;
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
    h("button.button.primary", { type: "submit" }, "检索"), words && saveButton(words));
}

/** 收藏: searches that this browser keeps. */
function saveButton(words) {
  const address = location.pathname + location.search;
  const isKept = () => kept("searches", []).some((item) => item.address === address);
  const button = h("button.button", { type: "button", "aria-pressed": String(isKept()), title: "只存在本机" });
  const show = () => { button.textContent = isKept() ? "已收藏" : "收藏"; button.setAttribute("aria-pressed", String(isKept())); };
  button.addEventListener("click", () => {
    const others = kept("searches", []).filter((item) => item.address !== address);
    keep("searches", isKept() ? others : [{ words, address }, ...others].slice(0, 40));
    show();
    announce(button.textContent);
  });
  show();
  return button;
}

function savedSearches() {
  const items = kept("searches", []);
  if (!items.length) return null;
  return h("section.ask-samples", null, h("h2", null, "收藏的检索（只存在本机）"),
    h("div.chips", null, items.map(({ address, words }) => h("a.chip", { href: address }, searchName(words, address)))));
}

function searchName(words, address) {
  const set = Object.values(filterParameters(new URLSearchParams(address.split("?")[1])));
  return set.length ? `${words}（${set.join("，")}）` : words;
}

async function invitation() {
  const state = await library();
  if (!state.documents) {
    return empty("库中还没有文件", "放入政策文件后即可检索。", h("a.button.primary", { href: "/library#upload" }, "放入文件"));
  }
  return [empty("查条款", `库中有 ${figure(state.documents)} 份文件。可输入关键词、任何写法的文号，或一整句话。`), savedSearches()].filter(Boolean);
}

function showResults(context, { words, found, results, facets, change }) {
  const groups = grouped(found.hits, context.query.get("sort") ?? "");
  announce(`找到 ${groups.length} 份文件。`);
  fill(facets, found.facets.total > 1 || filterChips(context.query, () => {}) ? FACETS.map((facet) => facetView(facet, found.facets, context.query, change)) : []);
  if (!groups.length) {
    return fill(results, empty("没有找到符合条件的条款", hiddenText(found.hidden) || "可放宽条件，或换一种说法。",
      filterChips(context.query, () => {}) && h("a.button", { href: `/search${queryString({ q: words })}` }, "去掉全部条件")));
  }
  fill(results,
    h("div.page-head", null,
      h("p", null, `${figure(found.facets.total)} 份文件，${figure(found.total)} 处条款`, found.total > found.hits.length && `（列出最相关的 ${figure(found.hits.length)} 处）`,
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

function facetView([name, title, key], facets, query, change) {
  const chosen = chosenIn(query, name);
  const items = facets[key].slice(0, FACET_VALUES);
  if (chosen && !items.some((item) => item.value === chosen)) items.push({ value: chosen, count: facets[key].find((item) => item.value === chosen)?.count ?? 0 });
  if (!items.length) return null;
  return h("section.facet", null, h("h2", null, title), items.map(({ value, count }) =>
    h("button", { type: "button", "aria-pressed": String(value === chosen), onclick: () => change(name, value === chosen ? null : value) },
      h("span", null, name === "year" ? `${value}年` : value), h("span.count", null, figure(count)))));
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
  const terms = sharedTerms(words, hit.text);
  return h("div.passage", null,
    h("a.passage-link", { href: documentAddress(hit.document_id, hit) },
      hit.clause.path && !hit.text.trimStart().startsWith(hit.clause.path) && h("div.passage-path", null, hit.clause.path),
      h("div.passage-text", null, highlighted(hit.text.trim(), words))),
    h("details.why", null, h("summary", null, "为何列出"), h("ul", null, reasons(hit, terms).map((reason) => h("li", null, reason)))));
}

/** Why this passage was found, in words. */
function reasons(hit, terms) {
  const { dense, whole, same_place: samePlace, other_place: otherPlace } = hit.features;
  return [
    terms.length ? `本段出现：${terms.slice(0, 8).join("、")}` : "本段没有检索词的原样文字，因意思相近而列出",
    dense !== undefined && `与检索词的语义相近度 ${dense.toFixed(2)}（1 为相同）`,
    whole > 0 && "整份文件的用词也与检索词相符",
    samePlace > 0 && "文件的地区与所问地区有关",
    otherPlace > 0 && "文件属于其他地区，排序已后移",
    !["有效", "未知"].includes(hit.status) && `文件${hit.status}，排序已后移`,
  ].filter(Boolean);
}

function highlighted(text, words) {
  return splitTerms(text, sharedTerms(words, text)).map(([part, isTerm]) => (isTerm ? h("mark.term", null, part) : part));
}
