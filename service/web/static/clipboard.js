/** Copying: as Word takes it and as plain text, with a word that it was done. */

import { announce } from "./dom.js";

/** Copy `plain` (and `rich`, an element, as formatted text); `button` says so for a moment. */
export async function copy(button, plain, rich = null) {
  const isDone = await written(plain, rich);
  const label = button.dataset.label ?? button.textContent;
  button.dataset.label = label;
  button.textContent = isDone ? "已复制" : "未能复制";
  announce(button.textContent);
  setTimeout(() => { button.textContent = label; }, 1600);
}

async function written(plain, rich) {
  try {
    if (rich && window.ClipboardItem) {
      await navigator.clipboard.write([new ClipboardItem({
        "text/plain": new Blob([plain], { type: "text/plain" }),
        "text/html": new Blob([rich.outerHTML], { type: "text/html" }),
      })]);
    } else {
      await navigator.clipboard.writeText(plain);
    }
    return true;
  } catch {
    return writtenBySelection(plain);
  }
}

/** An office address without https has no clipboard interface; the old command still works. */
function writtenBySelection(plain) {
  const area = document.createElement("textarea");
  area.value = plain;
  area.className = "unseen";
  document.body.append(area);
  area.select();
  const isDone = document.execCommand("copy");
  area.remove();
  return isDone;
}
