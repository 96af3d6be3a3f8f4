/** 设置: what is held, whether all is well, how to bring documents in, keyboard, interface. */

import { get, remove } from "../api.js";
import { announce, confirmed, failure, fill, h, skeleton } from "../dom.js";
import { keyList } from "../keys.js";
import { library, libraryChanged } from "../library-state.js";
import { collectionName, figure } from "../wording.js";
import { watchesPanel } from "./watches.js";

const STATES = { ok: ["正常", "ok"], warn: ["注意", "warn"], fail: ["故障", "bad"] };
const COMMANDS = [
  ["ceyuan ingest 文件夹", "读入文件夹（可重复运行，只处理有变化的）"],
  ["ceyuan ingest --prune 文件夹", "同时删除已不在文件夹里的文件"],
  ["ceyuan ingest --collection 名称 文件夹", "存入另一个文件集"],
  ["ceyuan ask \"问题\"", "在命令行提问"],
  ["ceyuan doctor", "检查安装"],
];

/** Show the installation. */
export async function settingsView(context) {
  document.title = "设置 · 策源";
  const held = h("section.panel", null, skeleton(3));
  const checks = h("section.panel", null, h("h2", null, "检查"), skeleton(8));
  const routes = h("section.panel", null, h("h2", null, "接口"), skeleton(4));
  const watched = h("section.panel", null, skeleton(2));
  const showWatches = () => section(watched, () => watchesPanel(showWatches));
  const showHeld = () => section(held, async () => collections(await library(), showHeld));
  fill(context.main, h("div.page.page-narrow.stack", null, h("h1", null, "设置"),
    held, ownDocuments(), watched, checks, keyboard(), routes));
  await Promise.all([
    showHeld(),
    showWatches(),
    section(checks, async () => doctor(await get("/api/doctor", {}, context.signal))),
    section(routes, async () => interfaceList(await get("/api/openapi.json", {}, context.signal))),
  ]);
}

async function section(panel, build) {
  try {
    fill(panel, await build());
  } catch (error) {
    if (error.name !== "AbortError") fill(panel, failure(error));
  }
}

async function removeCollection(name, count, shown) {
  const sure = await confirmed("删除整个文件集？", `“${collectionName(name)}”的 ${figure(count)} 份文件将从文件库和索引中删除，留存的原件一并删除。入库前的文件不受影响，可重新放入。`, "删除");
  if (!sure) return;
  try {
    await remove(`/api/collections/${encodeURIComponent(name)}`);
    libraryChanged();
    announce("已删除");
    await shown();
  } catch (error) {
    document.querySelector(".collections").after(failure(error));
  }
}

function collections(state, shown) {
  const entries = Object.entries(state.collections);
  return [h("h2", null, "文件集"),
    entries.length ? h("ul.stack-tight.collections", null, entries.map(([name, count]) => h("li", null,
      h("a", { href: `/library?collection=${encodeURIComponent(name)}` }, collectionName(name)), `　${figure(count)} 份　`, h("button.quiet.small", { type: "button", "aria-label": `删除文件集 ${collectionName(name)}`, onclick: () => removeCollection(name, count, shown) }, "删除"),
      name === "examples" && h("span.muted.small", null, "　虚构的示例；库中有自己的文件后，除非选定，不再参与检索"),
      name === "reference" && h("span.muted.small", null, "　随软件附带的真实文件要点，总是参与检索"))))
      : h("p.muted", null, "库中还没有文件。")];
}

function ownDocuments() {
  return h("section.panel", null, h("h2", null, "放入自己的文件"),
    h("p", null, "在", h("a", { href: "/library#upload" }, "文件库"), "里拖入文件、文件夹或 zip；文件多时用命令行更快："),
    h("dl.facts.commands", null, COMMANDS.map(([command, purpose]) => [h("dt", null, h("code", null, command)), h("dd", null, purpose)])));
}

function doctor({ checks }) {
  return [h("h2", null, "检查"), h("dl.facts", null, checks.map((item) => {
    const [name, kind] = STATES[item.state];
    return [h("dt", null, h("span.badge", { class: kind }, name), " ", item.name),
      h("dd", null, item.message, item.advice && h("div.muted.small", null, item.advice))];
  }))];
}

function keyboard() {
  return h("section.panel", null, h("h2", null, "键盘"), keyList());
}

function interfaceList(openapi) {
  const rows = Object.entries(openapi.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, what]) => [method.toUpperCase(), path, what.summary]));
  return [h("h2", null, "接口"),
    h("p.small.muted", null, "供其他系统调用；字段说明见 ", h("a", { href: "/api/openapi.json", target: "_blank" }, "OpenAPI 描述"), "。"),
    h("dl.facts.commands", null, rows.map(([method, path, what]) => [h("dt", null, h("code", null, `${method} ${path}`)), h("dd", null, what)]))];
}
