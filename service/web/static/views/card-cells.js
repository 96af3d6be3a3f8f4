/** The cells of a card: each value as printed, linked to the words it was read from. */

import { h } from "../dom.js";
import { figure } from "../wording.js";

/** What a silent text says: nothing was laid down. */
export function unsaid() {
  return h("span.muted", null, "未规定");
}

/** Cut a long text for a title or cell. */
export function clip(text, limit) {
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}

/** Yuan as people write it: 5000000 → 500万元. */
export function yuan(value) {
  if (Math.abs(value) >= 1e8) return `${trimmed(value / 1e8)}亿元`;
  if (Math.abs(value) >= 1e4) return `${trimmed(value / 1e4)}万元`;
  return `${figure(value)}元`;
}

function trimmed(value) {
  return String(Math.round(value * 10000) / 10000);
}

function proved(card, field, text) {
  const span = card.spans[field] ?? card.spans[`${field}.0`];
  if (!span) return text;
  return h("a.plain", { href: `/doc/${encodeURIComponent(card.document_id)}?start=${span[0]}&end=${span[1]}` }, text);
}

function field(card, name) {
  return card[name] ? proved(card, name, card[name]) : unsaid();
}

function listed(card, name, values, limit = 4) {
  if (!values.length) return unsaid();
  return h("ul.cell-list", null, values.slice(0, limit).map((value, i) => h("li", null, card.spans[`${name}.${i}`] ? proved(card, `${name}.${i}`, value) : value)),
    values.length > limit && h("li.muted", null, `另有 ${values.length - limit} 项`));
}

/** 对象 · 类型 · 标准 · 条件 · 期限. */
export function incentiveCells(card) {
  return [field(card, "beneficiary"), h("span.badge.fill", null, card.benefit_type), amount(card), listed(card, "conditions", card.conditions),
    h("span", null, field(card, "period"), card.window && [h("br"), h("span.small", null, "申报：", proved(card, "window", card.window))])];
}

function amount(card) {
  const parts = [card.amount_text ? proved(card, "amount_text", card.amount_text) : unsaid()];
  const figures = [];
  if (card.amount_max !== null) figures.push(card.amount_min !== null && card.amount_min !== card.amount_max ? `${yuan(card.amount_min)}—${yuan(card.amount_max)}` : yuan(card.amount_max) + (card.unit && card.unit !== "元" ? `（${card.unit}）` : ""));
  if (card.rate_max !== null) figures.push(`${card.base ? `${card.base}的` : ""}${card.rate_min !== null && card.rate_min !== card.rate_max ? `${card.rate_min}%—` : ""}${card.rate_max}%`);
  if (card.cap !== null) figures.push(`${card.cap_per ?? ""}上限 ${yuan(card.cap)}`);
  const printed = (card.amount_text ?? "").replace(/\s/g, "");
  const added = figures.filter((text) => !printed.includes(text.split(/的|上限 /).at(-1).replace(/（.*）$/, "")));
  if (added.length) parts.push(h("div.small.figures", null, added.join("；")));
  if (card.tiers.length > 1) parts.push(h("ul.cell-list.small", null, card.tiers.slice(0, 6).map((tier) => h("li", null, `${tier.label}：${tier.amount !== null ? yuan(tier.amount) : tier.rate !== null ? `${tier.rate}%` : "见原文"}`))));
  if (card.combination) parts.push(h("div.small.muted", null, card.combination));
  if (card.scope) parts.push(h("div.small.muted", null, `适用：${clip(card.scope, 80)}`));
  return h("div", null, parts);
}

/** 指标 · 数值 · 年份 · 范围 · 部门. */
export function targetCells(card) {
  const sign = card.comparator === "=" ? "" : `${card.comparator} `;
  const value = `${sign}${figure(card.value)}${card.upper !== null ? `—${figure(card.upper)}` : ""}${card.unit ?? ""}`;
  return [proved(card, "indicator", card.indicator), h("strong.nowrap", null, proved(card, "value", value)),
    card.deadline_year ? `${card.deadline_year}年` : card.deadline_text ?? unsaid(), field(card, "scope"), field(card, "department")];
}

/** 事项 · 申请人 · 材料 · 时限 · 地点与部门. */
export function procedureCells(card) {
  const where = [card.department && proved(card, "department", card.department), card.where && proved(card, "where", card.where), card.phone && `电话 ${card.phone}`, card.fee && `收费：${card.fee}`].filter(Boolean);
  return [card.name, field(card, "applicant"), listed(card, "materials", card.materials, 8),
    h("div", null, field(card, "time_limit"), card.promised_limit && h("div.small", null, `承诺：${card.promised_limit}`)),
    where.length ? h("ul.cell-list", null, where.map((item) => h("li", null, item))) : unsaid()];
}
