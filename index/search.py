"""Search: keyword and vector candidates, fused, filtered, folded, in-force rules first."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corpus.catalogue import Catalogue
from corpus.document import Status
from corpus.errors import IndexStaleError
from corpus.settings import Settings
from corpus.validity import status_on
from corpus.viewer import Filters, Viewer
from index.eligibility import Eligibility
from index.embed import Embedder, open_embedder
from index.fusion import Scores, fuse, load_weights
from index.holdings import Holdings, read_holdings
from index.lexical import Field, query_terms
from index.query import QueryPlan, understand
from index.sync import Stores, build_id, open_stores

#: Candidates of each kind of search; 150 hold the right passage in 99 % of cases
#: (bench/ncp dev, 2026-11-22).
_CANDIDATES = 150
#: Filtered searches rank every passage that passes, up to this many.
_EXHAUSTIVE_ROWS = 4_000
_OVERFETCH = 20
_WHOLE_DOCUMENTS = 300
_PASSAGE_FIELDS: tuple[Field, ...] = ("context", "title")
#: What a rule that is no longer (or not yet) in force loses, in standard deviations.
_STATUS_LOSS: Mapping[Status, float] = {"已废止": 1.5, "已失效": 1.5, "尚未施行": 0.5}
#: What a document gains whose number the question names.
_NUMBER_GAIN = 6.0
#: What a rule of a place other than the one asked about loses.
_FOREIGN_LOSS = 1.0
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
    """Hits, best first; ``hidden`` counts matching documents that a filter left out, by reason."""

    hits: tuple[Hit, ...]
    hidden: Mapping[str, int]
    plan: QueryPlan
    took_ms: float


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Passages to rank: rows of the holdings, with the evidence for each."""

    rows: NDArray[np.int64]
    features: Mapping[str, Scores]


