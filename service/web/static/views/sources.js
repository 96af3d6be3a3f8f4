/** 官方来源清单: sites one may fetch from, each marked tried or not; chosen by a click. */

import { get } from "../api.js";
import { failure, fill, h } from "../dom.js";

/** The list, asked for when it is opened; `choose(source)` takes one. */
export function sourcePicker(choose) {
  const list = h("div");
  const fold = h("details.fold", null, h("summary", null, "从官方来源清单中选"), list);
  fold.addEventListener("toggle", async () => {
    if (!fold.open || list.firstElementChild) return;
    try {
      fill(list, listed(await get("/api/sources"), choose));
    } catch (error) {
      fill(list, failure(error));
    }
  });
  return fold;
}

function listed(sources, choose) {
  const levels = [...new Set(sources.map((item) => item.level))];
  return h("div.stack-tight", null,
    h("p.small.muted", null, "“未试”的网址收自公开文件，本软件还没有实际取过；以网站现行地址为准。"),
    levels.map((level) => h("div.row.small", null, h("span.muted", null, level),
      sources.filter((item) => item.level === level).map((item) =>
        h("button.chip", { type: "button", title: item.url, onclick: () => choose(item) }, item.name,
          h("span.muted", null, item.tried ? "已试" : "未试"))))));
}
