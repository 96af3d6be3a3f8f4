/** The report of an alignment: verdicts by measure, citations, what lacks a basis, what disagrees. */

import { fill, h } from "../dom.js";
import { figure } from "../wording.js";
import { notesOf } from "./align-notes.js";

const VERDICTS = {
  covered: ["已落实", "ok"], stronger: ["更严（更高）", "warn"], weaker: ["放宽（减弱）", "warn"], partly: ["部分落实", "warn"],
  number_conflict: ["数字不一致", "bad"], deadline_conflict: ["时限不一致", "bad"], missing: ["未提及", "bad"], not_applicable: ["本级不适用", ""],
};
const CITATIONS = {
  correct: ["正确", "ok"], misquote: ["引文有出入", "bad"], title_number_mismatch: ["题名与文号不符", "bad"], wrong_number: ["文号有误", "bad"],
  nonexistent: ["未查到", "bad"], repealed: ["已失效或废止", "bad"], unknown: ["库中未收，无法核对", "warn"],
};

/** Return the whole report; decisions on findings are kept under `project`. */
export function reportView({ reports, comparison }, { project, downloads }) {
  if (!reports.length) return h("section.panel", null, h("p", null, "没有可对照的依据：草案没有写明依据，或所写依据不在库中。请在“依据”里填写。"));
  const [first] = reports;
  const tally = h("span.muted.small");
  const notes = notesOf(project, () => count());
  const count = () => { tally.textContent = `已采纳 ${notes.count("accepted")}，已忽略 ${notes.count("ignored")}`; };
  count();
  return h("div.stack.report", null,
    h("div.row", null, h("button.button.small", { type: "button", onclick: () => window.print() }, "打印"), saveButton({ reports, comparison }), downloads, tally),
    versions(comparison), citations(first.citations, notes), inconsistencies(first.inconsistencies, notes), reports.map((report) => matrix(report, notes)));
}

function saveButton(value) {
  const blob = new Blob([JSON.stringify(value, null, 2)], { type: "application/json" });
  return h("a.button.small", { href: URL.createObjectURL(blob), download: "对照报告.json" }, "保存 JSON");
}

const CHANGES = { resolved: ["已解决", "ok"], new: ["新出现", "bad"], changed: ["有变化", "warn"], added: ["新增", ""], removed: ["删去", ""] };

function versions(comparison) {
  if (!comparison) return null;
  const row = (kind, what, before, after) => h("li", null, h("span.badge.fill", { class: CHANGES[kind][1] }, CHANGES[kind][0]),
    h("div", null, what, h("div.small.muted", null, before && h("p", null, "上一版：", before), after && h("p", null, "这一版：", after))));
  return h("section.panel", null, h("h2", null, "与上一版对照"),
    comparison.findings.length + comparison.clauses.length ? h("ul.findings", null,
      comparison.findings.map((item) => row(item.kind, item.what, item.before, item.after)),
      comparison.clauses.map((item) => row(item.kind, item.path, item.before, item.after))) : h("p.muted", null, "两版没有差别。"));
}

function citations(items, notes) {
  if (!items.length) return h("section.panel", null, h("h2", null, "引用核对"), h("p.muted", null, "草案没有引用其他文件。"));
  return h("section.panel", null, h("h2", null, `引用核对（${items.length} 处）`),
    h("ul.findings", null, items.map((item) => {
      const [name, kind] = CITATIONS[item.status];
      return h("li", null, h("span.badge.fill", { class: kind }, name),
        h("div", null, h("q.official", null, item.text), h("div.small", null, item.reason,
          item.correct_doc_no && h("strong", null, ` 应为 ${item.correct_doc_no}`), item.form && h("div.muted", null, `格式：${item.form}`)),
        item.status === "correct" ? null : notes.row(`c:${item.text}`)));
    })));
}

function inconsistencies(items, notes) {
  if (!items.length) return null;
  return h("section.panel", null, h("h2", null, "前后不一致"), h("ul.findings", null, items.map((item) => h("li", null, h("span.badge.fill.bad", null, "核实"), h("div", null, item.reason, notes.row(`i:${item.reason}`))))));
}

