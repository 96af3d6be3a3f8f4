"""Facts about one document that do not agree are found, and only where words really say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from corpus.conflicts import OTHER_SIGNATURE, numbered_alike, signed_otherwise, stated_otherwise
from corpus.document import Evidence


@dataclass(frozen=True)
class Facts:
    """What is known of a document."""

    title: str = "关于推进国家级经济技术开发区创新提升打造改革开放新高地的意见"
    doc_number: str | None = "国发〔2019〕11号"
    issued_on: date | None = date(2019, 5, 18)
    published_on: date | None = date(2019, 5, 28)


NAME = "《关于推进国家级经济技术开发区创新提升打造改革开放新高地的意见》(国发〔2019〕11号)"


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        (f"2019年5月8日,为着力构建新体制,国务院正式下发了{NAME}。", ["2019-05-08"]),
        (f"2019年5月18日，国务院印发了{NAME}。", []),
        (f"2019年5月28日，国务院发布了{NAME}。", []),  # the day of publication
        (f"2020年3月1日，我市根据{NAME}制定方案。", []),  # its own day, not the document's
        (f"国务院下发了{NAME}，要求2020年底前完成。", []),
        ("2019年5月8日，国务院下发了《别的意见》（国发〔2019〕12号）。", []),
    ],
)
def test_another_date_said_of_the_document(text: str, stated: list[str]) -> None:
    found = stated_otherwise(Facts(), text)
    assert [item.stated for item in found] == stated
    assert all(item.held == "2019-05-18" and item.quote in text for item in found)


def test_unknown_dates_conflict_with_nothing() -> None:
    assert stated_otherwise(Facts(issued_on=None), f"2019年5月8日,国务院下发了{NAME}。") == ()
    assert numbered_alike(Facts(), [Facts(issued_on=None)]) == ()
    assert numbered_alike(Facts(doc_number=None), [Facts(doc_number=None)]) == ()


def test_two_documents_of_one_number_with_two_dates() -> None:
    other = Facts(issued_on=date(2019, 5, 8))
    assert [item.stated for item in numbered_alike(Facts(), [other, Facts()])] == ["2019-05-08"]


def test_signature_on_another_day_than_the_page() -> None:
    evidence = [
        Evidence("issued_on", "页面字段 table:成文日期", "2004年04月17日", None, None),
        Evidence("issued_on", OTHER_SIGNATURE, "国务院办公厅\n二〇〇四年四月二十七日", 5, 22),
    ]
    (found,) = signed_otherwise(Facts(issued_on=date(2004, 4, 17)), evidence)
    assert (found.held, found.stated) == ("2004-04-17", "2004-04-27")
