"""成文日期 and 发布日期: from the page's fields, the head, the signature or a law's history."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from corpus.conflicts import OTHER_SIGNATURE
from corpus.document import Evidence
from ingest.metadata.head import Head, Piece
from ingest.metadata.signature import FULL_DATE, date_of, find_signatures, parse_date
from ingest.page import CleanText, RawPage

_ISSUED_FACTS = (
    "table:成文日期", "line:成文日期", "field:issued_on", "table:生成日期", "line:生成日期",
)  # fmt: skip
_PUBLISHED_FACTS = (
    "table:发布日期", "line:发布日期", "table:发布时间", "line:发布时间", "line:发表时间",
    "table:公开日期",
    "line:公开日期", "line:时间", "line:日期", "field:published_on",
)  # fmt: skip
_PRINTED_FACTS = ("table:印发日期", "line:印发日期")
# The first line of a law's history: "1993年12月29日 第八届全国人民代表大会常务委员会第五次会议通过"
_HISTORY = re.compile(
    rf"^(?:[（(][^\s，。（）()]{{4,24}}号[，,])?[（(]?"
    rf"{FULL_DATE.pattern}[ \u3000]*(?P<what>[^\n]{{2,500}})$",
    re.MULTILINE,
)
_ADOPTED = re.compile(r"通过|公布|发布|颁布|批准|施行|修订|修正|公告")
# The line of the print office: "广州市人民政府办公厅秘书处 2025年7月4日印发"
_PRINTED = re.compile(rf"{FULL_DATE.pattern}\s?印发")
# The date below a title: "(2023年2月8日)", "（二〇一九年一月五日）"
_BRACKETED_DATE = re.compile(rf"[（(]\s*{FULL_DATE.pattern}\s*[)）]")
#: Among so many lines of the head it stands.
_DATED_LINES = 7
# A date that ends the text behind a space: "社会养老保险科 2020年2月3日"
_LAST_DATE = re.compile(
    rf"(?<=[\s　])(?P<date>{FULL_DATE.pattern})\s*(?:[（(][^（）()]{{2,20}}[)）])?\s*\Z"
)
#: So near to the end of the text.
_TAIL = 60
#: The history of a law stands this far from the beginning of the text.
_HISTORY_REACH = 1500
#: A longer line is running text, unless brackets hold all steps of a history together.
_HISTORY_LINE = 120


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a document; ``printed_on`` is that of the print office (印发)."""

    issued_on: date | None = None
    published_on: date | None = None
    printed_on: date | None = None


def read_dates(page: RawPage, cleaned: CleanText, head: Head, evidence: list[Evidence]) -> Dates:
    """Return when the document was signed, published and printed, as far as it says so."""
    printed = _PRINTED.search(cleaned.text)
    return Dates(
        _issued(page, cleaned, head, evidence),
        _published(page, evidence),
        date_of(printed) if printed else _of_facts(page, _PRINTED_FACTS),
    )


def _issued(page: RawPage, cleaned: CleanText, head: Head, evidence: list[Evidence]) -> date | None:
    for name in _ISSUED_FACTS:
        value = page.fact(name)
        found = parse_date(value) if value else None
        if found and value:
            evidence.append(Evidence("issued_on", f"页面字段 {name}", value, None, None))
            _note_other_signature(cleaned.text, found, evidence)
            return found
    history = _history(cleaned.text, head)
    if history is not None:
        evidence.append(_evidence("制定沿革", cleaned.text, *history.span()))
        return date_of(history)
    dated = _below_title(head)
    if dated is not None:
        evidence.append(_evidence("题注日期", cleaned.text, dated.start, dated.end))
        return parse_date(dated.text)
    for signature in find_signatures(cleaned.text)[:1]:
        evidence.append(_evidence("落款日期", cleaned.text, signature.start, signature.end))
        return signature.signed_on
    last = _LAST_DATE.search(cleaned.text)
    if last is not None and last.start() > len(cleaned.text) - _TAIL:
        evidence.append(_evidence("文末日期", cleaned.text, *last.span("date")))
        return date_of(last)
    return None


def _note_other_signature(text: str, stated: date, evidence: list[Evidence]) -> None:
    """Keep in evidence that the letter is signed on another day than its page states."""
    for signature in find_signatures(text)[:1]:
        if signature.organs and signature.signed_on != stated:
            evidence.append(_evidence(OTHER_SIGNATURE, text, signature.start, signature.end))


def _below_title(head: Head) -> Piece | None:
    """Return the line of the head that is a date in brackets: (2023年2月8日)."""
    for piece in head.pieces[:_DATED_LINES]:
        if piece.start <= head.body_start and _BRACKETED_DATE.fullmatch(piece.text):
            return piece
    return None


def _evidence(rule: str, text: str, start: int, end: int) -> Evidence:
    return Evidence("issued_on", rule, text[start:end], start, end)


def _history(text: str, head: Head) -> re.Match[str] | None:
    for match in _HISTORY.finditer(text[:_HISTORY_REACH]):
        whole = len(match["what"]) <= _HISTORY_LINE or match.group()[0] in "（("
        if whole and _ADOPTED.search(match["what"]) and "。" not in match["what"]:
            return match
        if match.start() > head.body_start + 400:
            return None
    return None


def _published(page: RawPage, evidence: list[Evidence]) -> date | None:
    for name in _PUBLISHED_FACTS:
        value = page.fact(name)
        found = parse_date(value) if value else None
        if found and value:
            evidence.append(Evidence("published_on", f"页面字段 {name}", value, None, None))
            return found
    value = page.fact("meta:PubDate", "meta:pubdate", "meta:publishdate")
    found = parse_date(value) if value else None
    # A date that only the meta tag holds is the site's bookkeeping, not shown to any reader.
    if found and value and _is_shown(page, found):
        evidence.append(Evidence("published_on", "页面字段 meta:PubDate", value, None, None))
        return found
    return None


def _is_shown(page: RawPage, day: date) -> bool:
    """True where the page prints the date on a line of its own or beside 发布/时间/来源."""
    shown = day.isoformat()
    for block in page.blocks:
        if shown in block.text:
            rest = re.sub(rf"{shown}[\s0-9:]*", "", block.text).strip(" |[]【】()（）")
            if not rest or re.match(r"发布|时间|日期|发表|来源", rest):
                return True
    return False


def _of_facts(page: RawPage, names: tuple[str, ...]) -> date | None:
    value = page.fact(*names)
    return parse_date(value) if value else None
