/** Addresses: every state of the page is one, back and forward work, positions are kept. */

const routes = [];
let leave = null;
let visit = 0;

/** `pattern` like "/doc/:id"; `view(context)` renders into `context.main`. */
export function route(pattern, tab, view) {
  const names = [];
  const source = pattern.replace(/:(\w+)/g, (_, name) => { names.push(name); return "([^/]+)"; });
  routes.push({ match: new RegExp(`^${source}$`), names, tab, view });
}

/** Go to an address of this page. */
export function navigate(address, { replace = false } = {}) {
  keepPosition();
  if (replace) history.replaceState({}, "", address);
  else history.pushState({}, "", address);
  return show({ isBack: false });
}

/** Change the address without rendering again (a state the view already shows). */
export function rewrite(address) {
  history.replaceState(history.state ?? {}, "", address);
}

function keepPosition() {
  history.replaceState({ ...history.state, top: window.scrollY }, "");
}

/** Start listening; renders the present address. `onShow(tab)` is told which tab is open. */
export function start(onShow) {
  history.scrollRestoration = "manual";
  window.addEventListener("popstate", () => show({ isBack: true }));
  let waiting = null;
  window.addEventListener("scroll", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keepPosition, 150);
  }, { passive: true });
  document.addEventListener("click", followLink);
  start.onShow = onShow;
  return show({ isBack: false });
}

function followLink(event) {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a[href]");
  if (!link || link.target || link.hasAttribute("download")) return;
  const to = new URL(link.href, location.href);
  if (to.origin !== location.origin || to.pathname.startsWith("/api/")) return;
  if (to.pathname === location.pathname && to.search === location.search && to.hash) return;
  event.preventDefault();
  navigate(to.pathname + to.search + to.hash);
}

async function show({ isBack }) {
  const mine = ++visit;
  leave?.abort();
  leave = new AbortController();
  const found = find(location.pathname);
  const main = document.getElementById("main");
  const context = {
    main, isBack, signal: leave.signal, ...found.context,
    query: new URLSearchParams(location.search),
    isCurrent: () => mine === visit,
  };
  const top = isBack ? history.state?.top ?? 0 : 0;
  start.onShow(found.tab);
  if (!isBack) window.scrollTo(0, 0);
  try {
    await found.view(context);
  } catch (error) {
    if (error.name !== "AbortError") throw error;
    return;
  }
  if (mine === visit && isBack) window.scrollTo(0, top);
}

function find(path) {
  for (const { match, names, tab, view } of routes) {
    const found = match.exec(path);
    if (found) {
      const context = Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(found[i + 1])]));
      return { tab, view, context };
    }
  }
  return { ...routes[0], context: {} };
}
