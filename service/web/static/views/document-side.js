/** Beside the document: its data with the evidence of each, relations, copies, cleaning ledger. */

import { get } from "../api.js";
import { fill, h } from "../dom.js";
import { collectionName, day, figure, statusBadge } from "../wording.js";

const FIELDS = [
  ["doc_number", "发文字号"], ["issuers", "发文机关"], ["issued_on", "成文日期"], ["published_on", "发布日期"],
  ["effective_on", "施行日期"], ["expires_on", "有效期至"], ["doc_type", "文种"], ["level", "层级"], ["region", "地区"],
];
const EVIDENCE_OF = { issuers: ["issuers", "issuer"], doc_number: ["doc_number", "doc_no"] };

/** Return the column; `jump(offset)` scrolls the text to a place. */
export function sideOf(view, lineagePath, { jump }) {
  const relations = h("section.panel", null, h("h2", null, "上下位关系"), h("p.muted", null, "正在查找…"));
  get(lineagePath).then((lineage) => fill(relations, relationParts(lineage, view)), () => fill(relations, h("h2", null, "上下位关系"), h("p.muted", null, "暂时查不到。")));
  return h("aside.side", { "aria-label": "文件信息" },
    h("section.panel", null, h("h2", null, "文件信息"), facts(view, jump)),
    relations, places(view), ledger(view, jump));
}

function facts(view, jump) {
  const rows = FIELDS.map(([field, name]) => [name, shown(view, field), evidenceFor(view, field)]);
  return h("dl.facts", null,
    rows.map(([name, value, evidence]) => [h("dt", null, name), h("dd", null, value ?? h("span.muted", null, "未载明"), evidence && evidenceView(evidence, jump))]),
    h("dt", null, "文件集"), h("dd", null, collectionName(view.collection)));
}

function shown(view, field) {
  const value = view[field];
  if (Array.isArray(value)) return value.join("、") || null;
  return field.endsWith("_on") ? day(value) || null : value;
}

function evidenceFor(view, field) {
  const names = EVIDENCE_OF[field] ?? [field];
  return view.evidence.find((item) => names.includes(item.field));
}

function evidenceView(evidence, jump) {
  const words = h("q", null, evidence.text);
  const place = evidence.start === null
    ? h("span", null, "据页面信息：", words)
    : h("a", { href: `#at${evidence.start}`, onclick: (event) => { event.preventDefault(); jump(evidence.start); } }, "据正文：", words);
  return h("div.from", { title: `规则：${evidence.rule}` }, place);
}

function relationParts(lineage, view) {
  const parts = [h("h2", null, "上下位关系")];
  if (!lineage.up.length && !lineage.down.length) return [...parts, h("p.muted", null, "正文未提到其他文件，库中也没有文件提到它。")];
  parts.push(h("p", null, h("a.button.small", { href: `/doc/${encodeURIComponent(view.document_id)}/lineage` }, "看关系图")));
  if (lineage.up.length) parts.push(h("h3.small", null, "本文件提到"), relationList(lineage.up));
  if (lineage.down.length) parts.push(h("h3.small", null, "提到本文件的"), relationList(lineage.down));
  return parts;
}

function relationList(items) {
  return h("ul.relations", null, items.map((item) => {
    const name = item.title ? `《${item.title}》` : item.doc_number;
    return h("li", null, h("span.badge", { title: item.cue }, item.relation),
      h("span", null,
        item.document_id ? h("a", { href: `/doc/${encodeURIComponent(item.document_id)}` }, name) : name,
        item.title && item.doc_number && h("span.muted", null, ` ${item.doc_number}`), " ",
        item.status ? statusBadge(item.status) : h("span.muted", null, "（库中未收）")));
  }));
}

function places(view) {
  return h("section.panel", null, h("h2", null, "来源、副本与版本"),
    h("ul", null, view.sources.map((item) => h("li", null, item.path, h("span.muted", null, `（${item.format}，${figure(Math.max(1, Math.round(item.size / 1024)))} KB）`)))),
    view.versions.length > 0 && [h("h3.small", null, "同名的其他版本"), h("ul", null, view.versions.map((item) => twinLine(view, item)))],
    view.copies.length > 0 && [h("h3.small", null, "同一文件的其他副本"), h("ul", null, view.copies.map((item) =>
      twinLine(view, item, item.leads && h("span.badge", null, "最权威"))))]);
}

function twinLine(view, item, badge = null) {
  const id = encodeURIComponent(item.document_id);
  return h("li", null, h("a", { href: `/doc/${id}` }, item.doc_number ?? item.title), item.issued_on && ` ${day(item.issued_on)}`,
    h("span.muted", null, ` ${item.source} `), badge, " ",
    h("a", { href: `/doc/${encodeURIComponent(view.document_id)}/differences?other=${id}` }, "比较不同"));
}

function ledger(view, jump) {
  if (!view.removed.length) return null;
  return h("section.panel", null, h("details.fold", null,
    h("summary", null, `清洗记录（${figure(view.removed.length)} 处）`),
    h("ol.ledger", null, view.removed.slice(0, 300).map((item) => h("li", null,
      h("a.badge", { href: `#at${item.position}`, onclick: (event) => { event.preventDefault(); jump(item.position); } }, item.rule), " ",
      h("q", null, clipped(item.text)), item.replacement && h("span", null, " → ", h("q", null, item.replacement)))))));
}

function clipped(text) {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length > 160 ? `${flat.slice(0, 160)}…` : flat;
}
