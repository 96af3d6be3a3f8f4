/** 原件: the file as it came, beside its clean text; nothing of it can run or ask for anything. */

import { get } from "../api.js";
import { announce, failure, fill, h, skeleton } from "../dom.js";
import { CodePoints } from "../offsets.js";
import { figure } from "../wording.js";

/** Fill `panel` with the original of `view`; `span` is what should be seen in it. */
export async function showOriginal(panel, view, span, close) {
  const base = `/api/documents/${encodeURIComponent(view.document_id)}/original`;
  panel.hidden = false;
  fill(panel, skeleton(10));
  try {
    const found = view.has_original ? await get(base, span ?? {}) : null;
    const body = h("div.original-body");
    const ways = [found && found.shown_as !== "download" && ["原件", () => file(body, base, found)], ["读出的文字", () => asRead(body, view, span)]].filter(Boolean);
    fill(panel, h("div.original-head", null, h("h2", null, "原件"), found ? h("span.small.muted", null, sizeOf(found)) : h("span.small.muted", null, "原件没有留存，仍在入库时的位置"),
      found?.shown_as === "download" && h("a.button.small", { href: `${base}/file`, download: "" }, "下载原件"),
      ways.length > 1 && choice(ways), h("button.quiet.small", { type: "button", onclick: close }, "收起")), body);
    ways[0][1]();
    announce("原件已显示");
  } catch (error) {
    fill(panel, failure(error), h("button.quiet.small", { type: "button", onclick: close }, "收起"));
  }
}

function sizeOf(found) {
  return `${found.source}（${found.format}，${figure(Math.max(1, Math.round(found.size / 1024)))} KB）`;
}

function choice(ways) {
  const buttons = ways.map(([name, show], i) => h("button", { type: "button", "aria-pressed": String(i === 0), onclick: (event) => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button === event.currentTarget));
    show();
  } }, name));
  return h("div.segments", { role: "group", "aria-label": "看什么" }, buttons);
}

function file(body, base, found) {
  if (found.shown_as === "pages") pages(body, base, found);
  else frame(body, base);
}

/** The file's words as they were read, before cleaning: text and ledger together give them back. */
function asRead(body, view, span) {
  const text = new CodePoints(view.text);
  const parts = [];
  const clean = (start, end) => {
    if (start >= end) return;
    const from = Math.max(start, Math.min(span?.start ?? end, end));
    const to = Math.max(from, Math.min(span?.end ?? from, end));
    parts.push(text.slice(start, from), to > from && h("mark.cited", null, text.slice(from, to)), text.slice(to, end));
  };
  let at = 0;
  for (const item of view.removed) {
    clean(at, item.position);
    parts.push(h("del", { title: item.replacement ? `${item.rule}：改为“${item.replacement}”` : item.rule }, item.text));
    at = item.position + Array.from(item.replacement).length;
  }
  clean(at, text.length);
  const shown = h("div.original-page.as-read.official", { tabindex: "0", role: "group", "aria-label": "读出的文字" }, parts);
  fill(body, h("p.small.muted", null, view.removed.length ? "从原件读出的全部文字；划去的是清洗时去掉或改写的，停留可见规则。" : "从原件读出的全部文字，清洗时没有改动。"), shown);
  const mark = shown.querySelector("mark");
  if (mark) shown.scrollTop = Math.max(0, mark.offsetTop - shown.clientHeight / 3);
}

function frame(body, base) {
  fill(body, h("p.small.muted", null, "原网页在隔离框内显示：不执行脚本，不加载图片与样式等外部内容。"),
    h("iframe.original-frame", { sandbox: "", src: `${base}/file`, title: "原网页", loading: "lazy" }));
}

function pages(body, base, found) {
  let page = found.page ?? 1;
  const picture = h("img", { alt: "", decoding: "async" });
  const marks = h("div.boxes", { "aria-hidden": "true" });
  const label = h("span.small");
  picture.addEventListener("load", () => {
    marks.hidden = false;
    const first = marks.firstElementChild;
    const box = picture.closest(".original-page");
    if (first) box.scrollTop = Math.max(0, first.offsetTop - box.clientHeight / 3);
  });
  const show = () => {
    marks.hidden = true; // until there is a page for them to stand on
    picture.src = `${base}/pages/${page}.png`;
    picture.alt = `原件第 ${page} 页的图像`;
    label.textContent = `第 ${page} / ${found.pages} 页`;
    fill(marks, page === found.page ? found.boxes.map(boxOf) : []);
  };
  const turn = (by) => { page = Math.min(found.pages, Math.max(1, page + by)); show(); };
  fill(body, h("div.row.spread", null,
    h("button.button.small", { type: "button", onclick: () => turn(-1) }, "上一页"), label,
    h("button.button.small", { type: "button", onclick: () => turn(1) }, "下一页")),
  found.boxes.length > 0 && h("p.small.muted", null, "方框为所引文字在原件中的位置。"),
  h("div.original-page", { tabindex: "0", role: "group", "aria-label": "原件页面" }, h("div.original-sheet", null, picture, marks)));
  show();
}

function boxOf([x, y, width, height]) {
  const box = h("i");
  for (const [name, value] of Object.entries({ left: x, top: y, width, height })) box.style.setProperty(name, `${value * 100}%`);
  return box;
}
