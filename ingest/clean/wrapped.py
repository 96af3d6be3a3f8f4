"""Lines that a fixed line width broke inside a sentence are joined again, where that is certain.

Certain means: the text as a whole keeps one width, the line fills it, ends in no stop and is no
heading, and the next line opens nothing of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from ingest.clauses.labels import read_label
from ingest.clauses.marks import STOPS
from ingest.clean.ledger import Edit

#: Widths in columns (a Chinese character takes two) that printed pages and mails are broken at.
_NARROWEST, _WIDEST = 44, 100
#: How far a full line may stay behind the width: punctuation is not put at a line's beginning.
_SLACK = 6
#: A text is wrapped when so many lines break off at its width …
_MIN_FULL = 8
#: … they are this share of all long lines that break off …
_MIN_SHARE = 0.6
#: … and hardly a line runs on beyond it.
_MAX_LONGER = 0.05
#: So many page numbers in ascending order are no chance.
_MIN_PAGES = 3
# A page number between dashes, glued to the line behind it: "-14-第三十四条本办法所称……"
_PAGE_NUMBER = re.compile(r"^[-—–]\s?(?P<number>[0-9]{1,3})\s?[-—–]\s?(?=[^\s0-9])", re.MULTILINE)
# A line that opens a part of its own without a label: 附件2, 目录, a signature's date
_OPENS = re.compile(
    r"附\s?[件表录]|附[:：]|目\s?录|抄送|主题词|[-—–•·●■◆*|]|[（(]?此件|"
    r"[12][0-9〇○]{3}\s?年\s?[0-9]{1,2}\s?月\s?[0-9]{1,2}\s?日\s*$"
)
# A heading: a label and a few words without any mark of a sentence
_HEADING = re.compile(r"[^，。；：、,;:]*$")


def wrapped_edits(text: str, *, fixed: frozenset[str]) -> list[Edit]:
    """Return the deletions of line breaks inside sentences; ``fixed`` lines are never joined.

    >>> wrapped_edits("本办法所称企业，是指\\n在本市注册的法人。", fixed=frozenset())
    []
    """
    lines = text.split("\n")
    widths = [_width(line) for line in lines]
    full = _full_width(lines, widths)
    if full is None:
        return []
    return list(_joins(lines, widths, full, fixed))


def page_number_edits(text: str) -> list[Edit]:
    """Return the deletions of page numbers that stand glued before a line: "-14-第三十四条 …".

    >>> page_number_edits("-14-第三十四条 本办法所称的贵金属")
    []
    """
    found = list(_PAGE_NUMBER.finditer(text))
    numbers = [int(match["number"]) for match in found]
    ascending = all(first < second for first, second in pairwise(numbers))
    if len(found) < _MIN_PAGES or not ascending:
        return []
    return [Edit(match.start(), match.end(), "页码") for match in found]


def _full_width(lines: list[str], widths: list[int]) -> int | None:
    """Return the width at which the text's lines break, None where it keeps none."""
    broken = [
        width
        for line, width in zip(lines, widths, strict=True)
        if width >= _NARROWEST and line[-1] not in STOPS
    ]
    if len(broken) < _MIN_FULL:
        return None
    counts = Counter(broken)
    full = max(counts, key=lambda width: (_near(counts, width), width))
    longer = sum(width > full + _SLACK for width in widths)
    if full > _WIDEST or longer > _MAX_LONGER * len(lines):
        return None
    enough = max(_MIN_FULL, _MIN_SHARE * len(broken))
    return full if _near(counts, full) >= enough else None


def _near(counts: Counter[int], width: int) -> int:
    return sum(count for other, count in counts.items() if abs(other - width) <= _SLACK // 2)


def _joins(lines: list[str], widths: list[int], full: int, fixed: frozenset[str]) -> Iterator[Edit]:
    position = 0
    for number in range(len(lines) - 1):
        line, after = lines[number], lines[number + 1]
        end = position + len(line)
        position = end + 1
        if widths[number] < full - _SLACK or line[-1] in STOPS or {line, after} & fixed:
            continue
        if not after or _OPENS.match(after) or read_label(after, 0) is not None:
            continue
        label = read_label(line, 0)
        if label is not None and label.style != "条" and _HEADING.match(line):
            continue
        letters = line[-1].isascii() and line[-1].isalpha() and after[0].isascii()
        yield Edit(end, end + 1, "折行合并", " " if letters and after[0].isalnum() else "")


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line)
