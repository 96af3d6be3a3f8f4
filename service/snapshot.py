"""What is known of all documents at one version of the catalogue, held in memory for look-ups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from corpus.catalogue import Catalogue, DocumentSummary, StoredReference, StoredWork
from corpus.docnumber import normalize_number
from corpus.document import Reference
from corpus.regions import region_among
from corpus.validity import RepealIndex, StatusAt, status_on, title_key
from corpus.viewer import Filters


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Summaries, references and repeals of one catalogue version."""

    version: int
    summaries: Mapping[str, DocumentSummary]
    references: tuple[StoredReference, ...]
    repeals: RepealIndex
    by_number: Mapping[str, tuple[str, ...]]
    by_title: Mapping[str, tuple[str, ...]]
    copies: Mapping[str, tuple[str, ...]]

    def status(self, document_id: str, as_of: date) -> StatusAt:
        """Return the validity of a held document on ``as_of``."""
        return status_on(self.summaries[document_id], self.repeals, as_of)

    def placed(self, filters: Filters) -> Filters:
        """Return ``filters`` with the region of the library that its region means."""
        if filters.region is None:
            return filters
        held = {item.region for item in self.summaries.values() if item.region}
        return replace(filters, region=region_among(filters.region, held))

    def target(self, reference: Reference) -> str | None:
        """Return the one held document that a reference means, None where absent or ambiguous.

        A number decides where it is given; a title counts only when it names exactly one work.
        Of several copies the most official one is meant.
        """
        if reference.doc_number is not None:
            return self._one_work(self.by_number.get(_number_key(reference.doc_number), ()))
        if reference.title is not None:
            return self._one_work(self.by_title.get(title_key(reference.title), ()))
        return None

    def _one_work(self, document_ids: tuple[str, ...]) -> str | None:
        works = {self.copies.get(item, (item,)) for item in document_ids}
        return next(iter(works))[0] if len(works) == 1 else None


def take_snapshot(catalogue: Catalogue) -> Snapshot:
    """Read what lists, lineage and validity need of every document held."""
    version = catalogue.version()
    held = catalogue.summaries()
    references = tuple(catalogue.all_references())
    summaries = {item.document_id: item for item in held}
    return Snapshot(
        version=version,
        summaries=summaries,
        references=references,
        repeals=RepealIndex.of(held, references),
        by_number=_group(
            (_number_key(number), item.document_id)
            for item in summaries.values()
            for number in (item.doc_number, *item.other_numbers)
            if number is not None
        ),
        by_title=_group(
            (title_key(title), item.document_id)
            for item in summaries.values()
            for title in (item.title, item.inner_title)
            if title is not None
        ),
        copies=_copies(catalogue.works().values()),
    )


def _number_key(number: str) -> str:
    return normalize_number(number) or number


def _group(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key, document_id in pairs:
        if document_id not in found[key]:
            found[key].append(document_id)
    return {key: tuple(ids) for key, ids in found.items()}


def _copies(works: Iterable[StoredWork]) -> dict[str, tuple[str, ...]]:
    """Return for each document that has copies the whole work, its leading copy first."""
    found: defaultdict[str, list[StoredWork]] = defaultdict(list)
    for item in works:
        found[item.work_id].append(item)
    ordered = [
        tuple(item.document_id for item in sorted(group, key=lambda one: not one.leads))
        for group in found.values()
        if len(group) > 1
    ]
    return {document_id: group for group in ordered for document_id in group}
