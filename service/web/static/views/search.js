/** 检索: passages grouped by document, with facets counted over what was found. */

import { post, queryString } from "../api.js";
import { announce, empty, failure, fill, h, skeleton } from "../dom.js";
import { filterChips, filterForm, filterParameters, filtersOf } from "../filters.js";
import { listKeys } from "../keys.js";
import { library } from "../library-state.js";
import { keep, kept, remembered } from "../memory.js";
import { navigate, rewrite } from "../router.js";
import { onTyped } from "../typing.js";
import { figure } from "../wording.js";
import { facetPanels } from "./facets.js";
import { foundView } from "./found.js";

const TOP_K = 100;

/** Show the search page and, when the address holds a query, its results. */
export async function searchView(context) {
  const parts = {
    results: h("div.found"), facets: h("aside.facets", { "aria-label": "筛选" }),
    chips: h("div.row", { class: "search-chips" }), save: h("span"),
  };
  parts.fold = h("details.facet-fold", { open: window.matchMedia("(min-width: 901px)").matches }, h("summary.button.small", null, "按地区、层级、文种筛选"), parts.facets);
  const before = [...context.main.querySelectorAll(".found > *")];
  fill(context.main, h("div.page", null,
    h("h1.unseen", null, "检索"), searchLine(context, parts),
    h("details.fold", null, h("summary", null, "更多条件（机关、日期、文件集）"), filterForm(context.query, changing(context))),
    parts.chips, h("div.with-facets", null, parts.fold, parts.results)));
  // what was found before stays, dimmed, until what is found now takes its place
  if (before.length) fill(parts.results, before);
  return showFound(context, parts);
}

/** A condition that is chosen is a new address; the words typed so far come along. */
function changing(context) {
  return (name, value) => navigate(addressWith(context.query, name, value));
}

/** Search for the words of the address and show what was found. */
async function showFound(context, parts, signal = context.signal) {
  const words = context.query.get("q")?.trim() ?? "";
  const { results, facets } = parts;
  document.title = words ? `${words} · 检索 · 策源` : "检索 · 策源";
  fill(parts.chips, filterChips(context.query, changing(context)));
  fill(parts.save, words && saveButton(words));
  parts.fold.hidden = !words;
  if (!words) {
    const shown = await invitation();
    // meanwhile something may have been typed, and found
    return isAsked(context) || !context.isCurrent() ? undefined : fill(results, shown);
  }
  results.setAttribute("aria-busy", "true");
  if (!results.firstElementChild || results.querySelector(".empty, .failure, .skeleton, .ask-samples")) fill(results, skeleton(9));
  const request = { query: words, top_k: TOP_K, facets: true, filters: filtersOf(context.query), as_of: context.query.get("as_of") };
  try {
    const found = await remembered(addressWith(context.query), context.isBack, () => post("/api/search", request, signal));
    if (!context.isCurrent() || signal.aborted) return undefined;
    const change = changing(context);
    foundView(results, { query: context.query, words, found, change });
    fill(facets, found.facets.total > 1 || filterChips(context.query, () => {}) ? facetPanels(found.facets, context.query, change) : []);
    listKeys(context, ".result", "h2 a");
  } catch (error) {
    if (error.name === "AbortError") return undefined;
    fill(results, failure(error, () => navigate(location.pathname + location.search, { replace: true })));
  }
  results.setAttribute("aria-busy", "false");
  return undefined;
}

function isAsked(context) {
  return Boolean(context.query.get("q")?.trim());
}

function addressWith(query, name = "q", value = query.get("q")) {
  const changed = name === "year" ? inYear(query, value) : query;
  const next = { q: changed.get("q"), sort: changed.get("sort"), ...filterParameters(changed) };
  if (name !== "year") next[name] = value;
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

/** The line to type in; what is found follows the typing, and the address with it. */
function searchLine(context, parts) {
  const words = context.query.get("q")?.trim() ?? "";
  const input = h("input", {
    type: "search", value: words, placeholder: "关键词、文号或标题，如 国发2019年11号、租金减免",
    "aria-label": "检索词", maxlength: 2000, autocomplete: "off", "data-main-input": "",
  });
  let running = null;
  const search = onTyped(input, context.signal, (typed) => {
    if (typed === (context.query.get("q") ?? "").trim()) return undefined;
    context.query.set("q", typed);
    context.isBack = false;
    rewrite(addressWith(context.query));
    running?.abort();
    running = new AbortController();
    return showFound(context, parts, running.signal);
  });
  context.signal.addEventListener("abort", () => running?.abort());
  if (!words) queueMicrotask(() => input.focus({ preventScroll: true }));
  return h("form.search-line", { role: "search", onsubmit: (event) => { event.preventDefault(); search(); } }, input,
    h("button.button.primary", { type: "submit" }, "检索"), parts.save);
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

