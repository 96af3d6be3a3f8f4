"""Which documents are copies of one document: mirrors and reprints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from corpus.catalogue import DocumentSummary, StoredWork

#: Share of passages that two texts of one title must have in common to be copies of each other.
_COPY_SHARE = 0.8

TextKeys = Callable[[Sequence[str]], Mapping[str, frozenset[str]]]


def families(
    documents: Sequence[DocumentSummary], works: Mapping[str, StoredWork], text_keys: TextKeys
) -> tuple[int, ...]:
    """Number the documents so that copies of one document share a number.

    Copies are what the catalogue holds to be one work, and what has the same number or title, no
    two different dates, and nearly all passages in common: the editions of a rule from two years
    stay apart, and so do alike rules of two places. ``text_keys`` gives the digests of documents'
    passages and is asked only about documents that share a name.
    """
    leader = _by_work(documents, works)
    groups = [
        group
        for group in _by_name(documents).values()
        if len({_root(leader, place) for place in group}) > 1
    ]
    names = sorted({documents[place].document_id for group in groups for place in group})
    texts = text_keys(names)
    for group in groups:
        for position, second in enumerate(group):
            for first in group[:position]:
                one, other = _root(leader, first), _root(leader, second)
                if one != other and _are_copies(documents[first], documents[second], texts):
                    leader[max(one, other)] = min(one, other)
                    break
    return tuple(_root(leader, place) for place in range(len(documents)))


def _root(leader: list[int], place: int) -> int:
    """Follow the leaders to the first document of a family."""
    while leader[place] != place:
        leader[place] = leader[leader[place]]
        place = leader[place]
    return place


def _by_name(documents: Sequence[DocumentSummary]) -> dict[tuple[str, str], list[int]]:
    groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for index, document in enumerate(documents):
        for name in {document.doc_number, document.title, document.inner_title} - {None}:
            groups[(document.collection, "".join(str(name).split()))].append(index)
    return groups


def _by_work(documents: Sequence[DocumentSummary], works: Mapping[str, StoredWork]) -> list[int]:
    """Give every document the number of the first of its work."""
    first: dict[str, int] = {}
    return [
        first.setdefault(
            works[item.document_id].work_id if item.document_id in works else item.document_id,
            index,
        )
        for index, item in enumerate(documents)
    ]


def _are_copies(
    first: DocumentSummary, second: DocumentSummary, texts: Mapping[str, frozenset[str]]
) -> bool:
    if first.issued_on and second.issued_on and first.issued_on != second.issued_on:
        return False
    one, other = texts[first.document_id], texts[second.document_id]
    return len(one & other) >= _COPY_SHARE * max(1, min(len(one), len(other)))
