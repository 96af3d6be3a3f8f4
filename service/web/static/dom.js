/** Build elements. Text always goes in as text nodes, so that nothing from a document is markup. */

const SVG = "http://www.w3.org/2000/svg";

/** `h("p.small", { id: "x", onclick: fn }, "text", child)`; null children are left out. */
export function h(spec, attributes, ...children) {
  const [tag, ...classes] = spec.split(".");
  const element = document.createElement(tag || "div");
  if (classes.length) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.classList.add(...value.split(" ").filter(Boolean));
    else if (name in element && typeof value === "boolean") element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...flat(children));
  return element;
}

function flat(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

/** Replace everything inside `element`. */
export function fill(element, ...children) {
  element.replaceChildren(...flat(children));
  return element;
}

/** A small line icon from one path. */
export function icon(path, className = "tab-icon") {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({
    viewBox: "0 0 24 24", class: className, fill: "none", stroke: "currentColor",
    "stroke-width": "1.7", "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true",
  })) svg.setAttribute(name, value);
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/** An SVG element with attributes and children; text goes in as text. */
export function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...flat(children));
  return element;
}

/** Tell a screen reader what has just happened. */
export function announce(text) {
  document.getElementById("announce").textContent = text;
}

/** Placeholder lines while something is fetched. */
export function skeleton(lines = 6) {
  return h("div.skeleton", { "aria-hidden": "true" }, Array.from({ length: lines }, () => h("i")));
}

/** A calm box for “nothing here” with what to do next. */
export function empty(title, text, ...actions) {
  return h("div.empty", null, h("h2", null, title), text && h("p", null, text),
    actions.length > 0 && h("div.row", null, actions));
}

/** What went wrong, with a way to try again. */
export function failure(error, retry) {
  return h("div.panel.failure", { role: "alert" },
    h("h2", null, "没有完成"),
    h("p", null, error.message || "出错了。"),
    retry && h("div.row", null, h("button.button.small", { type: "button", onclick: retry }, "重试")));
}

/** Ask before something that cannot be undone; resolves to true when confirmed. */
export function confirmed(title, text, action) {
  return new Promise((resolve) => {
    const dialog = h("dialog", { "aria-label": title },
      h("h2", null, title), h("p", null, text),
      h("form.row", { method: "dialog" },
        h("button.button", { value: "no" }, "取消"),
        h("button.button.danger", { value: "yes" }, action)));
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue === "yes"); });
    document.body.append(dialog);
    dialog.showModal();
  });
}
