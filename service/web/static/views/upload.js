/** 入库: drop files, watch them being read and indexed, see what failed and why. */

import { get, post, upload } from "../api.js";
import { fill, h } from "../dom.js";
import { figure } from "../wording.js";
import { watchJob } from "./job.js";

const ACCEPTED = ".html,.htm,.txt,.md,.docx,.pdf,.ofd,.xlsx,.csv,.zip,.jsonl";

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
  return h("details.fold.upload", { open: isOpen }, h("summary.button", null, "放入文件…"), h("div.stack", null, zone, addresses(() => collection.value.trim() || "default", report, done), report));
}

/** 抓取: paste addresses of official pages; politely fetched by the server, then taken in. */
function addresses(collection, report, done) {
  const area = h("textarea", { rows: 2, "aria-label": "网址", placeholder: "或粘贴官方网页的网址，每行一个" });
  const follow = h("input", { type: "checkbox" });
  const left = h("div.row");
  const fetching = (title, begin) => watchJob(report, { title, begin, done, again: () => fetching(title, begin) });
  get("/api/fetch").then(({ pending }) => {
    if (pending > 0) fill(left, h("span.small", null, `上次有 ${figure(pending)} 个网址没有取完。`), h("button.button.small", { type: "button", onclick: () => { fill(left); fetching("继续抓取", () => post("/api/fetch/resume", {})); } }, "继续"));
  }, () => {});
  const submit = (event) => {
    event.preventDefault();
    const urls = area.value.split(/\s+/).filter(Boolean);
    if (!urls.length) return;
    area.value = "";
    fetching(`抓取 ${figure(urls.length)} 个网址`, () => post("/api/fetch", { urls, collection: collection(), follow: follow.checked }));
  };
  return h("form.addresses", { onsubmit: submit }, area,
    h("div.row", null, h("button.button", { type: "submit" }, "抓取入库"),
      h("label.row.small", null, follow, "这些是栏目页，取其中列出的文件"),
      h("span.small.muted", null, "遵守网站的抓取约定，放慢速度；不访问内网。")), left);
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

function run(files, collection, report, done) {
  return watchJob(report, {
    title: `放入 ${figure(files.length)} 个文件`,
    begin: (bar, text) => upload(files, collection, (fraction) => { bar.value = fraction; text.textContent = `传送 ${Math.round(fraction * 100)}%`; }),
    done,
    again: () => run(files, collection, report, done),
    retry: (failed, panel) => {
      const once = files.filter(({ name }) => failed.some(({ source }) => source === name || source.startsWith(`${name}/`) || source.startsWith(`${name}#`)));
      return once.length > 0 && h("div.row", null, h("button.button.small", { type: "button", onclick: () => { panel.remove(); run(once, collection, report, done); } }, `重试失败的 ${figure(once.length)} 个`));
    },
  });
}
