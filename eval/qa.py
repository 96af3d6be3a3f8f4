"""Measure answers: facts, documents, clauses, quotes, refusals, the guard, and time.

``python -m eval qa GOLD.jsonl [REFUSE.jsonl] --documents DIR --json``
"""

from __future__ import annotations

import json
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Protocol

import typer

from corpus.document import DEFAULT_COLLECTION
from corpus.settings import Settings
from corpus.viewer import Filters
from eval.clause_address import same_clause
from eval.facts import states
from eval.gold_paths import gold_files
from eval.qa_guard import guard_figures
from service.answer.model import Answer
from service.ingesting import Batch
from service.workspace import Workspace

#: The names of refusals in the gold labels, and ours.
KIND_OF = {"absent_docno": "absent_document"}


class Asker(Protocol):
    """Something that answers questions and knows its documents' texts."""

    def ask(self, question: str) -> Answer:
        """Answer one question."""
        ...

    def text_of(self, document_id: str) -> str:
        """Return the cleaned text of a document."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question with what was right about its answer."""

    row: Mapping[str, Any]
    answer: Answer
    facts: tuple[bool, ...]
    document: bool
    clause: bool
    no_wrong_fact: bool

    @property
    def answered(self) -> bool:
        """Whether the question was answered at all."""
        return self.answer.verdict != "refused"


@dataclass(slots=True)
class Refusals:
    """How the look-alike unanswerable questions went."""

    refused: int = 0
    typed: int = 0
    total: int = 0
    corrected: int = 0
    premises: int = 0
    failures: list[str] = field(default_factory=list)


