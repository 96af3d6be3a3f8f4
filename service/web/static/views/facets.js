/** 筛选项: values with counts, places as a tree; a value chosen leaves the others to be seen. */

import { h } from "../dom.js";
import { collectionName, figure } from "../wording.js";

const FACETS = [
  ["level", "层级", "levels"], ["type", "文种", "types"], ["year", "年份", "years"],
  ["status", "效力", "statuses"], ["issuer", "发文机关", "issuers"], ["collection", "文件集", "collections"],
];
/** So many values are shown at once; the others on demand. */
const SHOWN = 8;
/** Trees of at most so many places are shown open. */
const OPEN_PLACES = 12;

/** The panels for `facets`; `change(name, value)` chooses, with null to take back. */
export function facetPanels(facets, query, change) {
  return [
    placesView(facets.region_tree, query.get("region"), change),
    FACETS.map(([name, title, key]) => {
      const isTelling = facets[key].length > 1 || chosenIn(query, name);
      return (name !== "collection" || isTelling) && valuesView(name, title, facets[key], chosenIn(query, name), change);
    }),
  ];
}

/** A year is the two dates that bound it. */
function chosenIn(query, name) {
  if (name !== "year") return query.get(name);
  const year = query.get("since")?.slice(0, 4) ?? null;
  return year && query.get("since") === `${year}-01-01` && query.get("until") === `${year}-12-31` ? year : null;
}

function worded(name, value) {
  if (name === "year") return `${value}年`;
  return name === "collection" ? collectionName(value) : value;
}

function valuesView(name, title, facets, chosen, change) {
  const items = [...facets];
  if (chosen && !items.some((item) => item.value === chosen)) items.unshift({ value: chosen, count: 0 });
  if (!items.length) return null;
  const line = (item) => valueButton(worded(name, item.value), item, chosen, (value) => change(name, value));
  const first = items.filter((item, i) => i < SHOWN || item.value === chosen);
  const rest = items.filter((item) => !first.includes(item));
  return h("section.facet", null, h("h2", null, title), first.map(line),
    rest.length > 0 && h("details.fold", null, h("summary", null, `另有 ${figure(rest.length)} 项`), rest.map(line)));
}

function valueButton(name, { value, count }, chosen, choose) {
  return h("button.facet-value", { type: "button", "aria-pressed": String(value === chosen), onclick: () => choose(value === chosen ? null : value) },
    h("span", null, name), h("span.count", null, figure(count)));
}

/** Places below one another: a province's count includes its cities and counties. */
function placesView(places, chosen, change) {
  if (!places.length && !chosen) return null;
  const known = new Set(places.map((item) => item.value));
  const roots = places.filter((item) => !known.has(item.parent));
  const isOpen = (item) => places.length <= OPEN_PLACES || holds(places, item.value, chosen);
  const branch = (item) => {
    const children = places.filter((each) => each.parent === item.value);
    const line = valueButton(item.value, item, chosen, (value) => change("region", value));
    if (!children.length) return h("li", null, line);
    const list = h("ul", { hidden: !isOpen(item) }, children.map(branch));
    const toggle = h("button.facet-toggle", {
      type: "button", "aria-expanded": String(!list.hidden), "aria-label": `${item.value}的下级地区`,
      onclick: () => { list.hidden = !list.hidden; toggle.setAttribute("aria-expanded", String(!list.hidden)); },
    });
    return h("li", null, h("div.facet-branch", null, toggle, line), list);
  };
  const missing = chosen && !known.has(chosen) && h("li", null, valueButton(chosen, { value: chosen, count: 0 }, chosen, (value) => change("region", value)));
  return h("section.facet.places", null, h("h2", null, "地区"), h("ul", null, missing, roots.map(branch)));
}

/** Whether the place chosen lies within `outer`, not being it. */
function holds(places, outer, chosen) {
  let at = places.find((item) => item.value === chosen);
  while (at?.parent) {
    if (at.parent === outer) return true;
    at = places.find((item) => item.value === at.parent);
  }
  return false;
}
