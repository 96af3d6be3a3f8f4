"""Citations and quotations of a draft against a small library of known documents."""

from datetime import date
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue
from corpus.document import PolicyDocument, Reference, Source
from service.align.citations import check_citations
from service.align.cited import citations_in
from service.align.cited_dates import find_wrong_dates
from service.align.known import KnownDocuments

ZONES = "国务院关于促进综合保税区高水平开放高质量发展的若干意见"
JOBS = "国务院关于做好当前和今后一个时期促进就业工作的若干意见"
GUARANTEE = "国务院关于促进融资担保行业加快发展的意见"
OLD_RULE = "国务院关于促进海关特殊监管区域科学发展的指导意见"
WORDS = (
    "总体要求\n将综合保税区建设成为新时代全面深化改革开放的新高地。"
    "推动“总对总”合作，落实银担合作条件。"
)


def _held(
    name: str, title: str, number: str, *, text: str, cites: tuple[Reference, ...] = ()
) -> PolicyDocument:
    return PolicyDocument(
        document_id=name * 16, source=f"{name}.txt", collection="default", title=title,
        doc_number=number, text=text, issued_on=date(2019, 1, 12), published_on=date(2019, 1, 25),
        references=cites,
    )  # fmt: skip


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    held = Catalogue(f"sqlite:///{tmp_path / 'c.sqlite3'}", tmp_path / "lock")
    repeals = Reference("废止", "国发〔2012〕58号", OLD_RULE, None, "废止", 0, 2)
    cites = Reference("依据", "国发〔2015〕43号", GUARANTEE, None, "落实", 0, 2)
    for document in (
        _held("a", ZONES, "国发〔2019〕3号", text=WORDS),
        _held("b", JOBS, "国发〔2018〕39号", text="稳就业。", cites=(cites, repeals)),
    ):
        held.put(document, Source(document.source, "0" * 64, 1, "text"), parser_version=1)
    return held


def _draft(text: str) -> PolicyDocument:
    return PolicyDocument(
        document_id="0" * 16, source="draft", collection="draft", title="某市意见", text=text
    )


def _check(text: str, catalogue: Catalogue) -> list[tuple[str, str | None]]:
    known = KnownDocuments.of(catalogue, ["default"])
    found = check_citations(_draft(text), known, catalogue, as_of=date(2020, 1, 1))
    return [(item.status, item.correct_doc_no or item.correct_quote) for item in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"落实《{ZONES}》（国发〔2019〕3号）", [("correct", None)]),
        # without its issuer, with another kind of bracket
        (f"落实《{ZONES[3:]}》（国发[2019]3号）", [("correct", None)]),
        (f"落实《{ZONES}》（国发〔2019〕13号）", [("wrong_number", "国发〔2019〕3号")]),
        (f"落实《{ZONES}》（国发〔2018〕39号）", [("title_number_mismatch", "国发〔2019〕3号")]),
        (
            "落实《国务院关于县域互助基金推广工作的通知》（国发〔2018〕199号）",
            [("nonexistent", None)],
        ),
        # held by nobody, but number and title stand together in a held text
        (f"落实《{GUARANTEE}》（国发〔2015〕43号）", [("correct", None)]),
        ("按照国发〔2015〕43号执行", [("unknown", None)]),
        # a slip of the pen in the title
        (f"落实《{ZONES.replace('若干', '')}》（国发〔2019〕3号）", [("misquote", None)]),
        # 《意见》 alone is a short name
        ("按照《意见》（国发〔2019〕3号）执行", [("correct", None)]),
    ],
)
def test_status(text: str, expected: list[tuple[str, str | None]], catalogue: Catalogue) -> None:
    assert _check(text, catalogue) == expected


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        (
            "国发〔2019〕3号提出，“将综合保税区建设成为新时代全面深化改革开放的新高地”。",
            ["correct"] * 2,
        ),
        (
            "国发〔2019〕3号提出，“将综合保税区建设成为新时代全面深化改革开放的试验田”。",
            ["correct", "misquote"],
        ),
        # marks inside a quotation, and an announcement behind it
        ("国发〔2019〕3号要求，“推动“总对总”合作，落实银担合作条件”。", ["correct"] * 2),
        ("按照国发〔2019〕3号“推动‘总对总’合作，落实银担合作条件”的要求，", ["correct"] * 2),
        # by the short name that the draft gives itself
        (
            f"依据《{ZONES}》（国发〔2019〕3号，以下简称《若干意见》）。《若干意见》提出，“将综合保税区建设成为改革开放的试验田”。",
            ["correct", "misquote"],
        ),
        # a term in quotation marks is no quotation
        ("国发〔2019〕3号要求推进“互联网加政务服务”工作。", ["correct"]),
    ],
)
def test_quotations(text: str, statuses: list[str], catalogue: Catalogue) -> None:
    assert [status for status, _ in _check(text, catalogue)] == statuses


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        (f"《{ZONES}》（国发[2019]3号）", "六角括号"),
        (f"《{ZONES}》（国发〔2019〕第3号）", "不加“第”字"),
        ("按照国发〔2019〕3号执行", "先引标题"),
        (f"国发〔2019〕3号《{ZONES}》", "先引标题"),
        (f"《{ZONES}》（国发〔2019〕3号）", None),
    ],
)
def test_form_is_remarked_not_judged(text: str, remark: str | None, catalogue: Catalogue) -> None:
    known = KnownDocuments.of(catalogue, ["default"])
    (found,) = check_citations(_draft(text), known, catalogue, as_of=date(2020, 1, 1))
    assert found.status == "correct"
    assert (remark in (found.form or "")) if remark else found.form is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (f"2019年1月8日，国务院下发了《{ZONES}》（国发〔2019〕3号）。", 1),
        (f"2019年1月12日，国务院下发了《{ZONES}》（国发〔2019〕3号）。", 0),
        (f"2019年1月25日，国务院公布《{ZONES}》（国发〔2019〕3号）。", 0),
        # a day to meet
        (f"按《{ZONES}》（国发〔2019〕3号），2019年6月1日前印发方案。", 0),
    ],
)
def test_dates_given_to_documents(text: str, count: int, catalogue: Catalogue) -> None:
    known = KnownDocuments.of(catalogue, ["default"])
    found = list(find_wrong_dates(text, citations_in(text), known))
    assert [item.kind for item in found] == ["date"] * count
    assert all("2019-01-12" in item.reason and "2019-01-25" in item.reason for item in found)


def test_a_document_that_is_not_held_is_repealed_by_one_that_is(catalogue: Catalogue) -> None:
    found = _check(f"按照《{OLD_RULE}》（国发〔2012〕58号）执行。", catalogue)
    assert found == [("repealed", None)]
    known = KnownDocuments.of(catalogue, ["default"])
    (earlier,) = check_citations(
        _draft(f"按照《{OLD_RULE}》（国发〔2012〕58号）执行。"),
        known,
        catalogue,
        as_of=date(2018, 1, 1),
    )
    assert earlier.status == "correct"
