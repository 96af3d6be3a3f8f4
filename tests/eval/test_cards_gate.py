"""The cards' part of the gate on the shipped documents, without an index."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue
from corpus.settings import Settings
from eval.cards_gate import is_right, tally_cards
from eval.gate import CASES
from eval.gate_figures import Tally
from eval.qa import load_rows
from ingest.parse import parse_bytes
from service.workspace import Workspace

DOCUMENTS = Path(__file__).parents[2] / "corpus" / "documents"


@pytest.fixture(scope="module")
def cases() -> dict[str, list[dict[str, object]]]:
    """The written truth."""
    return {name: list(load_rows(CASES / f"{name}.jsonl")) for name in ("cards", "eligibility")}


@pytest.fixture(scope="module")
def shipped(
    tmp_path_factory: pytest.TempPathFactory, cases: dict[str, list[dict[str, object]]]
) -> Iterator[Workspace]:
    """The documents that cases name, and what repeals them, in a catalogue without an index."""
    data = tmp_path_factory.mktemp("gate")
    catalogue = Catalogue(f"sqlite:///{data / 'catalogue.sqlite3'}", data / "writer.lock")
    named = {str(row["doc"]) for rows in cases.values() for row in rows}
    for source in sorted(named | {"examples/yunchuan/feizhi-jueding-2026.html",
                                  "examples/yunling/kaifaqu-shishi-yijian-2024.html"}):  # fmt: skip
        raw = (DOCUMENTS / source).read_bytes()
        for item in parse_bytes(raw, source=source, collection="examples"):
            catalogue.put(item.document, item.source, parser_version=1)
    catalogue.close()
    workspace = Workspace(Settings(data=data))
    yield workspace
    workspace.close()


def test_cards_and_verdicts_of_the_shipped_documents(
    shipped: Workspace, cases: dict[str, list[dict[str, object]]]
) -> None:
    tally = Tally()
    tally_cards(shipped, cases, tally)
    assert tally.figures["eligibility.no_wrong_yes"] == 1.0
    assert tally.figures["eligibility.right"] >= 0.95, tally.misses
    assert tally.figures["cards.spans_verbatim"] == 1.0
    assert tally.figures["cards.incentives.recall"] >= 0.95, tally.misses
    assert tally.figures["cards.incentives.amount_rate_cap"] >= 0.98, tally.misses
    assert tally.figures["cards.targets.all_right"] >= 0.98, tally.misses


def test_there_are_enough_cases(cases: dict[str, list[dict[str, object]]]) -> None:
    assert len(cases["eligibility"]) >= 60
    assert {row["verdict"] for row in cases["eligibility"]} == {"yes", "no", "unknown"}
    assert len(cases["cards"]) >= 120


@pytest.mark.parametrize(
    ("clause", "verdicts", "right"),
    [("一、", ("no", "yes"), True), ("*", ("no", "yes"), False), ("*", (), False)],
)
def test_a_whole_document_is_right_only_as_a_whole(
    clause: str, verdicts: tuple[str, ...], right: bool
) -> None:
    assert is_right({"clause": clause, "verdict": "no"}, verdicts) is right
