/** Offsets from the server count Unicode code points; strings here count UTF-16 units. */

/** A text that is cut by code points. */
export class CodePoints {
  constructor(text) {
    this.text = text;
    this.units = /[\ud800-\udfff]/.test(text) ? unitsOf(text) : null;
    this.length = this.units ? this.units.length - 1 : text.length;
  }

  slice(start, end) {
    return this.units
      ? this.text.slice(this.units[clamp(start, this.length)], this.units[clamp(end, this.length)])
      : this.text.slice(start, end);
  }

  /** Lines with their code-point offsets; the line breaks belong to none. */
  lines() {
    const found = [];
    let start = 0;
    for (const line of this.text.split("\n")) {
      const length = this.units ? Array.from(line).length : line.length;
      found.push({ start, end: start + length });
      start += length + 1;
    }
    return found;
  }
}

function unitsOf(text) {
  const units = [];
  let at = 0;
  for (const character of text) {
    units.push(at);
    at += character.length;
  }
  units.push(at);
  return units;
}

function clamp(value, length) {
  return Math.max(0, Math.min(value, length));
}

/** The parts of the query that stand in the text, longest first: what a list highlights. */
export function sharedTerms(query, text) {
  const found = new Set();
  const clean = query.replace(/[^\p{L}\p{N}%]+/gu, " ");
  for (const run of clean.split(" ")) {
    let at = 0;
    while (at < run.length - 1) {
      let size = 0;
      while (at + size < run.length && text.includes(run.slice(at, at + size + 1))) size += 1;
      if (size >= 2) found.add(run.slice(at, at + size));
      at += Math.max(1, size);
    }
  }
  return [...found].sort((a, b) => b.length - a.length);
}

/** Cut `text` into `[part, isTerm]` at every occurrence of `terms`. */
export function splitTerms(text, terms) {
  if (!terms.length) return [[text, false]];
  const pattern = new RegExp(terms.map((term) => term.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|"), "g");
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) parts.push([text.slice(at, match.index), false]);
    parts.push([match[0], true]);
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push([text.slice(at), false]);
  return parts;
}
