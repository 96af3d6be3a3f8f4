/** One answer: its sentences with verdicts and citations, or the refusal with what is nearest. */

import { fill, h } from "../dom.js";
import { citeMark, linkProofs, nearestCard, proofCard } from "../proofs.js";
import { CHECKS, day, REFUSALS } from "../wording.js";
import { answerTools } from "./answer-tools.js";

const CURRENCY = { expired: "依据已失效", repealed: "依据已废止或修改" };

/** Fill `section` (a turn) with `answer`; `onCite(citation, opener)` shows a citation. */
export function answerView(section, answer, { onCite }) {
  const citations = new Map(answer.citations.map((item) => [item.n, item]));
  const body = section.querySelector(".answer");
  body.setAttribute("aria-busy", "false");
  fill(body,
    answer.refusal && refusalBox(answer.refusal),
    grouped(answer.sentences).map((group) => groupView(group, citations)),
    answer.notes?.length > 0 && h("ul.answer-notes", null, answer.notes.map((note) => h("li", null, note))),
    h("div.turn-facts", null, facts(answer)),
    answerTools(answer));
  const evidence = evidenceOf(answer);
  if (evidence) section.append(evidence);
  linkProofs(section, answer.citations, onCite);
}

/** Neighbouring sentences with the same sources and the same verdict read as one paragraph. */
function grouped(sentences) {
  const groups = [];
  for (const sentence of sentences) {
    const key = JSON.stringify([sentence.citations, sentence.check.verdict, sentence.check.currency]);
    const last = groups.at(-1);
    if (last?.key === key) last.sentences.push(sentence);
    else groups.push({ key, sentences: [sentence] });
  }
  return groups.map((group) => group.sentences);
}

function groupView(group, citations) {
  const [first] = group;
  const [name, kind, meaning] = CHECKS[first.check.verdict];
  const reasons = [...new Set(group.map((item) => item.check.reason).filter(Boolean))];
  const paragraph = h("p", null, joined(group),
    h("span.marks", null,
      first.citations.map((n) => citations.has(n) && citeMark(citations.get(n))),
      h("span.check", { class: kind, title: reasons.join("；") || meaning }, name)),
    CURRENCY[first.check.currency] && [" ", h("span.badge.fill.bad", null, CURRENCY[first.check.currency])]);
  return h("div.sentence", { class: kind }, paragraph);
}

/** Sentences run on; a short one without a full stop is a heading and keeps its line. */
function joined(group) {
  return group.map((item, i) => {
    const isHeading = item.text.length < 24 && !/[。！？；”]$/.test(item.text);
    return item.text + (i < group.length - 1 && isHeading ? "\n" : "");
  }).join("");
}

function refusalBox(refusal) {
  return h("section.refusal", null,
    h("h2", null, h("span.badge.fill.warn", null, "未作答"), REFUSALS[refusal.kind] ?? "没有作答"),
    h("p", null, refusal.message));
}

function facts(answer) {
  const parts = [];
  const passed = answer.sentences.filter((item) => CHECKS[item.check.verdict][1] === "ok").length;
  if (answer.verdict === "partial") parts.push(h("span.badge.fill.warn", null, "部分回答"));
  if (answer.sentences.length) parts.push(h("span", null, `${passed}/${answer.sentences.length} 句经核对`));
  parts.push(h("span", null, `效力按 ${day(answer.as_of)} 判断`));
  if (answer.sentences.length) parts.push(h("span", null, answer.mode === "llm" ? "由大模型撰写并逐句核对" : "直接摘自原文"));
  return parts;
}

function evidenceOf(answer) {
  const nearest = answer.refusal?.nearest ?? [];
  if (!answer.citations.length && !nearest.length) return null;
  return h("aside.evidence", { "aria-label": "依据" },
    answer.citations.length > 0 && [h("h2", null, "依据原文"), h("ol", null, answer.citations.map(proofCard))],
    nearest.length > 0 && [h("h2", null, "最接近的材料（不足以作答）"), h("ol", null, nearest.map(nearestCard))]);
}
