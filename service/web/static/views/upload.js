/** 入库: drop files, watch them being read and indexed, see what failed and why. */

import { get, upload } from "../api.js";
import { announce, failure, fill, h } from "../dom.js";
import { figure } from "../wording.js";

const ACCEPTED = ".html,.htm,.txt,.md,.docx,.pdf,.ofd,.xlsx,.csv,.zip,.jsonl";
const POLL_MS = 500;
const PHASES = { read: "读取文件", index: "建立索引" };

/** The drop zone; `done()` is called after each upload that changed the library. */
export function uploadPanel(done, { isOpen = false } = {}) {
  const report = h("div");
  const collection = h("input", { type: "text", value: "default", maxlength: 80, pattern: "[\\w\\-]+", "aria-label": "文件集", title: "字母、数字、汉字、下划线或连字符" });
  const picker = h("input", { type: "file", multiple: true, accept: ACCEPTED, hidden: true, onchange: () => { send([...picker.files].map((file) => ({ file, name: file.name }))); picker.value = ""; } });
  const zone = h("div.drop", null,
    h("p", null, "把文件、文件夹或 zip 拖到这里"),
    h("div.row", null, h("button.button.primary", { type: "button", onclick: () => picker.click() }, "选择文件"), picker,
      h("label.field", null, h("span", null, "存入文件集"), collection)),
    h("p.small.muted", null, "支持 html、txt、md、docx、pdf、jsonl 等；文件只在本机处理，不上传到别处。"));
  const send = (files) => files.length && run(files, collection.value.trim() || "default", report, done);
  zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("over"); });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", async (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    send(await dropped(event.dataTransfer));
  });
  return h("details.fold.upload", { open: isOpen }, h("summary.button", null, "放入文件…"), h("div.stack", null, zone, report));
}

async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map((file) => ({ file, name: file.name }));
  const found = [];
  for (const entry of entries) await walk(entry, "", found);
  return found;
}

async function walk(entry, folder, found) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    found.push({ file, name: folder + file.name });
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const children = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!children.length) return;
    for (const child of children) await walk(child, `${folder}${entry.name}/`, found);
  }
}

async function run(files, collection, report, done) {
  const bar = h("progress", { max: 1, value: 0, "aria-label": "进度" });
  const text = h("p.small");
  const panel = h("section.panel.job", null, h("h2", null, `放入 ${figure(files.length)} 个文件`), bar, text);
  report.prepend(panel);
  try {
    let job = await upload(files, collection, (fraction) => { bar.value = fraction; text.textContent = `传送 ${Math.round(fraction * 100)}%`; });
    while (job.state === "queued" || job.state === "running") {
      showProgress(job, bar, text);
      await new Promise((resolve) => { setTimeout(resolve, POLL_MS); });
      job = await get(`/api/jobs/${encodeURIComponent(job.job_id)}`);
    }
    fill(panel, outcome(job));
    announce("入库完成。");
    done();
  } catch (error) {
    fill(panel, failure(error, () => { panel.remove(); run(files, collection, report, done); }));
  }
}

function showProgress(job, bar, text) {
  if (job.state === "queued" || !job.total) {
    bar.removeAttribute("value");
    text.textContent = job.state === "queued" ? "等待前面的任务…" : "准备…";
    return;
  }
  bar.value = job.done / job.total;
  text.textContent = `${PHASES[job.phase] ?? ""} ${figure(job.done)} / ${figure(job.total)}${job.current ? `　${job.current}` : ""}`;
}

function outcome(job) {
  if (job.state === "failed") return [h("h2", null, "没有完成"), h("p", null, job.error)];
  const { accepted, unchanged, skipped, failed } = job.summary;
  const counts = [["入库", accepted], ["未变", unchanged], ["跳过", skipped], ["失败", failed]]
    .map(([name, items]) => `${name} ${figure(items.length)}`).join("，");
  const told = [...failed.map((item) => [item, "失败"]), ...skipped.map((item) => [item, "跳过"]), ...accepted.filter((item) => item.reason).map((item) => [item, "入库"])];
  return [h("h2", null, "完成"), h("p", null, `${counts}；用时 ${job.summary.took_s.toFixed(1)} 秒。`),
    told.length > 0 && h("ul.outcomes", null, told.slice(0, 200).map(([item, state]) =>
      h("li", null, h("span", null, h("span.badge", { class: state === "失败" ? "bad" : "" }, state), " ", item.source), h("span.reason", null, item.reason))))];
}
