/** 定期读取: folders and web pages that are read again at intervals. */

import { get, post, remove } from "../api.js";
import { failure, fill, h } from "../dom.js";
import { collectionName } from "../wording.js";

const INTERVALS = [[60, "每小时"], [360, "每 6 小时"], [1440, "每天"], [10080, "每周"]];

/** Return the panel's parts; `shown()` draws it anew. */
export async function watchesPanel(shown) {
  const items = await get("/api/watches");
  return [h("h2", null, "定期读取"),
    h("p.small.muted", null, "由服务器上的 ceyuan watch run 按间隔执行；文件夹请在服务器上用 ceyuan watch add 添加。"),
    items.length > 0 && h("ul.stack-tight", null, items.map((item) => line(item, shown))),
    addForm(shown)];
}

function line(item, shown) {
  const every = INTERVALS.find(([minutes]) => minutes === item.every_minutes)?.[1] ?? `每 ${item.every_minutes} 分钟`;
  return h("li", null, item.target, h("span.muted", null, `　${every}，存入${collectionName(item.collection)}`),
    h("button.quiet.small", { type: "button", "aria-label": `不再读取 ${item.target}`, onclick: async (event) => act(event.target, async () => { await remove(`/api/watches?target=${encodeURIComponent(item.target)}`); }, shown) }, "移除"),
    item.last_result && h("div.small.muted", null, `上次：${item.last_result}`));
}

function addForm(shown) {
  const url = h("input", { type: "text", "aria-label": "网址", placeholder: "官方网页或栏目页的网址", maxlength: 2000 });
  const every = h("select", { "aria-label": "间隔" }, INTERVALS.map(([minutes, name]) => h("option", { value: minutes, selected: minutes === 1440 }, name)));
  const follow = h("input", { type: "checkbox" });
  const form = h("form.watch-form", { onsubmit: (event) => {
    event.preventDefault();
    if (url.value.trim()) act(form, () => post("/api/watches", { url: url.value.trim(), every_minutes: Number(every.value), follow: follow.checked }), shown);
  } }, url, every, h("label.row.small", null, follow, "栏目页"), h("button.button", { type: "submit" }, "添加"));
  return form;
}

async function act(place, change, shown) {
  try {
    await change();
    await shown();
  } catch (error) {
    const told = place.parentElement.querySelector(".failure");
    const box = failure(error);
    if (told) told.replaceWith(box);
    else place.after(fill(h("div"), box));
  }
}