function matrix(report, notes) {
  const rows = h("ol.matrix");
  let chosen = null;
  const bar = h("nav.segments", { "aria-label": "按结论筛选" });
  const show = () => {
    const counts = new Map();
    for (const item of report.measures) counts.set(item.verdict, (counts.get(item.verdict) ?? 0) + 1);
    const button = (verdict, name, count) => h("button", { type: "button", "aria-pressed": String(verdict === chosen), onclick: () => { chosen = verdict; show(); } }, `${name} ${figure(count)}`);
    fill(bar, button(null, "全部", report.measures.length), Object.entries(VERDICTS).filter(([verdict]) => counts.has(verdict)).map(([verdict, [name]]) => button(verdict, name, counts.get(verdict))));
    fill(rows, report.measures.filter((item) => !chosen || item.verdict === chosen).map((item) => measureView(item, notes, `m:${report.reference.document_id}:${item.path}`)));
  };
  show();
  const { reference } = report;
  return h("section.stack", null,
    h("h2", null, "对照 ", h("a", { href: `/doc/${encodeURIComponent(reference.document_id)}` }, `《${reference.title}》`), reference.doc_number && `（${reference.doc_number}）`),
    reference.notice && h("p", null, h("span.badge.fill.warn", null, reference.notice)),
    bar, rows, extra(report.extra), terms(report.terms ?? [], notes));
}

function terms(items, notes) {
  if (!items.length) return null;
  return h("section.panel", null, h("h3", null, "提法与依据不一致"), h("ul.findings", null, items.map((item) => h("li", null, h("span.badge.fill.warn", null, "提法"),
    h("div", null, "草案写作 ", h("q.official", null, item.written), "，依据的提法为 ", h("q.official", null, item.official), notes.row(`t:${item.written}`))))));
}

/** One line of what a measure consists of: strength, figures, deadlines, conditions, who is responsible. */
function partsLine(parts) {
  if (!parts) return null;
  const shown = [["力度", [parts.strength]], ["主体", parts.actors], ["事项", [parts.action && `${parts.action}${parts.object}`]], ["数字", parts.figures], ["时限", parts.deadlines], ["条件", parts.conditions], ["责任单位", parts.departments]]
    .map(([name, words]) => [name, words.filter(Boolean)]).filter(([, words]) => words.length);
  return shown.length ? h("p.small.muted", null, shown.map(([name, words]) => `${name}：${words.join("、")}`).join("；")) : null;
}

function measureView(item, notes, key) {
  const [name, kind] = VERDICTS[item.verdict];
  const differing = item.differences ?? [];
  return h("li.measure", null,
    h("div.measure-head", null, h("span.badge.fill", { class: kind }, name), h("strong", null, item.path || item.label), item.heading && h("span", null, item.heading), h("span.muted.small", null, item.reason)),
    h("div.measure-side", null, h("h3.small", null, "依据"), h("p.official", null, marked(item.text, differing.map((part) => part.reference_text))), partsLine(item.parts)),
    h("div.measure-side", null, h("h3.small", null, "草案"),
      item.draft_clauses.length ? item.draft_clauses.map((clause, index) => [h("p.official", null, h("span.muted", null, clause.label && !clause.text.startsWith(clause.path) ? `${clause.path} ` : ""), marked(clause.text, differing.map((part) => part.draft_text))), partsLine(item.draft_parts?.[index])]) : h("p.muted", null, "没有对应条款")),
    item.verdict === "covered" ? null : notes.row(key));
}

/** The text with the first place of each differing piece marked. */
function marked(text, pieces) {
  const places = pieces.filter(Boolean).map((piece) => [text.indexOf(piece), piece.length]).filter(([at]) => at >= 0).sort((a, b) => a[0] - b[0]);
  const parts = [];
  let at = 0;
  for (const [start, length] of places) {
    if (start < at) continue;
    parts.push(text.slice(at, start), h("mark", null, text.slice(start, start + length)));
    at = start + length;
  }
  return [...parts, text.slice(at)];
}

function extra(items) {
  if (!items.length) return null;
  return h("details.fold", { open: true }, h("summary", null, `草案中没有找到依据的条款（${items.length}）`),
    h("ul.findings", null, items.map((item) => h("li", null, h("span.badge.fill.warn", null, "查依据"), h("div", null, h("p.official", null, item.label && !item.text.startsWith(item.label) ? `${item.label} ` : "", item.text), h("p.small.muted", null, item.reason))))));
}
