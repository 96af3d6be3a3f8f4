/** How facts are written in Chinese, and the colours that go with them. */

import { h } from "./dom.js";

export const STATUS_KIND = {
  有效: "ok", 尚未施行: "warn", 已失效: "bad", 已废止: "bad", 已被修改: "warn", 未知: "",
};
export const STATUSES = ["有效", "尚未施行", "已失效", "已废止", "已被修改", "未知"];
export const LEVELS = ["国家", "省", "市", "县区"];
export const TYPES = [
  "意见", "通知", "决定", "批复", "函", "办法", "条例", "法律", "方案", "措施", "通告", "公告",
  "通报", "解读", "审议意见", "报告", "新闻", "指南", "问答", "其他",
];
export const COLLECTION_NAMES = { default: "我的文件", examples: "示例（虚构）", reference: "参考" };
export const REFUSALS = {
  absent_region: "库中没有该地区的文件",
  absent_year: "库中没有该年份的文件",
  absent_document: "这份文件不在库中",
  absent: "库中没有依据",
  not_granted: "文件未作规定",
  off_topic: "不属于政策问题",
};
export const CHECKS = {
  exact: ["原文", "ok", "这句话照录原文，与所引条款逐字一致"],
  supported: ["有据", "ok", "这句话的数字、日期、主体与用语均能在所引条款中核对"],
  misattributed: ["出处不符", "bad", "所引条款说的不是这句话的对象"],
  contradicted: ["与原文相悖", "bad", "所引条款与这句话不一致"],
  unsupported: ["无据", "bad", "所引条款不能支持这句话"],
};

/** `2019-05-18` → `2019年5月18日`. */
export function day(iso) {
  if (!iso) return "";
  const [year, month, date] = iso.split("-").map(Number);
  return `${year}年${month}月${date}日`;
}

/** A number with thin grouping, as figures are printed. */
export function figure(value) {
  return new Intl.NumberFormat("zh-CN").format(value);
}

/** The name of a collection for people. */
export function collectionName(name) {
  return COLLECTION_NAMES[name] ?? name;
}

/** The badge of a validity status. */
export function statusBadge(status, reason = null) {
  return h("span.badge", { class: STATUS_KIND[status] ?? "", title: reason }, status);
}

/** The notices that must stand beside example and digest documents. */
export function marks(item) {
  return [
    item.example && h("span.badge.fill.warn", null, "示例数据（虚构）"),
    item.digest && h("span.badge.fill.warn", null, "要点摘编，非原文"),
    item.suspect_figures && h("span.badge.fill.bad", { title: "正文数字疑被反复制字体打乱，请核对原件" }, "数字存疑"),
  ];
}

/** `《title》（number）`. */
export function named(item) {
  return `《${item.title}》${item.doc_number ? `（${item.doc_number}）` : ""}`;
}

/** The address of a document, at a span where one is given. */
export function documentAddress(id, span = null) {
  const place = span ? `?start=${span.start}&end=${span.end}` : "";
  return `/doc/${encodeURIComponent(id)}${place}`;
}
