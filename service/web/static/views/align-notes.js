/** Accepting or ignoring findings with a note; kept in this browser, one project per draft title. */

import { h } from "../dom.js";
import { keep, kept } from "../memory.js";

const KEPT_PROJECTS = 30;

/** The decisions on one draft: `row(key)` is the line of controls below a finding. */
export function notesOf(project, onChange) {
  const name = `align.${project}`;
  const decisions = kept(name, {});
  remember(project);
  const store = (key, change) => {
    decisions[key] = { ...decisions[key], ...change };
    keep(name, decisions);
    onChange();
  };
  return {
    isIgnored: (key) => decisions[key]?.state === "ignored",
    count: (state) => Object.values(decisions).filter((item) => item.state === state).length,
    row: (key) => controls(decisions[key] ?? {}, (change) => store(key, change)),
  };
}

/** Old projects make room, so that the browser's store does not fill up. */
function remember(project) {
  const others = kept("align-projects", []).filter((item) => item !== project);
  const projects = [project, ...others];
  for (const old of projects.slice(KEPT_PROJECTS)) localStorage.removeItem(`ceyuan.align.${old}`);
  keep("align-projects", projects.slice(0, KEPT_PROJECTS));
}

function controls(decision, store) {
  const button = (state, label) => h("button", { type: "button", "aria-pressed": String(decision.state === state), onclick: () => store({ state: decision.state === state ? null : state }) }, label);
  return h("div.decision", null,
    h("div.segments", { role: "group", "aria-label": "处理" }, button("accepted", "采纳"), button("ignored", "忽略")),
    h("input", { type: "text", value: decision.note ?? "", placeholder: "备注（只存在本浏览器）", "aria-label": "备注", onchange: (event) => store({ note: event.target.value }) }));
}
