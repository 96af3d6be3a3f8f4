"""Dates that a draft gives to documents, against the dates the library knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from corpus.catalogue import DocumentSummary
from corpus.dates import find_days
from service.align.cited import Cited
from service.align.known import KnownDocuments
from service.align.report import Inconsistency

# A date on which a document was given out: 2019年5月8日，国务院下发了《……》 · 于2019年5月20日印发
_ISSUED = re.compile(r"印发|下发|发布|出台|公布|颁布|制发|发出")
_NOT_THE_DAY = re.compile(r"^(?:之?前|以前|起|底|至|到|—)")
_SENTENCE = re.compile(r"[^。；\n]+")


def find_wrong_dates(
    text: str, cited: Sequence[Cited], known: KnownDocuments
) -> Iterator[Inconsistency]:
    """Yield the sentences that date a held document otherwise than the library does."""
    for match in _SENTENCE.finditer(text):
        inside = [item for item in cited if match.start() <= item.start < match.end()]
        held = [found for item in inside if (found := _held(item, known)) is not None]
        if len({item.document_id for item in held}) != 1 or len(inside) != 1:
            continue
        for mention in find_days(match.group()):
            if mention.first is None or not _is_issue(match.group()[mention.end :]):
                continue
            wrong = _wrong(held[0], mention.first)
            if wrong is not None:
                start = match.start() + mention.start
                yield Inconsistency(
                    "date",
                    f"草案称该文件{mention.text.strip()}印发（{mention.first.isoformat()}），{wrong}",
                    ((start, start + len(mention.text)), (inside[0].start, inside[0].end)),
                )


def _held(cited: Cited, known: KnownDocuments) -> DocumentSummary | None:
    found = known.numbered(str(cited.number)) if cited.number else known.titled(cited.title or "")
    return next((item.summary for item in found if item.summary is not None), None)


def _is_issue(after: str) -> bool:
    """Whether the words after a date make it the day a document was given out, not one to meet."""
    return not _NOT_THE_DAY.match(after) and bool(_ISSUED.search(after))


def _wrong(held: DocumentSummary, day: date) -> str | None:
    """What the library knows instead of ``day``, None where it agrees or knows no date."""
    dates = [item for item in (held.issued_on, held.published_on) if item is not None]
    if not dates or day in dates:
        return None
    shown = [
        f"{name}为{on.isoformat()}"
        for name, on in (("成文日期", held.issued_on), ("公布日期", held.published_on))
        if on is not None
    ]
    digest = "（据摘编）" if held.digest else ""
    return f"库中《{held.title}》{'、'.join(shown)}{digest}"
