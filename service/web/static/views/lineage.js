/** 上下位关系 drawn: upper documents above, lower ones below; drag, wheel or keys to move about. */

import { get } from "../api.js";
import { announce, empty, failure, fill, h, skeleton, svg } from "../dom.js";
import { navigate } from "../router.js";
import { documentAddress, figure, marks, statusBadge } from "../wording.js";

const BOX = { width: 212, height: 64, gapX: 22, gapY: 86, perRow: 6 };
const DEPTHS = [1, 2, 3];
/** Units of the drawing for each pixel at which its words can still be read. */
const LEGIBLE = 1.2;
const KEY_STEP = 60;
const ZOOM = { step: 1.2, least: 0.3, most: 2.5 };

/** Show the graph around the document of the address, and the same as a list. */
export async function lineageView(context) {
  const depth = Math.min(3, Math.max(1, Number(context.query.get("depth")) || 2));
  const page = h("div.page", { "aria-busy": "true" }, skeleton(12));
  fill(context.main, page);
  try {
    const graph = await get(`/api/documents/${encodeURIComponent(context.id)}/graph`, { depth }, context.signal);
    if (!context.isCurrent()) return;
    show(context, page, graph, depth);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    fill(page, failure(error, () => navigate(location.pathname + location.search, { replace: true })));
  }
  page.setAttribute("aria-busy", "false");
}

function show(context, page, graph, depth) {
  const nodes = new Map(graph.nodes.map((node) => [node.key, node]));
  const own = nodes.get(graph.document_id);
  document.title = `上下位关系 · ${own.title} · 策源`;
  const head = h("div.stack-tight", null,
    h("a.small", { href: documentAddress(own.document_id) }, "← 回到文件"),
    h("h1", null, `《${own.title}》的上下位关系`),
    h("div.row", null,
      h("nav.segments", { "aria-label": "层数" }, DEPTHS.map((value) =>
        h("a", { href: `?depth=${value}`, "aria-current": value === depth ? "page" : null, onclick: (event) => { event.preventDefault(); navigate(`${location.pathname}?depth=${value}`, { replace: true }); } }, `上下 ${value} 层`))),
      h("span.small.muted", null, `${figure(graph.nodes.length)} 份文件，${figure(graph.edges.length)} 处关系`,
        graph.left_out > 0 && `；另有 ${figure(graph.left_out)} 处关系过多，未画出`)));
  if (graph.nodes.length === 1) {
    fill(page, h("div.stack", null, head, empty("没有上下位关系", "正文未提到其他文件，库中也没有文件提到它。")));
    return;
  }
  fill(page, h("div.stack", null, head, h("div.lineage", null, drawing(context, graph, nodes), list(graph, nodes))));
  announce(`关系图已显示，共 ${graph.nodes.length} 份文件；图旁有同样内容的列表。`);
}

/** Rows from the highest rank to the lowest; a long row is broken into several. */
export function placed(graph) {
  const ranks = [...new Set(graph.nodes.map((node) => node.rank))].sort((a, b) => b - a);
  const places = new Map();
  let y = 0;
  for (const rank of ranks) {
    const row = ordered(graph, graph.nodes.filter((node) => node.rank === rank), places);
    for (let from = 0; from < row.length; from += BOX.perRow) {
      const part = row.slice(from, from + BOX.perRow);
      const width = part.length * BOX.width + (part.length - 1) * BOX.gapX;
      part.forEach((node, i) => places.set(node.key, { x: -width / 2 + i * (BOX.width + BOX.gapX), y }));
      y += BOX.height + (from + BOX.perRow < row.length ? BOX.gapX : BOX.gapY);
    }
  }
  return places;
}

/** Documents stand below what they are linked with in the rows above, so that lines cross less. */
function ordered(graph, row, places) {
  const weight = (node) => {
    const linked = graph.edges.flatMap((edge) => (edge.lower === node.key ? [edge.upper] : edge.upper === node.key ? [edge.lower] : []));
    const known = linked.map((key) => places.get(key)?.x).filter((x) => x !== undefined);
    return known.length ? known.reduce((sum, x) => sum + x, 0) / known.length : 0;
  };
  return [...row].sort((a, b) => weight(a) - weight(b) || (b.issued_on ?? "").localeCompare(a.issued_on ?? ""));
}

