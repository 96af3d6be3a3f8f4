/** 文件库: what is held, with filters; bringing documents in; taking them out. */

import { get, queryString, remove } from "../api.js";
import { announce, confirmed, empty, failure, fill, h, skeleton } from "../dom.js";
import { filterChips, filterForm, filterParameters } from "../filters.js";
import { listKeys } from "../keys.js";
import { libraryChanged } from "../library-state.js";
import { navigate, rewrite } from "../router.js";
import { onTyped } from "../typing.js";
import { collectionName, figure, marks, statusBadge } from "../wording.js";
import { facetPanels } from "./facets.js";
import { uploadPanel } from "./upload.js";

const PAGE = 50;
const SORTS = { "-issued_on": "新的在前", issued_on: "旧的在前", title: "按标题", source: "按来源" };

/** Show the documents that the address asks for. */
export async function libraryView(context) {
  document.title = "文件库 · 策源";
  const { query } = context;
  const change = (name, value) => navigate(addressWith(query, { [name]: value, page: null }));
  const parts = { list: h("div.found"), count: h("p"), facets: h("aside.facets", { "aria-label": "筛选" }), chips: h("div"), change };
  const isWide = window.matchMedia("(min-width: 901px)").matches;
  const before = [...context.main.querySelectorAll(".library-list > *")];
  parts.list.classList.add("library-list");
  fill(context.main, h("div.page.stack", null,
    h("div.page-head", null, h("h1", null, "文件库"), parts.count),
    uploadPanel(() => { libraryChanged(); if (context.isCurrent()) showList(context, parts); }, { context, isOpen: location.hash === "#upload" }),
    searchLine(context, parts),
    h("details.fold", null, h("summary", null, "更多条件（机关、日期、文件集）"), filterForm(query, change)), parts.chips,
    h("div.with-facets", null, h("details.facet-fold", { open: isWide }, h("summary.button.small", null, "按地区、层级、文种筛选"), parts.facets), parts.list)));
  fill(parts.list, before.length ? before : skeleton(10));
  await showList(context, parts);
}

function addressWith(query, changes) {
  const { year, ...others } = changes;
  if (year !== undefined) Object.assign(others, year ? { since: `${year}-01-01`, until: `${year}-12-31` } : { since: null, until: null });
  return `/library${queryString({ q: query.get("q"), sort: query.get("sort"), page: query.get("page"), ...filterParameters(query), ...others })}`;
}

function searchLine(context, parts) {
  const { query } = context;
  const input = h("input", { type: "search", value: query.get("q") ?? "", placeholder: "标题或文号包含…", "aria-label": "标题或文号", autocomplete: "off", "data-main-input": "" });
  const sort = query.get("sort") ?? "-issued_on";
  const find = onTyped(input, context.signal, (typed) => {
    if (typed === (query.get("q") ?? "")) return undefined;
    query.set("q", typed);
    query.delete("page");
    rewrite(addressWith(query, {}));
    return showList(context, parts);
  });
  return h("form.search-line", { role: "search", onsubmit: (event) => { event.preventDefault(); find(); } },
    input,
    h("select", { "aria-label": "排序", class: "sort", onchange: (event) => parts.change("sort", event.target.value) },
      Object.entries(SORTS).map(([value, name]) => h("option", { value, selected: value === sort }, name))),
    h("button.button", { type: "submit" }, "查找"));
}

async function showList(context, parts) {
  const { query } = context;
  const { list, count, facets, chips, change } = parts;
  const page = Math.max(1, Number(query.get("page")) || 1);
  const conditions = { q: query.get("q"), ...filterParameters(query) };
  const address = addressWith(query, {});
  const isCurrent = () => context.isCurrent() && address === addressWith(query, {});
  list.setAttribute("aria-busy", "true");
  fill(chips, filterChips(query, change));
  try {
    const [found, counted] = await Promise.all([
      get("/api/documents", { ...conditions, sort: query.get("sort") ?? "-issued_on", limit: PAGE, offset: (page - 1) * PAGE }, context.signal),
      get("/api/facets", conditions, context.signal)]);
    if (!isCurrent()) return;
    fill(count, `${figure(found.total)} 份`);
    fill(facets, facetPanels(counted, query, change));
    fill(list, found.documents.length ? [table(context, found.documents), pager(query, found, page)] : nothing(query));
    listKeys(context, ".doc-row", ".title-cell a");
  } catch (error) {
    if (error.name === "AbortError") throw error;
    if (isCurrent()) fill(list, failure(error, () => showList(context, parts)));
  }
  if (isCurrent()) list.setAttribute("aria-busy", "false");
}

function nothing(query) {
  if (query.get("q") || filterChips(query, () => {})) {
    return empty("没有符合条件的文件", "可放宽条件。", h("a.button", { href: "/library" }, "去掉全部条件"));
  }
  return empty("还没有文件", "把政策文件拖到上面的方框里，或在命令行运行 ceyuan ingest 文件夹。");
}

function table(context, rows) {
  return h("div.scroll-x", null, h("table.doc-table", null,
    h("thead", null, h("tr", null, ["标题", "文号", "机关", "日期", "地区", "效力", ""].map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", null, rows.map((row) => rowView(context, row)))));
}

function rowView(context, row) {
  const line = h("tr.doc-row", null,
    h("td.title-cell", null, h("a", { href: `/doc/${encodeURIComponent(row.document_id)}` }, row.title), " ", marks(row)),
    h("td.nowrap", null, row.doc_number ?? ""), h("td", null, row.issuer ?? ""),
    h("td.nowrap", null, row.issued_on ?? row.published_on ?? ""),
    h("td", null, row.region ?? ""),
    h("td.nowrap", null, statusBadge(row.status, row.status_reason)),
    h("td", null, h("button.quiet.small", { type: "button", "aria-label": `删除 ${row.title}`, onclick: () => removeRow(context, row, line) }, "删除")));
  return line;
}

async function removeRow(context, row, line) {
  const sure = await confirmed("从库中删除？", `《${row.title}》将从文件库和索引中删除（来源 ${row.source}，${collectionName(row.collection)}）。原始文件不受影响，可重新放入。`, "删除");
  if (!sure) return;
  try {
    await remove(`/api/documents/${encodeURIComponent(row.document_id)}`);
    line.remove();
    announce("已删除");
    libraryChanged();
  } catch (error) {
    line.after(h("tr", null, h("td", { colspan: 7 }, failure(error))));
  }
}

function pager(query, found, page) {
  const pages = Math.ceil(found.total / PAGE);
  if (pages < 2) return null;
  const to = (target, label, isOn) => (isOn ? h("a.button.small", { href: addressWith(query, { page: target }) }, label) : h("span"));
  return h("nav.pager", { "aria-label": "翻页" }, to(page - 1, "上一页", page > 1), h("span", null, `第 ${page} / ${pages} 页`), to(page + 1, "下一页", page < pages));
}

