"""Copies of one text (转载, mirrors) folded into one work with many sources.

Documents are sketched by the smallest hashes of their character shingles; those that share most
of a sketch are compared in full. A later version of a law, the same form filled in for another
year or region, or a text with other figures is no copy.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from corpus.catalogue import Catalogue, DocumentSummary, StoredWork
from corpus.document import PolicyDocument

_SHINGLE = 6
_SKETCH = 64
#: Shared hashes of two sketches that make a full comparison worth while.
_CANDIDATE = 24
#: A document is compared in full with so many others at most: copies of copies meet anyway, and
#: a thousand filled-in forms must not cost a million comparisons.
_MOST_COMPARED = 8
#: The part of the smaller text's shingles that stands in the larger one's.
_CONTAINED = 0.93
#: How much shorter a copy may be than the text it copies.
_MIN_LENGTH_RATIO = 0.75
#: Overlap of the figures of both texts, as multisets.
_SAME_FIGURES = 0.9
#: A hash that so many texts share is boilerplate.
_MAX_SHARED = 200
_KEPT = re.compile(r"[^\u3400-\u9fff0-9A-Za-z]+")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
# A step in a law's history: "2015年5月28日重庆市第四届人民代表大会常务委员会第十八次会议通过"
_VERSION = re.compile(
    r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日[^。；\n]{0,80}?"
    r"(?:通过|修订|修正|修改|公布|发布|施行|第\S{1,6}号)"
)
_HEAD_CHARS = 1500

Hashes = NDArray[numpy.uint64]


def fold_copies(catalogue: Catalogue) -> int:
    """Bring the works of the catalogue up to date; return how many documents were compared anew.

    Only documents whose text changed are sketched and compared; the result does not depend on
    the order in which documents came.
    """
    known = catalogue.works()
    hashes = catalogue.content_hashes()
    fresh = [
        document_id
        for document_id, content_hash in hashes.items()
        if document_id not in known or known[document_id].content_hash != content_hash
    ]
    broken = _broken_works(known, hashes)
    if not fresh and not broken:
        return 0
    sketches = {
        document_id: numpy.frombuffer(work.sketch, dtype=numpy.uint64)
        for document_id, work in known.items()
        if document_id in hashes and document_id not in set(fresh)
    }
    for document in catalogue.iter_documents(fresh):
        sketches[document.document_id] = sketch(document.text)
    changed = {*fresh, *broken}
    pairs = _copies(catalogue, sketches, changed)
    pairs += [pair for pair in _old_pairs(known, hashes) if not changed.intersection(pair)]
    catalogue.put_works(_works(catalogue, sketches, hashes, pairs, known))
    return len(fresh)


def sketch(text: str) -> Hashes:
    """Return the smallest hashes of a text's shingles, ascending."""
    return numpy.sort(shingles(text))[:_SKETCH].copy()


def shingles(text: str) -> Hashes:
    """Return the distinct hashes of all runs of six characters, signs and spaces left out."""
    kept = _KEPT.sub("", text)
    codes = numpy.frombuffer(kept.encode("utf-32-le"), dtype=numpy.uint32).astype(numpy.uint64)
    if len(codes) < _SHINGLE:
        codes = numpy.pad(codes, (0, _SHINGLE - len(codes)))
    mixed = numpy.zeros(len(codes) - _SHINGLE + 1, dtype=numpy.uint64)
    for offset in range(_SHINGLE):
        mixed = mixed * numpy.uint64(1099511628211) + codes[offset : offset + len(mixed)]
    mixed ^= mixed >> numpy.uint64(31)
    mixed *= numpy.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> numpy.uint64(29)
    return numpy.unique(mixed)


def _broken_works(known: Mapping[str, StoredWork], held: Mapping[str, str]) -> set[str]:
    """Return the documents of works that lost a member or whose member changed."""
    touched = {
        work.work_id
        for document_id, work in known.items()
        if held.get(document_id) != work.content_hash
    }
    led = Counter(work.work_id for work in known.values() if work.leads)
    return {
        document_id
        for document_id, work in known.items()
        if document_id in held and (work.work_id in touched or led[work.work_id] != 1)
    }


def _old_pairs(known: Mapping[str, StoredWork], held: Mapping[str, str]) -> list[tuple[str, str]]:
    members: dict[str, list[str]] = defaultdict(list)
    for document_id, work in sorted(known.items()):
        if document_id in held:
            members[work.work_id].append(document_id)
    return [(group[0], other) for group in members.values() for other in group[1:]]


