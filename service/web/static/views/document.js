/** One document: outline, text with the cited words lit, and what is known of it. */

import { get } from "../api.js";
import { copy } from "../clipboard.js";
import { announce, failure, fill, h, skeleton } from "../dom.js";
import { CodePoints } from "../offsets.js";
import { remembered } from "../memory.js";
import { navigate, rewrite } from "../router.js";
import { day, marks, named, statusBadge } from "../wording.js";
import { showOriginal } from "./original.js";
import { jump, outlineOf, outlineOpener, watchOutline } from "./outline.js";
import { paperOf } from "./paper.js";
import { sideOf } from "./document-side.js";

/** Show the document of the address, scrolled to its span. */
export async function documentView(context) {
  fill(context.main, h("div.page", { "aria-busy": "true" }, skeleton(14)));
  const asOf = context.query.get("as_of");
  const path = `/api/documents/${encodeURIComponent(context.id)}`;
  let view;
  try {
    view = await remembered(`${path}|${asOf ?? ""}`, context.isBack, () => get(path, { as_of: asOf }, context.signal));
  } catch (error) {
    if (error.name === "AbortError") throw error;
    fill(context.main, h("div.page.page-narrow", null, failure(error, () => navigate(location.pathname + location.search, { replace: true }))));
    return;
  }
  if (!context.isCurrent()) return;
  document.title = `${view.title} · 策源`;
  show(context, view);
}

function show(context, view) {
  const text = new CodePoints(view.text);
  const span = spanOf(context.query, view, text);
  const clause = span && innermost(view.clauses, span);
  const paper = paperOf(view, text, { span, clause });
  const bar = h("div.cite-bar", { hidden: true });
  const original = h("section.original", { hidden: true, "aria-label": "原件" });
  const contents = outlineOf(view, text);
  const reader = h("div.reader", null, head(view, () => toggleOriginal(reader, original, view, spanOf(new URLSearchParams(location.search), view, text))),
    contents, h("div.reader-text", null, outlineOpener(contents), paper, bar), original, sideOf(view, path(context), { jump }));
  fill(context.main, h("div.page", { class: "page-wide" }, reader));
  if (span) citeBar(bar, view, text, span, clause);
  paper.addEventListener("mouseup", () => selectedSpan(paper, text, (chosen) => {
    const around = innermost(view.clauses, chosen);
    rewrite(`${location.pathname}?start=${chosen.start}&end=${chosen.end}`);
    citeBar(bar, view, text, chosen, around);
  }));
  paper.addEventListener("click", (event) => {
    const mark = event.target.closest(".clause-mark");
    if (!mark) return;
    const chosen = view.clauses[Number(mark.dataset.clause)];
    rewrite(`${location.pathname}?start=${chosen.start}&end=${chosen.end}`);
    citeBar(bar, view, text, chosen, chosen);
    bar.querySelector("button").focus();
  });
  watchOutline(context, paper, contents);
  const target = paper.querySelector("mark.cited") ?? paper.querySelector(".in-clause");
  if (target && !context.isBack) {
    target.scrollIntoView({ block: "center" });
    announce(`已定位到${clause?.path ?? "所引文字"}`);
  }
}

function toggleOriginal(reader, panel, view, span) {
  const close = () => { reader.classList.remove("with-original"); panel.hidden = true; };
  if (!panel.hidden) return close();
  reader.classList.add("with-original");
  (reader.querySelector("mark.cited") ?? reader.querySelector(".reader-text")).scrollIntoView({ block: span ? "center" : "start" });
  return showOriginal(panel, view, span, close);
}

function path(context) {
  return `/api/documents/${encodeURIComponent(context.id)}/lineage`;
}

/** The span of the address: offsets, a clause's path, or words to find. */
function spanOf(query, view, text) {
  if (query.has("start") && query.has("end")) {
    const span = { start: Number(query.get("start")), end: Number(query.get("end")) };
    const isSound = Number.isInteger(span.start) && Number.isInteger(span.end) && span.start >= 0 && span.start < span.end;
    return isSound && span.start < text.length ? { start: span.start, end: Math.min(span.end, text.length) } : null;
  }
  if (query.get("clause")) {
    const found = view.clauses.find((item) => item.path === query.get("clause"));
    return found ? { start: found.start, end: found.end } : null;
  }
  if (query.get("find")) {
    const at = view.text.indexOf(query.get("find"));
    if (at < 0) return null;
    const start = Array.from(view.text.slice(0, at)).length;
    return { start, end: start + Array.from(query.get("find")).length };
  }
  return null;
}

/** The smallest clause that holds the whole span. */
export function innermost(clauses, span) {
  let best = null;
  for (const item of clauses) {
    const holds = item.start <= span.start && span.end <= item.end;
    if (holds && (!best || item.end - item.start <= best.end - best.start)) best = item;
  }
  return best;
}

function head(view, onOriginal) {
  return h("header.reader-head", null,
    h("div.row", null, statusBadge(view.status, view.status_reason), marks(view),
      view.status_reason && h("span.small.muted", null, view.status_reason),
      view.status_document_id && h("a.small", { href: `/doc/${encodeURIComponent(view.status_document_id)}` }, "查看依据文件")),
    h("h1", null, view.title),
    h("div.doc-facts", null,
      view.doc_number && h("span", null, view.doc_number), view.issuer && h("span", null, view.issuer),
      (view.issued_on || view.published_on) && h("span", null, day(view.issued_on ?? view.published_on)),
      h("span.head-tools", null,
        h("a.quiet.small", { href: `/doc/${encodeURIComponent(view.document_id)}/lineage` }, "关系图"),
        h("button.quiet.small", { type: "button", onclick: onOriginal }, "对照原件"),
        h("button.quiet.small", { type: "button", onclick: () => window.print() }, "打印"))));
}

function citeBar(bar, view, text, span, clause) {
  const words = text.slice(span.start, span.end);
  bar.hidden = false;
  const citation = `${named(view)}${clause?.path ?? ""}：“${words}”`;
  const link = `${location.origin}${location.pathname}?start=${span.start}&end=${span.end}`;
  fill(bar, h("span.of", { title: view.title }, view.title), h("strong", null, clause?.path ?? "所选文字"), statusBadge(view.status, view.status_reason),
    h("div.bar-actions", null,
      h("button.quiet.small", { type: "button", onclick: (event) => copy(event.currentTarget, `${citation}\n${link}`, h("p", null, h("a", { href: link }, `${named(view)}${clause?.path ?? ""}`), `：“${words}”`)) }, "引用本条"),
      h("button.quiet.small", { type: "button", onclick: (event) => copy(event.currentTarget, link) }, "复制链接"),
      h("button.quiet.small", { type: "button", "aria-label": "收起引用栏", onclick: () => { bar.hidden = true; } }, "×")));
}

/** Tell the span that the reader has selected with the mouse. */
function selectedSpan(paper, text, found) {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed || !paper.contains(selection.anchorNode) || !paper.contains(selection.focusNode)) return;
  const range = selection.getRangeAt(0);
  const start = offsetAt(range.startContainer, range.startOffset);
  const end = offsetAt(range.endContainer, range.endOffset);
  if (start !== null && end !== null && start < end && end <= text.length) found({ start, end });
}

function offsetAt(node, offset) {
  const holder = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
  if (!holder) return null;
  const before = document.createRange();
  before.setStart(holder, 0);
  before.setEnd(node, offset);
  return Number(holder.dataset.start) + Array.from(before.toString()).length;
}
