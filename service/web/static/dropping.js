/** Files dragged onto the page: taken in wherever they fall, never opened in place of the page. */

import { h } from "./dom.js";
import { navigate } from "./router.js";

let taker = null;
let waiting = [];

/** Let `send(files)` take what is dropped while the view is open; `zone` shows that it will. */
export function takeDrops(signal, zone, send) {
  taker = { zone, send };
  signal.addEventListener("abort", () => { taker = null; });
  // what fell on another page has brought one here
  if (waiting.length) queueMicrotask(() => { send(waiting); waiting = []; });
}

/** Start listening on the whole window. */
export function startDropping() {
  const veil = h("div.drop-veil", { hidden: true }, h("p", null, "松开鼠标，放入文件库"));
  document.body.append(veil);
  const hide = () => { veil.hidden = true; taker?.zone.classList.remove("over"); };
  const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  window.addEventListener("dragover", (event) => {
    if (!carriesFiles(event) || event.defaultPrevented) return;
    event.preventDefault();
    if (isElsewhere(event)) { event.dataTransfer.dropEffect = "none"; return; }
    if (taker) taker.zone.classList.add("over");
    veil.hidden = Boolean(taker);
  });
  window.addEventListener("dragleave", (event) => { if (!event.relatedTarget) hide(); });
  window.addEventListener("drop", async (event) => {
    hide();
    if (!carriesFiles(event) || event.defaultPrevented) return;
    event.preventDefault();
    if (isElsewhere(event)) return;
    const files = await filesOf(event.dataTransfer);
    if (taker) taker.send(files);
    else if (files.length) {
      waiting = files;
      navigate("/library#upload");
    }
  });
}

/** A draft to compare is not for the library, and a dialog is about something else. */
function isElsewhere(event) {
  return location.pathname === "/align" || event.target.closest?.("dialog") !== null;
}

async function filesOf(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map((file) => ({ file, name: file.name }));
  const found = [];
  for (const entry of entries) await walk(entry, "", found);
  return found;
}

async function walk(entry, folder, found) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    found.push({ file, name: folder + file.name });
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const children = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!children.length) return;
    for (const child of children) await walk(child, `${folder}${entry.name}/`, found);
  }
}
