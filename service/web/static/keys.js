/** The keyboard: `/` goes to the question, j and k through a list, Enter opens, Esc leaves. */

import { h } from "./dom.js";
import { navigate } from "./router.js";

/** Every key with what it does. */
const KEYS = [
  ["/", "到提问或检索框"], ["j", "在结果中向下"], ["k", "在结果中向上"], ["Enter", "打开选中的结果；在框中提交"],
  ["Shift+Enter", "在提问框中换行"], ["Esc", "离开输入框；关闭侧栏；从文件返回"], ["?", "显示这份说明"],
];

let list = null;

/** Let j, k and Enter walk the elements `items` of the page; Enter follows their `link`. */
export function listKeys(context, items, link) {
  list = { items, link };
  context.signal.addEventListener("abort", () => { list = null; });
}

/** Start listening. */
export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "Escape" && isTyping) event.target.blur();
    if (isTyping || document.querySelector("dialog[open]")) return;
    if (event.key === "/") focusMain(event);
    else if (event.key === "?" || event.key === "？") showKeys();
    else if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
    else if (event.key === "Enter" && event.target === document.body) open();
    else if (event.key === "Escape" && location.pathname.startsWith("/doc/") && history.length > 1) history.back();
  });
}

function focusMain(event) {
  event.preventDefault();
  const input = document.querySelector("[data-main-input]");
  if (!input) return navigate("/search");
  input.focus();
  return input.select();
}

function step(by) {
  if (!list) return;
  const items = [...document.querySelectorAll(list.items)];
  const at = items.findIndex((item) => item.classList.contains("current"));
  const next = items[Math.max(0, Math.min(items.length - 1, at < 0 ? 0 : at + by))];
  for (const item of items) item.classList.toggle("current", item === next);
  next?.scrollIntoView({ block: "nearest" });
}

function open() {
  document.querySelector(list ? `${list.items}.current ${list.link}` : "none")?.click();
}

function showKeys() {
  const dialog = h("dialog", { "aria-label": "键盘" }, h("h2", null, "键盘"), keyList(),
    h("form.row", { method: "dialog" }, h("button.button", null, "关闭")));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** The keys as a list. */
export function keyList() {
  return h("dl.facts", null, KEYS.map(([key, purpose]) => [h("dt", null, h("kbd", null, key)), h("dd", null, purpose)]));
}
