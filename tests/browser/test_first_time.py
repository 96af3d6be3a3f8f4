"""Someone who has never seen the page: five tasks, by clicking only what is there to be seen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.browser.conftest import Watched

pytestmark = pytest.mark.browser


def _tab(watched: Watched, name: str) -> None:
    watched.page.locator("nav.tabs").get_by_role("link", name=name, exact=True).click()
    watched.settle()


def test_which_policies_of_a_county_reduce_rent_and_where_it_is_written(watched: Watched) -> None:
    page = watched.open("/")
    _tab(watched, "检索")
    page.get_by_label("检索词").press_sequentially("租金减免", delay=30)
    page.wait_for_selector(".result")
    watched.settle()
    page.locator(".places .facet-value", has_text="青石县").click()
    page.wait_for_url(re.compile("region="))
    watched.settle()
    titles = page.locator(".result h2").all_inner_texts()
    assert titles
    assert all("青石县" in title for title in titles)
    page.locator(".passage-link", has_text="免收租金").first.click()
    page.wait_for_selector(".paper mark.cited")
    assert "免收租金" in "".join(page.locator("mark.cited").all_inner_texts())


def test_the_chain_up_to_the_state_council(watched: Watched) -> None:
    page = watched.open("/")
    _tab(watched, "文件库")
    page.get_by_label("标题或文号").press_sequentially("考核评价结果", delay=30)
    page.wait_for_url(re.compile("q="))
    watched.settle()
    page.locator(".title-cell a").first.click()
    page.locator(".head-tools").get_by_role("link", name="关系图").click()
    page.wait_for_selector(".lineage-list")
    chain = page.inner_text(".lineage-list")
    assert "国发〔2019〕11号" in chain
    assert "云政发〔2024〕9号" in chain


def test_what_a_draft_misses(watched: Watched) -> None:
    page = watched.open("/")
    _tab(watched, "对照")
    page.get_by_label("草案正文").fill(
        "某市关于推进开发区创新提升的实施方案\n一、提升开放型经济质量。支持开发区提高引资质量。\n"
    )
    page.get_by_role("button", name=re.compile("国发〔2019〕11号")).click()
    page.get_by_role("button", name="开始对照").click()
    page.wait_for_selector(".report", timeout=60_000)
    page.get_by_role("button", name=re.compile("^未提及")).first.click()
    assert page.locator(".measure").count() > 3


def test_a_table_of_incentives_as_a_spreadsheet(watched: Watched, tmp_path: Path) -> None:
    page = watched.open("/")
    _tab(watched, "政策卡片")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="导出 Excel").click()
    target = tmp_path / "cards.xlsx"
    waiting.value.save_as(target)
    sheet = load_workbook(target).worksheets[0]
    assert sheet.max_row > 3


def test_from_an_answer_to_all_that_is_written_about_it(watched: Watched) -> None:
    page = watched.open("/")
    page.get_by_label("提问").fill("青石县标准厂房租金怎么减免？")
    page.get_by_role("button", name="提问").click()
    page.wait_for_selector(".sentence")
    watched.settle()
    page.get_by_role("link", name="查相关条款").click()
    page.wait_for_selector(".result")
    page.go_back()
    page.wait_for_selector(".sentence")
