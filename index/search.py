"""Search: keyword and vector candidates, fused, filtered, folded, in-force rules first."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corpus.catalogue import Catalogue
from corpus.document import Status
from corpus.errors import IndexStaleError
from corpus.settings import Settings
from corpus.validity import status_on
from corpus.viewer import Filters, Viewer
from index.candidates import (
    Candidates,
    FindCandidates,
    Scores,
    find_candidates,
)
from index.deciding import deciding_clause
from index.eligibility import Eligibility
from index.embed import Embedder, open_embedder
from index.fusion import Weights, load_weights
from index.holdings import Holdings, read_holdings
from index.lexical import query_terms
from index.loaded_vectors import LoadedVectors
from index.query import QueryPlan, Understood, understand
from index.ranking import score_candidates
from index.shown import copies_of, folded, hidden_by_filters, visible_documents
from index.stages import recording, stage
from index.sync import Stores, build_id, open_stores

#: A reload may take at most this share of the time while a catalogue is being written.
_RELOAD_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found; ``text`` is verbatim ``document.text[start:end]``.

    ``also_in`` names the sources of folded copies; ``features`` the evidence by name.
    """

    document_id: str
    source: str
    doc_number: str | None
    title: str
    issuer: str | None
    issued_on: date | None
    status: Status
    clause_label: str | None
    clause_path: str | None
    start: int
    end: int
    text: str
    score: float
    also_in: tuple[str, ...] = ()
    features: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first; ``hidden`` counts matching documents that a filter left out, by reason.

    ``stages`` says where the milliseconds went, by name.
    """

    hits: tuple[Hit, ...]
    hidden: Mapping[str, int]
    plan: QueryPlan
    took_ms: float
    stages: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _View:
    """What one search reads, of one moment; a reload makes another."""

    holdings: Holdings
    vectors: LoadedVectors


class SearchIndex:
    """Searches one data directory; safe to share between threads."""

    def __init__(
        self,
        settings: Settings,
        catalogue: Catalogue,
        stores: Stores,
        embedder: Embedder | None,
        *,
        weights: Weights | None = None,
        understood: Understood = understand,
        find: FindCandidates = find_candidates,
    ) -> None:
        """Take the parts as given: ablation measures what each is worth."""
        self._weights = weights or load_weights()
        self._understood = understood
        self._find = find
        self._settings = settings
        self._catalogue = catalogue
        self._stores = stores
        self._embedder = embedder
        self._view: _View | None = None
        self._lock = threading.Lock()
        self._reload_after = 0.0

    @classmethod
    def open(
        cls, settings: Settings, catalogue: Catalogue, *, embedder: Embedder | None = None
    ) -> SearchIndex:
        """Open the indexes; the model loads with the first search unless ``embedder`` is given."""
        return cls(settings, catalogue, open_stores(settings), embedder)

    def search(
        self,
        query: str,
        *,
        filters: Filters | None = None,
        viewer: Viewer,
        as_of: date | None = None,
        top_k: int = 10,
    ) -> SearchResult:
        """Return the passages that answer ``query`` best among those the viewer may see.

        Raises IndexStaleError where the index was built by another model or version.
        """
        with recording() as stages:
            found = self._timed(query, filters or Filters(), viewer, as_of, top_k)
        return replace(found, stages=stages)

    def _timed(
        self, query: str, filters: Filters, viewer: Viewer, as_of: date | None, top_k: int
    ) -> SearchResult:
        started = time.perf_counter()
        with stage("reload"):
            view = self._current()
        holdings = view.holdings
        today = as_of or date.today()
        with stage("understand"):
            plan = self._understood(query, known_regions=holdings.regions, today=today)
        day = as_of or plan.as_of or today
        eligibility = Eligibility(viewer, filters, day, holdings.repeals)
        hits, hidden = self._search(plan, view, eligibility, top_k)
        return SearchResult(
            hits=hits, hidden=hidden, plan=plan, took_ms=(time.perf_counter() - started) * 1000
        )

    # -- what is held --------------------------------------------------------------------------

    def _current(self) -> _View:
        """Return what is held, read anew when the catalogue or the indexes have moved."""
        with self._lock:
            version = (self._catalogue.version(), self._stores.manifest.generation())
            held, now = self._view, time.monotonic()
            if held is not None and (held.holdings.version == version or now < self._reload_after):
                return held
            self._refuse_other_build()
            self._stores.lexical.reload()
            holdings = read_holdings(self._catalogue, self._stores.manifest)
            earlier = held.vectors if held else None
            if held is not None and np.array_equal(held.holdings.pids, holdings.pids):
                vectors = held.vectors
            else:
                vectors = self._stores.vectors.load(holdings.pids, earlier)
            self._view = _View(holdings, vectors)
            now, spent = time.monotonic(), time.monotonic() - now
            self._reload_after = now + spent / _RELOAD_SHARE
            return self._view

    def _refuse_other_build(self) -> None:
        built = self._stores.manifest.meta("build")
        if built is None and self._catalogue.collections():
            raise IndexStaleError(
                "索引还没有建立，或由旧版本建成已不能使用。"
                "请运行 ceyuan ingest（可重复上次的参数），索引会自动重建。"
            )
        if built is not None and built != build_id(self._settings):
            raise IndexStaleError(
                f"索引由另一模型或版本建成（{built}），与当前设置（{build_id(self._settings)}）不符。"
                "请运行 ceyuan ingest（可重复上次的参数），索引会自动重建。"
            )

    def embedder(self) -> Embedder:
        """Return the model of the index, loaded when first needed."""
        with self._lock:
            if self._embedder is None:
                self._embedder = open_embedder(self._settings)
            return self._embedder

    # -- ranking -------------------------------------------------------------------------------

    def _search(
        self, plan: QueryPlan, view: _View, eligibility: Eligibility, top_k: int
    ) -> tuple[tuple[Hit, ...], dict[str, int]]:
        holdings = view.holdings
        if not len(holdings.pids) or not plan.text.strip():
            return (), {}
        visible = visible_documents(eligibility, holdings)
        with stage("embed"):
            vector = self.embedder().embed_query(plan.text)

        def candidates(allowed: NDArray[np.bool_]) -> Candidates:
            return self._find(
                plan,
                vector,
                holdings=holdings,
                lexical=self._stores.lexical,
                vectors=view.vectors,
                passes=allowed,
            )

        found = candidates(visible)
        hidden = hidden_by_filters(eligibility, holdings, found)
        if hidden:
            refused = [eligibility.refusal(item) is not None for item in holdings.documents]
            found = candidates(visible & ~np.array(refused))
        if not len(found.rows):
            return (), hidden
        with stage("rank"):
            scores = score_candidates(plan, holdings, eligibility, found, self._weights)
        with stage("hits"):
            rarity = self._stores.lexical.rarity(query_terms(plan.text))
            return self._hits(holdings, eligibility, found, scores, top_k, rarity), hidden

    def _hits(
        self,
        holdings: Holdings,
        eligibility: Eligibility,
        found: Candidates,
        scores: Scores,
        top_k: int,
        rarity: Mapping[str, float],
    ) -> tuple[Hit, ...]:
        order = np.argsort(-scores, kind="stable")
        kept = folded(holdings, [int(index) for index in order], found.rows)[:top_k]
        documents = [int(holdings.document_of[found.rows[index]]) for index in kept]
        held = (holdings.documents[item] for item in documents)
        texts = self._catalogue.unchanged_texts(
            {item.document_id: item.content_hash for item in held}
        )
        pids = holdings.pids[found.rows[kept]].tolist()
        passages = self._stores.manifest.passages_at(pids)
        hits = []
        for index, place, pid in zip(kept, documents, pids, strict=True):
            document = holdings.documents[place]
            passage = passages.get(pid)
            if passage is None or document.document_id not in texts:
                continue  # it left the catalogue, or changed, a moment ago
            text = texts[document.document_id]
            cited = deciding_clause(passage, text, rarity)
            hits.append(
                Hit(
                    document_id=document.document_id,
                    source=document.source,
                    doc_number=document.doc_number,
                    title=document.title,
                    issuer="、".join(document.issuers) or None,
                    issued_on=document.issued_on,
                    status=status_on(document, holdings.repeals, eligibility.as_of).status,
                    clause_label=cited.label,
                    clause_path=cited.path,
                    start=passage.start,
                    end=passage.end,
                    text=text[passage.start : passage.end],
                    score=float(scores[index]),
                    also_in=copies_of(holdings, eligibility, place),
                    features=_evidence(found, index),
                )
            )
        return tuple(hits)


def _evidence(found: Candidates, index: int) -> tuple[tuple[str, float], ...]:
    document = found.document_at[index]
    return (
        *((name, float(values[index])) for name, values in found.passage.items()),
        *((name, float(values[document])) for name, values in found.document.items()),
    )
