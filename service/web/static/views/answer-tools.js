/** What one can do with an answer: copy, Word, print, say whether it was useful. */

import { post } from "../api.js";
import { copy } from "../clipboard.js";
import { announce, fill, h } from "../dom.js";
import { documentAddress, named } from "../wording.js";

/** The row of buttons below an answer. */
export function answerTools(answer) {
  const hasText = answer.sentences.length > 0;
  return h("div.answer-tools", null,
    hasText && h("button.quiet.small", { type: "button", onclick: (event) => copyAnswer(answer, event.currentTarget) }, "复制（带出处）"),
    answer.receipt_id && h("a.quiet.small", { href: `/api/receipts/${encodeURIComponent(answer.receipt_id)}/docx`, download: "" }, "导出 Word"),
    h("button.quiet.small", { type: "button", onclick: () => window.print() }, "打印或存为 PDF"),
    h("a.quiet.small", { href: clausesAbout(answer.question), title: "列出与这个问题有关的全部条款" }, "查相关条款"),
    opinion(answer));
}

/** The search for the question, under the same filters. */
function clausesAbout(question) {
  const query = new URLSearchParams(location.search);
  query.set("q", question);
  return `/search?${query}`;
}

function sourceLine(item) {
  return `[${item.n}] ${named(item)}${item.clause_label ?? ""}（${item.status}）：“${item.quote}”`;
}

/** Put the answer with numbered sources on the clipboard, as Word takes it and as plain text. */
function copyAnswer(answer, button) {
  const marked = (item) => item.citations.map((n) => `[${n}]`).join("");
  const plain = [
    answer.question, "", ...answer.sentences.map((item) => item.text + marked(item)), "",
    "出处：", ...answer.citations.map(sourceLine),
  ].join("\n");
  const rich = h("div", null,
    h("p", null, h("b", null, answer.question)),
    answer.sentences.map((item) => h("p", null, item.text, h("sup", null, marked(item)))),
    h("p", null, "出处："),
    answer.citations.map((item) => h("p", null, `[${item.n}] `,
      h("a", { href: location.origin + documentAddress(item.document_id, item) }, `${named(item)}${item.clause_label ?? ""}`),
      `（${item.status}）：“${item.quote}”`)));
  return copy(button, plain, rich);
}

function opinion(answer) {
  const box = h("span.opinion");
  const choose = (verdict) => {
    if (verdict === "useful") return send(box, answer, verdict, null);
    return askWhy(box, answer);
  };
  return fill(box, h("span.muted.small", null, "这个回答"),
    h("button.quiet.small", { type: "button", onclick: () => choose("useful") }, "有用"),
    h("button.quiet.small", { type: "button", onclick: () => choose("wrong") }, "有误"));
}

function askWhy(box, answer) {
  const note = h("textarea", { rows: 2, maxlength: 2000, "aria-label": "错在哪里", placeholder: "错在哪里，应当怎样（可不填）" });
  fill(box, h("form.opinion-form", { onsubmit: (event) => { event.preventDefault(); send(box, answer, "wrong", note.value); } }, note,
    h("div.row", null, h("button.button.small", { type: "submit" }, "提交"), h("span.small.muted", null, "与问题一起存入本单位的数据目录，用于改进。"))));
  note.focus();
}

async function send(box, answer, verdict, note) {
  try {
    await post("/api/feedback", { verdict, question: answer.question.slice(0, 2000), receipt_id: answer.receipt_id, note });
    fill(box, h("span.small.muted", null, "已记下，谢谢。"));
    announce("已记下");
  } catch (error) {
    fill(box, h("span.small", { role: "alert" }, `没有记下：${error.message}`));
  }
}
