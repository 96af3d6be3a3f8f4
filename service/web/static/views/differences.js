/** 版本与副本: two documents line by line, what came and what went. */

import { get } from "../api.js";
import { failure, fill, h, skeleton } from "../dom.js";
import { navigate } from "../router.js";
import { documentAddress, figure } from "../wording.js";

const CONTEXT_LINES = 2;

/** Show how the document of the address differs from `other`. */
export async function differencesView(context) {
  document.title = "版本比较 · 策源";
  const page = h("div.page", { "aria-busy": "true" }, skeleton(12));
  fill(context.main, page);
  try {
    const found = await get(`/api/documents/${encodeURIComponent(context.id)}/differences`, { other: context.query.get("other") }, context.signal);
    if (!context.isCurrent()) return;
    fill(page, h("div.stack", null,
      h("a.small", { href: documentAddress(found.new_id) }, "← 回到文件"),
      h("h1", null, "两份文件的不同"),
      h("div.diff-heads", null,
        h("p", null, h("span.badge", null, "甲"), " ", h("a", { href: documentAddress(found.old_id) }, found.old_title)),
        h("p", null, h("span.badge", null, "乙"), " ", h("a", { href: documentAddress(found.new_id) }, found.new_title))),
      h("p.muted", null, found.changed ? `${figure(found.changed)} 行不同（只比较清洗后的文字）。` : "清洗后的文字逐行相同。"),
      h("div.diff", null, folded(found.rows).map((part) => (Array.isArray(part) ? unchanged(part) : rowView(part))))));
  } catch (error) {
    if (error.name === "AbortError") throw error;
    fill(page, failure(error, () => navigate(location.pathname + location.search, { replace: true })));
  }
  page.setAttribute("aria-busy", "false");
}

/** Runs of equal lines away from any change become one array. */
function folded(rows) {
  const near = rows.map((_, i) => rows.slice(Math.max(0, i - CONTEXT_LINES), i + CONTEXT_LINES + 1).some((row) => row.kind !== "same"));
  const parts = [];
  rows.forEach((row, i) => {
    if (near[i]) parts.push(row);
    else if (Array.isArray(parts.at(-1))) parts.at(-1).push(row);
    else parts.push([row]);
  });
  return parts;
}

function unchanged(rows) {
  return h("details.fold.diff-same", null, h("summary", null, `相同的 ${figure(rows.length)} 行`), rows.map(rowView));
}

function rowView(row) {
  if (row.kind === "same") return h("div.diff-row.same", null, h("p", null, row.old.map((piece) => piece.text)));
  return h("div.diff-row", null,
    h("p.gone", null, row.old.length > 0 && h("span.unseen", null, "甲："), row.old.map((piece) => (piece.changed ? h("del", null, piece.text) : piece.text))),
    h("p.came", null, row.new.length > 0 && h("span.unseen", null, "乙："), row.new.map((piece) => (piece.changed ? h("ins", null, piece.text) : piece.text))));
}
