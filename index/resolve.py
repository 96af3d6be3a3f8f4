"""Which document a number or a title means: the one held, one only cited, or none.

Never a similar one instead: a number decides alone, a title must fit character by character, and
where several documents fit equally well they are only named as candidates.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from corpus.catalogue import Catalogue, DocumentSummary, StoredReference
from corpus.docnumber import DocumentNumber, find_numbers, normalize_number
from corpus.regions import contains, find_regions
from corpus.validity import title_key
from corpus.versions import version_date
from index.title_match import (
    SHORTEST,
    Match,
    asked_title,
    keeps_figures,
    match_title,
    quoted_titles,
)

_MAX_CANDIDATES = 5
#: Kinds that speak about a document rather than being it.
_ABOUT = frozenset({"新闻", "解读", "问答", "指南", "报告", "审议意见"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A held document that may be meant, or that cites what is meant."""

    document_id: str
    source: str
    doc_number: str | None
    title: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a request means.

    ``document_id`` is None where no held document is meant for certain; ``known_as_cited`` says
    that held documents (``cited_by``) refer to it, ``doc_number`` and ``title`` are then what they
    tell of it. ``candidates`` are other documents that fit as well, or might be meant.
    """

    document_id: str | None = None
    source: str | None = None
    doc_number: str | None = None
    title: str | None = None
    known_as_cited: bool = False
    candidates: tuple[Candidate, ...] = ()
    cited_by: tuple[Candidate, ...] = ()


def resolve(query: str, catalogue: Catalogue) -> Resolution:
    """Return the document that ``query`` means: any spelling of a number, a title, a sentence.

    >>> resolve("国发2019年3号", catalogue).doc_number  # doctest: +SKIP
    '国发〔2019〕3号'
    """
    return resolve_among(query, catalogue.summaries(), catalogue.all_references)


def resolve_among(
    query: str,
    summaries: Sequence[DocumentSummary],
    references: Callable[[], Sequence[StoredReference]],
) -> Resolution:
    """Return what ``query`` means among documents already read; ``references`` only if needed."""
    numbers = tuple(dict.fromkeys(find_numbers(query)))
    if numbers:
        return _by_number(query, numbers, summaries, references)
    whole = [item for item in summaries if title_key(item.title) == title_key(query)]
    if whole:
        return _by_title(query, whole)
    if len(quoted := quoted_titles(query)) > 1:
        return _several([_by_title(title, summaries) for title in quoted])
    asked = asked_title(query)
    found = _by_title(asked, summaries)
    if found.document_id is not None or found.candidates:
        return found
    return _cited_title(asked, summaries, references())


def _by_number(
    query: str,
    numbers: Sequence[DocumentNumber],
    summaries: Sequence[DocumentSummary],
    references: Callable[[], Sequence[StoredReference]],
) -> Resolution:
    held = [_numbered(number, summaries) for number in numbers]
    if len(numbers) > 1:
        return _several([_resolved(found) for found in held if found])
    number = str(numbers[0])
    if held[0]:
        return _resolved(held[0])
    unnumbered = [item for item in summaries if item.doc_number is None]
    for quoted in quoted_titles(query):
        if (found := _by_title(quoted, unnumbered)).document_id is not None:
            return found
    citing = [item for item in references() if _canonical(item.reference.doc_number) == number]
    return _cited(number, None, citing, summaries) if citing else Resolution(doc_number=number)


def _several(found: Sequence[Resolution]) -> Resolution:
    """Several documents are asked for at once: none of them alone is the answer."""
    return Resolution(
        candidates=tuple(
            Candidate(item.document_id, item.source, item.doc_number, item.title)
            for item in found
            if item.document_id is not None and item.source is not None and item.title is not None
        )
    )


def _numbered(
    number: DocumentNumber, summaries: Sequence[DocumentSummary]
) -> list[DocumentSummary]:
    """Return the held documents that bear ``number``, the most official copy first."""
    wanted = str(number)
    own = [item for item in summaries if _canonical(item.doc_number) == wanted]
    also = [
        item
        for item in summaries
        if item.other_numbers
        and item not in own
        and wanted in {_canonical(other) for other in item.other_numbers}
    ]
    return sorted(own, key=_officialness) + sorted(also, key=_officialness)


@lru_cache(maxsize=65_536)
def _canonical(number: str | None) -> str | None:
    return None if number is None else normalize_number(number) or number


def _officialness(item: DocumentSummary) -> tuple[bool, bool, int, str]:
    return (item.digest, item.doc_type in _ABOUT, len(item.title), item.source)


def _resolved(found: Sequence[DocumentSummary]) -> Resolution:
    best = found[0]
    return Resolution(
        document_id=best.document_id,
        source=best.source,
        doc_number=best.doc_number,
        title=best.title,
        candidates=tuple(_candidate(item) for item in found[1 : _MAX_CANDIDATES + 1]),
    )


def _by_title(asked: str, summaries: Sequence[DocumentSummary]) -> Resolution:
    """Return the one document whose title fits best, or those that fit equally well."""
    scored = [(match, item) for item in summaries if (match := _match(asked, item)) is not None]
    if not scored:
        return Resolution()
    scored.sort(key=lambda pair: (*_rank(*pair), pair[1].source))
    ordered = [item for _, item in scored]
    if _is_contested(scored):
        return Resolution(candidates=tuple(_candidate(item) for item in ordered[:_MAX_CANDIDATES]))
    return _resolved(_newest_first(ordered))


def _match(asked: str, item: DocumentSummary) -> Match | None:
    titles = (item.title,) if item.inner_title is None else (item.title, item.inner_title)
    match = match_title(asked, titles)
    if match is None or not keeps_figures(asked, " ".join(titles)):
        return None
    return match if match.whole or not _is_from_elsewhere(asked, item) else None


def _is_from_elsewhere(asked: str, item: DocumentSummary) -> bool:
    """Whether the request names a place that the document is neither of nor within."""
    named = {place.canonical for place in find_regions(asked) if not place.ambiguous}
    if not named or item.region is None or any(place in item.title for place in named):
        return False
    region = item.region
    return not any(contains(place, region) or contains(region, place) for place in named)


def _rank(match: Match, item: DocumentSummary) -> tuple[bool, bool, bool, int]:
    return (not match.whole, not match.exact, item.doc_type in _ABOUT, match.gaps)


def _is_contested(scored: Sequence[tuple[Match, DocumentSummary]]) -> bool:
    """Whether another document fits as well, or an inexact match fits another nearly as well."""
    best, own = scored[0]
    slack = 0 if best.exact else 1
    return any(
        _rank(match, item)[:3] == _rank(best, own)[:3]
        and match.gaps <= best.gaps + slack
        and not _is_same_work(item, own)
        for match, item in scored[1:]
    )


def _is_same_work(one: DocumentSummary, other: DocumentSummary) -> bool:
    """Copies and versions of one document bear its title, perhaps without the issuer."""
    if one.doc_number is not None and one.doc_number == other.doc_number:
        return True
    first, second = _own_title(one), _own_title(other)
    return first.endswith(second) or second.endswith(first)


def _own_title(item: DocumentSummary) -> str:
    return title_key(item.inner_title or item.title)


def _newest_first(items: Sequence[DocumentSummary]) -> list[DocumentSummary]:
    """Put the newest version of the first document's work first, then its others, then the rest."""
    same = [item for item in items if _is_same_work(item, items[0])]
    same.sort(key=_version, reverse=True)
    return same + [item for item in items if item not in same]


