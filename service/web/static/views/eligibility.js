/** 资格预判: one sentence about a company or person, each incentive yes, no or undecided, and why. */

import { post, queryString } from "../api.js";
import { announce, empty, failure, fill, h, skeleton } from "../dom.js";
import { remembered } from "../memory.js";
import { navigate } from "../router.js";
import { figure, marks, statusBadge } from "../wording.js";
import { clip, yuan } from "./card-cells.js";
import { cardTabs } from "./cards.js";

const VERDICTS = { yes: ["符合", "ok"], unknown: ["待定", "warn"], no: ["不符合", "bad"] };
const SAMPLE = "云川市新设的外资医药企业，固定资产投资1.2亿元，年产值8000万元";

/** Show the form and, when the address holds a description, the verdicts. */
export async function eligibilityView(context) {
  document.title = "资格预判 · 策源";
  const text = context.query.get("text")?.trim() ?? "";
  const shown = context.query.get("verdict") ?? "";
  const result = h("div.stack", null, text && skeleton(10));
  fill(context.main, h("div.page.stack", null,
    h("div.page-head", null, h("h1", null, "政策卡片"), cardTabs("eligibility")), form(text), result));
  if (!text) {
    fill(result, empty("用一句话说明企业或个人", "地区、行业、投资额、产值、是否新设、是否外资……说得越全，“待定”越少。",
      h("a.button", { href: `/cards/eligibility${queryString({ text: SAMPLE })}` }, "看一个例子")));
    return;
  }
  try {
    const found = await remembered(location.search, context.isBack, () => post("/api/eligibility", { text, limit: 300, verdict: shown || null }, context.signal));
    if (!context.isCurrent()) return;
    announce(`符合 ${found.counts.yes ?? 0} 项`);
    fill(result, understood(found.profile), counts(found, text, shown), h("p.small.muted", null, found.note),
      h("div.results", null, found.items.map(itemView)));
  } catch (error) {
    if (error.name === "AbortError") throw error;
    fill(result, failure(error));
  }
}

function form(text) {
  const area = h("textarea", { rows: 2, maxlength: 2000, placeholder: SAMPLE, "aria-label": "企业或个人的情况", "data-main-input": "" });
  area.value = text;
  const send = (event) => { event?.preventDefault(); if (area.value.trim()) navigate(`/cards/eligibility${queryString({ text: area.value.trim() })}`); };
  area.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event); });
  return h("form.ask-box", { onsubmit: send }, area, h("div.row.spread", null, h("span.muted.small", null, "只在本机比对条文，不构成承诺。"), h("button.button.primary", { type: "submit" }, "预判")));
}

const NAMES = {
  kind: "身份", region: "地区", newly_founded: "新设", foreign: "外资", small: "中小微", sectors: "行业", qualifications: "资质",
  investment: "投资额", output: "年产值", revenue: "年营收", tax: "年纳税", contribution: "财政贡献", loan: "贷款", rent: "租金",
  area_mu: "亩", floor_m2: "平方米", headcount: "人数", years: "年限", rooms: "房间", visitors: "人次",
};
const MONEY = new Set(["investment", "output", "revenue", "tax", "contribution", "loan", "rent"]);

function understood(profile) {
  const known = Object.entries(NAMES).filter(([key]) => {
    const value = profile[key];
    return value !== null && value !== undefined && !(Array.isArray(value) && !value.length);
  });
  return h("div.chips", { "aria-label": "理解为" }, h("span.muted.small", null, "理解为："),
    known.map(([key, name]) => h("span.chip", null, `${name}：${said(key, profile[key])}`)));
}

function said(key, value) {
  if (typeof value === "boolean") return value ? "是" : "否";
  if (Array.isArray(value)) return value.join("、");
  return MONEY.has(key) ? yuan(Number(value)) : String(value);
}

function counts(found, text, shown) {
  const link = (verdict, name, count) => h("a", { href: `/cards/eligibility${queryString({ text, verdict })}`, "aria-current": verdict === shown ? "page" : null }, `${name} ${figure(count)}`);
  return h("nav.segments", { "aria-label": "结论" }, link("", "全部", Object.values(found.counts).reduce((a, b) => a + b, 0)),
    Object.entries(VERDICTS).map(([verdict, [name]]) => link(verdict, name, found.counts[verdict] ?? 0)));
}

function itemView({ card, verdict, decisions, missing, estimate }) {
  const [name, kind] = VERDICTS[verdict];
  return h("article.result", null,
    h("h2", null, h("span.badge.fill", { class: kind }, name), " ", card.beneficiary ?? card.benefit_type, "：", card.amount_text ?? clip(card.text, 60)),
    h("div.doc-facts", null, h("a", { href: `/doc/${encodeURIComponent(card.document_id)}?start=${card.start}&end=${card.end}` }, card.title, " ", card.clause_label), statusBadge(card.status), marks(card)),
    h("blockquote.passage-text", null, card.text),
    estimate && h("p.small", null, h("strong", null, "估算："), `${estimate.low !== null && estimate.low !== estimate.high ? `${yuan(estimate.low)}—` : ""}${yuan(estimate.high)}`, h("span.muted", null, `（${estimate.computation}）`)),
    missing.length > 0 && h("p.small", null, h("strong", null, "还需说明："), missing.join("、")),
    h("details.fold", null, h("summary", null, "逐项理由"), h("ul.outcomes", null, decisions.map((item) => {
      const [word, colour] = VERDICTS[item.verdict];
      return h("li", null, h("span", null, h("span.badge", { class: colour }, word), " ", item.reason), h("span.reason", null, item.text && `“${clip(item.text, 60)}”`));
    }))));
}
