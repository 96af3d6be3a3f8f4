/** 对照: a draft against upper-level documents; the draft is compared and forgotten. */

import { ApiError, get } from "../api.js";
import { announce, failure, fill, h, skeleton } from "../dom.js";
import { library } from "../library-state.js";
import { reportView } from "./align-report.js";

const ACCEPTED = ".docx,.doc,.pdf,.ofd,.txt,.md,.html,.htm";
let last = null;

/** Show the desk; a report that was just made is still there when one comes back. */
export async function alignView(context) {
  document.title = "对照 · 策源";
  const result = h("div");
  const desk = form((draft, against) => run(context, draft, against, result));
  fill(context.main, h("div.page.stack", null,
    h("div.page-head", null, h("h1", null, "对照（拟稿）"), h("p", null, "草案与上位文件逐条核对：是否落实、有无放宽或加严、数字与时限、引用的文号和引文。草案不入库。")),
    desk, result));
  if (context.isBack && last) fill(result, reportView(last));
}

function form(submit) {
  const text = h("textarea", { rows: 6, placeholder: "粘贴草案正文，或选择文件", "aria-label": "草案正文", "data-main-input": "" });
  const chosen = h("span.muted.small", null, "docx、pdf、txt……");
  const file = h("input.unseen", { type: "file", accept: ACCEPTED, "aria-label": "草案文件", tabindex: -1, onchange: () => { chosen.textContent = file.files[0]?.name ?? ""; } });
  const against = h("textarea", { rows: 2, placeholder: "依据文件，一行一个：文号、标题或来源。留空则用草案自己写明的依据", "aria-label": "依据文件" });
  const known = h("div.chips");
  against.addEventListener("change", () => check(against.value, known));
  suggest(against, known);
  return h("form.panel.stack", { onsubmit: (event) => {
    event.preventDefault();
    const draft = file.files[0] ?? text.value.trim();
    if (draft) submit(draft, lines(against.value));
    else text.focus();
  } },
    h("label.field", null, h("span", null, "草案"), text),
    h("div.row", null, h("button.button.small", { type: "button", onclick: () => file.click() }, "选择文件"), chosen, file),
    h("label.field", null, h("span", null, "依据"), against), known,
    h("div.row", null, h("button.button.primary", { type: "submit" }, "开始对照")));
}

function lines(value) {
  return value.split("\n").map((line) => line.trim()).filter(Boolean);
}

async function suggest(against, known) {
  const state = await library();
  if (!state.collections.reference || against.value) return;
  const name = "国发〔2019〕11号";
  fill(known, h("button.chip", { type: "button", onclick: () => { against.value = name; check(name, known); } }, `用 ${name}`));
}

/** Say at once which documents the lines mean. */
async function check(value, known) {
  const found = await Promise.all(lines(value).map(async (line) => [line, await get("/api/resolve", { q: line }).catch(() => null)]));
  fill(known, found.map(([line, item]) => (item?.document_id
    ? h("span.chip.on", null, "✓ ", item.title)
    : h("span.chip", null, `库中没有“${line}”`))));
}

async function run(context, draft, against, result) {
  fill(result, h("section.panel", { "aria-busy": "true" }, h("p", null, "正在逐条对照，长草案约需十几秒……"), skeleton(8)));
  const body = new FormData();
  if (draft instanceof File) body.append("draft", draft, draft.name);
  else body.append("draft", new File([draft], "草案.txt", { type: "text/plain" }));
  for (const name of against) body.append("against", name);
  try {
    last = await send(body, context.signal);
    if (!context.isCurrent()) return;
    fill(result, reportView(last));
    announce("对照完成");
  } catch (error) {
    if (error.name !== "AbortError") fill(result, failure(error));
  }
}

async function send(body, signal) {
  const response = await fetch("/api/align", { method: "POST", body, signal });
  const value = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(value?.error?.message ?? `对照失败（${response.status}）。`, "align", response.status);
  return value;
}