def _copies(
    catalogue: Catalogue, sketches: Mapping[str, Hashes], changed: set[str]
) -> list[tuple[str, str]]:
    """Return the pairs of copies of which at least one has changed."""
    holders: dict[int, list[str]] = defaultdict(list)
    for document_id in sorted(sketches):
        for value in sketches[document_id].tolist():
            holders[value].append(document_id)
    candidates: set[tuple[str, str]] = set()
    for document_id in sorted(changed & sketches.keys()):
        shared: Counter[str] = Counter()
        for value in sketches[document_id].tolist():
            if len(holders[value]) <= _MAX_SHARED:
                shared.update(holders[value])
        del shared[document_id]
        own = len(sketches[document_id])
        nearest = sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_MOST_COMPARED]
        for other, count in nearest:
            needed = min(_CANDIDATE, own // 2, len(sketches[other]) // 2)
            if count >= max(needed, 1):
                first, second = sorted((document_id, other))
                candidates.add((first, second))
    return [pair for pair in sorted(candidates) if _is_pair(catalogue, pair)]


def _is_pair(catalogue: Catalogue, pair: tuple[str, str]) -> bool:
    documents = list(catalogue.iter_documents(pair))
    return len(documents) == 2 and are_copies(documents[0], documents[1])


def are_copies(first: PolicyDocument, second: PolicyDocument) -> bool:
    """True where both are the same text of the same document in the same collection."""
    if first.collection != second.collection or _differ_in_fact(first, second):
        return False
    one, two = shingles(first.text), shingles(second.text)
    smaller, larger = sorted((len(one), len(two)))
    if smaller < _MIN_LENGTH_RATIO * larger:
        return False
    common = len(numpy.intersect1d(one, two, assume_unique=True))
    return common >= _CONTAINED * smaller and _same_figures(first.text, second.text)


def _differ_in_fact(first: PolicyDocument, second: PolicyDocument) -> bool:
    facts = (
        (first.doc_number, second.doc_number),
        (first.issued_on, second.issued_on),
        (first.effective_on, second.effective_on),
        (first.region, second.region),
    )
    if any(one is not None and two is not None and one != two for one, two in facts):
        return True
    one, two = _latest_version(first.text), _latest_version(second.text)
    return bool(one and two and one != two)


def _latest_version(text: str) -> tuple[int, int, int] | None:
    """Return the last date in the history that a law prints below its title.

    >>> _latest_version("2015年5月28日通过 2021年1月22日修订")
    (2021, 1, 22)
    """
    found = _VERSION.finditer(text[:_HEAD_CHARS])
    return max(((int(item[1]), int(item[2]), int(item[3])) for item in found), default=None)


def _same_figures(first: str, second: str) -> bool:
    one, two = Counter(_FIGURE.findall(first)), Counter(_FIGURE.findall(second))
    smaller = min(one.total(), two.total())
    return (one & two).total() >= _SAME_FIGURES * smaller


def _works(
    catalogue: Catalogue,
    sketches: Mapping[str, Hashes],
    hashes: Mapping[str, str],
    pairs: Iterable[tuple[str, str]],
    known: Mapping[str, StoredWork],
) -> list[StoredWork]:
    """Return the works that differ from what is stored."""
    groups = _groups(sketches, pairs)
    summaries = {
        item.document_id: item
        for item in catalogue.summaries(
            [member for group in groups for member in group if len(group) > 1]
        )
    }
    found: list[StoredWork] = []
    for group in groups:
        leader = group[0] if len(group) == 1 else _leader(group, summaries, catalogue)
        for member in group:
            found.append(
                StoredWork(
                    member,
                    hashes[member],
                    sketches[member].tobytes(),
                    leader,
                    member == leader,
                )
            )
    return [work for work in found if known.get(work.document_id) != work]


def _groups(sketches: Mapping[str, Hashes], pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    parent = {document_id: document_id for document_id in sketches}

    def root(item: str) -> str:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for first, second in pairs:
        low, high = sorted((root(first), root(second)))
        parent[high] = low
    groups: dict[str, list[str]] = defaultdict(list)
    for document_id in sorted(sketches):
        groups[root(document_id)].append(document_id)
    return list(groups.values())


@dataclass(frozen=True, slots=True, order=True)
class _Rank:
    """How official a copy is; the smallest leads."""

    lacks_number: bool
    is_news: bool
    lacks_issuer: bool
    lacks_date: bool
    shortness: int
    source: str


def _leader(
    group: Sequence[str], summaries: Mapping[str, DocumentSummary], catalogue: Catalogue
) -> str:
    ranks = {}
    for document in catalogue.iter_documents(group):
        summary = summaries[document.document_id]
        ranks[document.document_id] = _Rank(
            summary.doc_number is None,
            summary.doc_type in ("新闻", "解读"),
            not summary.issuers,
            summary.dated_on is None,
            -len(document.text),
            summary.source,
        )
    return min(ranks, key=lambda item: ranks[item])
