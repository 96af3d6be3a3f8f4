"""The figures of the gate, measured on a workspace that holds the shipped corpus."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from corpus.viewer import Filters
from eval.clause_address import same_clause
from eval.parsing_relations import score_lineage, score_validity
from eval.parsing_scores import Score, score_clean, score_meta, score_structure
from eval.qa import Outcome, judge_answer, ratio, refusal_outcomes, report, share
from service.answer.model import PASSING, Answer
from service.answer.verify import verify_text
from service.schema.hits import HitView
from service.workspace import Workspace

Row = Mapping[str, Any]
Cases = Mapping[str, Sequence[Row]]

_PARSING = {
    "meta": score_meta,
    "clean": score_clean,
    "structure": score_structure,
    "lineage": score_lineage,
    "validity": score_validity,
}
#: What of the answers' report has a floor; times depend on the machine.
_ANSWERS = (
    "facts_found", "right_document", "right_clause", "no_wrong_fact", "answered",
    "quotes_verbatim", "passing_sentences", "citation_precision",
)  # fmt: skip
_REFUSALS = ("precision", "recall", "type", "premises_corrected")
_NEAREST_CLAUSES = 3


@dataclass(frozen=True, slots=True)
class ShippedAsker:
    """Asks the workspace as of each row's own day, and knows the texts."""

    workspace: Workspace

    def ask_as_of(self, row: Row) -> Answer:
        """Answer the question of ``row`` as of its day."""
        day = date.fromisoformat(row["as_of"])
        return self.workspace.ask(row["question"], filters=filters_of(row), as_of=day)

    def ask(self, question: str) -> Answer:
        """Answer one question as of today."""
        return self.workspace.ask(question, filters=Filters())

    def text_of(self, document_id: str) -> str:
        """Return the cleaned text of a document."""
        return self.workspace.catalogue.document(document_id).text


def filters_of(row: Row) -> Filters:
    """Return the filters of a case, none where it has none."""
    given = dict(row.get("filters") or {})
    return Filters(doc_type=given.pop("type", None), **given)


def unknown_sources(cases: Cases, held: Iterable[str]) -> tuple[str, ...]:
    """Return the documents that cases name but the library does not hold."""
    known = set(held)
    named = {source for rows in cases.values() for row in rows for source in _sources_of(row)}
    return tuple(sorted(named - known))


def _sources_of(row: Row) -> Iterable[str]:
    single = (row.get("doc"), row.get("near_doc"), row.get("mentioned_in"))
    gold = (item["doc"] for item in row.get("gold", ()))
    return [item for item in (*single, *gold, *row.get("alternatives", ())) if item]


def parsing_figures(workspace: Workspace, cases: Cases) -> dict[str, float]:
    """Score the stored documents against the truth about them."""
    figures: dict[str, float] = {}
    stored = {item.source: item.document_id for item in workspace.catalogue.summaries()}
    for name, scorer in _PARSING.items():
        score = Score()
        for row in cases[name]:
            scorer(row, workspace.catalogue.document(stored[row["doc"]]), score)
        summary = score.summary()
        figures |= {f"parsing.{name}.{key}": float(v) for key, v in summary.items() if key != "n"}
    return figures | _status_figures(workspace, cases) | _number_figures(workspace, cases)


def _status_figures(workspace: Workspace, cases: Cases) -> dict[str, float]:
    days = {row["as_of"] for row in cases["validity"]}
    status = {
        (item.source, day): item.status
        for day in days
        for item in workspace.list_documents(Filters(), as_of=date.fromisoformat(day))
    }
    right = (status[row["doc"], row["as_of"]] == row["status"] for row in cases["validity"])
    return {"parsing.validity.status": share(right)}


def _number_figures(workspace: Workspace, cases: Cases) -> dict[str, float]:
    right, false = [], 0
    for row in cases["docno"]:
        found = workspace.resolve(row["query"]).source
        wanted = {row["doc"], *row["alternatives"]}
        right.append(found in wanted)
        false += found is not None and found not in wanted
    rows = len(cases["docno"])
    return {
        "parsing.docno.right": share(right),
        "parsing.docno.no_false": ratio(rows - false, rows),
    }


def retrieval_figures(workspace: Workspace, rows: Sequence[Row]) -> dict[str, float]:
    """Score search: right document first, right clause among three, by kind of question."""
    first: defaultdict[str, list[bool]] = defaultdict(list)
    clauses, ranks = [], []
    for row in rows:
        hits = workspace.search(
            row["question"],
            filters=filters_of(row),
            as_of=date.fromisoformat(row["as_of"]),
            top_k=10,
        ).hits
        wanted = {row["doc"], *row["alternatives"]}
        places = [n for n, hit in enumerate(hits, 1) if wanted & {hit.source, *hit.also_in}]
        first[row["kind"]].append(places[:1] == [1])
        ranks.append(1 / places[0] if places else 0.0)
        if row["clause"]:
            clauses.append(any(_is_gold(row, hit, wanted) for hit in hits[:_NEAREST_CLAUSES]))
    figures = {f"retrieval.document_at_1.{kind}": share(found) for kind, found in first.items()}
    return figures | {
        "retrieval.document_at_1": share(found for kind in first.values() for found in kind),
        "retrieval.mrr": round(sum(ranks) / len(ranks), 4),
        "retrieval.clause_at_3": share(clauses),
    }


def _is_gold(row: Row, hit: HitView, wanted: set[str]) -> bool:
    return bool(wanted & {hit.source, *hit.also_in}) and same_clause(row["clause"], hit.clause.path)


def answer_figures(workspace: Workspace, cases: Cases) -> dict[str, float]:
    """Score answers to questions, refusals of what cannot be answered, and corrected premises."""
    asker = ShippedAsker(workspace)
    outcomes: list[Outcome] = [judge_answer(row, asker.ask_as_of(row)) for row in cases["qa"]]
    answers = [asker.ask_as_of(row) for row in cases["refuse"]]
    measured = report(outcomes, refusal_outcomes(cases["refuse"], answers), asker)
    figures = {f"qa.{name}": float(measured[name]) for name in _ANSWERS}
    return figures | {f"refusal.{name}": float(measured["refusal"][name]) for name in _REFUSALS}


def verify_figures(workspace: Workspace, rows: Sequence[Row]) -> dict[str, float]:
    """Score the claim guard: true sentences accepted, false ones not, currency beside them."""
    accepted, caught, typed, currency = [], [], [], []
    for row in rows:
        found = verify_text(
            row["text"],
            library=workspace.library(),
            viewer=workspace.viewer(Filters()),
            as_of=date.fromisoformat(row["as_of"]),
        ).sentences
        passes = bool(found) and all(item.verdict in PASSING for item in found)
        typed.append(bool(found) and found[0].verdict == row["verdict"])
        if row["verdict"] in PASSING:
            accepted.append(passes)
            currency.append(bool(found) and found[0].currency == row["currency"])
        else:
            caught.append(not passes)
    return {
        "verify.true_accepted": share(accepted),
        "verify.false_caught": share(caught),
        "verify.verdict": share(typed),
        "verify.currency": share(currency),
    }
