"""The signature of a letter: who signed, and the date below (成文日期)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from corpus.numerals import parse_numeral
from corpus.regions import find_regions

# A full date, in figures or written out: "2018年12月13日", "二〇〇五年六月十一日", "2025年 6
# 月 30 日".
FULL_DATE = re.compile(
    r"(?P<year>[12１２][0-9０-９]{3}|[一二][〇○零０OＯ一二三四五六七八九]{3})\s?年\s?"
    r"(?P<month>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})\s?月\s?"
    r"(?P<day>[0-9０-９]{1,2}|[一二三四五六七八九十廿卅]{1,3})\s?日"
)
# A date in figures with signs: "2024-04-07 10:16:08", "2020/2/5", "2025.10.31".
_SIGNED_DATE = re.compile(
    r"(?P<year>[12][0-9]{3})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})"
)
# An organ and a date where line breaks are lost: "。 北京市人民政府办公厅 2020年2月5日 "
_FLAT = re.compile(
    r"(?:^|[。！）)：\s])\s*(?P<organs>(?:[一-鿿（）()]{3,45}\s+|[一-鿿]\s[一-鿿]\s部\s+){1,8})(?P<date>"
    + FULL_DATE.pattern
    + r")(?=\s|$|[（(])"
)
_ORGAN_END = re.compile(
    r"(?:政府|办公厅|办公室|委员会|委|局|厅|部|院|会|中心|署|总署|行|公司|领导小组|指挥部|大学|学校|法院|检察院|党组|国务院|中央军委|社|组|机制|司|办)"
    r"(?:[（(][^（）()]{2,20}[)）])?$"
)
MAX_SIGNATORY = 45


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed (as printed, in order) and when; the span of the whole in the text."""

    organs: tuple[str, ...]
    signed_on: date
    start: int
    end: int


def parse_date(text: str) -> date | None:
    """Return the first full date of ``text``, None where it holds none or an impossible one.

    >>> parse_date("二〇〇五年六月十一日").isoformat()
    '2005-06-11'
    """
    match = FULL_DATE.search(text) or _SIGNED_DATE.search(text)
    return date_of(match) if match else None


def date_of(match: re.Match[str]) -> date | None:
    """Return the date that a match of FULL_DATE holds."""
    year = parse_numeral(
        match["year"].replace("O", "〇").replace("Ｏ", "〇").replace("０", "〇")
        if not match["year"].isdecimal()
        else match["year"]
    )
    month, day = parse_numeral(match["month"]), parse_numeral(match["day"])
    if year is None or month is None or day is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def find_signatures(text: str) -> tuple[Signature, ...]:
    """Return the signatures of ``text`` in order: lines of organs above a line with a date."""
    lines = [(m.start(), m.group().strip()) for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
    found: list[Signature] = []
    for index, (start, line) in enumerate(lines):
        match = FULL_DATE.search(line)
        if match is None or not _closes(line, match):
            continue
        signed = date_of(match)
        if signed is None:
            continue
        organs, first = _organs_above(lines, index, line[: match.start()])
        if organs or match.start() == 0:
            found.append(Signature(organs, signed, first, start + len(line)))
    return tuple(found) or _flat_signatures(text)


def _closes(line: str, match: re.Match[str]) -> bool:
    """True when the line holds nothing behind the date, and at most organs before it."""
    before = line[: match.start()].strip(" （(")
    after = line[match.end() :].strip(" )）")
    return not after and (
        not before or (len(before) <= 60 and _ORGAN_END.search(before) is not None)
    )


def _organs_above(
    lines: list[tuple[int, str]], index: int, before_date: str
) -> tuple[tuple[str, ...], int]:
    organs: list[str] = []
    first = lines[index][0]
    inline = before_date.strip(" （(")
    if inline:
        return tuple(re.split(r"\s+", inline)), first
    for start, line in reversed(lines[max(0, index - 25) : index]):
        words = re.split(r"[\s　、]+", line)
        spaced = len(words) > 2 and all(len(word) == 1 for word in words)
        words = ["".join(words)] if spaced else words
        if len(line) > MAX_SIGNATORY * 3 or not all(
            len(word) <= MAX_SIGNATORY and _ORGAN_END.search(word) for word in words
        ):
            break
        if re.search(r"[。；，：:;]", line) or re.match(
            r"[（(]?[一二三四五六七八九十0-9]+[)）、.]", line
        ):
            break
        organs[:0] = words
        first = start
    return tuple(organs), first


def _is_broken(word: str, organs: list[str]) -> bool:
    """True for the first half of an organ's long name: 广西……感染的肺炎疫情|防控工作领导小组."""
    places, inside = find_regions(word), find_regions(organs[0])
    return bool(places) and places[0].start == 0 and not inside and len(word) >= 8


def _flat_signatures(text: str) -> tuple[Signature, ...]:
    found: list[Signature] = []
    for match in _FLAT.finditer(text):
        words = re.sub(r"(?<=\b[一-鿿])\s(?=[一-鿿]\b)", "", match["organs"]).split()
        organs: list[str] = []
        for position, word in reversed(list(enumerate(words))):
            if not _ORGAN_END.search(word):
                if organs and position == len(words) - len(organs) - 1 and _is_broken(word, organs):
                    organs[0] = word + organs[0]
                break
            organs.insert(0, word)
        signed = date_of(match)
        if organs and signed is not None:
            found.append(Signature(tuple(organs), signed, match.start("organs"), match.end()))
    return tuple(found)
