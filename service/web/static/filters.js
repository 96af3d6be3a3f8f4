/** The filters of a question, a search or a list: a small form that lives in the address. */

import { get } from "./api.js";
import { h } from "./dom.js";
import { collectionName, LEVELS, STATUSES, TYPES } from "./wording.js";

const NAMES = ["region", "level", "type", "issuer", "since", "until", "status", "collection"];
const LABELS = {
  region: "地区", level: "层级", type: "文种", issuer: "发文机关", since: "不早于", until: "不晚于",
  status: "效力", collection: "文件集", as_of: "效力截至",
};
let suggestions = null;

/** The filters and the date of an address, only those that are set. */
export function filtersOf(query) {
  const found = {};
  for (const name of NAMES) if (query.get(name)) found[name] = query.get(name);
  return found;
}

/** The same with `as_of`, as address parameters. */
export function filterParameters(query) {
  const found = filtersOf(query);
  if (query.get("as_of")) found.as_of = query.get("as_of");
  return found;
}

/** Chips that say which filters are on; each takes itself away through `change(name, null)`. */
export function filterChips(query, change) {
  const set = Object.entries(filterParameters(query));
  if (!set.length) return null;
  return h("div.chips", { "aria-label": "已选条件" }, set.map(([name, value]) =>
    h("button.chip.on", { type: "button", title: "去掉这个条件", onclick: () => change(name, null) },
      `${LABELS[name]}：${name === "collection" ? collectionName(value) : value}`, h("span", { "aria-hidden": "true" }, "×"))));
}

/** The form; `change(name, value)` is called for each edit. `known` are the values of /api/facets. */
export function filterForm(query, change, { withAsOf = true, withStatus = true } = {}) {
  const known = suggestions ?? { regions: [], issuers: [], collections: [] };
  const form = h("div.filters", null,
    suggested("region", query, change, known.regions),
    choice("level", query, change, LEVELS),
    choice("type", query, change, TYPES),
    suggested("issuer", query, change, known.issuers),
    date("since", query, change), date("until", query, change),
    withStatus && choice("status", query, change, STATUSES),
    choice("collection", query, change, known.collections.map((item) => item.value), collectionName),
    withAsOf && date("as_of", query, change));
  if (!suggestions) loadSuggestions().then(() => form.isConnected && form.replaceWith(filterForm(query, change, { withAsOf, withStatus })), () => {});
  return form;
}

async function loadSuggestions() {
  suggestions = await get("/api/facets");
}

/** Forget the known regions, issuers and collections: the library has changed. */
export function forgetSuggestions() {
  suggestions = null;
}

function choice(name, query, change, values, shown = (value) => value) {
  const current = query.get(name) ?? "";
  return h("label.field", null, h("span", null, LABELS[name]),
    h("select", { name, onchange: (event) => change(name, event.target.value || null) },
      h("option", { value: "" }, "不限"),
      values.map((value) => h("option", { value, selected: value === current }, shown(value)))));
}

function suggested(name, query, change, facets) {
  const list = `known-${name}`;
  return h("label.field", null, h("span", null, LABELS[name]),
    h("input", {
      type: "text", name, list, value: query.get(name) ?? "", placeholder: "不限", autocomplete: "off",
      onchange: (event) => change(name, event.target.value.trim() || null),
    }),
    h("datalist", { id: list }, facets.map((item) => h("option", { value: item.value }, `${item.count} 份`))));
}

function date(name, query, change) {
  return h("label.field", null, h("span", null, LABELS[name]),
    h("input", { type: "date", name, value: query.get(name) ?? "", onchange: (event) => change(name, event.target.value || null) }));
}
