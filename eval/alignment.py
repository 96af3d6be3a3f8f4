"""Scores alignment reports against labelled drafts: verdicts, missing, conflicts, citations."""

from __future__ import annotations

import json
import sys
import tempfile
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.catalogue import Catalogue
from corpus.document import PolicyDocument
from corpus.settings import Settings
from eval.gold_paths import located_roots
from index.embed import open_embedder
from ingest.parse import parse_bytes
from ingest.pipeline import ingest_paths
from service.align.align import align
from service.align.match import Embed
from service.align.report import AlignmentReport

_CONFLICTS = ("number_conflict", "deadline_conflict")
_REFERENCE_ERRORS = (
    "misquote", "title_number_mismatch", "wrong_number", "nonexistent", "repealed",
)  # fmt: skip


def run(
    gold_dir: Annotated[Path, typer.Argument(help="Folder with N.draft.txt and N.gold.json.")],
    documents: Annotated[Path, typer.Option(help="Folder that reference paths start from.")],
    verbose: Annotated[bool, typer.Option(help="List what was judged otherwise.")] = False,
    json_output: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Score alignment reports against labelled drafts."""
    figures = run_alignment(gold_dir, documents, verbose=verbose)
    text = json.dumps(figures, ensure_ascii=False, indent=None if json_output else 2)
    sys.stdout.write(text + "\n")


@dataclass(slots=True)
class Tally:
    """Counts of one kind of finding: right, raised, and labelled."""

    right: int = 0
    raised: int = 0
    labelled: int = 0

    def figures(self) -> dict[str, float | int | None]:
        """Precision and recall, None where nothing was raised or labelled."""
        return {
            "precision": round(self.right / self.raised, 4) if self.raised else None,
            "recall": round(self.right / self.labelled, 4) if self.labelled else None,
            "labelled": self.labelled,
        }


@dataclass(slots=True)
class Score:
    """What one or more drafts scored."""

    verdicts_right: int = 0
    verdicts: int = 0
    missing: Tally = field(default_factory=Tally)
    conflicts: Tally = field(default_factory=Tally)
    citation_errors: Tally = field(default_factory=Tally)
    false_alarms: int = 0
    correct_citations: int = 0
    extra: Tally = field(default_factory=Tally)
    misses: list[str] = field(default_factory=list)


def run_alignment(
    gold_dir: Path, documents: Path, *, settings: Settings | None = None, verbose: bool = False
) -> dict[str, Any]:
    """Align every labelled draft of ``gold_dir`` and return the figures."""
    golds = sorted([*gold_dir.glob("*.gold.json"), *gold_dir.glob("align/*.gold.json")])
    if not golds:
        raise FileNotFoundError(f"{gold_dir}: no N.gold.json")
    score, seconds = Score(), []
    with tempfile.TemporaryDirectory() as folder:
        used = settings or Settings(data=Path(folder))
        embed = open_embedder(used).embed_passages
        rows = [(path, json.loads(path.read_text(encoding="utf-8"))) for path in golds]
        folders = located_roots(documents, [row["reference"] for _, row in rows])
        with _catalogue(used, folders) as catalogue:
            for path, row in rows:
                started = time.perf_counter()
                report = _report(path, row, catalogue, embed)
                seconds.append(time.perf_counter() - started)
                score_report(report, row, score, name=path.name)
    figures: dict[str, Any] = {
        "drafts": len(golds),
        "verdict_accuracy": round(score.verdicts_right / score.verdicts, 4),
        "measures": score.verdicts,
        "missing": score.missing.figures(),
        "conflicts": score.conflicts.figures(),
        "citation_errors": score.citation_errors.figures(),
        "false_alarms_on_correct_citations": score.false_alarms,
        "correct_citations": score.correct_citations,
        "extra": score.extra.figures(),
        "seconds_max": round(max(seconds), 2),
    }
    if verbose:
        figures["misses"] = score.misses
    return figures


def score_report(report: AlignmentReport, gold: dict[str, Any], score: Score, *, name: str) -> None:
    """Add one report's hits and misses to ``score``."""
    found = _by_label(report, [row["measure"] for row in gold["measures"]])
    for row in gold["measures"]:
        verdict = found.get(row["measure"])
        accepted = {row["verdict"], *row.get("also_accept", ())}
        score.verdicts += 1
        score.verdicts_right += verdict in accepted
        if verdict not in accepted:
            score.misses.append(f"{name} {row['measure']}: {row['verdict']} not {verdict}")
        for tally, kinds in ((score.missing, ("missing",)), (score.conflicts, _CONFLICTS)):
            is_labelled, is_raised = row["verdict"] in kinds, verdict in kinds
            tally.labelled += is_labelled
            # a second verdict that the label accepts is neither a hit nor a false alarm
            tally.raised += is_raised and (is_labelled or verdict not in accepted)
            tally.right += is_raised and is_labelled
    _score_citations(report, gold, score, name)
    labelled = {_key(row["draft_clause"]) for row in gold.get("extra", ())}
    raised = {_key(item.label or "") for item in report.extra}
    organisational = {_key(label) for label in gold.get("organisational", ())}
    score.extra.labelled += len(labelled)
    score.extra.raised += len(raised - organisational)
    score.extra.right += len(labelled & raised)


def _score_citations(
    report: AlignmentReport, gold: dict[str, Any], score: Score, name: str
) -> None:
    for row in gold["citations"]:
        found = [item for item in report.citations if _same_citation(item, row)]
        statuses = {item.status for item in found}
        if row["status"] in _REFERENCE_ERRORS:
            score.citation_errors.labelled += 1
            if row["status"] in statuses:
                score.citation_errors.right += 1
            else:
                score.misses.append(f"{name} {row}: {statuses or 'not found'}")
        else:
            score.correct_citations += 1
            wrong = statuses & set(_REFERENCE_ERRORS)
            score.false_alarms += bool(wrong)
            if wrong:
                score.misses.append(f"{name} false alarm {row}: {wrong}")
    score.citation_errors.raised += sum(
        item.status in _REFERENCE_ERRORS for item in report.citations
    )


def _same_citation(item: Any, row: dict[str, Any]) -> bool:
    if row["status"] == "misquote":
        return item.quote is not None and _key(item.quote) == _key(row["quote"])
    if item.quote is not None or item.doc_number is None:
        return False
    same_number = _key(item.doc_number) == _key(row["cited_doc_no"] or "")
    return same_number and (item.title is not None) == (row["cited_title"] is not None)


def _by_label(report: AlignmentReport, labels: Sequence[str]) -> dict[str, str]:
    """Verdicts by path or printed label; of a label printed twice the last one."""
    wanted = {_key(label): label for label in labels}
    verdicts: dict[str, str] = {}
    for item in report.measures:
        for name in (item.path, item.label):
            label = wanted.get(_key(name))
            if label is not None:
                verdicts[label] = item.verdict
                break
    return verdicts


def _key(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


class _catalogue:
    """A catalogue over ``folders`` for the time of one evaluation."""

    def __init__(self, settings: Settings, folders: Sequence[Path]) -> None:
        self._catalogue = Catalogue(settings.catalogue_url, settings.data / "writer.lock")
        ingest_paths(folders, catalogue=self._catalogue, settings=settings, collection="default")

    def __enter__(self) -> Catalogue:
        return self._catalogue

    def __exit__(self, *_: object) -> None:
        self._catalogue.close()


def _report(path: Path, row: dict[str, Any], catalogue: Catalogue, embed: Embed) -> AlignmentReport:
    draft_path = path.with_name(path.name.replace(".gold.json", ".draft.txt"))
    draft = parse_draft(draft_path)
    reference = next(
        catalogue.document(item.document_id)
        for item in catalogue.sources()
        if item.path.endswith(row["reference"])
    )
    (report,) = align(
        draft,
        [reference],
        catalogue=catalogue,
        collections=("default",),
        embed=embed,
        today=date(2026, 11, 22),
        on_progress=lambda _: None,
    )
    return report


def parse_draft(path: Path) -> PolicyDocument:
    """Parse a draft without storing it."""
    (parsed,) = parse_bytes(path.read_bytes(), source=path.name, collection="draft")
    return parsed.document
