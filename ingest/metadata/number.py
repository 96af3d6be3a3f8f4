"""The document's own 发文字号: from the page, the head or the title; never one it cites."""

from __future__ import annotations

import re

from corpus.docnumber import find_numbers
from corpus.document import Evidence
from ingest.metadata.head import Head
from ingest.page import CleanText, RawPage

_NUMBER_FACTS = (
    "table:发文字号", "line:发文字号", "table:文号", "line:文号", "table:发文文号", "line:发文文号",
    "table:文件编号", "line:文件编号", "meta:文号", "meta:发文字号", "field:doc_number",
    "field:文号",
)  # fmt: skip
# A line of the promulgation history of a law: "2025年3月17日 中华人民共和国国务院令第802号修订"
_PROMULGATED = re.compile(
    r"^[（(]?[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日\s*(?P<rest>[^\n《》]{2,60}(?:公布|发布|修订|修正|颁布|公告)?)[）)]?\s*$"
)


def read_numbers(
    page: RawPage, cleaned: CleanText, head: Head, evidence: list[Evidence]
) -> tuple[str, ...]:
    """Return the document's own numbers, the leading one first; empty where it prints none."""
    for name in _NUMBER_FACTS:
        value = page.fact(name)
        numbers = find_numbers(value) if value else ()
        if numbers:
            evidence.append(Evidence("doc_number", f"页面字段 {name}", value or "", None, None))
            return _distinct(numbers)
    if head.numbers:
        text = "、".join(str(number) for number in head.numbers)
        evidence.append(_evidence(cleaned.text, "文首发文字号", text, head))
        return _distinct(head.numbers)
    return _from_titles(page, head, evidence) or _from_history(cleaned, evidence)


def _from_titles(page: RawPage, head: Head, evidence: list[Evidence]) -> tuple[str, ...]:
    """Read a number that the title itself carries before or behind it, in brackets."""
    titles = [value for key, value in page.facts if key in ("h1", "title", "field:title")]
    titles += [piece.text for piece in head.pieces[:2]]
    for title in titles:
        for number in find_numbers(title):
            behind = re.fullmatch(r"[)）\]】\s令]*(?:[-_].*)?", title[number.end :])
            before = number.start <= 1
            cites = re.search(r"(?:贯彻|落实|转发|废止|修改)[^（(]*$", title[: number.start])
            if (behind and title[: number.start].rstrip()[-1:] in "（([【 _-") or (
                before and not behind
            ):
                if cites and not before:
                    continue
                evidence.append(Evidence("doc_number", "标题所附文号", title, None, None))
                return (str(number),)
    return ()


def _from_history(cleaned: CleanText, evidence: list[Evidence]) -> tuple[str, ...]:
    """Return the number of the last promulgation that a law's history prints above the text."""
    found: tuple[str, ...] = ()
    position = 0
    for line in cleaned.text.split("\n")[:30]:
        match = _PROMULGATED.match(line.strip())
        numbers = find_numbers(match["rest"]) if match else ()
        if numbers:
            found = (str(numbers[-1]),)
            evidence.append(
                Evidence("doc_number", "公布沿革", line, position, position + len(line))
            )
        position += len(line) + 1
    return found


def _distinct(numbers: tuple[object, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(number) for number in numbers))


def _evidence(text: str, rule: str, value: str, head: Head) -> Evidence:
    for piece in head.pieces:
        if any(str(number) == value for number in find_numbers(piece.text)):
            return Evidence(
                "doc_number", rule, text[piece.start : piece.end], piece.start, piece.end
            )
    return Evidence("doc_number", rule, value, None, None)
