"""The ledger: whatever is edited in whatever order, the page can be rebuilt."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Removal
from ingest.clean.ledger import Edit, Ledger, rebuild


def test_deletion_and_replacement_are_recorded_with_their_place() -> None:
    ledger = Ledger("当前位置 蕞终目标")
    ledger.apply([Edit(0, 5, "当前位置")])
    ledger.apply([Edit(0, 1, "错字", "最")])
    assert ledger.text == "最终目标"
    assert ledger.removals() == (
        Removal("当前位置 ", "当前位置", 0),
        Removal("蕞", "错字", 0, "最"),
    )
    assert rebuild(ledger.text, ledger.removals()) == "当前位置 蕞终目标"


def test_an_edit_across_an_earlier_replacement_keeps_both_rules() -> None:
    ledger = Ledger("開(kāi)發區")
    ledger.apply([Edit(1, 6, "拼音")])
    ledger.apply([Edit(0, 3, "繁体转简体", "开发区")])
    assert ledger.text == "开发区"
    assert rebuild(ledger.text, ledger.removals()) == "開(kāi)發區"
    assert ledger.removals()[0].rule == "拼音+繁体转简体"


def test_offsets_of_the_original_are_found_again() -> None:
    ledger = Ledger("首页\n正文")
    ledger.apply([Edit(0, 3, "导航")])
    assert ledger.current_offsets([0, 3, 4, 5]) == [0, 0, 1, 2]


@given(st.text("ab\n開(k)", max_size=30), st.data())
def test_any_edits_can_be_undone(original: str, data: st.DataObject) -> None:
    ledger = Ledger(original)
    for _ in range(3):
        size = len(ledger.text)
        bounds = data.draw(st.lists(st.integers(0, size), max_size=6, unique=True))
        bounds = sorted(bounds)
        edits = [
            Edit(a, b, "r", data.draw(st.sampled_from(["", "x", "yz"])))
            for a, b in zip(bounds[::2], bounds[1::2], strict=False)
        ]
        expected = ledger.text
        for edit in reversed(edits):
            expected = expected[: edit.start] + edit.replacement + expected[edit.end :]
        ledger.apply(edits)
        assert ledger.text == expected
        assert rebuild(ledger.text, ledger.removals()) == original
