"""The drafter's part of the gate: shipped drafts with known defects against shipped documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from corpus.document import PolicyDocument
from eval.alignment import Score, parse_draft, score_report
from eval.gate_figures import Tally
from eval.qa import ratio
from service.align.align import align
from service.workspace import Workspace


def tally_alignment(workspace: Workspace, folder: Path, tally: Tally, *, today: date) -> None:
    """Align every labelled draft of ``folder`` and add the figures to ``tally``."""
    score, disagreeing = Score(), []
    collections = sorted({item.collection for item in workspace.catalogue.summaries()})
    for path, gold in _cases(folder):
        (report,) = align(
            parse_draft(path.with_name(path.name.replace(".gold.json", ".draft.txt"))),
            [_reference(gold["reference"], workspace)],
            catalogue=workspace.catalogue,
            collections=collections,
            embed=workspace.embed_passages,
            today=today,
            on_progress=lambda _step: None,
        )
        score_report(report, gold, score, name=path.name)
        kinds = {item.kind for item in report.inconsistencies}
        disagreeing += [
            (f"{path.name}: {item['kind']} not found", item["kind"] in kinds)
            for item in gold.get("inconsistencies", ())
        ]
    tally.figures["align.verdicts"] = ratio(score.verdicts_right, score.verdicts)
    for name, counted in (("missing", score.missing), ("conflicts", score.conflicts)):
        tally.figures[f"align.{name}.recall"] = ratio(counted.right, counted.labelled)
        tally.figures[f"align.{name}.precision"] = ratio(counted.right, counted.raised)
    errors = score.citation_errors
    tally.figures["align.reference_errors"] = ratio(errors.right, errors.labelled)
    tally.figures["align.no_false_alarm"] = 1.0 - ratio(score.false_alarms, score.correct_citations)
    tally.misses += [f"align: {miss}" for miss in score.misses]
    tally.share("align.inconsistencies", disagreeing)


def _cases(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted(folder.glob("*.gold.json")):
        yield path, json.loads(path.read_text(encoding="utf-8"))


def _reference(source: str, workspace: Workspace) -> PolicyDocument:
    """The held document that a case names by the end of its path; ValueError where none is held."""
    for item in workspace.catalogue.sources():
        if item.path.endswith(source):
            return workspace.catalogue.document(item.document_id)
    raise ValueError(f"an alignment case names a document that was not taken in: {source}")
