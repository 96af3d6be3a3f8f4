/** 目录: beside the text where there is room, in a box that opens over it where there is not. */

import { h } from "../dom.js";

const KINDS = new Set(["编", "章", "节", "条", "项", "附件", "段"]);
const TOP_PX = 140;

/** The list of clauses; null labels and deep levels are left out so that it stays readable. */
export function outlineOf(view, text) {
  const entries = view.clauses.filter((item) => item.label && item.level <= 3 && KINDS.has(item.kind));
  const deepest = entries.length > 90 ? 1 : entries.length > 45 ? 2 : 3;
  return h("nav.outline", { "aria-label": "目录" }, entries.length > 0 && h("h2", null, "目录"),
    entries.filter((item) => item.level <= deepest).map((item) =>
      h("a", { class: `d${item.level}`, href: `#at${item.start}`, "data-at": item.start, onclick: (event) => { event.preventDefault(); jump(item.start); } },
        `${item.label}${/[、.．)）]$/.test(item.label) ? "" : " "}${item.heading ?? opening(text, item)}`)));
}

function opening(text, item) {
  const words = text.slice(item.start, Math.min(item.end, item.start + 40)).replace(item.label, "").trim();
  return words.slice(0, 16) + (words.length > 16 ? "…" : "");
}

/** The button that opens the outline where it does not stand beside the text. */
export function outlineOpener(outline) {
  if (!outline.querySelector("a")) return null;
  return h("div.outline-opener", null, h("button.button.small", { type: "button", onclick: () => openBox(outline) }, "目录"));
}

function openBox(outline) {
  const copied = outline.cloneNode(true);
  const dialog = h("dialog.outline-box", { "aria-label": "目录" },
    h("div.row.spread", null, h("h2", null, "目录"), h("button.quiet.small", { type: "button", onclick: () => dialog.close() }, "关闭")), copied);
  copied.querySelector("h2").remove();
  copied.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    dialog.close();
    jump(Number(link.dataset.at));
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  const here = copied.querySelector(".here");
  here?.focus();
  here?.scrollIntoView({ block: "center" });
}

/** Scroll to the paragraph that holds the offset. */
export function jump(start) {
  let found = null;
  for (const paragraph of document.querySelectorAll(".paper [data-start]")) {
    if (Number(paragraph.dataset.start) > start) break;
    found = paragraph;
  }
  found?.scrollIntoView({ block: "start" });
}

/** Keep the entry lit that the reader is at. */
export function watchOutline(context, paper, outline) {
  const links = [...outline.querySelectorAll("a")];
  if (!links.length) return;
  let lit = null;
  const mark = () => {
    const here = offsetInView(paper);
    const current = links.findLast((link) => Number(link.dataset.at) <= here + 1) ?? null;
    if (current === lit) return;
    lit?.classList.remove("here");
    current?.classList.add("here");
    lit = current;
    if (current) keepVisible(current, outline);
  };
  let waiting = 0;
  window.addEventListener("scroll", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(mark);
  }, { passive: true, signal: context.signal });
  mark();
}

/** Where the first paragraph below the bar begins. Only sections are measured, and one of them within: the others are not laid out. */
function offsetInView(paper) {
  const sections = [...paper.children];
  let section = sections[0];
  for (const each of sections) {
    if (each.getBoundingClientRect().top > TOP_PX) break;
    section = each;
  }
  let here = -1;
  for (const paragraph of section?.querySelectorAll("[data-start]") ?? []) {
    if (paragraph.getBoundingClientRect().top > TOP_PX) break;
    here = Number(paragraph.dataset.start);
  }
  return here;
}

function keepVisible(link, box) {
  const top = link.offsetTop - box.offsetTop;
  if (top < box.scrollTop || top > box.scrollTop + box.clientHeight - 60) box.scrollTop = top - box.clientHeight / 3;
}
