/** The page: its tabs, its theme, its notices, and which view an address opens. */

import { fill, h, icon } from "./dom.js";
import { startDropping } from "./dropping.js";
import { startKeys } from "./keys.js";
import { library } from "./library-state.js";
import { route, start } from "./router.js";

const TABS = [
  { id: "ask", address: "/", name: "问答", icon: "M4 5h16v11H9l-5 4z M8.5 9.5h7 M8.5 12.5h4" },
  { id: "search", address: "/search", name: "检索", icon: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z M15.5 15.5 20 20" },
  { id: "library", address: "/library", name: "文件库", icon: "M5 4h9l5 5v11H5z M14 4v5h5 M8.5 13h7 M8.5 16.5h5" },
  { id: "align", address: "/align", name: "对照", icon: "M4 5h7v14H4z M13 5h7v14h-7z M6.5 9h2 M15.5 9h2 M6.5 12.5h2 M15.5 12.5h2" },
  { id: "cards", address: "/cards", name: "政策卡片", icon: "M4 6h16v12H4z M4 10h16 M10 10v8" },
  { id: "settings", address: "/settings", name: "设置", icon: "M4 7h9 M17 7h3 M4 17h3 M11 17h9 M15 5v4 M9 15v4" },
];
/** When the other views are loaded at the latest, in milliseconds after the first is shown. */
const LATEST_MS = 1000;
const THEMES = { auto: "跟随系统", light: "浅色", dark: "深色" };

/** A view's module is loaded when it is first needed; the server names it in the page's head. */
function view(load, name) {
  return async (context) => {
    const module = await load();
    return context.isCurrent() ? module[name](context) : undefined;
  };
}

const VIEWS = {
  ask: () => import("./views/ask.js"), search: () => import("./views/search.js"), library: () => import("./views/library.js"),
  document: () => import("./views/document.js"), lineage: () => import("./views/lineage.js"), differences: () => import("./views/differences.js"),
  align: () => import("./views/align.js"), cards: () => import("./views/cards.js"), compare: () => import("./views/compare.js"),
  eligibility: () => import("./views/eligibility.js"), settings: () => import("./views/settings.js"),
};

route("/", "ask", view(VIEWS.ask, "askView"));
route("/ask", "ask", view(VIEWS.ask, "askView"));
route("/search", "search", view(VIEWS.search, "searchView"));
route("/library", "library", view(VIEWS.library, "libraryView"));
route("/doc/:id", "library", view(VIEWS.document, "documentView"));
route("/doc/:id/lineage", "library", view(VIEWS.lineage, "lineageView"));
route("/doc/:id/differences", "library", view(VIEWS.differences, "differencesView"));
route("/align", "align", view(VIEWS.align, "alignView"));
route("/cards", "cards", view(VIEWS.cards, "cardsView"));
route("/cards/compare", "cards", view(VIEWS.compare, "compareView"));
route("/cards/eligibility", "cards", view(VIEWS.eligibility, "eligibilityView"));
route("/settings", "settings", view(VIEWS.settings, "settingsView"));

fill(document.getElementById("tabs"), TABS.map((tab) =>
  h("a.tab", { href: tab.address, "data-tab": tab.id }, icon(tab.icon), tab.name)));

function showTab(open) {
  for (const tab of document.querySelectorAll(".tab")) {
    if (tab.dataset.tab === open) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
}

function startTheme() {
  const button = document.getElementById("theme");
  let chosen = document.documentElement.dataset.theme ?? "auto";
  const show = () => {
    if (chosen === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = chosen;
    button.textContent = `外观：${THEMES[chosen]}`;
    button.setAttribute("aria-label", `外观：${THEMES[chosen]}，按此切换`);
  };
  button.addEventListener("click", () => {
    const names = Object.keys(THEMES);
    chosen = names[(names.indexOf(chosen) + 1) % names.length];
    try { localStorage.setItem("ceyuan.theme", chosen); } catch { /* not kept, still shown */ }
    show();
  });
  show();
}

async function showNotice() {
  const strip = document.getElementById("notice");
  try {
    const state = await library();
    strip.hidden = !state.only_examples;
    if (state.only_examples) {
      fill(strip, "目前库中只有示例数据（虚构的省、市、县），供试用。", h("a", { href: "/library#upload" }, "放入自己的文件"), "后，示例不再参与问答。");
    }
  } catch {
    strip.hidden = true;
  }
}

startTheme();
startKeys();
startDropping();
document.addEventListener("library-changed", showNotice);
showNotice();
start(showTab).then(() => {
  // the other views are at hand when they are wanted
  const idle = window.requestIdleCallback ?? setTimeout;
  idle(() => { for (const load of Object.values(VIEWS)) load().catch(() => {}); }, { timeout: LATEST_MS });
});
