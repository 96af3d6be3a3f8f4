/** Citations: the number in the text, the card beside it, the preview under the pointer. */

import { h } from "./dom.js";
import { documentAddress, marks, statusBadge } from "./wording.js";

/** The address that opens a citation's document at the quoted words. */
export function proofAddress(citation) {
  return documentAddress(citation.document_id, citation);
}

/** The number of a citation in a sentence. */
export function citeMark(citation) {
  return h("a.cite", {
    href: proofAddress(citation), "data-n": citation.n,
    "aria-label": `出处 ${citation.n}：${citation.title} ${citation.clause_label ?? ""}`,
  }, String(citation.n));
}

/** One citation as a card: document, clause, verbatim quote, status. */
export function proofCard(citation) {
  return h("li", null, h("a.proof", { href: proofAddress(citation), "data-n": citation.n }, cardParts(citation, citation.n)));
}

/** Nearest evidence of a refusal, as a card of the same kind. */
export function nearestCard(item) {
  return h("li", null, h("a.proof", { href: nearestAddress(item) }, cardParts({ ...item, quote: item.text }, null)));
}

function nearestAddress(item) {
  const words = item.text.trim().slice(0, 60);
  return `/doc/${encodeURIComponent(item.document_id)}?find=${encodeURIComponent(words)}`;
}

function cardParts(item, n) {
  return [
    h("div.proof-head", null, n !== null && h("span.cite", null, String(n)), h("strong", null, item.title)),
    h("blockquote.proof-quote", null, item.quote),
    h("div.proof-foot", null,
      statusBadge(item.status), marks(item),
      item.clause_label && h("span", null, item.clause_label),
      item.doc_number && h("span", null, item.doc_number)),
  ];
}

/** Light up card and numbers together, preview the quote under the pointer, open it on a click. */
export function linkProofs(root, citations, onCite) {
  let preview = null;
  const byNumber = new Map(citations.map((item) => [String(item.n), item]));
  const light = (n, on) => {
    for (const twin of root.querySelectorAll(`[data-n="${n}"]`)) twin.classList.toggle("lit", on);
  };
  const hide = () => { preview?.remove(); preview = null; };
  const enter = (event) => {
    const link = event.target.closest?.("[data-n]");
    if (!link) return;
    light(link.dataset.n, true);
    hide();
    if (link.matches(".sentence .cite")) preview = showPreview(link, byNumber.get(link.dataset.n));
  };
  const exit = (event) => {
    const link = event.target.closest?.("[data-n]");
    if (link) light(link.dataset.n, false);
    hide();
  };
  root.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-n]");
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.button;
    if (!link || !isPlain || !byNumber.has(link.dataset.n)) return;
    event.preventDefault();
    hide();
    onCite(byNumber.get(link.dataset.n), link);
  });
  root.addEventListener("mouseover", enter);
  root.addEventListener("mouseout", exit);
  root.addEventListener("focusin", enter);
  root.addEventListener("focusout", exit);
}

function showPreview(link, citation) {
  if (!citation || !window.matchMedia("(hover: hover)").matches) return null;
  const preview = h("div.preview", { role: "tooltip" }, cardParts(citation, citation.n));
  link.closest(".turn").append(preview);
  const at = link.getBoundingClientRect();
  const frame = preview.offsetParent?.getBoundingClientRect() ?? { left: 0, top: 0 };
  const left = Math.max(8, Math.min(at.left - 40, window.innerWidth - preview.offsetWidth - 8));
  const fitsBelow = at.bottom + preview.offsetHeight + 8 < window.innerHeight;
  const top = fitsBelow ? at.bottom + 6 : at.top - preview.offsetHeight - 6;
  preview.style.setProperty("left", `${left - frame.left}px`);
  preview.style.setProperty("top", `${top - frame.top}px`);
  return preview;
}
