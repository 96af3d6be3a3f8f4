"""One data directory with everything it offers, opened when first needed.

The command line and HTTP both work through this class, so that they answer alike. Reading never
imports torch; searching and asking do, once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.catalogue import Catalogue, DocumentSummary
from corpus.errors import NotFoundError
from corpus.settings import Settings
from corpus.viewer import Filters, Viewer, viewer_of
from service.differences import differences
from service.ingesting import Batch, OnProgress, ingest_batches
from service.lineage import conflicts_of, lineage_of
from service.lineage_graph import Relations, graph_of, relations_of
from service.listing import facets_of, matching
from service.originals import Originals
from service.presenting import clause_of, resolution_of, response_of, row_of, view_of
from service.schema.differences import DifferencesView
from service.schema.document import ClauseText, DocumentRow, DocumentView, LineageView
from service.schema.hits import FacetsView, ResolutionView, SearchResponse
from service.schema.jobs import IngestSummary
from service.schema.lineage import LineageGraph
from service.schema.query import Turn
from service.searching import RecentSearches, search_with_facets
from service.snapshot import Snapshot, take_snapshot

if TYPE_CHECKING:
    from index.embed import Embedder, Vectors
    from index.search import SearchIndex
    from service.answer.library import Library, Reader
    from service.answer.model import Answer, Verification
    from service.cards import CardDesk
    from service.receipts import Receipt, Receipts


class Workspace:
    """The documents of one data directory: reading, searching, asking and ingesting.

    ``embedder`` replaces the model of the settings (tests pass a small fake one). Safe to share
    between threads.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        embedder: Embedder | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self.settings = settings
        self.today = today
        self._embedder = embedder
        self._lock = threading.RLock()
        self._catalogue: Catalogue | None = None
        self._snapshot: Snapshot | None = None
        self._index: SearchIndex | None = None
        self._reader: Reader | None = None
        self._stored_answers: Receipts | None = None
        self._cards: CardDesk | None = None
        self._relations: Relations | None = None
        self._recent = RecentSearches()

    # -- what is held --------------------------------------------------------------------------

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue of the data directory, created when it is not there."""
        with self._lock:
            if self._catalogue is None:
                self._catalogue = Catalogue(
                    self.settings.catalogue_url, self.settings.data / "writer.lock"
                )
            return self._catalogue

    def is_created(self) -> bool:
        """Tell whether anything was ever put into this data directory."""
        url = self.settings.catalogue_url
        return not url.startswith("sqlite:///") or Path(url.removeprefix("sqlite:///")).exists()

    def snapshot(self) -> Snapshot:
        """Return what is known of all documents, read anew when the catalogue has moved."""
        with self._lock:
            if self._snapshot is None or self._snapshot.version != self.catalogue.version():
                self._snapshot = take_snapshot(self.catalogue)
            return self._snapshot

    def document(self, document_id: str, *, as_of: date | None = None) -> DocumentView:
        """Return a document whole, or raise NotFoundError."""
        document = self.catalogue.document_to_read(document_id)
        sources = self.catalogue.sources_of(document_id)
        return view_of(
            document,
            sources,
            self.snapshot(),
            as_of or self.today(),
            has_original=Originals(self.settings).of(sources) is not None,
        )

    def clause(self, document_id: str, address: str) -> ClauseText:
        """Return one clause of a document by its address (第十五条第二款, 二（三）)."""
        document = self.catalogue.document(document_id)
        return clause_of(document, address)

    def list_documents(
        self, filters: Filters, *, text: str | None = None, as_of: date | None = None
    ) -> list[DocumentRow]:
        """Return the documents that pass ``filters`` and whose title or number holds ``text``."""
        snapshot, day = self.snapshot(), as_of or self.today()
        found = matching(snapshot, snapshot.placed(filters), text, day)
        return [row_of(item, snapshot, day) for item in found]

    def facets(
        self, filters: Filters, *, text: str | None = None, as_of: date | None = None
    ) -> FacetsView:
        """Count the values of every filter over the documents that pass the others."""
        snapshot = self.snapshot()
        return facets_of(snapshot, snapshot.placed(filters), text, as_of or self.today())

    def lineage(self, document_id: str, *, as_of: date | None = None) -> LineageView:
        """Return the relations of a held document, or raise NotFoundError."""
        snapshot = self.snapshot()
        if document_id not in snapshot.summaries:
            raise NotFoundError(f"库中没有文件 {document_id}。")
        view = lineage_of(snapshot, document_id, as_of or self.today())
        found = conflicts_of(snapshot, self.catalogue, view)
        return view.model_copy(update={"conflicts": found})

    def lineage_graph(
        self, document_id: str, *, depth: int, as_of: date | None = None
    ) -> LineageGraph:
        """Return the documents up to ``depth`` steps above and below a held document."""
        snapshot = self.snapshot()
        if document_id not in snapshot.summaries:
            raise NotFoundError(f"库中没有文件 {document_id}。")
        with self._lock:
            if self._relations is None or self._relations.version != snapshot.version:
                self._relations = relations_of(snapshot)
            relations = self._relations
        return graph_of(snapshot, relations, document_id, depth=depth, as_of=as_of or self.today())

    def differences(self, old_id: str, new_id: str) -> DifferencesView:
        """Compare the texts of two held documents, or raise NotFoundError."""
        return differences(self.catalogue.document(old_id), self.catalogue.document(new_id))

    def card_desk(self) -> CardDesk:
        """Return the cards of all documents, read anew when the catalogue has moved."""
        from service.cards import CardDesk  # region names load when cards are asked for

        with self._lock:
            if self._cards is None:
                self._cards = CardDesk(self)
            return self._cards

    def resolve(self, query: str) -> ResolutionView:
        """Say which document any spelling of a number or a title means; never a similar one."""
        from index.resolve import resolve_among  # index imports vendor libraries lazily

        snapshot = self.snapshot()
        summaries = tuple(snapshot.summaries.values())
        return resolution_of(resolve_among(query, summaries, lambda: snapshot.references))

    def find(self, asked: str) -> DocumentSummary:
        """Return the document that an id, source path, number or title means.

        Raises NotFoundError with what is known, instead of taking a similar one.
        """
        snapshot = self.snapshot()
        if asked in snapshot.summaries:
            return snapshot.summaries[asked]
        stored = self.catalogue.source(asked)
        if stored is not None:
            return snapshot.summaries[stored.document_id]
        found = self.resolve(asked)
        if found.document_id is not None:
            return snapshot.summaries[found.document_id]
        near = "；".join(f"{item.title}（{item.source}）" for item in found.candidates[:5])
        hint = f"可能指：{near}" if near else "可用 ceyuan search 查找。"
        raise NotFoundError(f"库中没有“{asked}”所指的文件。{hint}")

    # -- searching and asking ------------------------------------------------------------------

    def viewer(self, filters: Filters) -> Viewer:
        """Return what a query with these filters may see."""
        return viewer_of(self.catalogue.collections(), filters.collection)

    def search(
        self,
        query: str,
        *,
        filters: Filters,
        as_of: date | None = None,
        top_k: int = 10,
        with_facets: bool = False,
    ) -> SearchResponse:
        """Return the passages that match, with what was left out and why.

        ``with_facets`` also counts the values of every filter over all that was found.
        """
        placed, viewer = self.snapshot().placed(filters), self.viewer(filters)
        index = self._search_index()
        if with_facets:
            return search_with_facets(
                query,
                index=index,
                snapshot=self.snapshot,
                filters=placed,
                viewer=viewer,
                as_of=as_of,
                today=self.today(),
                top_k=top_k,
                recent=self._recent,
            )
        found = index.search(query, filters=placed, viewer=viewer, as_of=as_of, top_k=top_k)
        return response_of(found, self.snapshot(), top_k=top_k, facets=None)

    def ask(
        self,
        question: str,
        *,
        filters: Filters,
        as_of: date | None = None,
        history: Sequence[Turn] = (),
    ) -> Answer:
        """Return the cited answer to a question, or a typed refusal."""
        for item in self.stream(question, filters=filters, as_of=as_of, history=history):
            if not isinstance(item, str):
                return item
        raise AssertionError("a stream ends with its answer")

    def stream(
        self,
        question: str,
        *,
        filters: Filters,
        as_of: date | None = None,
        history: Sequence[Turn] = (),
    ) -> Iterator[str | Answer]:
        """Yield what a language model is writing, unchecked, where one is set; then the answer."""
        from service.answer.answer import stream_answer  # loads the search libraries
        from service.answer.model import Answer

        for item in stream_answer(
            question,
            library=self._library(),
            viewer=self.viewer(filters),
            filters=self.snapshot().placed(filters),
            as_of=as_of,
            history=[turn.text for turn in history if turn.role == "user"],
        ):
            yield self._receipts().store(item) if isinstance(item, Answer) else item.text

    def verify(self, text: str, *, filters: Filters, as_of: date | None = None) -> Verification:
        """Check any text sentence by sentence against the documents held."""
        from service.answer.verify import verify_text

        return verify_text(
            text,
            library=self._library(),
            viewer=self.viewer(filters),
            filters=self.snapshot().placed(filters),
            as_of=as_of,
        )

    def receipt(self, receipt_id: str) -> Receipt:
        """Check a stored answer against today's documents, or raise NotFoundError."""
        snapshot, today = self.snapshot(), self.today()
        statuses = {key: snapshot.status(key, today).status for key in snapshot.summaries}
        return self._receipts().check(receipt_id, statuses)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector per text, by the model of the index."""
        return self._search_index().embedder().embed_passages(texts)

    def warm(self) -> None:
        """Open everything that a question needs, so that the first one is answered at once."""
        from service.answer.answer import answer_question  # loads the search libraries

        answer_question(
            "企业奖励多少",
            library=replace(self._library(), writer=None),
            viewer=self.viewer(Filters()),
        )

    def _library(self) -> Library:
        from service.answer.endpoint import EndpointWriter
        from service.answer.library import Library, Reader

        llm = self.settings.llm
        with self._lock:
            if self._reader is None:
                self._reader = Reader()
        return Library(
            search=self._search_index(),
            catalogue=self.catalogue,
            snapshot=self.snapshot(),
            today=self.today(),
            reader=self._reader,
            writer=EndpointWriter(llm) if llm.api_base else None,
            writer_timeout_s=llm.timeout_s,
        )

    def _receipts(self) -> Receipts:
        from service.receipts import Receipts

        with self._lock:
            if self._stored_answers is None:
                self._stored_answers = Receipts(self.catalogue)
            return self._stored_answers

    def _search_index(self) -> SearchIndex:
        from index.search import SearchIndex  # slow libraries

        with self._lock:
            if self._index is None:
                self._index = SearchIndex.open(
                    self.settings, self.catalogue, embedder=self._embedder
                )
            return self._index

    # -- changing ------------------------------------------------------------------------------

    def ingest(
        self,
        batches: Sequence[Batch],
        *,
        prune: bool = False,
        wait_s: float = 0.0,
        on_progress: OnProgress = lambda _progress: None,
    ) -> IngestSummary:
        """Read files into the catalogue and bring the indexes into agreement with it."""
        return ingest_batches(
            batches,
            catalogue=self.catalogue,
            settings=self.settings,
            embedder=self._embedder,
            prune=prune,
            wait_s=wait_s,
            on_progress=on_progress,
        )

    def remove(self, document_id: str) -> None:
        """Take a document out of the catalogue and the indexes, or raise NotFoundError."""
        from index.sync import sync  # slow libraries

        with self.catalogue.writer(wait_s=10.0):
            self.catalogue.remove_document(document_id)
            sync(self.catalogue, self.settings, embedder=self._embedder)
            Originals(self.settings).sweep(self.catalogue)

    def remove_collection(self, name: str) -> int:
        """Take every document of a collection out; return how many there were."""
        from index.sync import sync  # slow libraries

        with self.catalogue.writer(wait_s=10.0):
            held = [item for item in self.catalogue.summaries() if item.collection == name]
            if not held:
                raise NotFoundError(f"没有文件集“{name}”。")
            for item in held:
                self.catalogue.remove_document(item.document_id)
            sync(self.catalogue, self.settings, embedder=self._embedder)
            Originals(self.settings).sweep(self.catalogue)
        return len(held)

    def close(self) -> None:
        """Release what is open."""
        with self._lock:
            if self._catalogue is not None:
                self._catalogue.close()
            self._catalogue = self._index = self._snapshot = self._stored_answers = None
