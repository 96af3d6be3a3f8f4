/** What a search found: passages grouped by document, each with the reason it is there. */

import { queryString } from "../api.js";
import { announce, empty, fill, h } from "../dom.js";
import { filterChips } from "../filters.js";
import { sharedTerms, splitTerms } from "../offsets.js";
import { day, documentAddress, figure, marks, statusBadge } from "../wording.js";

const PASSAGES_SHOWN = 3;
const SORTS = { "": "相关度", new: "新的在前", old: "旧的在前" };
const HIDDEN = { region: "地区不同", level: "层级不同", type: "文种不同", issuer: "机关不同", date: "日期不符", status: "效力不同", collection: "在其他文件集" };

/** Fill `results` with what was found; `change(name, value)` chooses another order. */
export function foundView(results, { query, words, found, change }) {
  const groups = grouped(found.hits, query.get("sort") ?? "");
  announce(`找到 ${groups.length} 份文件。`);
  const left = hiddenText(found.hidden);
  if (!groups.length) {
    return fill(results, empty("没有找到符合条件的条款", left || "可放宽条件，或换一种说法。",
      filterChips(query, () => {}) && h("a.button", { href: `/search${queryString({ q: words })}` }, "去掉全部条件")));
  }
  return fill(results,
    h("div.page-head", null,
      h("p", null, `${figure(found.facets.total)} 份文件，${figure(found.total)} 处条款`, found.total > found.hits.length && `（列出最相关的 ${figure(found.hits.length)} 处）`,
        left && h("span.small.hidden-count", null, left)),
      sortChoice(query, change)),
    h("div.results", null, groups.map((hits) => groupView(hits, words))));
}

function hiddenText(hidden) {
  const parts = Object.entries(hidden ?? {}).map(([reason, count]) => `${HIDDEN[reason] ?? reason} ${figure(count)} 份`);
  return parts.length ? `因条件未列出：${parts.join("，")}` : "";
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
