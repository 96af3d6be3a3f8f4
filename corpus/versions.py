"""Versions of one law: what day a text is the version of, and which one came after it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date

from corpus.catalogue import DocumentSummary

# The day of a version in a file's name: 公司法(2018-10-26).md
_DAY = re.compile(r"[(（](?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})[)）]")
# The year of a version in a title: 中华人民共和国公司法（2018年修正）
_YEAR = re.compile(r"[(（](?P<year>(?:19|20)\d\d)年?(?:第[一二三四五]次)?(?:修正|修订)")


def version_date(item: DocumentSummary) -> date | None:
    """Return the day of the version that a document is, None where it names none.

    A year alone counts from its last day, so that a version dated to the day goes first.
    """
    day = _DAY.search(item.source.rpartition("/")[2])
    if day is not None:
        try:
            return date(int(day["year"]), int(day["month"]), int(day["day"]))
        except ValueError:
            return None
    year = _YEAR.search(item.title)
    return date(int(year["year"]), 12, 31) if year is not None else None


def successors(
    items: Sequence[DocumentSummary], title_of: Callable[[str], str]
) -> dict[str, DocumentSummary]:
    """Return, for each older version of a law, the next newer one held beside it."""
    groups: dict[tuple[str, str], list[tuple[date, DocumentSummary]]] = defaultdict(list)
    for item in items:
        day = version_date(item)
        if day is not None:
            groups[item.collection, title_of(item.title)].append((day, item))
    following: dict[str, DocumentSummary] = {}
    for versions in groups.values():
        versions.sort(key=lambda pair: pair[0])
        for place, (day, item) in enumerate(versions):
            newer = next((other for on, other in versions[place + 1 :] if on > day), None)
            if newer is not None:
                following[item.document_id] = newer
    return following