function drawing(context, graph, nodes) {
  const places = placed(graph);
  const xs = [...places.values()].map((place) => place.x);
  const ys = [...places.values()].map((place) => place.y);
  const whole = { x: Math.min(...xs) - 30, y: Math.min(...ys) - 30, width: Math.max(...xs) - Math.min(...xs) + BOX.width + 60, height: Math.max(...ys) - Math.min(...ys) + BOX.height + 60 };
  const canvas = svg("svg", { class: "lineage-canvas", role: "group", tabindex: "0", "aria-label": "关系图：方向键移动，加号减号缩放，0 复原" },
    svg("defs", {}, svg("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" }, svg("path", { d: "M0 0 8 4 0 8z", class: "arrow-head" }))),
    graph.edges.map((edge) => edgeShape(edge, places)),
    [...nodes.values()].map((node) => nodeShape(node, places.get(node.key), graph.document_id)));
  const view = movable(canvas, whole, places.get(graph.document_id));
  return h("div.lineage-frame", null, canvas,
    h("div.lineage-tools", null,
      h("button.button.small", { type: "button", "aria-label": "放大", onclick: () => view.zoom(ZOOM.step) }, "＋"),
      h("button.button.small", { type: "button", "aria-label": "缩小", onclick: () => view.zoom(1 / ZOOM.step) }, "－"),
      h("button.button.small", { type: "button", onclick: () => view.reset() }, "全图")));
}

function edgeShape(edge, places) {
  const lower = places.get(edge.lower);
  const upper = places.get(edge.upper);
  const goesUp = upper.y <= lower.y;
  const from = { x: lower.x + BOX.width / 2, y: goesUp ? lower.y : lower.y + BOX.height };
  const to = { x: upper.x + BOX.width / 2, y: goesUp ? upper.y + BOX.height : upper.y };
  const middle = (from.y + to.y) / 2;
  const isLevel = upper.y === lower.y;
  const line = isLevel
    ? `M${from.x} ${from.y}C${from.x} ${from.y - 50} ${to.x} ${to.y - BOX.height - 50} ${to.x} ${to.y - BOX.height}`
    : `M${from.x} ${from.y}C${from.x} ${middle} ${to.x} ${middle} ${to.x} ${to.y}`;
  // near the end with fewer neighbours the label is read with its own line
  const near = { x: from.x + (to.x - from.x) * 0.28, y: isLevel ? from.y - 36 : from.y + (to.y - from.y) * 0.3 };
  return svg("g", { class: `edge${["废止", "修改"].includes(edge.relation) ? " edge-ends" : ""}` },
    svg("title", {}, `${edge.relation}：${edge.cue}`),
    svg("path", { d: line, "marker-end": "url(#arrow)" }),
    svg("text", { x: near.x, y: near.y + 4, "text-anchor": "middle" }, edge.relation));
}

function nodeShape(node, place, ownKey) {
  const name = node.title ?? node.doc_number ?? "未知文件";
  const kind = ["node", node.key === ownKey && "node-own", !node.document_id && "node-absent", ["已废止", "已失效"].includes(node.status) && "node-ended"].filter(Boolean).join(" ");
  const foot = [node.title && node.doc_number, node.document_id ? (node.status === "有效" ? null : node.status) : "库中未收", node.digest && "摘编"].filter(Boolean).join("　");
  const [first, second] = twoLines(name);
  const shape = svg("g", { class: kind, transform: `translate(${place.x} ${place.y})` },
    svg("title", {}, `${name}${node.doc_number ? `（${node.doc_number}）` : ""}${node.status ? `，${node.status}` : "，库中未收"}`),
    svg("rect", { width: BOX.width, height: BOX.height, rx: 5 }),
    svg("text", { x: 10, y: 20 }, first), second && svg("text", { x: 10, y: 37 }, second),
    svg("text", { x: 10, y: 55, class: "node-foot" }, foot.length > 24 ? `${foot.slice(0, 23)}…` : foot));
  if (!node.document_id || node.key === ownKey) return shape;
  return svg("a", { href: documentAddress(node.document_id), "aria-label": name }, shape);
}

function twoLines(name) {
  let size = 14;
  if (name.length <= size) return [name, null];
  // a year or number stays whole
  while (size > 8 && /\d/.test(name[size - 1]) && /\d/.test(name[size])) size -= 1;
  const rest = name.slice(size);
  return [name.slice(0, size), rest.length > size ? `${rest.slice(0, size - 1)}…` : rest];
}

