/** What the library holds: asked for once, and again when it has changed. */

import { get } from "./api.js";
import { forgetSuggestions } from "./filters.js";

let asked = null;

/** The answer of /api/status. */
export function library() {
  asked ??= get("/api/status").catch((error) => { asked = null; throw error; });
  return asked;
}

/** Documents came or went. */
export function libraryChanged() {
  asked = null;
  forgetSuggestions();
  document.dispatchEvent(new Event("library-changed"));
}
