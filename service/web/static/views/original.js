/** 原件: the file as it came, beside its clean text; nothing of it can run or ask for anything. */

import { get } from "../api.js";
import { announce, failure, fill, h, skeleton } from "../dom.js";
import { figure } from "../wording.js";

/** Fill `panel` with the original of `view`; `span` is what should be seen in it. */
export async function showOriginal(panel, view, span, close) {
  const base = `/api/documents/${encodeURIComponent(view.document_id)}/original`;
  panel.hidden = false;
  fill(panel, skeleton(10));
  try {
    const found = await get(base, span ?? {});
    const body = h("div.original-body");
    fill(panel, h("div.original-head", null, h("h2", null, "原件"),
      h("span.small.muted", null, `${found.source}（${found.format}，${figure(Math.max(1, Math.round(found.size / 1024)))} KB）`),
      found.shown_as === "download" && h("a.button.small", { href: `${base}/file`, download: "" }, "下载"),
      h("button.quiet.small", { type: "button", onclick: close }, "收起")), body);
    if (found.shown_as === "pages") pages(body, base, found);
    else if (found.shown_as === "frame") frame(body, base);
    else fill(body, h("p.muted", null, "这种格式不能在浏览器中直接显示；正文由它读出，可下载原件核对。"));
    announce("原件已显示");
  } catch (error) {
    fill(panel, failure(error), h("button.quiet.small", { type: "button", onclick: close }, "收起"));
  }
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
    const first = marks.firstElementChild;
    const box = picture.closest(".original-page");
    if (first) box.scrollTop = Math.max(0, first.offsetTop - box.clientHeight / 3);
  });
  const show = () => {
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
