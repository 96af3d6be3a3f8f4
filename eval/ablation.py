"""What each part of search is worth: ``python -m eval ablation [DIR --qrels NAME] [--data DIR]``.

The whole search is run with one part left out at a time: evidence of one kind, or all that rests
on vectors or on keywords, weighs nothing, or lay words are not translated. The candidates stay
those that keywords and vectors find together. Asked are the questions of a BEIR folder, or without
one the shipped cases of the shipped corpus, as of their day.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.catalogue import Catalogue
from corpus.settings import Settings
from corpus.viewer import Viewer
from eval.compare import Difference, compare
from eval.gate import CASES, TODAY
from eval.provenance import provenance
from eval.retrieval import data_directory, take_in
from eval.retrieval_questions import Question, read_questions, shipped_questions
from eval.retrieval_scores import Outcome, judge
from index.candidates import Candidates, FindCandidates, find_candidates
from index.embed import Embedder, Vectors, open_embedder
from index.fusion import Weights, load_weights
from index.query import QueryPlan, Understood, understand
from index.search import SearchIndex
from index.sync import open_stores
from service.ingesting import shipped_batches
from service.workspace import Workspace

_TOP_K = 60
#: Evidence that is left out together: for and against one thing, or of one source.
_TOGETHER = {
    "place": ("same_place", "other_place"),
    "year": ("same_year", "other_year"),
    "any evidence of vectors": ("dense", "best_dense"),
    "any evidence of keywords": (
        "context", "cover", "best_context", "best_cover", "whole", "title",
    ),
}  # fmt: skip
_FIGURES = ("ndcg_at_10", "hit_at_1", "span_in_1000", "span_in_3000")


@dataclass(frozen=True, slots=True)
class Variant:
    """A search with one part left out."""

    name: str
    weights: Weights
    understood: Understood = understand


def run(
    folder: Annotated[
        Path | None, typer.Argument(help="BEIR folder; default: the shipped corpus and cases.")
    ] = None,
    *,
    qrels: Annotated[str, typer.Option(help="Name of the file below qrels/, without .tsv.")] = "",
    data: Annotated[
        Path | None, typer.Option(help="Data directory to keep; default: a temporary one.")
    ] = None,
    limit: Annotated[int | None, typer.Option(help="Only so many questions.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Search with one part left out at a time and compare with the whole."""
    with data_directory(data) as place:
        settings = Settings(data=place)
        if folder is None:
            questions, as_of = shipped_questions(CASES / "retrieval.jsonl", TODAY), TODAY
            ingest_shipped(settings)
        else:
            questions, as_of = read_questions(folder, qrels, None), None
            take_in(folder / "corpus.jsonl", settings)
        found = ablate(questions[:limit], settings, as_of)
        report = {"parts": found, "questions": len(questions[:limit]), "on": provenance(settings)}
    typer.echo(json.dumps(report, ensure_ascii=False) if as_json else table(found))


def ingest_shipped(settings: Settings) -> None:
    """Take in the shipped corpus, in its own collections."""
    workspace = Workspace(settings, today=lambda: TODAY)
    try:
        workspace.ingest(shipped_batches(), wait_s=10.0)
    finally:
        workspace.close()


def ablate(
    questions: Sequence[Question], settings: Settings, as_of: date | None = None
) -> dict[str, dict[str, Any]]:
    """Return for each variant its figures and how they differ from the whole search's."""
    catalogue = Catalogue(settings.catalogue_url, settings.data / "writer.lock")
    stores = open_stores(settings)
    viewer = Viewer(frozenset(catalogue.collections()))
    embedder, find = _RememberedEmbedder(open_embedder(settings)), _remembered()
    whole: dict[str, Outcome] = {}
    report: dict[str, dict[str, Any]] = {}
    for variant in variants():
        search = SearchIndex(
            settings,
            catalogue,
            stores,
            embedder,
            weights=variant.weights,
            understood=variant.understood,
            find=find,
        )
        outcomes = _ask(search, questions, viewer, as_of)
        whole = whole or outcomes
        report[variant.name] = _compared(whole, outcomes)
    return report


def variants() -> list[Variant]:
    """Return the whole search, then one variant for each part."""
    weights = load_weights()
    paired = {*_TOGETHER["place"], *_TOGETHER["year"]}
    groups = dict(_TOGETHER) | {
        **{f"document's {name}": (name,) for name in weights.document if name not in paired},
        **{f"passage's {name}": (name,) for name in weights.passage if name not in paired},
        "any evidence of documents": tuple(weights.document),
    }
    return [
        Variant("everything", weights),
        *(Variant(f"without {label}", _without(weights, group)) for label, group in groups.items()),
        Variant("without translation of lay words", weights, _literally),
    ]


def _without(weights: Weights, group: Collection[str]) -> Weights:
    def left(values: Mapping[str, float]) -> dict[str, float]:
        return {name: 0.0 if name in group else value for name, value in values.items()}

    return Weights(left(weights.document), left(weights.passage))


class _RememberedEmbedder:
    """Embeds each question once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, Vectors] = {}

    @property
    def model_id(self) -> str:
        """The name that the index remembers."""
        return self._embedder.model_id

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._embedder.dimension

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text."""
        return self._embedder.embed_passages(texts)

    def embed_query(self, text: str) -> Vectors:
        """Return one vector."""
        if text not in self._known:
            self._known[text] = self._embedder.embed_query(text)
        return self._known[text]


def _remembered() -> FindCandidates:
    """Return a search for candidates that makes each search once."""
    known: dict[tuple[str, tuple[str, ...]], Candidates] = {}

    def find(plan: QueryPlan, vector: Vectors, **held: Any) -> Candidates:
        key = (plan.text, plan.expansions)
        if key not in known:
            known[key] = find_candidates(plan, vector, **held)
        return known[key]

    return find


def _literally(question: str, *, known_regions: Any = (), today: date) -> QueryPlan:
    """Understand a question without official words for its lay ones."""
    return replace(understand(question, known_regions=known_regions, today=today), expansions=())


def _ask(
    search: SearchIndex, questions: Sequence[Question], viewer: Viewer, as_of: date | None
) -> dict[str, Outcome]:
    found: dict[str, Outcome] = {}
    for question in questions:
        result = search.search(question.text, viewer=viewer, as_of=as_of, top_k=_TOP_K)
        found[question.query_id] = judge(question, result.hits, result.took_ms)
    return found


def _compared(whole: Mapping[str, Outcome], part: Mapping[str, Outcome]) -> dict[str, Any]:
    first, second = ({key: asdict(value) for key, value in run.items()} for run in (whole, part))
    differences: dict[str, Difference] = compare(first, second)
    return {name: asdict(differences[name]) for name in _FIGURES if name in differences}


def table(report: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the figures as a Markdown table; * marks a difference that chance does not explain."""
    names = [name for name in _FIGURES if name in next(iter(report.values()))]
    lines = [f"| search | {' | '.join(names)} |", "|---|" + "---:|" * len(names)]
    for label, figures in report.items():
        cells = []
        for name in names:
            item = figures[name]
            sure = "*" if item["p"] < 0.05 and item["difference"] else ""
            change = f" ({item['difference']:+.3f}{sure})" if item["difference"] else ""
            cells.append(f"{item['b']:.3f}{change}")
        lines.append(f"| {label} | {' | '.join(cells)} |")
    return "\n".join(lines)
