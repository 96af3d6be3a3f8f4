/** 对照: a draft against upper-level documents; the draft is compared and forgotten. */

import { ApiError, get, readEvents } from "../api.js";
import { announce, failure, fill, h, skeleton } from "../dom.js";
import { library } from "../library-state.js";
import { reportView } from "./align-report.js";
import { reviewView } from "./review-report.js";

const ACCEPTED = ".docx,.doc,.pdf,.ofd,.txt,.md,.html,.htm";
/** Two desks of one kind: what is sent, where, and how the result is shown. */
const DESKS = {
  draft: { name: "草案对照", field: "draft", address: "/api/align", label: "草案", files: [["docx", "Word 报告", "对照报告.docx"], ["comments", "带批注的草案", "带批注的草案.docx"], ["md", "Markdown", "对照报告.md"]] },
  review: { name: "审议意见办理", field: "comments", address: "/api/review", label: "审议意见", files: [["docx", "Word 对照表", "办理情况对照表.docx"], ["md", "Markdown", "办理情况对照表.md"]] },
};
let last = null;

/** Show the desk; a report that was just made is still there when one comes back. */
export async function alignView(context) {
  document.title = "对照 · 策源";
  const result = h("div");
  const place = h("div.stack");
  const choose = (kind) => fill(place,
    h("nav.segments", { "aria-label": "对照种类" }, Object.entries(DESKS).map(([each, { name }]) => h("button", { type: "button", "aria-pressed": String(each === kind), onclick: () => { fill(result); choose(each); } }, name))),
    form(kind, (body, project) => run(context, { kind, body, project }, result)));
  choose("draft");
  fill(context.main, h("div.page.stack", null,
    h("div.page-head", null, h("h1", null, "对照（拟稿）"), h("p", null, "草案与上位文件逐条核对：是否落实、有无放宽或加严、数字与时限、引用的文号和引文；审议意见逐条查找回应。所交文件不入库。")),
    place, result));
  if (context.isBack && last) show(result, last);
}

function form(kind, submit) {
  const desk = DESKS[kind];
  const text = h("textarea", { rows: 6, placeholder: `粘贴${desk.label}正文，或选择文件`, "aria-label": `${desk.label}正文`, "data-main-input": "" });
  const file = filePicker(`${desk.label}文件`, "选择文件", "docx、pdf、txt……");
  const previous = kind === "draft" ? filePicker("上一版草案", "选择上一版（可选）", "给出上一版，则附改动和已解决的问题") : null;
  const against = h("textarea", { rows: 2, placeholder: kind === "draft" ? "依据文件，一行一个：文号、标题或来源。留空则用草案自己写明的依据" : "可能作出回应的文件，一行一个；留空则在库中查找", "aria-label": "依据文件" });
  const known = h("div.chips");
  against.addEventListener("change", () => check(against.value, known));
  if (kind === "draft") suggest(against, known);
  return h("form.panel.stack", { onsubmit: (event) => {
    event.preventDefault();
    const sent = file.chosen() ?? (text.value.trim() && new File([text.value], `${desk.label}.txt`, { type: "text/plain" }));
    if (!sent) return text.focus();
    const body = new FormData();
    body.append(desk.field, sent, sent.name);
    if (previous?.chosen()) body.append("previous", previous.chosen(), previous.chosen().name);
    for (const name of lines(against.value)) body.append("against", name);
    return submit(body, file.chosen() ? file.chosen().name : text.value.trim().split("\n")[0].slice(0, 60));
  } },
    h("label.field", null, h("span", null, desk.label), text),
    file.element, previous?.element,
    h("label.field", null, h("span", null, kind === "draft" ? "依据" : "回应文件"), against), known,
    h("div.row", null, h("button.button.primary", { type: "submit" }, kind === "draft" ? "开始对照" : "查找回应")));
}

function filePicker(label, caption, hint) {
  const chosen = h("span.muted.small", null, hint);
  const input = h("input.unseen", { type: "file", accept: ACCEPTED, "aria-label": label, tabindex: -1, onchange: () => { chosen.textContent = input.files[0]?.name ?? hint; } });
  return {
    chosen: () => input.files[0] ?? null,
    element: h("div.row", null, h("button.button.small", { type: "button", onclick: () => input.click() }, caption), chosen, input),
  };
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

async function run(context, task, result) {
  const step = h("p", { role: "status" }, "正在逐条对照，长草案约需十几秒……");
  fill(result, h("section.panel", { "aria-busy": "true" }, step, skeleton(8)));
  try {
    last = { ...task, value: await made(task, context.signal, (stage) => { step.textContent = `${stage}……`; }) };
    if (!context.isCurrent()) return;
    show(result, last);
    announce("对照完成");
  } catch (error) {
    if (error.name !== "AbortError") fill(result, failure(error));
  }
}

/** The result of a task; a draft's comes as a stream that tells each step. */
async function made(task, signal, onStage) {
  if (task.kind !== "draft") return (await send(task, "json", signal)).json();
  let value = null;
  await readEvents(await send(task, "json&progress=true", signal), (name, data) => (name === "report" ? (value = data) : onStage(data.stage)));
  return value;
}

function show(result, { kind, body, project, value }) {
  const files = downloads({ kind, body }, result);
  fill(result, kind === "draft" ? reportView(value, { project, downloads: files }) : reviewView(value, h("div.row", null, files)));
}

/** Buttons that have the report written as a file; the server makes it from the same draft. */
function downloads(task, result) {
  return DESKS[task.kind].files.map(([form, label, name]) => h("button.button.small", { type: "button", onclick: async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    try {
      const response = await send(task, form);
      const link = h("a", { href: URL.createObjectURL(await response.blob()), download: name });
      link.click();
    } catch (error) {
      result.prepend(failure(error));
    } finally {
      button.disabled = false;
    }
  } }, label));
}

async function send({ kind, body }, form, signal) {
  const response = await fetch(`${DESKS[kind].address}?format=${form}`, { method: "POST", body, signal });
  if (response.ok) return response;
  const value = await response.json().catch(() => null);
  throw new ApiError(value?.error?.message ?? `对照失败（${response.status}）。`, "align", response.status);
}
