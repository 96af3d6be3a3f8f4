/** The text of a document as paragraphs and tables, with cited words, clause and links in place. */

import { h } from "../dom.js";

const CELLS = " | ";
/** Lines to a section: the browser lays out only the sections that are seen. */
const SECTION_LINES = 24;
/** About how many characters stand on a line, and how high it is: what a section unseen is taken to measure. */
const LINE = { characters: 34, height: 33, gap: 9 };

/** Return the element that shows the text; every paragraph knows its offset (data-start). */
export function paperOf(view, text, { span, clause }) {
  const heads = headingsOf(view.clauses);
  const starts = clauseStarts(view.clauses);
  const links = view.references.filter((item) => item.document_id && item.document_id !== view.document_id);
  const paper = h("article.paper", { lang: "zh-CN" });
  let table = null;
  let isFirst = true;
  let section = null;
  for (const line of text.lines()) {
    if (line.end === line.start) { table = null; continue; }
    if (!table && (!section || section.lines >= SECTION_LINES)) section = newSection(paper, section);
    section.lines += 1;
    section.height += Math.ceil((line.end - line.start) / LINE.characters) * LINE.height + LINE.gap;
    const content = text.slice(line.start, line.end);
    const isInClause = Boolean(clause) && line.start < clause.end && line.end > clause.start && clause.end - clause.start < text.length * 0.6;
    const ranges = rangesOn(line, span, links);
    if (content.includes(CELLS)) {
      table ??= newTable(section.element);
      table.append(rowOf(text, line, content, ranges, isInClause));
      continue;
    }
    table = null;
    section.element.append(h("p", { "data-start": line.start, class: [classOf(line, content, heads, isFirst, view), isInClause && "in-clause"].filter(Boolean).join(" ") },
      starts.has(line.start) && clauseMark(view.clauses, starts.get(line.start)), runs(text, line.start, line.end, ranges)));
    isFirst = false;
  }
  if (section) measured(section);
  return paper;
}

function newSection(paper, before) {
  if (before) measured(before);
  const element = h("div.paper-section");
  paper.append(element);
  return { element, lines: 0, height: 0 };
}

function measured(section) {
  section.element.style.setProperty("contain-intrinsic-block-size", `auto ${section.height}px`);
}

/** The outermost labelled clause that begins at each place. */
function clauseStarts(clauses) {
  const found = new Map();
  clauses.forEach((item, i) => { if (item.label && !found.has(item.start)) found.set(item.start, i); });
  return found;
}

function clauseMark(clauses, index) {
  return h("button.clause-mark", { type: "button", "data-clause": index, "aria-label": `引用${clauses[index].path}`, title: "引用本条" });
}

function headingsOf(clauses) {
  return new Map(clauses.filter((item) => item.heading).map((item) => [item.start, item]));
}

function classOf(line, content, heads, isFirst, view) {
  if (isFirst && sameTitle(content, view)) return "doc-title";
  const clause = heads.get(line.start);
  if (!clause || content.length > (clause.label?.length ?? 0) + clause.heading.length + 3) return "";
  return clause.level === 1 ? "head1" : "head2";
}

function sameTitle(content, view) {
  const bare = content.replace(/\s/g, "");
  return [view.title, view.inner_title].some((title) => title && title.replace(/\s/g, "") === bare);
}

function newTable(paper) {
  const body = h("tbody");
  paper.append(h("div.scroll-x", null, h("table", null, body)));
  return body;
}

function rowOf(text, line, content, ranges, isInClause) {
  const row = h("tr", { class: isInClause ? "in-clause" : "" });
  let start = line.start;
  for (const cell of content.split(CELLS)) {
    const end = start + Array.from(cell).length;
    row.append(h("td", { "data-start": start }, runs(text, start, end, ranges)));
    start = end + CELLS.length;
  }
  return row;
}

function rangesOn(line, span, links) {
  const found = links
    .filter((item) => item.start < line.end && item.end > line.start)
    .map((item) => ({ start: item.start, end: item.end, to: item.document_id, relation: item.relation }));
  if (span && span.start < line.end && span.end > line.start) found.push({ ...span, isCited: true });
  return found;
}

/** The text from `start` to `end`, cut at every border of a range. */
function runs(text, start, end, ranges) {
  const borders = new Set([start, end]);
  for (const range of ranges) {
    for (const border of [range.start, range.end]) if (border > start && border < end) borders.add(border);
  }
  const cuts = [...borders].sort((a, b) => a - b);
  return cuts.slice(1).map((to, i) => dressed(text.slice(cuts[i], to), ranges.filter((range) => range.start <= cuts[i] && range.end >= to)));
}

function dressed(words, over) {
  const link = over.find((range) => range.to);
  const isCited = over.some((range) => range.isCited);
  const inner = link ? h("a.ref", { href: `/doc/${encodeURIComponent(link.to)}`, title: link.relation }, words) : words;
  return isCited ? h("mark.cited", null, inner) : inner;
}
