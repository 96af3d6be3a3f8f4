"""Lines broken at a fixed width are joined inside sentences, and nowhere else."""

from __future__ import annotations

import pytest

from ingest.clean.ledger import rebuild
from ingest.clean.page_text import clean
from ingest.page import Block, RawPage

WIDTH = 30
PARAGRAPH = (
    "机构应当按照规定建立健全客户{}尽职调查制度并且勤勉尽责地识别客户{}身份了解客户建立业务关系的目的和性质"
    "并且采取与风险状况相适应的{}措施持续关注客户的状况和交易情况及时更新有关资料"
)
ARTICLES = [f"第{number}条 {PARAGRAPH}。".replace("{}", number) for number in "一二三四五六"]


def _lines(paragraph: str) -> list[str]:
    return [paragraph[at : at + WIDTH] for at in range(0, len(paragraph), WIDTH)]


WRAPPED = [
    "反洗钱工作管理办法",
    "第一章 总则",
    *(line for article in ARTICLES for line in _lines(article)),
]


def _clean(lines: list[str], kind: str = "txt") -> str:
    page = RawPage(tuple(Block(line) for line in lines), kind, "a")  # type: ignore[arg-type]
    cleaned = clean(page)
    assert rebuild(cleaned.text, cleaned.removed) == page.text
    again = clean(RawPage(tuple(Block(x) for x in cleaned.text.split("\n")), page.format, "a"))
    assert again.text == cleaned.text
    return cleaned.text


def test_a_wrapped_text_reads_as_it_was_written() -> None:
    assert _clean(WRAPPED) == "\n".join([*WRAPPED[:2], *ARTICLES])


def test_page_numbers_glued_to_lines_go_and_sentences_run_on_across_pages() -> None:
    pages = {3: 1, 7: 2, 11: 3}
    lines = [f"-{pages[n]}-{line}" if n in pages else line for n, line in enumerate(WRAPPED)]
    assert _clean(lines) == "\n".join([*WRAPPED[:2], *ARTICLES])
    assert "-3-5级" in _clean(["-3-5级", "-2-3级", "-1-2级", *WRAPPED])


def test_the_ledger_names_each_join() -> None:
    page = RawPage(tuple(Block(line) for line in WRAPPED), "txt", "a")
    rules = {item.rule for item in clean(page).removed}
    assert rules == {"折行合并"}


HEADING = "（一）" + "加强组织领导完善工作机制压实各方面责任确保各项任务落到实处"[: WIDTH - 3]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (HEADING, "各区县要高度重视。"),  # a heading that fills its line
        ("甲" * WIDTH, "第七条 企业应当报告。"),
        ("甲" * WIDTH, "附件：申报表"),
        ("甲" * WIDTH, "2025年3月1日"),
        ("甲" * (WIDTH - 1) + "。", "新的一段。"),
        ("甲" * (WIDTH - 8), "前一行没有写满。"),
    ],
)
def test_what_may_be_a_line_of_its_own_stays_one(before: str, after: str) -> None:
    assert f"{before}\n{after}" in _clean([*WRAPPED, before, after])


def test_a_text_of_short_paragraphs_is_not_wrapped() -> None:
    lines = [
        f"{number}号企业在本市注册并且具有独立法人资格可以申请本项补贴资金" for number in "甲乙丙"
    ]
    assert _clean(lines) == "\n".join(lines)
    poem = [f"{count}行" + "长短不一的行" * count for count in range(2, 14)]
    assert _clean(poem) == "\n".join(poem)


def test_only_formats_of_lines_are_joined() -> None:
    assert _clean(WRAPPED, "html") == "\n".join(WRAPPED)
