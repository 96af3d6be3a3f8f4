"""发文字号: every spelling of a document number, and the one canonical form of each.

Three kinds exist, told apart by their prefix:

- 国发〔2019〕11号: 机关代字, year in brackets, sequence;
- 国务院令第768号, 中国人民银行令〔2021〕第3号: orders (令), with or without a year;
- 税务总局公告2020年第4号: announcements (公告/通告), the year before 第.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources

from corpus.numerals import parse_numeral

_FIRST_YEAR, _LAST_YEAR = 1949, 2099

_OPEN = r"〔﹝【［\[（(〈《<｛{〖「"
_CLOSE = r"〕﹞】］\]）)〉》>｝}〗」"
_DIGIT = "0-9０-９"
_HAN = "\u4e00-\u9fff"
_NUMERAL = "〇零○一二三四五六七八九十百"
_GAP = r"[ \t\u00a0\u3000\u2000-\u200a]*"
_LOOSE_GAP = rf"{_GAP}\n?{_GAP}"
_YEAR = rf"[12１２]{_GAP}[09０９]{_GAP}[{_DIGIT}]{_GAP}[{_DIGIT}]|[一二][九〇零○][{_NUMERAL}]{{2}}"
_SEQUENCE = rf"[{_DIGIT}]{{1,5}}|[{_NUMERAL}]{{1,7}}"
_NAME = rf"[{_HAN}](?:[{_HAN}、·—\- \t\u00a0\u3000]{{0,70}}[{_HAN}])?"

# A prefix, a year in any brackets, even mismatched or half lost, a sequence: 国办发〔2020]20号.
_BRACKETED = re.compile(
    rf"(?P<open>[{_OPEN}]){_GAP}(?P<year>{_YEAR}){_GAP}年?{_GAP}[{_CLOSE}]{_LOOSE_GAP}"
    rf"(?P<at>第?){_GAP}(?P<sequence>{_SEQUENCE}){_LOOSE_GAP}(?P<mark>[号號]?)"
)
# A year without brackets or with only one: 国发2019年第11号, 国发2018-42, 国发2019 11号.
_BARE = re.compile(
    rf"[{_OPEN}]?{_GAP}(?<![{_DIGIT}])(?P<year>{_YEAR}){_GAP}[{_CLOSE}]?{_GAP}"
    rf"(?P<join>年?{_GAP}第?|[-－—_]|{_GAP}){_GAP}"
    rf"(?P<sequence>{_SEQUENCE}){_GAP}(?P<mark>[号號]?)(?![{_DIGIT}{_NUMERAL}年月日\-－—.%％])"
)
# An order or announcement numbered without a year: 国务院令第768号, 公告（第5号）.
_ORDER = re.compile(
    rf"(?<=[令告])(?:{_LOOSE_GAP}[{_OPEN}])?{_LOOSE_GAP}(?P<at>第?){_GAP}"
    rf"(?P<sequence>{_SEQUENCE}){_LOOSE_GAP}[号號]"
)
# The older form with the year in front: 〔1996〕武司字第82号, （81）财工字第56号.
_YEAR_FIRST = re.compile(
    rf"[{_OPEN}]{_GAP}(?P<year>{_YEAR}|[{_DIGIT}]{{2}}){_GAP}[{_CLOSE}]{_GAP}"
    rf"(?P<prefix>[{_HAN}]{{1,8}}?[字发函令办]){_GAP}第?{_GAP}(?P<sequence>{_SEQUENCE}){_GAP}[号號]"
)
# An order whose name stands behind its number: 国务院第693号令, 市政府第193号令.
_ORDER_BEHIND = re.compile(
    rf"(?<=[院部委局署会行厅府]){_GAP}第{_GAP}(?P<sequence>{_SEQUENCE}){_GAP}[号號](?P<kind>令|公告|通告)"
    rf"(?![{_HAN}]{{0,2}}第)"
)
# The same behind a year in brackets: 人民银行〔2020〕5号令.
_KIND_BEHIND = re.compile(r"令(?![人其])|公告|通告")
# A court's case number, which is no document: （2012）江宁开民初字第646号.
_CASE = re.compile(r"[民刑行执知商][初终申再]|[初终申再]字")
# What may stand before the year, read backwards from it: letters of one line.
_BEFORE = re.compile(rf"(?:{_NAME}){_LOOSE_GAP}$")
# Later members of a list under one prefix and year: 国发〔2019〕11号、12号.
_NEXT = re.compile(rf"{_GAP}[、，,和及]{_GAP}第?(?P<sequence>[{_DIGIT}]{{1,5}}){_GAP}[号號]")

# What makes a figure something else than a sequence: a unit, a further digit, another word.
_GOES_ON = re.compile(rf"[{_DIGIT}.%％\-－—:：]|[{_HAN}](?<![文的是这和与里中有吗规])")
# No 机关代字: 为我省[2020]10号.
_NO_PREFIX = re.compile(r"^[我本该此各其]|[我本该各全][省市区县]$")

_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_TRADITIONAL = str.maketrans("國發辦財稅號聯衛環規農總銀質檢價", "国发办财税号联卫环规农总银质检价")
_SEPARATORS = re.compile(r"[\s、·—\-]+")


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """One 发文字号; spellings of the same number compare equal, wherever they stood.

    ``prefix`` is the 机关代字 (国发) or the order's name (国务院令); ``year`` is None for an order
    numbered through all years. ``start``/``end`` say where it was found.

    >>> str(DocumentNumber("国发", 2019, 11))
    '国发〔2019〕11号'
    """

    prefix: str
    year: int | None
    sequence: int
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    def __str__(self) -> str:
        if self.year is None:
            return f"{self.prefix}第{self.sequence}号"
        if not self.prefix.endswith(("令", "公告", "通告", "布告")):
            return f"{self.prefix}〔{self.year}〕{self.sequence}号"
        if "人民银行" in self.prefix or "金融监督管理总局" in self.prefix:
            return f"{self.prefix}〔{self.year}〕第{self.sequence}号"
        return f"{self.prefix}{self.year}年第{self.sequence}号"


@dataclass(frozen=True, slots=True)
class _Prefixes:
    """The words that delimit a prefix in running text (data/number_prefixes.json)."""

    aliases: dict[str, str]
    known: frozenset[str]
    stops: re.Pattern[str]
    order_stops: re.Pattern[str]
    organ_ends: re.Pattern[str]
    endings: tuple[str, ...]
    not_orders: tuple[str, ...]


@cache
def _prefixes() -> _Prefixes:
    path = resources.files("corpus") / "data" / "number_prefixes.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    signs = "".join(data["signs"])
    words = "|".join(data["stop_words"])
    # The last word of prose before a prefix: 根据|国发, 印发的|财金; one letter only where a sign
    # follows it: 以|法发, but 日政发 (日照市) stays whole.
    stops = rf".*(?:{words}|[{''.join(data['stop_letters'])}](?=[{signs}]))"
    # What may stand before the organs of an order: 2008年1月31日|国务院令.
    order_stops = rf".*(?:{'|'.join(data['order_stop_words'])})"
    # A full organ name in front of its own sign: 天津市卫健委|津卫医政, 四川省政府|川办发.
    organ_ends = rf".*(?:{'|'.join(data['organ_ends'])})(?=[{signs}])"
    return _Prefixes(
        aliases=data["aliases"],
        known=frozenset(data["central"]),
        stops=re.compile(stops),
        order_stops=re.compile(order_stops),
        organ_ends=re.compile(organ_ends),
        endings=tuple(data["endings"]),
        not_orders=tuple(data["not_orders"]),
    )


def find_numbers(text: str) -> tuple[DocumentNumber, ...]:
    """Return every document number of ``text`` in order, whatever its spelling.

    >>> [str(item) for item in find_numbers("依据国发[2019]第11号和国务院令第 768 号")]
    ['国发〔2019〕11号', '国务院令第768号']
    """
    found: list[DocumentNumber] = []
    for match in _BRACKETED.finditer(text):
        found += _bracketed(text, match)
    taken = [(item.start, item.end) for item in found]
    readers = (
        (_bare, _BARE), (_order, _ORDER), (_order_behind, _ORDER_BEHIND),
        (_year_first, _YEAR_FIRST),
    )  # fmt: skip
    for reader, pattern in readers:
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            number = reader(text, match)
            if number is not None:
                found.append(number)
                taken.append((number.start, number.end))
    return tuple(sorted(found, key=lambda item: item.start))


def parse_number(text: str) -> DocumentNumber | None:
    """Return the number that ``text`` is or holds; None where it holds none or several.

    >>> str(parse_number("国发2019年11号"))
    '国发〔2019〕11号'
    """
    numbers = find_numbers(text)
    return numbers[0] if len(set(numbers)) == 1 else None


@lru_cache(maxsize=16_384)  # a long document names the same few numbers hundreds of times
def normalize_number(text: str) -> str | None:
    """Return the canonical form of the number in ``text``, None where there is not just one."""
    number = parse_number(text)
    return None if number is None else str(number)


def _bracketed(text: str, match: re.Match[str]) -> list[DocumentNumber]:
    bounds = _prefix_before(text, match.start())
    year, sequence = _int(match["year"]), _int(match["sequence"])
    if bounds is None or year is None or sequence is None or not _plausible(year, sequence):
        return []
    start, prefix = bounds
    is_number = _is_prefix(prefix) or match["open"] in "〔﹝"  # brackets of nothing else
    if not match["mark"] and not (is_number and _ends_there(text, match)):
        return []
    kind = _KIND_BEHIND.match(text, match.end()) if match["mark"] else None
    if kind is not None and not prefix.endswith(("令", "告")) and not _is_prefix(prefix):
        return [DocumentNumber(_canonical(prefix + kind[0]), year, sequence, start, kind.end())]
    first = DocumentNumber(prefix, year, sequence, start, match.end())
    return [first, *_listed(text, first)] if match["mark"] else [first]


def _ends_there(text: str, match: re.Match[str]) -> bool:
    """Whether a sequence without 号 ends: 国发〔2018〕39 and 国发2018-42文, not 2009年第24届."""
    following = text[match.end() : match.end() + 1]
    return match["sequence"].translate(_FULL_WIDTH).isdigit() and not _GOES_ON.match(following)


def _listed(text: str, first: DocumentNumber) -> list[DocumentNumber]:
    """Return the later numbers of a list that shares prefix and year with ``first``."""
    numbers = []
    position = first.end
    while (match := _NEXT.match(text, position)) is not None:
        sequence = _int(match["sequence"])
        if not sequence:
            break
        start, position = match.start("sequence"), match.end()
        numbers.append(DocumentNumber(first.prefix, first.year, sequence, start, position))
    return numbers


def _bare(text: str, match: re.Match[str]) -> DocumentNumber | None:
    bounds = _prefix_before(text, match.start())
    year, sequence = _int(match["year"]), _int(match["sequence"])
    if bounds is None or year is None or sequence is None or not _plausible(year, sequence):
        return None
    start, prefix = bounds
    is_order = prefix.endswith(("令", "公告", "通告"))
    needs_mark = not is_order and not _is_prefix(prefix)
    if needs_mark or (not match["mark"] and (is_order or not match["join"].strip())):
        return None
    if not match["mark"] and not _ends_there(text, match):
        return None
    return DocumentNumber(prefix, year, sequence, start, match.end())


def _order(text: str, match: re.Match[str]) -> DocumentNumber | None:
    bounds = _prefix_before(text, match.start())
    sequence = _int(match["sequence"])
    if bounds is None or not sequence:
        return None
    start, prefix = bounds
    closing = re.match(rf"{_GAP}[{_CLOSE}]", text[match.end() :])
    opened = any(item in _OPEN for item in match[0])
    if prefix in _prefixes().not_orders or not prefix.endswith(("令", "公告", "通告")):
        return None
    end = match.end() + (closing.end() if closing and opened else 0)
    return DocumentNumber(prefix, None, sequence, start, end)


def _order_behind(text: str, match: re.Match[str]) -> DocumentNumber | None:
    sequence = _int(match["sequence"])
    before = _BEFORE.search(text[max(0, match.start() - 80) : match.start()])
    if before is None or not sequence:
        return None
    run = before[0].rstrip()
    cut = max(
        _order_start(run + match["kind"]), max((run.rfind(c) + 1 for c in " 　、"), default=0)
    )
    prefix = _canonical(run[cut:] + match["kind"])
    known = prefix in _prefixes().known or len(prefix) >= len("某市人民政府令")
    if not known or _NO_PREFIX.search(prefix) or len(prefix) > 20:
        return None
    return DocumentNumber(prefix, None, sequence, match.start() - len(before[0]) + cut, match.end())


def _year_first(_: str, match: re.Match[str]) -> DocumentNumber | None:
    year, sequence = _int(match["year"]), _int(match["sequence"])
    if year is None or not sequence or _CASE.search(match["prefix"]):
        return None
    year = year + 1900 if year < 100 else year
    if not _plausible(year, sequence):
        return None
    return DocumentNumber(_canonical(match["prefix"]), year, sequence, match.start(), match.end())


def _prefix_before(text: str, position: int) -> tuple[int, str] | None:
    """Return where the prefix that ends at ``position`` begins, and its canonical form."""
    window = text[max(0, position - 80) : position]
    before = _BEFORE.search(window)
    if before is None:
        return None
    run = before[0]
    stripped = run.rstrip()
    if stripped.endswith(("令", "公告", "通告")):
        cut = _order_start(stripped)
    else:
        cut = _sign_start(stripped)
    raw = stripped[cut:]
    prefix = _canonical(raw)
    is_order = prefix.endswith(("令", "告"))
    if not prefix or _NO_PREFIX.search(prefix) or (len(prefix) > 14 and not is_order):
        return None
    return position - len(run) + cut + (len(raw) - len(raw.lstrip())), prefix


def _sign_start(run: str) -> int:
    """Return where the 机关代字 begins in the letters ``run`` before the year."""
    known = _prefixes()
    start = max((run.rfind(item) + 1 for item in " \t\u00a0\u3000、·—-"), default=0)
    tail = run[start:]
    if tail in known.known:
        return start
    stop = known.stops.match(tail)
    if stop is not None:
        start += stop.end()
        tail = run[start:]
    for size in range(min(len(tail), 8), 1, -1):
        if tail[-size:] in known.known:
            return len(run) - size if _ends_word(tail[:-size]) else start
    organ = known.organ_ends.match(tail)
    return start + organ.end() if organ is not None else start


def _ends_word(before: str) -> bool:
    """Whether ``before`` reads as prose rather than as the head of a longer sign."""
    return len(before) > 3 or before == ""


def _order_start(run: str) -> int:
    """Return where the organs of an order or announcement begin in ``run``."""
    stop = _prefixes().order_stops.match(run[:-2])
    return stop.end() if stop is not None else 0


def _canonical(raw: str) -> str:
    prefix = _SEPARATORS.sub("", raw).translate(_TRADITIONAL)
    if prefix.endswith(("令", "告")):
        prefix = prefix.replace("中华人民共和国", "").removeprefix("原")
    return _prefixes().aliases.get(prefix, prefix)


def _is_prefix(prefix: str) -> bool:
    known = _prefixes()
    return prefix in known.known or (1 < len(prefix) <= 10 and prefix.endswith(known.endings))


def _int(text: str) -> int | None:
    return parse_numeral(re.sub(r"\s", "", text).translate(_FULL_WIDTH))


def _plausible(year: int, sequence: int) -> bool:
    return _FIRST_YEAR <= year <= _LAST_YEAR and sequence > 0
