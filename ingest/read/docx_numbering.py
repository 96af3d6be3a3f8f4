"""Word's automatic numbering as it is printed: 第一条, 一、, （一）, 1., a), ①."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from lxml import etree

from corpus.numerals import format_numeral
from ingest.read.docx_styles import ParagraphStyle, W, numbering_of

_CHINESE = frozenset((
    "chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "ideographDigital",
    "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand", "koreanDigital2",
))  # fmt: skip
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class _LevelFormat:
    kind: str
    text: str
    start: int


class Numbering:
    """The lists of a document and how far each has counted."""

    def __init__(
        self, levels: dict[str, dict[int, _LevelFormat]], starts: dict[tuple[str, int], int]
    ) -> None:
        self._levels = levels
        self._starts = starts
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._started: set[tuple[str, int]] = set()

    @classmethod
    def of(cls, root: etree._Element | None) -> Numbering:
        """Read word/numbering.xml."""
        if root is None:
            return cls({}, {})
        abstract = {
            item.get(f"{W}abstractNumId"): _levels(item)
            for item in root.iterfind(f"{W}abstractNum")
        }
        levels: dict[str, dict[int, _LevelFormat]] = {}
        starts: dict[tuple[str, int], int] = {}
        for item in root.iterfind(f"{W}num"):
            list_id = item.get(f"{W}numId") or ""
            target = item.find(f"{W}abstractNumId")
            levels[list_id] = dict(
                abstract.get(target.get(f"{W}val") if target is not None else None, {})
            )
            for override in item.iterfind(f"{W}lvlOverride"):
                level = _int(override.get(f"{W}ilvl"))
                levels[list_id].update(_levels(override))
                start = override.find(f"{W}startOverride")
                if start is not None:
                    starts[list_id, level] = _int(start.get(f"{W}val"))
        return cls(levels, starts)

    def label(self, node: etree._Element, style: ParagraphStyle) -> str:
        """Return what Word prints before a paragraph, empty where it is not numbered."""
        place = numbering_of(node) or style.numbering
        if place is None or place[0] == "0" or place[0] not in self._levels:
            return ""
        list_id, level = place
        formats = self._levels[list_id]
        own = formats.get(level)
        if own is None:
            return ""
        counts = self._counts[list_id]
        start = self._starts.get((list_id, level), own.start)
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [item for item in counts if item > level]:
            del counts[deeper]
        if own.kind in ("bullet", "none"):
            return ""
        text = own.text
        for number in range(level + 1):
            form = formats.get(number)
            if form is not None:
                value = counts.get(number, form.start)
                kind = "decimal" if _is_legal(own, number, level) else form.kind
                text = text.replace(f"%{number + 1}", _printed(value, kind))
        return text if text.endswith(("、", "）", ")", ".", "．", "】")) else f"{text} "


def _is_legal(own: _LevelFormat, number: int, level: int) -> bool:
    """Figures above a decimal level print as figures: 2.1 below 二、."""
    return own.kind == "decimal" and number < level and "." in own.text


def _levels(node: etree._Element) -> dict[int, _LevelFormat]:
    found: dict[int, _LevelFormat] = {}
    for item in node.iterfind(f"{W}lvl"):
        kind, text, start = (item.find(f"{W}{name}") for name in ("numFmt", "lvlText", "start"))
        found[_int(item.get(f"{W}ilvl"))] = _LevelFormat(
            (kind.get(f"{W}val") or "decimal") if kind is not None else "decimal",
            (text.get(f"{W}val") or "") if text is not None else "",
            _int(start.get(f"{W}val")) if start is not None else 1,
        )
    return found


def _int(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _printed(value: int, kind: str) -> str:
    """Return a number as Word prints it.

    >>> _printed(12, "chineseCounting"), _printed(3, "decimalEnclosedCircle")
    ('十二', '③')
    """
    if kind in _CHINESE:
        return format_numeral(value)
    if kind == "decimalEnclosedCircle" or kind == "decimalEnclosedCircleChinese":
        return chr(0x2460 + value - 1) if 1 <= value <= 20 else str(value)
    if kind == "decimalFullWidth":
        return "".join(chr(ord(char) + 0xFEE0) for char in str(value))
    if kind in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (value - 1) % 26)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("upperRoman", "lowerRoman"):
        roman = _roman(value)
        return roman.upper() if kind == "upperRoman" else roman
    if kind == "decimalZero":
        return f"{value:02d}"
    return str(value)


def _roman(value: int) -> str:
    text = ""
    for number, letters in _ROMAN:
        while value >= number:
            text, value = text + letters, value - number
    return text