/** Let the pointer, the wheel and the keys move and zoom the canvas by its viewBox. */
function movable(canvas, whole, own) {
  let box = { ...whole };
  const draw = () => canvas.setAttribute("viewBox", `${box.x} ${box.y} ${box.width} ${box.height}`);
  const zoom = (by, at = { x: box.x + box.width / 2, y: box.y + box.height / 2 }) => {
    const width = Math.min(whole.width / ZOOM.least, Math.max(whole.width / 12, box.width / by));
    const real = box.width / width;
    box = { x: at.x - (at.x - box.x) / real, y: at.y - (at.y - box.y) / real, width, height: box.height / real };
    draw();
  };
  const reset = () => { box = { ...whole }; draw(); };
  const point = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(canvas.getScreenCTM().inverse());
  let held = null;
  canvas.addEventListener("pointerdown", (event) => { if (event.button === 0) held = { at: point(event), moved: false, id: event.pointerId }; });
  canvas.addEventListener("pointermove", (event) => {
    if (!held) return;
    const now = point(event);
    if (!held.moved && Math.hypot(now.x - held.at.x, now.y - held.at.y) < 6) return;
    if (!held.moved) canvas.setPointerCapture(held.id);
    held.moved = true;
    box.x += held.at.x - now.x;
    box.y += held.at.y - now.y;
    draw();
  });
  const release = () => { held = held?.moved ? { over: true } : null; if (held) setTimeout(() => { held = null; }); };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener("click", (event) => { if (held?.over) { event.preventDefault(); event.stopPropagation(); } }, true);
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && document.activeElement !== canvas) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? ZOOM.step : 1 / ZOOM.step, point(event));
  }, { passive: false });
  canvas.addEventListener("keydown", (event) => {
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (moves[event.key]) { box.x += moves[event.key][0] * KEY_STEP; box.y += moves[event.key][1] * KEY_STEP; draw(); } else if (event.key === "+" || event.key === "=") zoom(ZOOM.step);
    else if (event.key === "-") zoom(1 / ZOOM.step);
    else if (event.key === "0") reset();
    else return;
    event.preventDefault();
  });
  draw();
  queueMicrotask(() => {
    // a wide graph would be too small to read whole: begin around the document itself
    const { clientWidth: width, clientHeight: height } = canvas;
    if (width && whole.width > width * LEGIBLE) {
      box = { x: own.x + BOX.width / 2 - (width * LEGIBLE) / 2, y: own.y + BOX.height / 2 - (height * LEGIBLE) / 2, width: width * LEGIBLE, height: height * LEGIBLE };
      draw();
    }
  });
  return { zoom, reset };
}

/** The same as a list: for every document what it says of which other one, in its own words. */
function list(graph, nodes) {
  const ranks = [...new Set(graph.nodes.map((node) => node.rank))].sort((a, b) => b - a);
  return h("section.lineage-list", { "aria-label": "关系列表" }, ranks.map((rank) => [
    h("h2", null, rankName(rank)),
    h("ul", null, graph.nodes.filter((node) => node.rank === rank).map((node) => h("li", null,
      node.document_id && node.rank !== 0 ? h("a", { href: documentAddress(node.document_id) }, node.title) : h("strong", null, node.title ?? node.doc_number),
      node.title && node.doc_number && h("span.muted", null, ` ${node.doc_number}`), " ",
      node.status ? statusBadge(node.status) : h("span.muted", null, "库中未收"), marks(node),
      saysOf(graph, nodes, node)))),
  ]));
}

function saysOf(graph, nodes, node) {
  const said = graph.edges.filter((edge) => edge.lower === node.key);
  if (!said.length) return null;
  return h("ul.said", null, said.map((edge) => {
    const upper = nodes.get(edge.upper);
    return h("li", null, h("span.badge", null, edge.relation), ` ${upper.title ?? upper.doc_number}`,
      h("div", null, h("a.plain", { href: documentAddress(node.document_id, edge) }, h("q.official", null, clipped(edge.cue))), edge.clause_label && h("span.muted", null, `　${edge.clause_label}`)));
  }));
}

function clipped(text) {
  return text.length > 70 ? `${text.slice(0, 70)}…` : text;
}

function rankName(rank) {
  if (rank === 0) return "本文件";
  const steps = Math.abs(rank) === 1 ? "" : `（第 ${Math.abs(rank)} 层）`;
  return rank > 0 ? `上位文件${steps}` : `下位文件${steps}`;
}
