"""Form and order of citations by GB/T 9704 and usual practice: remarks, never errors."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from service.align.cited import Cited
from service.align.known import KnownDocuments

# The year of a number in six-sided brackets and a sequence without 第 and idle zeros: 〔2019〕3号
_SIX_SIDED = re.compile(r"〔\d{4}〕")
_ANY_BRACKETED = re.compile(r"[\[［(（【﹝〈<{「]\s*\d{4}\s*[\]］)）】﹞〉>}」]|\d{4}年?第?\d+号$")
_IDLE_ZERO = re.compile(r"[〕\])）】]\s*第?0\d*号")
_ORDINAL = re.compile(r"[〕\])）】]\s*第\s*\d+\s*号")
_BASIS = re.compile(r"根据|按照|依据|落实|贯彻")
_RANK = {"国家": 0, "省": 1, "市": 2, "县区": 3}
_NATIONAL = re.compile(r"^(?:中发|中办发|国发|国办发|国函|国办函|国令|国务院令|国办发明电)")


def form_remarks(
    text: str, cited: Sequence[Cited], known: KnownDocuments
) -> dict[int, tuple[str, ...]]:
    """Return remarks on form by the place of the citation that they are about."""
    remarks: dict[int, list[str]] = defaultdict(list)
    introduced: set[str] = set()
    for item in cited:
        if item.number is None:
            continue
        remarks[item.start] += _number_form(item)
        if item.title is None and str(item.number) not in introduced:
            remarks[item.start].append("首次引用宜先引标题、后引发文字号")
        introduced.add(str(item.number))
    for item in _out_of_order(text, cited, known):
        remarks[item.start].append("同一依据句中宜先引上级文件、后引下级文件")
    return {start: tuple(found) for start, found in remarks.items() if found}


def _number_form(cited: Cited) -> list[str]:
    written = cited.text
    found = []
    if not _SIX_SIDED.search(written) and _ANY_BRACKETED.search(written.rstrip("）)")):
        found.append("发文字号的年份应加六角括号〔〕")
    if _ORDINAL.search(written) and not re.search(
        r"[令告]", cited.number.prefix if cited.number else ""
    ):
        found.append("发文字号的序号不加“第”字")
    if _IDLE_ZERO.search(written):
        found.append("发文字号的序号不编虚位")
    if cited.number_first:
        found.append("宜先引标题、后引发文字号")
    return found


def _out_of_order(text: str, cited: Sequence[Cited], known: KnownDocuments) -> list[Cited]:
    """Citations of a lower level that one of a higher level follows in the same basis sentence."""
    found = []
    for item, after in pairwise(cited):
        between = text[item.end : after.start]
        sentence = re.split(r"[。\n]", text[: item.start])[-1]
        if re.search(r"[。\n]", between) or not _BASIS.search(sentence):
            continue
        ranks = _rank(item, known), _rank(after, known)
        if None not in ranks and ranks[0] > ranks[1]:  # type: ignore[operator]
            found.append(item)
    return found


def _rank(cited: Cited, known: KnownDocuments) -> int | None:
    if cited.number is not None and _NATIONAL.match(str(cited.number)):
        return 0
    found = known.numbered(str(cited.number)) if cited.number else known.titled(cited.title or "")
    level = next((item.summary.level for item in found if item.summary is not None), None)
    return _RANK.get(level) if level else None
