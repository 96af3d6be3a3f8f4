"""Facts about one document that do not agree: two dates or two titles for one number.

A document's own date is compared with its own signature, with what other documents say of it, and
with other documents that bear the same number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from corpus.dates import find_days
from corpus.docnumber import find_numbers

ConflictField = Literal["issued_on", "title"]

#: The rule under which a signature is kept in evidence that is dated otherwise than the page says.
OTHER_SIGNATURE = "落款日期与页面字段不一致"
#: How far before a number its sentence is read.
_REACH = 240
# The name and its number at the end of a sentence's first half, told as issued:
# "2019年5月8日,……,国务院正式下发了《关于……的意见》(国发〔2019〕11号)"
_ISSUED = re.compile(
    r"(?:印发|下发|发布|出台|公布|颁布|制定|下达)(?:了|的)?\s*《[^《》]{4,80}》\s*[（(]?\s*$"
)


class Dated(Protocol):
    """What must be known of a document to compare its facts."""

    @property
    def title(self) -> str: ...
    @property
    def doc_number(self) -> str | None: ...
    @property
    def issued_on(self) -> date | None: ...
    @property
    def published_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class FactConflict:
    """A fact of a document and another statement of it, with the words that say so."""

    field: ConflictField
    held: str
    stated: str
    quote: str


def stated_otherwise(document: Dated, text: str) -> tuple[FactConflict, ...]:
    """Return what ``text``, of another document, says of the date of ``document`` otherwise.

    Only a sentence counts that begins with a date and tells of issuing this very number.
    """
    if document.doc_number is None or document.issued_on is None:
        return ()
    right = {document.issued_on, document.published_on}
    found: list[FactConflict] = []
    for number in find_numbers(text):
        if str(number) != document.doc_number:
            continue
        before = re.split(r"[。\n]", text[max(0, number.start - _REACH) : number.start])[-1]
        days = find_days(before)
        if not days or days[0].start > 1 or _ISSUED.search(before) is None:
            continue
        if days[0].first is not None and days[0].first not in right:
            quote = f"{before}{text[number.start : number.end]}"
            found.append(
                FactConflict("issued_on", str(document.issued_on), str(days[0].first), quote)
            )
    return tuple(found)


def numbered_alike(document: Dated, others: Iterable[Dated]) -> tuple[FactConflict, ...]:
    """Return where documents of the same number bear another date."""
    if document.doc_number is None:
        return ()
    return tuple(
        FactConflict("issued_on", str(document.issued_on), str(other.issued_on), other.title)
        for other in others
        if other.doc_number == document.doc_number
        and None not in (document.issued_on, other.issued_on)
        and other.issued_on != document.issued_on
    )


class EvidenceLike(Protocol):
    """A field's evidence: the rule that found it and the words."""

    @property
    def rule(self) -> str: ...
    @property
    def text(self) -> str: ...


def signed_otherwise(document: Dated, evidence: Sequence[EvidenceLike]) -> tuple[FactConflict, ...]:
    """Return where the document's own signature bears another date than its page."""
    found: list[FactConflict] = []
    for item in evidence:
        days = find_days(item.text) if item.rule == OTHER_SIGNATURE else ()
        found += [
            FactConflict("issued_on", str(document.issued_on), str(day.first), item.text)
            for day in days[-1:]
        ]
    return tuple(found)