class SearchIndex:
    """Searches one data directory; safe to share between threads."""

    def __init__(
        self, settings: Settings, catalogue: Catalogue, stores: Stores, embedder: Embedder | None
    ) -> None:
        self._settings = settings
        self._catalogue = catalogue
        self._stores = stores
        self._embedder = embedder
        self._holdings: Holdings | None = None
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
        started = time.perf_counter()
        holdings = self._current()
        today = as_of or date.today()
        plan = understand(query, known_regions=_regions(holdings), today=today)
        day = as_of or plan.as_of or today
        eligibility = Eligibility(viewer, filters or Filters(), day, holdings.repeals)
        hits, hidden = self._search(plan, holdings, eligibility, top_k)
        return SearchResult(
            hits=hits, hidden=hidden, plan=plan, took_ms=(time.perf_counter() - started) * 1000
        )

    # -- what is held --------------------------------------------------------------------------

    def _current(self) -> Holdings:
        """Return the holdings, read anew when the catalogue or the indexes have moved."""
        with self._lock:
            version = (self._catalogue.version(), self._stores.manifest.generation())
            held = self._holdings
            now = time.monotonic()
            if held is not None and (held.version == version or now < self._reload_after):
                return held
            self._refuse_other_build()
            self._stores.lexical.reload()
            holdings = read_holdings(self._catalogue, self._stores.manifest)
            if held is None or [*held.row_of] != [*holdings.row_of]:
                self._stores.vectors.load(holdings.pids)
            self._holdings = holdings
            spent = time.monotonic() - now
            self._reload_after = time.monotonic() + spent / _RELOAD_SHARE
            return holdings

    def _refuse_other_build(self) -> None:
        built = self._stores.manifest.meta("build")
        if built is not None and built != build_id(self._settings):
            raise IndexStaleError(
                f"索引由另一模型或版本建成（{built}），与当前设置（{build_id(self._settings)}）不符。"
                "请运行 ceyuan ingest（可重复上次的参数），索引会自动重建。"
            )

    def _model(self) -> Embedder:
        with self._lock:
            if self._embedder is None:
                self._embedder = open_embedder(self._settings)
            return self._embedder

    # -- ranking -------------------------------------------------------------------------------

    def _search(
        self, plan: QueryPlan, holdings: Holdings, eligibility: Eligibility, top_k: int
    ) -> tuple[tuple[Hit, ...], dict[str, int]]:
        if not holdings.passages or not plan.text.strip():
            return (), {}
        visible = [eligibility.sees(item) for item in holdings.documents]
        refusals = [
            eligibility.refusal(item) if seen else None
            for item, seen in zip(holdings.documents, visible, strict=True)
        ]
        passes = np.array(
            [seen and refusal is None for seen, refusal in zip(visible, refusals, strict=True)]
        )
        found = self._candidates(plan, holdings, np.array(visible))
        hidden: Counter[str] = Counter(
            reason
            for document in {int(item) for item in holdings.document_of[found.rows]}
            if (reason := refusals[document]) is not None
        )
        if hidden:
            found = self._candidates(plan, holdings, passes)
        if not len(found.rows):
            return (), dict(hidden)
        scores = self._scores(plan, holdings, eligibility, found)
        return self._hits(holdings, eligibility, found, scores, top_k), dict(hidden)

    def _candidates(
        self, plan: QueryPlan, holdings: Holdings, passes: NDArray[np.bool_]
    ) -> _Candidates:
        allowed = passes[holdings.document_of]
        vector = self._model().embed_query(plan.text)
        lexical = self._stores.lexical
        terms = query_terms("context", plan.text)
        chosen: set[int] = set()
        if not allowed.any():
            return _Candidates(np.zeros(0, np.int64), {})
        if allowed.all() or allowed.sum() > _EXHAUSTIVE_ROWS:
            limit = _CANDIDATES if allowed.all() else _CANDIDATES * _OVERFETCH
            ranked = lexical.search("context", terms, limit)
        else:
            pids = [holdings.passages[row].pid for row in np.flatnonzero(allowed)]
            ranked = lexical.score("context", terms, pids)
        rows = [holdings.row_of[pid] for pid in ranked if pid in holdings.row_of]
        chosen.update([row for row in rows if allowed[row]][:_CANDIDATES])
        near = self._stores.vectors.search(vector, _CANDIDATES, allowed=allowed)
        chosen.update(holdings.row_of[pid] for pid in near if pid in holdings.row_of)
        for document in _named(plan, holdings):
            if passes[document]:
                chosen.update(range(*holdings.rows_of[document]))
        ordered = np.array(sorted(row for row in chosen if allowed[row]), np.int64)
        return _Candidates(ordered, self._features(plan, holdings, ordered, vector))

    def _features(
        self, plan: QueryPlan, holdings: Holdings, rows: NDArray[np.int64], vector: Scores
    ) -> dict[str, Scores]:
        lexical = self._stores.lexical
        pids = [holdings.passages[row].pid for row in rows]
        features: dict[str, Scores] = {}
        for field in _PASSAGE_FIELDS:
            scores = lexical.score(field, query_terms(field, plan.text), pids)
            features[field] = np.array([scores.get(pid, 0.0) for pid in pids], np.float32)
        whole = lexical.search("whole", query_terms("whole", plan.text), _WHOLE_DOCUMENTS)
        of_document = {
            int(holdings.document_of[holdings.row_of[pid]]): score
            for pid, score in whole.items()
            if pid in holdings.row_of
        }
        features["whole"] = np.array(
            [of_document.get(int(item), 0.0) for item in holdings.document_of[rows]], np.float32
        )
        exact = self._stores.vectors.exact_scores(vector)
        if exact is not None:
            features["dense"] = exact[rows]
        else:
            near = self._stores.vectors.similarities(vector, pids)
            features["dense"] = np.array([near.get(pid, 0.0) for pid in pids], np.float32)
        return features

    def _scores(
        self,
        plan: QueryPlan,
        holdings: Holdings,
        eligibility: Eligibility,
        found: _Candidates,
    ) -> Scores:
        scores = fuse(found.features, load_weights())
        named = set(_named(plan, holdings))
        gains: dict[int, float] = {}
        for index, row in enumerate(found.rows):
            document = int(holdings.document_of[row])
            if document not in gains:
                status = status_on(
                    holdings.documents[document], holdings.repeals, eligibility.as_of
                )
                gains[document] = -_STATUS_LOSS.get(status.status, 0.0) + (
                    _NUMBER_GAIN if document in named else 0.0
                )
            scores[index] += gains[document]
        return scores

    def _hits(
        self,
        holdings: Holdings,
        eligibility: Eligibility,
        found: _Candidates,
        scores: Scores,
        top_k: int,
    ) -> tuple[Hit, ...]:
        order = np.argsort(-scores, kind="stable")
        kept = _folded(holdings, [int(index) for index in order], found.rows)[:top_k]
        documents = [int(holdings.document_of[found.rows[index]]) for index in kept]
        texts = self._catalogue.texts(
            sorted({holdings.documents[item].document_id for item in documents})
        )
        hits = []
        for index, place in zip(kept, documents, strict=True):
            document = holdings.documents[place]
            if document.document_id not in texts:
                continue  # it left the catalogue a moment ago
            passage = holdings.passages[found.rows[index]]
            text = texts[document.document_id]
            hits.append(
                Hit(
                    document_id=document.document_id,
                    source=document.source,
                    doc_number=document.doc_number,
                    title=document.title,
                    issuer="、".join(document.issuers) or None,
                    issued_on=document.issued_on,
                    status=status_on(document, holdings.repeals, eligibility.as_of).status,
                    clause_label=passage.clause_label,
                    clause_path=passage.clause_path,
                    start=passage.start,
                    end=passage.end,
                    text=text[passage.start : passage.end],
                    score=float(scores[index]),
                    also_in=_copies(holdings, eligibility, place),
                    features=tuple(
                        (name, float(values[index])) for name, values in found.features.items()
                    ),
                )
            )
        return tuple(hits)


def _regions(holdings: Holdings) -> set[str]:
    return {item.region for item in holdings.documents if item.region is not None}


def _named(plan: QueryPlan, holdings: Holdings) -> list[int]:
    """Return the documents whose number the question names."""
    return [document for number in plan.numbers for document in holdings.by_number.get(number, ())]


def _folded(holdings: Holdings, order: Sequence[int], rows: NDArray[np.int64]) -> list[int]:
    """Keep of every family only the copy that ranks first."""
    leading: dict[int, int] = {}
    kept: list[int] = []
    for index in order:
        document = int(holdings.document_of[rows[index]])
        if leading.setdefault(holdings.family[document], document) == document:
            kept.append(index)
    return kept


def _copies(holdings: Holdings, eligibility: Eligibility, place: int) -> tuple[str, ...]:
    family = holdings.family[place]
    return tuple(
        other.source
        for index, other in enumerate(holdings.documents)
        if holdings.family[index] == family and index != place and eligibility.sees(other)
    )
