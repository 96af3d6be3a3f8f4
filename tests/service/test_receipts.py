"""Receipts: a stored answer is re-checked against what the library holds now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue
from corpus.document import PolicyDocument, Source, document_id_of
from corpus.errors import NotFoundError
from service.answer.building import Exhibit, Line, build_answer
from service.answer.model import Answer
from service.receipts import Receipts

TEXT = "第一条 对主板上市企业一次性奖励300万元。第二条 本措施自印发之日起施行。"
DOCUMENT = PolicyDocument(
    document_id=document_id_of("a.txt"),
    source="a.txt",
    collection="default",
    title="加快企业上市若干措施",
    text=TEXT,
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    held = Catalogue(f"sqlite:///{tmp_path / 'c.sqlite3'}", tmp_path / "lock")
    put(held, DOCUMENT)
    yield held
    held.close()


def put(catalogue: Catalogue, document: PolicyDocument) -> None:
    source = Source(document.source, document.content_hash, 1, "txt")
    catalogue.put(document, source, parser_version=1)


def answer() -> Answer:
    exhibit = Exhibit(DOCUMENT, None, 0, TEXT.index("第二条"), "有效")
    line = Line(exhibit.quote, ("a", "unknown"))
    made = build_answer("主板上市奖励多少", [line], {"a": exhibit}, as_of=date(2026, 1, 1))
    assert made is not None
    return made


def test_holds_while_nothing_changes(catalogue: Catalogue) -> None:
    receipts = Receipts(catalogue)
    kept = receipts.store(answer())
    assert kept.receipt_id is not None
    found = receipts.check(kept.receipt_id, {DOCUMENT.document_id: "有效"})
    assert found.holds
    assert found.answer == kept


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("前言。" + TEXT, "quote_moved"),
        (TEXT.replace("300", "500"), "quote_gone"),
    ],
)
def test_tells_what_changed(catalogue: Catalogue, text: str, kind: str) -> None:
    receipts = Receipts(catalogue)
    kept = receipts.store(answer())
    put(catalogue, replace(DOCUMENT, text=text))
    found = receipts.check(kept.receipt_id or "", {})
    assert not found.holds
    assert [change.kind for change in found.changes] == [kind]


def test_tells_of_repeal_and_removal(catalogue: Catalogue) -> None:
    receipts = Receipts(catalogue)
    kept = receipts.store(answer())
    repealed = receipts.check(kept.receipt_id or "", {DOCUMENT.document_id: "已废止"})
    assert [change.kind for change in repealed.changes] == ["status_changed"]
    catalogue.remove_document(DOCUMENT.document_id)
    gone = receipts.check(kept.receipt_id or "", {})
    assert [change.kind for change in gone.changes] == ["document_gone"]


def test_unknown_receipt(catalogue: Catalogue) -> None:
    with pytest.raises(NotFoundError, match="存根"):
        Receipts(catalogue).check("0" * 16, {})


def test_an_answer_stands_on_a_citation_or_not_at_all() -> None:
    assert build_answer("问", [Line("奖励", ("x",))], {}, as_of=date(2026, 1, 1)) is None
    assert [item.n for item in answer().citations] == [1]
