"""Validity on a day: own dates, repeals by others, and what a page states."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from corpus.catalogue import DocumentSummary, StoredReference
from corpus.document import Reference, Relation
from corpus.validity import RepealIndex, status_on, title_key
from corpus.versions import version_date

RULE = DocumentSummary(
    document_id="old",
    source="old.html",
    collection="default",
    content_hash="0",
    title="云川市招商引资奖励办法",
    doc_number="云川政规〔2022〕6号",
    other_numbers=(),
    issuers=("云川市人民政府",),
    issued_on=date(2022, 3, 1),
    published_on=None,
    effective_on=date(2022, 4, 1),
    expires_on=None,
    stated_status=None,
    doc_type="办法",
    level="市",
    region="云川市",
    topics=(),
    inner_title=None,
    digest=False,
    suspect_figures=False,
)
SUCCESSOR = replace(
    RULE,
    document_id="new",
    source="new.html",
    doc_number="云川政规〔2025〕3号",
    issued_on=date(2025, 3, 28),
    effective_on=date(2025, 5, 1),
)


def referring(relation: Relation, *, number: str | None, title: str | None) -> StoredReference:
    return StoredReference("new", Reference(relation, number, title, None, "同时废止", 0, 4))


def repealed_by(relation: Relation, *, number: str | None, title: str | None) -> RepealIndex:
    return RepealIndex.of([RULE, SUCCESSOR], [referring(relation, number=number, title=title)])


@pytest.mark.parametrize(
    ("changes", "as_of", "status"),
    [
        ({}, date(2022, 3, 15), "尚未施行"),
        ({}, date(2022, 4, 1), "有效"),
        # the last day in force is still in force
        ({"expires_on": date(2025, 3, 31)}, date(2025, 3, 31), "有效"),
        ({"expires_on": date(2025, 3, 31)}, date(2025, 4, 1), "已失效"),
        # the page knows of an early repeal, the question is about the time before it
        ({"expires_on": date(2024, 6, 30), "stated_status": "已废止"}, date(2023, 1, 1), "有效"),
        ({"expires_on": date(2024, 6, 30), "stated_status": "已废止"}, date(2024, 7, 1), "已废止"),
        ({"stated_status": "已失效"}, date(2023, 1, 1), "已失效"),
        # the term still runs, yet the page says the rule has ended: an early repeal
        ({"expires_on": date(2099, 6, 30), "stated_status": "已废止"}, date(2025, 1, 1), "已废止"),
        # a plan or a set of detailed rules is 其他, and in force once issued
        ({"doc_type": "其他"}, date(2023, 1, 1), "有效"),
        # news lays down no rule; a page without any date tells nothing
        ({"doc_type": "新闻"}, date(2023, 1, 1), "未知"),
        ({"issued_on": None, "effective_on": None}, date(2023, 1, 1), "未知"),
    ],
)
def test_own_dates(changes: dict[str, object], as_of: date, status: str) -> None:
    summary = replace(RULE, **changes)  # type: ignore[arg-type]
    assert status_on(summary, RepealIndex(), as_of).status == status


def test_a_repeal_holds_from_the_day_the_repealing_document_takes_effect() -> None:
    repeals = repealed_by("废止", number="云川政规〔2022〕6号", title=None)
    assert status_on(RULE, repeals, date(2025, 4, 30)).status == "有效"
    found = status_on(RULE, repeals, date(2025, 5, 1))
    assert (found.status, found.because_document_id) == ("已废止", "new")
    assert "云川政规〔2025〕3号" in found.reason


def test_a_successor_of_the_same_title_does_not_repeal_itself() -> None:
    repeals = repealed_by("废止", number=None, title="云川市招商引资奖励办法")
    assert status_on(RULE, repeals, date(2026, 1, 1)).status == "已废止"
    assert status_on(SUCCESSOR, repeals, date(2026, 1, 1)).status == "有效"


def test_an_amendment_leaves_the_rest_in_force() -> None:
    repeals = repealed_by("修改", number="云川政规〔2022〕6号", title=None)
    assert status_on(RULE, repeals, date(2026, 1, 1)).status == "已被修改"


@pytest.mark.parametrize(
    ("number", "title"),
    [
        # another year's number is another document
        ("云川政规〔2021〕6号", None),
        # a number that is not held is not looked up by a like title
        ("云川政规〔2019〕1号", "云川市招商引资奖励办法"),
        # a short generic title names nothing
        (None, "奖励办法"),
    ],
)
def test_no_repeal_by_resemblance(number: str | None, title: str | None) -> None:
    repeals = repealed_by("废止", number=number, title=title)
    assert status_on(RULE, repeals, date(2026, 1, 1)).status == "有效"


def test_a_repeal_does_not_cross_collections() -> None:
    example = replace(SUCCESSOR, collection="examples")
    reference = referring("废止", number="云川政规〔2022〕6号", title=None)
    repeals = RepealIndex.of([RULE, example], [reference])
    assert status_on(RULE, repeals, date(2026, 1, 1)).status == "有效"


LAW = replace(RULE, doc_number=None, effective_on=date(2006, 1, 1), issued_on=date(1993, 12, 29))
OLDER = replace(LAW, document_id="v1", source="公司法(2018-10-26).md", title="中华人民共和国公司法")
NEWER = replace(LAW, document_id="v2", source="公司法(2023-12-29).md", title="公司法")


def test_a_newer_version_of_a_law_takes_the_older_ones_place() -> None:
    repeals = RepealIndex.of([OLDER, NEWER], [])
    found = status_on(OLDER, repeals, date(2026, 1, 1))
    assert (found.status, found.because_document_id) == ("已被修改", "v2")
    assert found.reason == "已有2023年12月29日的新版本"
    assert status_on(OLDER, repeals, date(2023, 1, 1)).status == "有效"
    assert status_on(NEWER, repeals, date(2026, 1, 1)).status == "有效"


def test_the_year_in_a_title_names_a_version() -> None:
    titled = replace(OLDER, source="1.html", title="中华人民共和国公司法（2018年修正）")
    assert version_date(titled) == date(2018, 12, 31)
    assert version_date(replace(OLDER, source="公司法(2018-13-45).md")) is None
    assert version_date(RULE) is None
    assert RepealIndex.of([titled, NEWER], []).effects_on("v1")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("关于“证照分离”改革的通知", "关于证照分离改革的通知 "),
        ("中华人民共和国公司法", "公司法（2018年修正）"),
        ("关于印发《奖励办法》的通知", "关于印发〈奖励办法〉的通知"),
    ],
)
def test_spellings_of_one_title(one: str, other: str) -> None:
    assert title_key(one) == title_key(other)


def test_a_page_that_says_amended_speaks_of_the_amendment_held() -> None:
    """Before the amendment began the rule stood as it was, whatever its page says today."""
    rule = replace(RULE, stated_status="已被修改")
    amends = referring("修改", number=rule.doc_number, title=None)
    repeals = RepealIndex.of([rule, SUCCESSOR], [amends])
    assert status_on(rule, repeals, date(2024, 1, 1)).status == "有效"
    assert status_on(rule, repeals, date(2025, 5, 1)).status == "已被修改"
    alone = RepealIndex.of([rule], [])
    assert status_on(rule, alone, date(2024, 1, 1)).status == "已被修改"
