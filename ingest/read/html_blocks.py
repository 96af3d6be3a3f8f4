"""Walk a page's tree once: paragraphs, headings and table rows with the elements around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from ingest.page import CELL_SEPARATOR, BlockKind
from ingest.read.html_tables import Cell, grid_of, is_data_table
from ingest.read.spaces import tidy_markup

_SKIPPED = frozenset((
    "script", "style", "noscript", "template", "head", "iframe", "object", "svg", "select",
    "option", "textarea", "button", "input", "audio", "video", "canvas", "map",
))  # fmt: skip
_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdo", "big", "cite", "code", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "tt", "u", "var", "wbr", "o:p", "st1:chsdate", "ruby", "rb", "rt", "rp", "time",
))  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# A style that hides an element from the reader: display: none; opacity:0;text-indent:-9999px
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|text-indent\s*:\s*-\d{3,}|"
    r"(?<![\w-])opacity\s*:\s*0(?![.\d])|font-size\s*:\s*0(?:px|pt|;|$)",
    re.I,
)


@dataclass(slots=True)
class Found:
    """One block with where it stands: ``path`` is the chain of its elements, outermost first."""

    text: str
    path: tuple[HtmlElement, ...]
    linked: int = 0  # characters that stand in links
    kind: BlockKind = "paragraph"
    cells: tuple[str, ...] = ()
    table: int | None = None
    is_header: bool = False
    hidden: bool = False


@dataclass(slots=True)
class _Walk:
    found: list[Found] = field(default_factory=list)
    buffer: list[str] = field(default_factory=list)
    linked: int = 0
    tables: int = 0
    path: list[HtmlElement] = field(default_factory=list)
    heading: int = 0
    hidden: int = 0
    link: int = 0

    def add(self, text: str | None) -> None:
        if text:
            self.buffer.append(text)
            if self.link:
                self.linked += len(text.strip())

    def flush(self) -> None:
        if not self.buffer:
            return
        text = tidy_markup("".join(self.buffer))
        if text:
            self.found.append(
                Found(
                    text,
                    tuple(self.path),
                    self.linked,
                    "heading" if self.heading else "paragraph",
                    hidden=self.hidden > 0,
                )
            )
        self.buffer.clear()
        self.linked = 0


def blocks_of(root: HtmlElement) -> list[Found]:
    """Return every block of text of the page, in order, hidden ones marked."""
    walk = _Walk()
    body = root.find("body")
    _visit(body if body is not None else root, walk)
    walk.flush()
    return walk.found


def _visit(element: HtmlElement, walk: _Walk) -> None:
    """Visit an element and all below it without recursion: pasted pages nest thousands deep."""
    stack: list[tuple[HtmlElement, bool]] = [(element, False)]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            _leave(node, walk)
            walk.add(node.tail)
            continue
        tag = node.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            walk.add(node.tail)
            continue
        if tag == "br":
            walk.flush()
            walk.add(node.tail)
            continue
        if tag == "table" and is_data_table(node):
            walk.flush()
            _add_table(node, walk)
            walk.add(node.tail)
            continue
        _enter(node, walk)
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(node))


def _enter(node: HtmlElement, walk: _Walk) -> None:
    tag = node.tag
    if tag not in _INLINE:
        walk.flush()
        walk.path.append(node)
    walk.heading += tag in _HEADINGS
    walk.hidden += is_hidden(node)
    walk.link += tag == "a"
    if tag == "li":
        walk.add(_list_number(node))
    walk.add(node.text)
    if tag in ("td", "th"):
        walk.add(" ")


def _leave(node: HtmlElement, walk: _Walk) -> None:
    tag = node.tag
    if tag not in _INLINE:
        walk.flush()
        walk.path.pop()
    walk.heading -= tag in _HEADINGS
    walk.hidden -= is_hidden(node)
    walk.link -= tag == "a"


def is_hidden(node: HtmlElement) -> bool:
    """True where a browser does not show the element."""
    if node.get("hidden") is not None:
        return True
    style = node.get("style")
    return bool(style) and _HIDING.search(style) is not None


def _list_number(node: HtmlElement) -> str | None:
    """Return the number a browser prints before an item of an ordered list."""
    parent = node.getparent()
    if parent is None or parent.tag != "ol" or "none" in (parent.get("style") or ""):
        return None
    if parent.get("class") or not (node.text_content() or "").strip():
        return None
    start = parent.get("start") or "1"
    first = int(start) if start.isdecimal() else 1
    return f"{first + sum(1 for item in node.itersiblings('li', preceding=True))}. "


def _add_table(node: HtmlElement, walk: _Walk) -> None:
    rows = grid_of(node)
    path = (*walk.path, node)
    hidden = walk.hidden > 0 or is_hidden(node)
    for row in rows:
        cells = tuple(cell.text for cell in row)
        if not any(cells):
            continue
        walk.found.append(
            Found(
                CELL_SEPARATOR.join(cells),
                path,
                sum(cell.linked for cell in row),
                "row",
                cells,
                walk.tables,
                _is_header(row, is_first=row is rows[0]),
                hidden,
            )
        )
    walk.tables += 1


def _is_header(row: list[Cell], *, is_first: bool) -> bool:
    return all(cell.is_header for cell in row) or (
        is_first and len(row) > 1 and all(len(cell.text) <= 20 for cell in row)
    )
