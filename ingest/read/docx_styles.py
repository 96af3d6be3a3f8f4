"""What a Word paragraph's style says of it: heading, title, numbering inherited from the style."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# A heading style's name in either language: "heading 2", "标题 2"
_HEADING = re.compile(r"(?:heading|标题)\s*[1-9]", re.I)


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A style as far as reading needs it; ``numbering`` is (list id, level) or None."""

    is_heading: bool = False
    is_title: bool = False
    numbering: tuple[str, int] | None = None


_PLAIN = ParagraphStyle()


class Styles:
    """The paragraph styles of a document by id."""

    def __init__(self, styles: dict[str, ParagraphStyle]) -> None:
        self._styles = styles

    @classmethod
    def of(cls, root: etree._Element | None) -> Styles:
        """Read word/styles.xml."""
        nodes = {} if root is None else {
            item.get(f"{W}styleId") or "": item
            for item in root.iterfind(f"{W}style")
            if item.get(f"{W}type") == "paragraph"
        }  # fmt: skip
        return cls({style_id: _style(style_id, nodes) for style_id in nodes})

    def of_paragraph(self, node: etree._Element) -> ParagraphStyle:
        """Return the style of a paragraph."""
        mark = node.find(f"{W}pPr/{W}pStyle")
        return _PLAIN if mark is None else self._styles.get(mark.get(f"{W}val") or "", _PLAIN)


def _style(style_id: str, nodes: dict[str, etree._Element]) -> ParagraphStyle:
    """Follow ``basedOn`` up for the numbering a style inherits."""
    name_mark = nodes[style_id].find(f"{W}name")
    name = (name_mark.get(f"{W}val") or "") if name_mark is not None else ""
    numbering: tuple[str, int] | None = None
    current: str | None = style_id
    for _ in range(12):
        node = nodes.get(current or "")
        if node is None or numbering is not None:
            break
        numbering = numbering_of(node)
        parent = node.find(f"{W}basedOn")
        current = parent.get(f"{W}val") if parent is not None else None
    return ParagraphStyle(
        _HEADING.fullmatch(name.strip()) is not None,
        name.strip().lower() in ("title", "标题"),
        numbering,
    )


def numbering_of(node: etree._Element) -> tuple[str, int] | None:
    """Return the list id and level that a paragraph or style states itself."""
    mark = node.find(f"{W}pPr/{W}numPr")
    if mark is None:
        return None
    list_id, level = mark.find(f"{W}numId"), mark.find(f"{W}ilvl")
    if list_id is None:
        return None
    value = (level.get(f"{W}val") or "0") if level is not None else "0"
    return list_id.get(f"{W}val") or "0", int(value) if value.isdecimal() else 0
