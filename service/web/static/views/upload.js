/** 入库: drop files, watch them being read and indexed, see what failed and why. */

import { get, post, upload } from "../api.js";
import { failure, fill, h } from "../dom.js";
import { takeDrops } from "../dropping.js";
import { library } from "../library-state.js";
import { COLLECTION_NAMES, collectionName, figure } from "../wording.js";
import { watchJob } from "./job.js";
import { sourcePicker } from "./sources.js";

const ACCEPTED = ".html,.htm,.txt,.md,.docx,.doc,.wps,.rtf,.odt,.pdf,.ofd,.xlsx,.csv,.png,.jpg,.jpeg,.tif,.tiff,.bmp,.zip,.jsonl";
const DEFAULT = "default";
const COLLECTION = /^[\p{L}\p{N}_-]{1,80}$/u;

/** The drop zone; `done()` is called after each upload that changed the library. */
export function uploadPanel(done, { context, isOpen = false } = {}) {
  const report = h("div.stack");
  const known = h("datalist", { id: "known-collections" });
  const name = h("input", { type: "text", value: collectionName(DEFAULT), maxlength: 80, list: "known-collections", "aria-label": "文件集", title: "文件集的名称：字母、数字、汉字、下划线或连字符" });
  const collection = () => collectionOf(name.value);
  library().then((state) => fill(known, Object.keys(state.collections).map((each) => h("option", { value: collectionName(each) }))), () => {});
  const picker = h("input", { type: "file", multiple: true, accept: ACCEPTED, hidden: true, onchange: () => { send([...picker.files].map((file) => ({ file, name: file.name }))); picker.value = ""; } });
  const zone = h("div.drop", null,
    h("p", null, "把文件、文件夹或 zip 拖到这里"),
    h("div.row", null, h("button.button.primary", { type: "button", onclick: () => picker.click() }, "选择文件"), picker,
      h("label.field", null, h("span", null, "存入文件集"), name), known),
    h("p.small.muted", null, "支持网页、Word、WPS、PDF、OFD、Excel、文本、扫描图片、zip 和 jsonl；文件只在本机处理，不上传到别处。"));
  const panel = h("details.fold.upload", { open: isOpen }, h("summary.button", null, "放入文件…"), h("div.stack", null, zone, addresses(collection, report, done)), report);
  const send = (files) => {
    if (!files.length) return;
    if (!COLLECTION.test(collection())) return fill(report, failure(new Error("文件集的名称只能用字母、数字、汉字、下划线或连字符，不超过 80 个字。")));
    panel.open = true;
    run(files, collection(), report, done);
  };
  takeDrops(context.signal, zone, send);
  running(report, done, panel);
  return panel;
}

/** Jobs that were started before one came to this page, and go on. */
async function running(report, done, panel) {
  const { jobs } = await get("/api/jobs").catch(() => ({ jobs: [] }));
  for (const job of jobs.filter((item) => item.state === "queued" || item.state === "running").reverse()) {
    panel.open = true;
    watchJob(report, { title: "正在入库", begin: async () => job, done, again: () => {} });
  }
}

function collectionOf(text) {
  const typed = text.trim();
  return Object.keys(COLLECTION_NAMES).find((name) => COLLECTION_NAMES[name] === typed) ?? (typed || DEFAULT);
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
      h("span.small.muted", null, "遵守网站的抓取约定，放慢速度；不访问内网。")),
    sourcePicker((source) => {
      area.value = [area.value.trim(), source.url].filter(Boolean).join("\n");
      follow.checked = source.column;
    }), left);
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
