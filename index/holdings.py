"""What is searchable at one moment: the passages of documents that the catalogue still holds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.catalogue import Catalogue, DocumentSummary, StoredWork
from corpus.validity import RepealIndex
from index.manifest import Manifest, PassageRow
from index.passage_context import file_name

#: Share of passages that two texts of one title must have in common to be copies of each other.
_COPY_SHARE = 0.8
#: A year in a title or in a file's name. Example: 2022年政府工作报告
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|\s|$)")


@dataclass(frozen=True, slots=True)
class Holdings:
    """One consistent view: ``passages[i]`` belongs to ``documents[document_of[i]]``.

    ``family[d]`` is the same number for copies of one document (mirrors, reprints); ``members``
    lists the families of more than one, ``leads`` their most official copies.
    ``places[d]`` are the regions whose rules it states, ``years[d]`` those of its title and date,
    ``regions`` all that documents are of; ``in_collection[c][d]``: is it of collection ``c``.
    """

    version: tuple[int, int]
    documents: tuple[DocumentSummary, ...]
    passages: tuple[PassageRow, ...]
    document_of: NDArray[np.int32]
    row_of: Mapping[int, int]
    rows_of: tuple[tuple[int, int], ...]
    places: tuple[tuple[str, ...], ...]
    years: tuple[frozenset[int], ...]
    family: tuple[int, ...]
    members: Mapping[int, tuple[int, ...]]
    leads: frozenset[int]
    by_number: Mapping[str, tuple[int, ...]]
    regions: frozenset[str]
    in_collection: Mapping[str, NDArray[np.bool_]]
    repeals: RepealIndex

    @property
    def pids(self) -> list[int]:
        """Passage ids in order."""
        return [passage.pid for passage in self.passages]


def read_holdings(catalogue: Catalogue, manifest: Manifest) -> Holdings:
    """Return what can be searched now.

    A document whose text changed since it was indexed is left out until ``sync`` has run, for
    its passages' places no longer hold; so is one that has left the catalogue.
    """
    version = (catalogue.version(), manifest.generation())
    indexed = manifest.documents()
    documents = [
        item
        for item in catalogue.summaries()
        if (found := indexed.get(item.document_id)) is not None
        and found.done
        and found.content_hash == item.content_hash
    ]
    place = {item.document_id: index for index, item in enumerate(documents)}
    passages = [row for row in manifest.passages() if row.document_id in place]
    passages.sort(key=lambda row: (place[row.document_id], row.start, row.pid))
    document_of = np.array([place[row.document_id] for row in passages], np.int32)
    works = catalogue.works()
    family = families(documents, passages, works)
    return Holdings(
        version=version,
        documents=tuple(documents),
        passages=tuple(passages),
        document_of=document_of,
        row_of={row.pid: index for index, row in enumerate(passages)},
        rows_of=_extents(document_of, len(documents)),
        places=tuple(indexed[item.document_id].places for item in documents),
        years=tuple(_years(item) for item in documents),
        family=family,
        members=_members(family),
        leads=frozenset(
            place[work.document_id]
            for work in works.values()
            if work.leads and work.document_id in place
        ),
        by_number=_by_number(documents),
        regions=frozenset(item.region for item in documents if item.region is not None),
        in_collection=_in_collection(documents),
        repeals=RepealIndex.build(catalogue),
    )


def _in_collection(documents: Sequence[DocumentSummary]) -> dict[str, NDArray[np.bool_]]:
    names = np.array([item.collection for item in documents])
    return {str(name): names == name for name in set(names.tolist())}


def _extents(document_of: NDArray[np.int32], count: int) -> tuple[tuple[int, int], ...]:
    first = np.searchsorted(document_of, np.arange(count), side="left")
    last = np.searchsorted(document_of, np.arange(count), side="right")
    return tuple((int(a), int(b)) for a, b in zip(first, last, strict=True))


def _by_number(documents: Sequence[DocumentSummary]) -> dict[str, tuple[int, ...]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for index, document in enumerate(documents):
        for number in (document.doc_number, *document.other_numbers):
            if number is not None:
                found[number].append(index)
    return {number: tuple(places) for number, places in found.items()}


def _years(document: DocumentSummary) -> frozenset[int]:
    names = f"{document.title} {file_name(document.source)}"
    found = {int(match) for match in _YEAR.findall(names)}
    return frozenset(found | ({document.dated_on.year} if document.dated_on else set()))


def _members(family: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Return the documents of every family that has more than one."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for index, number in enumerate(family):
        found[number].append(index)
    return {number: tuple(group) for number, group in found.items() if len(group) > 1}


def families(
    documents: Sequence[DocumentSummary],
    passages: Sequence[PassageRow],
    works: Mapping[str, StoredWork],
) -> tuple[int, ...]:
    """Number the documents so that copies of one document share a number.

    Copies are what the catalogue holds to be one work, and what has the same number or title, no
    two different dates, and nearly all passages in common: the editions of a rule from two years
    stay apart, and so do alike rules of two places.
    """
    texts: list[set[str]] = [set() for _ in documents]
    place = {item.document_id: index for index, item in enumerate(documents)}
    for row in passages:
        texts[place[row.document_id]].add(row.text_key)
    groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for index, document in enumerate(documents):
        for name in {document.doc_number, document.title, document.inner_title} - {None}:
            groups[(document.collection, "".join(str(name).split()))].append(index)
    family = _by_work(documents, works)
    for group in groups.values():
        for position, second in enumerate(group):
            for first in group[:position]:
                if family[first] != family[second] and _are_copies(
                    documents[first], documents[second], texts[first], texts[second]
                ):
                    old, new = sorted((family[first], family[second]), reverse=True)
                    family = [new if number == old else number for number in family]
                    break
    return tuple(family)


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
    first: DocumentSummary, second: DocumentSummary, one: set[str], other: set[str]
) -> bool:
    if first.issued_on and second.issued_on and first.issued_on != second.issued_on:
        return False
    return len(one & other) >= _COPY_SHARE * max(1, min(len(one), len(other)))
