"""Copies folded into one work, and what only looks like a copy kept apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus.catalogue import Catalogue
from corpus.document import PolicyDocument, Source, document_id_of
from ingest.duplicates import are_copies, fold_copies

BODY = "".join(
    f"第{n}条 对新引进的第{n}类产业项目，按照固定资产投资额的{n}%给予奖励，最高不超过{n}00万元，"
    f"由市商务局会同市财政局在{n}个工作日内审核兑现。\n"
    for n in range(1, 30)
)


def _document(source: str, text: str, **facts: Any) -> PolicyDocument:
    return PolicyDocument(
        document_id_of(source), source, "default", title="关于支持投资的意见", text=text, **facts
    )


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(f"sqlite:///{tmp_path}/catalogue.sqlite3", tmp_path / "write.lock")


def _put(catalogue: Catalogue, document: PolicyDocument) -> str:
    place = Source(document.source, document.content_hash, 1, "txt")
    catalogue.put(document, place, parser_version=1)
    return document.document_id


def test_two_versions_of_a_law_are_two_works() -> None:
    old = _document("a", "投资条例\n2015年5月28日通过\n" + BODY)
    new = _document("b", "投资条例\n2015年5月28日通过，2023年7月20日修订\n" + BODY)
    assert not are_copies(old, new)


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        (BODY, {}, True),
        ("据市政府网站消息，近日出台意见，全文如下。\n" + BODY, {}, True),
        (BODY.replace("，", ","), {}, True),
        (BODY.replace("万元", "亿元").replace("%给", "9%给"), {}, False),
        (BODY, {"doc_number": "云政发〔2024〕9号"}, False),
        (BODY, {"issued_on": date(2020, 1, 1)}, False),
        (BODY[: len(BODY) // 2], {}, False),
    ],
    ids=["same", "reprint", "punctuation", "figures", "number", "date", "half"],
)
def test_what_is_a_copy(text: str, facts: dict[str, Any], expected: bool) -> None:
    original = _document("a", BODY, doc_number="云政发〔2024〕3号", issued_on=date(2024, 3, 1))
    assert are_copies(original, _document("b", text, **facts)) is expected


def test_the_official_copy_leads_and_a_second_run_does_nothing(catalogue: Catalogue) -> None:
    reprint = _put(catalogue, _document("a", "本网讯\n" + BODY, doc_type="新闻"))
    official = _put(catalogue, _document("z", BODY, doc_number="云政发〔2024〕3号"))
    other = _put(catalogue, _document("y", "完全不同的另一份文件，只有这一句话而已。"))
    assert fold_copies(catalogue) == 3
    works = catalogue.works()
    assert {key: work.work_id for key, work in works.items()} == {
        reprint: official, official: official, other: other,
    }  # fmt: skip
    assert {key for key, work in works.items() if work.leads} == {official, other}
    version = catalogue.version()
    assert fold_copies(catalogue) == 0
    assert catalogue.version() == version


def test_works_follow_when_the_leader_goes_or_changes(catalogue: Catalogue) -> None:
    reprint = _put(catalogue, _document("a", "本网讯\n" + BODY))
    official = _put(catalogue, _document("z", BODY, doc_number="云政发〔2024〕3号"))
    fold_copies(catalogue)
    catalogue.remove_sources(["z"])
    fold_copies(catalogue)
    assert catalogue.works()[reprint].leads
    assert official not in catalogue.works()
    again = _put(catalogue, _document("z", BODY, doc_number="云政发〔2024〕3号"))
    fold_copies(catalogue)
    assert catalogue.works()[reprint].work_id == again
    _put(catalogue, _document("z", "改成了另一份完全不同的文件，内容与前面毫无关系。"))
    fold_copies(catalogue)
    assert catalogue.works()[reprint].work_id == reprint
