"""The figures of the gate, measured on a workspace that holds the shipped corpus."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from corpus.viewer import Filters
from eval.clause_address import same_clause
from eval.parsing_relations import score_lineage, score_validity
from eval.parsing_scores import Score, score_clean, score_meta, score_structure
from eval.qa import Outcome, judge_answer, refusal_outcomes, report, share
from service.answer.model import PASSING, Answer
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


@dataclass(slots=True)
class Tally:
    """Figures by name, with a line for each case that went wrong."""

    figures: dict[str, float] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)

    def share(self, name: str, found: Sequence[tuple[str, bool]]) -> None:
        """Add the share of right cases as figure ``name``; each case says what it was."""
        self.figures[name] = share(right for _, right in found)
        self.misses += [f"{name}: {what}" for what, right in found if not right]


def tally_parsing(workspace: Workspace, cases: Cases, tally: Tally) -> None:
    """Score the stored documents against the truth about them."""
    stored = {item.source: item.document_id for item in workspace.catalogue.summaries()}
    for name, scorer in _PARSING.items():
        score = Score()
        for row in cases[name]:
            scorer(row, workspace.catalogue.document(stored[row["doc"]]), score)
        for key, value in score.summary().items():
            if key != "n":
                tally.figures[f"parsing.{name}.{key}"] = float(value)
        tally.misses += [f"parsing.{name}.{miss}" for miss in score.misses]
    _tally_status(workspace, cases["validity"], tally)
    _tally_numbers(workspace, cases["docno"], tally)


def _tally_status(workspace: Workspace, rows: Sequence[Row], tally: Tally) -> None:
    status = {
        (item.source, day): item.status
        for day in {row["as_of"] for row in rows}
        for item in workspace.list_documents(Filters(), as_of=date.fromisoformat(day))
    }
    found = []
    for row in rows:
        got = status[row["doc"], row["as_of"]]
        found.append((f"{row['doc']}: {got}, expected {row['status']}", got == row["status"]))
    tally.share("parsing.validity.status", found)


def _tally_numbers(workspace: Workspace, rows: Sequence[Row], tally: Tally) -> None:
    right, true = [], []
    for row in rows:
        got = workspace.resolve(row["query"]).source
        wanted = {row["doc"], *row["alternatives"]}
        what = f"{row['query']} → {got}, expected {row['doc']}"
        right.append((what, got in wanted))
        true.append((what, got is None or got in wanted))
    tally.share("parsing.docno.right", right)
    tally.share("parsing.docno.no_false", true)


def tally_retrieval(workspace: Workspace, rows: Sequence[Row], tally: Tally) -> None:
    """Score search: right document first, right clause among three, by kind of question."""
    first: defaultdict[str, list[tuple[str, bool]]] = defaultdict(list)
    clauses, texts, ranks = [], [], []
    stored = places(workspace)
    for row in rows:
        hits = workspace.search(
            row["question"],
            filters=filters_of(row),
            as_of=date.fromisoformat(row["as_of"]),
            top_k=10,
        ).hits
        wanted = {row["doc"], *row["alternatives"]}
        ranked = [n for n, hit in enumerate(hits, 1) if wanted & {hit.source, *hit.also_in}]
        what = f"{row['id']} {row['question']} → {hits[0].source if hits else None}"
        first[row["kind"]].append((what, ranked[:1] == [1]))
        ranks.append(1 / ranked[0] if ranked else 0.0)
        if row["clause"]:
            right = any(_is_gold(row, hit, wanted) for hit in hits[:_NEAREST_CLAUSES])
            clauses.append((f"{row['id']} {row['question']} → {_paths(hits)}", right))
            gold = [
                (identity, *span)
                for identity in {stored[source] for source in wanted}
                for span in _gold_spans(workspace, identity, row["clause"])
            ]
            held = any(_overlaps(hit, gold) for hit in hits[:_NEAREST_CLAUSES])
            texts.append((f"{row['id']} {row['question']}", held))
    for kind, found in first.items():
        tally.share(f"retrieval.document_at_1.{kind}", found)
    every = [right for found in first.values() for _, right in found]
    tally.figures["retrieval.document_at_1"] = share(every)
    tally.figures["retrieval.mrr"] = round(sum(ranks) / len(ranks), 4)
    tally.share("retrieval.clause_at_3", clauses)
    tally.share("retrieval.clause_text_at_3", texts)


def places(workspace: Workspace) -> dict[str, str]:
    """Return the document behind every path, copies included."""
    catalogue = workspace.catalogue
    return {
        place.path: item.document_id
        for item in catalogue.summaries()
        for place in catalogue.sources_of(item.document_id)
    }


def _gold_spans(workspace: Workspace, document_id: str, address: str) -> list[tuple[int, int]]:
    clauses = workspace.catalogue.document(document_id).clauses
    return [(item.start, item.end) for item in clauses if same_clause(address, item.path)]


def _overlaps(hit: HitView, gold: Sequence[tuple[str, int, int]]) -> bool:
    """Whether a hit's passage holds text of a gold clause, whatever clause it is named after."""
    return any(
        hit.document_id == identity and hit.start < end and start < hit.end
        for identity, start, end in gold
    )


def _is_gold(row: Row, hit: HitView, wanted: set[str]) -> bool:
    return bool(wanted & {hit.source, *hit.also_in}) and same_clause(row["clause"], hit.clause.path)


def _paths(hits: Sequence[HitView]) -> str:
    return "、".join(hit.clause.path or "—" for hit in hits[:_NEAREST_CLAUSES])


def tally_answers(workspace: Workspace, cases: Cases, tally: Tally) -> None:
    """Score answers to questions, refusals of what cannot be answered, and corrected premises."""
    asker = ShippedAsker(workspace)
    outcomes: list[Outcome] = [judge_answer(row, asker.ask_as_of(row)) for row in cases["qa"]]
    answers = [asker.ask_as_of(row) for row in cases["refuse"]]
    measured = report(outcomes, refusal_outcomes(cases["refuse"], answers), asker)
    tally.figures |= {f"qa.{name}": float(measured[name]) for name in _ANSWERS}
    tally.figures |= {f"refusal.{name}": float(measured["refusal"][name]) for name in _REFUSALS}
    tally.misses += [f"qa: {line}" for line in measured["failures"]]
    tally.misses += [f"refusal: {line}" for line in measured["refusal"]["failures"]]


def tally_verify(workspace: Workspace, rows: Sequence[Row], tally: Tally) -> None:
    """Score the claim guard: true sentences accepted, false ones not, currency beside them."""
    accepted, caught, typed, currency = [], [], [], []
    for row in rows:
        day = date.fromisoformat(row["as_of"])
        found = workspace.verify(row["text"], filters=Filters(), as_of=day).sentences
        got = found[0].verdict if found else None
        what = f"{row['id']} {row['text']} → {got}, expected {row['verdict']}"
        typed.append((what, got == row["verdict"]))
        passes = bool(found) and all(item.verdict in PASSING for item in found)
        if row["verdict"] not in PASSING:
            caught.append((what, not passes))
            continue
        accepted.append((what, passes))
        valid = found[0].currency if found else None
        what = f"{row['id']} {row['text']} → {valid}, expected {row['currency']}"
        currency.append((what, valid == row["currency"]))
    tally.share("verify.true_accepted", accepted)
    tally.share("verify.false_caught", caught)
    tally.share("verify.verdict", typed)
    tally.share("verify.currency", currency)
