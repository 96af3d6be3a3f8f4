/** 办理情况对照表: each request of 审议意见 and what answers it; every verdict is a cautious guess. */

import { fill, h } from "../dom.js";
import { figure } from "../wording.js";

const HANDLING = {
  open: ["未见回应", "bad"], declined: ["明确暂未实施", "bad"], in_progress: ["正在办理", "warn"],
  related: ["提到相关事项", "warn"], answered: ["已有回应", "ok"],
};

/** Return the whole table with a filter by kind. */
export function reviewView({ report }, downloads) {
  const rows = h("div.stack");
  const bar = h("nav.segments", { "aria-label": "按办理情况筛选" });
  const requests = report.suggestions.flatMap((item) => item.requests);
  let chosen = null;
  const show = () => {
    const button = (kind, name, count) => h("button", { type: "button", "aria-pressed": String(kind === chosen), onclick: () => { chosen = kind; show(); } }, `${name} ${figure(count)}`);
    const kinds = Object.entries(HANDLING).map(([kind, [name]]) => [kind, name, requests.filter((item) => item.handling === kind).length]).filter(([, , count]) => count);
    fill(bar, button(null, "全部", requests.length), kinds.map((item) => button(...item)));
    fill(rows, report.suggestions.map((item) => suggestionView(item, chosen)));
  };
  show();
  return h("div.stack.report", null,
    h("p", null, h("span.badge.fill.warn", null, "疑似"), " 以下为机器比对的初步结果，请以办理单位正式答复为准。"),
    downloads, h("h2", null, report.title), bar, rows,
    h("details.fold", null, h("summary", null, `比对的文件（${report.considered.length}）`), h("ul", null, report.considered.map((title) => h("li", null, `《${title}》`)))));
}

function suggestionView(item, chosen) {
  const requests = item.requests.filter((each) => !chosen || each.handling === chosen);
  if (!requests.length) return null;
  return h("section.stack", null, h("h3", null, `${item.path} ${item.heading ?? ""}`), h("ol.matrix", null, requests.map(requestView)));
}

function requestView(item) {
  const [name, kind] = HANDLING[item.handling];
  return h("li.measure", null,
    h("div.measure-head", null, h("span.badge.fill", { class: kind }, `疑似${name}`)),
    h("div.measure-side", null, h("h4.small", null, "建议"), h("p.official", null, item.text)),
    h("div.measure-side", null, h("h4.small", null, "回应"),
      item.answers.length ? item.answers.map((each) => h("p.official", null,
        h("a", { href: `/doc/${encodeURIComponent(each.document_id)}` }, `《${each.title}》`), h("span.muted", null, ` ${each.path} `), each.text)) : h("p.muted", null, "库中文件未见对应内容")));
}