def load_rows(path: Path) -> list[dict[str, Any]]:
    """Read a jsonl file of gold labels; no rows is an error."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    if not rows:
        raise ValueError(f"{path}: no cases")
    return rows


def judge_answer(row: Mapping[str, Any], answer: Answer) -> Outcome:
    """Compare one answer with its gold row."""
    gold = row["gold"]
    said = answer.answer
    cited = [(item.source, item.clause_label) for item in answer.citations]
    documents = {source for source, _ in cited}
    alternatives = set(row.get("alternatives") or ())
    wanted = {item["doc"] for item in gold}
    elsewhere = bool(alternatives & documents)
    stated = " ".join(item.text for item in answer.sentences)
    return Outcome(
        row=row,
        answer=answer,
        facts=tuple(states(said, fact) for item in gold for fact in item["facts"]),
        document=wanted <= documents or (elsewhere and len(wanted) == 1),
        clause=all(
            any(
                source == item["doc"] and same_clause(item["clause"], path)
                for source, path in cited
            )
            for item in gold
        )
        or (elsewhere and len(wanted) == 1),
        no_wrong_fact=not (row.get("not_facts") or ())
        or not any(states(stated, fact) for fact in row["not_facts"])
        or all(states(said, fact) for item in gold for fact in item["facts"]),
    )


def refusal_outcomes(rows: Sequence[Mapping[str, Any]], answers: Sequence[Answer]) -> Refusals:
    """Compare the answers to unanswerable questions and false premises with their labels."""
    found = Refusals()
    for row, answer in zip(rows, answers, strict=True):
        if row["kind"] == "false_premise":
            _count_premise(found, row, answer)
            continue
        found.total += 1
        kind = answer.refusal.kind if answer.refusal else None
        found.refused += answer.verdict == "refused"
        found.typed += kind == KIND_OF.get(row["kind"], row["kind"])
        if kind != KIND_OF.get(row["kind"], row["kind"]):
            found.failures.append(f"{row['id']}: {kind or 'answered'}")
    return found


def _count_premise(found: Refusals, row: Mapping[str, Any], answer: Answer) -> None:
    found.premises += 1
    right = answer.verdict != "refused" and all(
        states(answer.answer, fact) for fact in row["truth_facts"]
    )
    found.corrected += right
    if not right:
        found.failures.append(f"{row['id']}: not corrected ({answer.verdict})")


def report(outcomes: Sequence[Outcome], refusals: Refusals | None, asker: Asker) -> dict[str, Any]:
    """Return the figures as one JSON object."""
    times = sorted(item.answer.took_ms for item in outcomes)
    facts = [fact for item in outcomes for fact in item.facts]
    wrongly_refused = sum(not item.answered for item in outcomes)
    result: dict[str, Any] = {
        "questions": len(outcomes),
        "facts_found": share(facts),
        "all_facts": share(all(item.facts) for item in outcomes),
        "right_document": share(item.document for item in outcomes),
        "right_clause": share(item.clause for item in outcomes),
        "no_wrong_fact": share(item.no_wrong_fact for item in outcomes),
        "answered": share(item.answered for item in outcomes),
        "quotes_verbatim": share(_verbatim(outcomes, asker)),
        "passing_sentences": share(
            sentence.check.verdict in {"exact", "supported"}
            for item in outcomes
            for sentence in item.answer.sentences
        ),
        "citation_precision": _citation_precision(outcomes),
        "mean_length": round(statistics.mean(len(item.answer.answer) for item in outcomes), 1),
        "p50_ms": percentile(times, 0.5),
        "p95_ms": percentile(times, 0.95),
        "by_kind": _by_kind(outcomes),
        "failures": [_failure(item) for item in outcomes if not all(item.facts)],
    }
    if refusals is not None:
        refused_right = refusals.refused
        result["refusal"] = {
            "precision": ratio(refused_right, refused_right + wrongly_refused),
            "recall": ratio(refused_right, refusals.total),
            "type": ratio(refusals.typed, refusals.total),
            "premises_corrected": ratio(refusals.corrected, refusals.premises),
            "failures": refusals.failures,
        }
    return result


def _verbatim(outcomes: Iterable[Outcome], asker: Asker) -> Iterable[bool]:
    for item in outcomes:
        for citation in item.answer.citations:
            text = asker.text_of(citation.document_id)
            yield text[citation.start : citation.end] == citation.quote


def _citation_precision(outcomes: Sequence[Outcome]) -> float:
    """Return the share of quoted characters that stand in a gold clause of a gold document."""
    right = total = 0
    for item in outcomes:
        gold = item.row["gold"]
        also = set(item.row.get("alternatives") or ())
        for citation in item.answer.citations:
            size = citation.end - citation.start
            total += size
            right += size * (
                citation.source in also
                or any(
                    citation.source == entry["doc"]
                    and same_clause(entry["clause"], citation.clause_label)
                    for entry in gold
                )
            )
    return ratio(right, total)


def _by_kind(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    groups: defaultdict[str, list[Outcome]] = defaultdict(list)
    for item in outcomes:
        groups[item.row["kind"]].append(item)
    return {
        kind: {
            "questions": len(group),
            "facts_found": share(fact for item in group for fact in item.facts),
            "right_document": share(item.document for item in group),
            "right_clause": share(item.clause for item in group),
        }
        for kind, group in sorted(groups.items())
    }


def _failure(item: Outcome) -> str:
    missing = [
        fact
        for fact, found in zip(
            (fact for entry in item.row["gold"] for fact in entry["facts"]), item.facts, strict=True
        )
        if not found
    ]
    what = item.answer.refusal.kind if item.answer.refusal else "answered"
    where = "" if item.document else "，另一文件"
    return f"{item.row['id']} {what}{where}: {'、'.join(missing)}"


def share(values: Iterable[bool]) -> float:
    """Return the share of true values, 0 of none."""
    count = Counter(bool(item) for item in values)
    return ratio(count[True], count.total())


def ratio(part: int, whole: int) -> float:
    """Return ``part / whole`` to four places, 0 of nothing."""
    return round(part / whole, 4) if whole else 0.0


def percentile(values: Sequence[float], q: float) -> float:
    """Return the q-th quantile of sorted values, 0 of none."""
    return round(values[min(len(values) - 1, int(q * len(values)))], 1) if values else 0.0


#: The day on which the gold labels were written: documents expire.
_AS_OF = date(2026, 11, 22)
_GUARDED_DOCUMENTS = 300


@dataclass(frozen=True, slots=True)
class WorkspaceAsker:
    """Asks a workspace, without history."""

    workspace: Workspace

    def ask(self, question: str) -> Answer:
        """Answer one question."""
        return self.workspace.ask(question, filters=Filters())

    def text_of(self, document_id: str) -> str:
        """Return the cleaned text of a document."""
        return self.workspace.catalogue.document(document_id).text


def run(
    gold: Annotated[Path, typer.Argument(help="qa.jsonl")],
    refuse: Annotated[Path | None, typer.Argument(help="refuse.jsonl")] = None,
    *,
    documents: Annotated[Path, typer.Option(help="Folder that gold paths are relative to.")],
    data: Annotated[Path | None, typer.Option(help="Data directory to keep and reuse.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Score answers and refusals against GOLD, and the guard on mutated sentences."""
    rows = load_rows(gold)
    unanswerable = load_rows(refuse) if refuse is not None else []
    with TemporaryDirectory() as scratch:
        settings = Settings(data=data or Path(scratch))
        workspace = Workspace(settings, today=lambda: _AS_OF)
        files = gold_files(documents, [entry["doc"] for row in rows for entry in row["gold"]])
        workspace.ingest([Batch(tuple(files), DEFAULT_COLLECTION)])
        asker = WorkspaceAsker(workspace)
        outcomes = [judge_answer(row, asker.ask(row["question"])) for row in rows]
        answers = [asker.ask(row["question"]) for row in unanswerable]
        refusals = refusal_outcomes(unanswerable, answers) if unanswerable else None
        result = report(outcomes, refusals, asker)
        held = sorted(workspace.snapshot().summaries)[:_GUARDED_DOCUMENTS]
        result["guard"] = guard_figures(workspace.catalogue.iter_documents(held))
    sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=None if as_json else 2) + "\n")
