"""Scoring of alignment reports, and the shipped cases without a model."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

import corpus
import eval as package
from corpus.catalogue import Catalogue
from corpus.settings import Settings
from eval.alignment import Score, parse_draft, score_report
from eval.gate_alignment import tally_alignment
from eval.gate_figures import Tally
from ingest.pipeline import ingest_paths
from service.align.align import align
from service.workspace import Workspace

CASES = Path(package.__file__).parent / "cases" / "align"
DOCUMENTS = Path(corpus.__file__).parent / "documents"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    data = tmp_path_factory.mktemp("align")
    settings = Settings(data=data)
    catalogue = Catalogue(settings.catalogue_url, data / "writer.lock")
    folders = [DOCUMENTS / "examples" / "yunling", DOCUMENTS / "reference"]
    ingest_paths(folders, catalogue=catalogue, settings=settings, collection="default")
    return catalogue


@pytest.mark.parametrize("number", [1, 3, 4, 5])
def test_shipped_cases_hold_without_a_model(number: int, library: Catalogue) -> None:
    gold = json.loads((CASES / f"{number}.gold.json").read_text(encoding="utf-8"))
    name = gold["reference"].split("/", 1)[1] if number != 3 else gold["reference"]
    reference = next(
        library.document(item.document_id) for item in library.sources() if item.path.endswith(name)
    )
    (report,) = align(
        parse_draft(CASES / f"{number}.draft.txt"),
        [reference],
        catalogue=library,
        collections=("default",),
        embed=None,
        today=date(2026, 11, 22),
        on_progress=lambda _step: None,
    )
    score = Score()
    score_report(report, gold, score, name=str(number))
    assert score.verdicts_right / score.verdicts >= 0.85, score.misses
    assert score.citation_errors.right == score.citation_errors.labelled, score.misses
    assert score.false_alarms == 0, score.misses
    kinds = {item.kind for item in report.inconsistencies}
    assert {item["kind"] for item in gold["inconsistencies"]} <= kinds


def test_the_gate_counts_every_case_of_a_folder(library: Catalogue, tmp_path: Path) -> None:
    gold = json.loads((CASES / "5.gold.json").read_text(encoding="utf-8"))
    gold["reference"] = gold["reference"].removeprefix("examples/")
    (tmp_path / "5.gold.json").write_text(json.dumps(gold), encoding="utf-8")
    (tmp_path / "5.draft.txt").write_bytes((CASES / "5.draft.txt").read_bytes())
    workspace = cast("Workspace", SimpleNamespace(catalogue=library, embed_passages=None))
    tally = Tally()
    tally_alignment(workspace, tmp_path, tally, today=date(2026, 11, 22))
    assert tally.figures["align.verdicts"] >= 0.85, tally.misses
    assert tally.figures["align.no_false_alarm"] == 1.0
    assert tally.figures["align.reference_errors"] == 1.0
    gold["reference"] = "yunling/none.html"
    (tmp_path / "5.gold.json").write_text(json.dumps(gold), encoding="utf-8")
    with pytest.raises(ValueError, match="not taken in"):
        tally_alignment(workspace, tmp_path, Tally(), today=date(2026, 11, 22))


def test_a_second_verdict_that_the_label_accepts_is_no_false_alarm(library: Catalogue) -> None:
    gold = json.loads((CASES / "3.gold.json").read_text(encoding="utf-8"))
    reference = next(
        library.document(item.document_id)
        for item in library.sources()
        if item.path.endswith("guofa-2019-11.md")
    )
    (report,) = align(
        parse_draft(CASES / "3.draft.txt"), [reference], catalogue=library,
        collections=("default",), embed=None, today=date(2026, 11, 22),
        on_progress=lambda _step: None,
    )  # fmt: skip
    for row in gold["measures"]:
        row["also_accept"] = ["covered", "missing", "partly"]
    score = Score()
    score_report(report, gold, score, name="3")
    assert score.verdicts_right == score.verdicts
    assert score.missing.raised <= score.missing.labelled


def test_of_a_digest_nothing_is_a_misquotation_or_a_conflict(library: Catalogue) -> None:
    reference = next(
        library.document(item.document_id)
        for item in library.sources()
        if item.path.endswith("guofa-2019-11.md")
    )
    (report,) = align(
        parse_draft(CASES / "3.draft.txt"), [reference], catalogue=library,
        collections=("default",), embed=None, today=date(2026, 11, 22),
        on_progress=lambda _step: None,
    )  # fmt: skip
    assert report.reference.notice == "依据为摘编，无法核对原文"
    assert {item.verdict for item in report.measures} <= {"covered", "partly", "missing"}
    assert not any(item.status == "misquote" for item in report.citations)
