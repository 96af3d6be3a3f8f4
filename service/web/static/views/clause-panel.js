/** The clause a citation stands in, beside the answer: the quoted words lit in their context. */

import { get } from "../api.js";
import { announce, failure, fill, h, skeleton } from "../dom.js";
import { remembered } from "../memory.js";
import { CodePoints } from "../offsets.js";
import { rewrite } from "../router.js";
import { documentAddress, marks, statusBadge } from "../wording.js";
import { innermost } from "./document.js";

const SHORT = 260;
const AROUND = 700;

/** Open the panel for `citation`; `opener` gets the focus back when it closes. */
export async function openClause(context, citation, opener) {
  document.querySelector(".clause-panel")?.remove();
  const close = () => {
    panel.remove();
    rewrite(location.pathname + location.search);
    opener?.focus();
  };
  const body = h("div.clause-body.official", { "aria-busy": "true" }, skeleton(8));
  const panel = h("aside.clause-panel", { role: "dialog", "aria-label": `出处 ${citation.n}：${citation.title}`, tabindex: "-1" },
    h("header", null,
      h("div.row.spread", null, h("span.small.muted", null, `出处 ${citation.n}`), h("button.quiet.small", { type: "button", onclick: close }, "关闭")),
      h("h2", null, citation.title),
      h("div.doc-facts", null, statusBadge(citation.status), marks(citation), citation.doc_number && h("span", null, citation.doc_number), citation.clause_label && h("span", null, citation.clause_label))),
    body,
    h("footer.row", null, h("a.button.small.primary", { href: documentAddress(citation.document_id, citation) }, "在全文中打开")));
  panel.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); close(); } });
  context.signal.addEventListener("abort", () => panel.remove());
  document.body.append(panel);
  panel.focus({ preventScroll: true });
  rewrite(`${location.pathname}${location.search}#c${citation.n}`);
  const path = `/api/documents/${encodeURIComponent(citation.document_id)}`;
  try {
    const view = await remembered(`${path}|`, true, () => get(path, {}, context.signal));
    fill(body, around(view, citation));
    body.querySelector("mark")?.scrollIntoView({ block: "center" });
    announce(`出处 ${citation.n}，${citation.clause_label ?? citation.title}`);
  } catch (error) {
    if (error.name !== "AbortError") fill(body, failure(error));
  }
  body.setAttribute("aria-busy", "false");
}

/** The clause with the words lit; a short clause with the one around it. */
function around(view, citation) {
  const text = new CodePoints(view.text);
  const shown = frameOf(view.clauses, citation, text.length);
  const paragraphs = [];
  for (const line of text.lines()) {
    const start = Math.max(line.start, shown.start);
    const end = Math.min(line.end, shown.end);
    if (start >= end) continue;
    const from = Math.max(start, Math.min(citation.start, end));
    const to = Math.max(from, Math.min(citation.end, end));
    paragraphs.push(h("p", null, text.slice(start, from), to > from && h("mark.cited", null, text.slice(from, to)), text.slice(to, end)));
  }
  return [shown.start > 0 && h("p.muted.small", null, "……"), paragraphs, shown.end < text.length && h("p.muted.small", null, "……")];
}

function frameOf(clauses, span, length) {
  let clause = innermost(clauses, span);
  while (clause && clause.end - clause.start < SHORT && clause.parent !== null) clause = clauses[clause.parent];
  const whole = clause ?? { start: 0, end: length };
  return { start: Math.max(whole.start, span.start - AROUND), end: Math.min(whole.end, span.end + AROUND) };
}