def _version(item: DocumentSummary) -> tuple[bool, date]:
    on = version_date(item) or item.dated_on or item.effective_on
    return (item.doc_type not in _ABOUT, on or date.min)


def _cited_title(
    asked: str, summaries: Sequence[DocumentSummary], references: Sequence[StoredReference]
) -> Resolution:
    """Return what held documents that cite the title tell of it."""
    key = title_key(asked)
    if len(key) < SHORTEST:
        return Resolution()
    citing = [
        item
        for item in references
        if item.reference.title is not None
        and (match := match_title(asked, (item.reference.title,))) is not None
        and match.exact
    ]
    return _cited(None, asked, citing, summaries) if citing else Resolution()


def _cited(
    number: str | None,
    title: str | None,
    citing: Sequence[StoredReference],
    summaries: Sequence[DocumentSummary],
) -> Resolution:
    by_id = {item.document_id: item for item in summaries}
    numbers = (item.reference.doc_number for item in citing if item.reference.doc_number)
    titles = (item.reference.title for item in citing if item.reference.title)
    sources = dict.fromkeys(item.document_id for item in citing)
    return Resolution(
        doc_number=number or next(numbers, None),
        title=next(titles, title),
        known_as_cited=True,
        cited_by=tuple(_candidate(by_id[item]) for item in sources if item in by_id),
    )


def _candidate(item: DocumentSummary) -> Candidate:
    return Candidate(item.document_id, item.source, item.doc_number, item.title)
