"""What answering reads: the search index, the catalogue, and documents cut into sentences."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Protocol

from corpus.catalogue import Catalogue
from corpus.document import Clause, PolicyDocument, Status
from corpus.viewer import Filters, Viewer
from service.answer.asking import text_pairs
from service.answer.endpoint import Writer
from service.answer.scoring import Prepared, prepare
from service.answer.sentences import is_label, split_sentences
from service.answer.wording import plain
from service.snapshot import Snapshot

#: Documents kept cut into sentences; one of 30,000 characters takes about 3 MB.
_KEPT = 64


class Hit(Protocol):
    """A passage found, as :class:`index.search.Hit` gives it."""

    @property
    def document_id(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def score(self) -> float: ...
    @property
    def status(self) -> Status: ...


class Found(Protocol):
    """The result of a search."""

    @property
    def hits(self) -> Sequence[Hit]: ...


class Searcher(Protocol):
    """The search that answers rest on: :class:`index.search.SearchIndex`."""

    def search(
        self,
        query: str,
        *,
        filters: Filters = ...,
        viewer: Viewer,
        as_of: date | None = ...,
        top_k: int = ...,
    ) -> Found:
        """Return the passages nearest to ``query`` that the viewer may see."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """A document cut into sentences; ``clauses[i]`` is the innermost clause of sentence ``i``."""

    document: PolicyDocument
    sentences: tuple[Prepared, ...]
    clauses: tuple[int | None, ...]
    title_pairs: frozenset[str]
    plain_text: str

    def clause_of(self, index: int) -> Clause | None:
        """Return the innermost clause of a sentence, None outside every clause."""
        place = self.clauses[index]
        return None if place is None else self.document.clauses[place]

    def clauses_around(self, index: int) -> Iterator[Clause]:
        """Yield the clauses that hold a sentence, the innermost first."""
        place = self.clauses[index]
        while place is not None:
            clause = self.document.clauses[place]
            yield clause
            place = clause.parent


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that an answer may rest on, at one version of the catalogue."""

    search: Searcher
    catalogue: Catalogue
    snapshot: Snapshot
    today: date
    reader: Reader
    writer: Writer | None = None
    writer_timeout_s: float = 60.0


@dataclass(slots=True)
class Reader:
    """Cuts documents into sentences and keeps the latest, by content; safe between threads."""

    _held: OrderedDict[tuple[str, str], Reading] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self, library: Library, document_id: str) -> Reading:
        """Return a held document as sentences, or raise NotFoundError."""
        key = (document_id, library.snapshot.summaries[document_id].content_hash)
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        reading = cut(library.catalogue.document(document_id))
        with self._lock:
            self._held[key] = reading
            while len(self._held) > _KEPT:
                self._held.popitem(last=False)
        return reading


def cut(document: PolicyDocument) -> Reading:
    """Return ``document`` as sentences that never run across the bounds of a clause."""
    bounds = _segments(document)
    sentences: list[Prepared] = []
    clauses: list[int | None] = []
    for start, end, place in bounds:
        heading = _heading_path(document, place)
        for extent in split_sentences(document.text, start=start, end=end):
            sentences.append(prepare(document.text, extent.start, extent.end, heading=heading))
            clauses.append(place)
    titles = f"{document.title} {document.inner_title or ''} {document.region or ''}"
    return Reading(
        document,
        tuple(sentences),
        tuple(clauses),
        text_pairs(titles),
        plain(f"{titles} {document.text}"),
    )


def _segments(document: PolicyDocument) -> list[tuple[int, int, int | None]]:
    """Cut the text at every start and end of a clause; each piece knows its innermost clause."""
    marks = {0, len(document.text)}
    for clause in document.clauses:
        marks.update((clause.start, clause.end))
    order = sorted(marks)
    owner: dict[int, int | None] = {}
    open_clauses: list[int] = []
    starts = sorted(range(len(document.clauses)), key=lambda i: document.clauses[i].start)
    coming = iter((*starts, None))
    upcoming = next(coming)
    for mark in order:
        while open_clauses and document.clauses[open_clauses[-1]].end <= mark:
            open_clauses.pop()
        while upcoming is not None and document.clauses[upcoming].start <= mark:
            open_clauses.append(upcoming)
            upcoming = next(coming)
        owner[mark] = open_clauses[-1] if open_clauses else None
    pieces = [(begin, end, owner[begin]) for begin, end in pairwise(order)]
    return _with_labels(document.text, pieces)


def _with_labels(
    text: str, pieces: list[tuple[int, int, int | None]]
) -> list[tuple[int, int, int | None]]:
    """Join a piece that is only a clause's label (第十五条) to the piece that follows it."""
    joined: list[tuple[int, int, int | None]] = []
    begin: int | None = None
    for start, end, place in pieces:
        if is_label(text[start:end]):
            begin = start if begin is None else begin
            continue
        joined.append((start if begin is None else begin, end, place))
        begin = None
    return joined


def _heading_path(document: PolicyDocument, place: int | None) -> str:
    found: list[str] = []
    while place is not None:
        clause = document.clauses[place]
        found.append(clause.heading or "")
        place = clause.parent
    return " ".join(reversed(found))
