"""Where the body of a letter ends: its list of annexes, its signature and date (落款)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.clauses.lines import Line
from ingest.clauses.segments import SIGNATURE_DATE

#: How many lines from the end of a letter its date and its list of annexes are looked for.
SIGNATURE_LINES = 16
ANNEX_LIST_LINES = 30

# The list of annexes above a signature: "附件：1.……", "附：三级公立医院绩效考核指标".
_ANNEX_LIST = re.compile(r"附\s?(?:件|表)?\s?[:：]|附\s?件\s?[1１一]\s?[.．:：、]\s*\S")
_LABELLED = re.compile(
    r"第[一二三四五六七八九十百]+[章节条]|[一二三四五六七八九十]+、|[（(]|[0-9]|附"
)

# A line that opens a clause: a date above it closes a covering letter, not the whole text.
# "第一条 为鼓励投资者来本市投资兴业"
_CLAUSE = re.compile(r"第[一二三四五六七八九十百]+[章节条]|[一二三四五六七八九十]+、")


def split_signature(text: str, lines: Sequence[Line]) -> tuple[list[Line], int | None]:
    """Return the lines of the body and where the closing part begins, None without one."""
    contents = [text[line.start : line.end] for line in lines]
    first = _signature(contents)
    last = len(lines) if first is None else first
    for index in range(max(1, last - ANNEX_LIST_LINES), last):
        if _ANNEX_LIST.match(contents[index]) and _is_list(contents[index + 1 : last]):
            first = index
            break
    if not first:
        return list(lines), None
    return list(lines[:first]), lines[first].start


def _is_list(contents: Sequence[str]) -> bool:
    """True when only further short entries stand between a list of annexes and the signature."""
    return all(len(content) < 80 and content[-1] not in "。；" for content in contents)


def _signature(contents: Sequence[str]) -> int | None:
    for index in range(len(contents) - 1, max(-1, len(contents) - SIGNATURE_LINES), -1):
        if not SIGNATURE_DATE.match(contents[index]):
            continue
        if any(_CLAUSE.match(content) for content in contents[index + 1 :]):
            return None
        first = index
        while first > 0 and _is_signatory(contents[first - 1]):
            first -= 1
        return first
    return None


def _is_signatory(line: str) -> bool:
    return len(line) <= 40 and not re.search(r"[。；，：:;]", line) and not _LABELLED.match(line)
