"""What is searchable at one moment: the passages of documents that the catalogue still holds.

Of a passage only its id, its document and its order are in memory, as columns: a million objects
would take a gigabyte and many seconds. The rest of its row is read for the few that are shown.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.catalogue import Catalogue, DocumentSummary
from corpus.validity import RepealIndex
from index.families import families
from index.manifest import Manifest
from index.passage_context import file_name
from index.passage_rows import PassageColumns

Rows = NDArray[np.int64]

#: A year in a title or in a file's name. Example: 2022年政府工作报告
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|\s|$)")


@dataclass(frozen=True, slots=True)
class Holdings:
    """One consistent view: passage ``pids[i]`` belongs to ``documents[document_of[i]]``.

    ``by_pid`` are the rows in order of passage id; document ``d`` has the rows
    ``first_row[d]`` up to ``first_row[d + 1]``, in the order of its text.

    ``family[d]`` is the same number for copies of one document (mirrors, reprints); ``members``
    lists the families of more than one, ``leads`` their most official copies.
    ``places[d]`` are the regions whose rules it states, ``years[d]`` those of its title and date,
    ``regions`` all that documents are of; ``in_collection[c][d]``: is it of collection ``c``.
    """

    version: tuple[int, int]
    documents: tuple[DocumentSummary, ...]
    pids: Rows
    by_pid: Rows
    document_of: NDArray[np.int32]
    first_row: Rows
    places: tuple[tuple[str, ...], ...]
    years: tuple[frozenset[int], ...]
    family: tuple[int, ...]
    members: Mapping[int, tuple[int, ...]]
    leads: frozenset[int]
    by_number: Mapping[str, tuple[int, ...]]
    regions: frozenset[str]
    in_collection: Mapping[str, NDArray[np.bool_]]
    repeals: RepealIndex

    def rows_at(self, pids: Iterable[int]) -> Rows:
        """Return the rows of passages in the order of ``pids``, -1 for what is not held."""
        wanted = np.fromiter(pids, np.int64)
        if not len(self.pids) or not len(wanted):
            return np.full(len(wanted), -1, np.int64)
        at = np.searchsorted(self.pids, wanted, sorter=self.by_pid)
        rows = self.by_pid[np.minimum(at, len(self.pids) - 1)]
        found: Rows = np.where(self.pids[rows] == wanted, rows, -1)
        return found

    def rows_of(self, document: int) -> range:
        """Return the rows of one document."""
        return range(int(self.first_row[document]), int(self.first_row[document + 1]))


def read_holdings(catalogue: Catalogue, manifest: Manifest) -> Holdings:
    """Return what can be searched now.

    A document whose text changed since it was indexed is left out until ``sync`` has run, for
    its passages' places no longer hold; so is one that has left the catalogue.
    """
    version = (catalogue.version(), manifest.generation())
    indexed = manifest.documents()
    summaries = catalogue.summaries()
    documents = [
        item
        for item in summaries
        if (found := indexed.get(item.document_id)) is not None
        and found.done
        and found.content_hash == item.content_hash
    ]
    place = {item.document_id: index for index, item in enumerate(documents)}
    pids, document_of = _ordered(manifest.columns(), place)
    works = catalogue.works()
    family = families(documents, works, manifest.text_keys)
    return Holdings(
        version=version,
        documents=tuple(documents),
        pids=pids,
        by_pid=np.argsort(pids, kind="stable"),
        document_of=document_of,
        first_row=np.searchsorted(document_of, np.arange(len(documents) + 1)),
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
        repeals=RepealIndex.of(summaries, catalogue.all_references()),
    )


def _in_collection(documents: Sequence[DocumentSummary]) -> dict[str, NDArray[np.bool_]]:
    names = np.array([item.collection for item in documents])
    return {str(name): names == name for name in set(names.tolist())}


def _ordered(columns: PassageColumns, place: Mapping[str, int]) -> tuple[Rows, NDArray[np.int32]]:
    """Return ids and documents of the passages, in the order of documents and of their texts."""
    places = np.array([place.get(item, -1) for item in columns.document_ids], np.int32)
    document = places[columns.document] if len(places) else np.zeros(0, np.int32)
    order = np.lexsort((columns.pid, columns.start, document))
    order = order[np.searchsorted(document[order], 0) :]
    return columns.pid[order], document[order]


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
