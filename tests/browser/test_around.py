"""What surrounds a text in a real browser: relations, original, citing, feedback, print."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from tests.browser.conftest import Watched

pytestmark = pytest.mark.browser

QUESTION = "青石县标准厂房租金怎么减免？"


def test_relations_are_drawn_and_listed_and_moved_by_keys(watched: Watched) -> None:
    page = watched.open(f"/library?q={quote('招商引资优惠政策若干措施')}")
    page.locator(".title-cell a").first.click()
    page.wait_for_selector(".paper p")
    page.locator(".head-tools").get_by_role("link", name="关系图").click()
    page.wait_for_selector(".lineage-canvas .node-own")
    assert (
        page.locator(".lineage-canvas .node").count()
        == page.locator(".lineage-list > ul > li").count()
    )
    canvas = page.locator(".lineage-canvas")
    before = canvas.get_attribute("viewBox")
    canvas.focus()
    page.keyboard.press("ArrowRight")
    moved = canvas.get_attribute("viewBox")
    page.keyboard.press("+")
    assert len({before, moved, canvas.get_attribute("viewBox")}) == 3
    page.locator(".lineage-list q").first.click()
    page.wait_for_selector(".paper mark.cited")


def test_the_original_stands_beside_the_text(watched: Watched) -> None:
    page = watched.open(f"/search?q={quote('第四条 租金减免标准')}")
    page.locator(".result h2 a", has_text="租金减免实施办法").first.click()
    page.wait_for_selector("mark.cited")
    page.get_by_role("button", name="对照原件").click()
    page.wait_for_selector(".original-sheet img")
    assert page.locator(".boxes i").count() >= 1
    assert (
        page.locator(".original-sheet img").evaluate("i => i.decode().then(() => i.naturalWidth)")
        > 500
    )
    page.get_by_role("button", name="收起", exact=True).click()
    assert page.locator(".original").is_hidden()


def test_a_clause_is_cited_with_its_link(watched: Watched) -> None:
    watched.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = watched.open(f"/library?q={quote('招商引资优惠政策若干措施')}")
    page.locator(".title-cell a").first.click()
    page.wait_for_selector(".paper p")
    page.get_by_role("button", name="引用第六条", exact=True).click()
    page.get_by_role("button", name="引用本条", exact=True).last.click()
    page.wait_for_selector("text=已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.match(r"《.+》（青政规〔2025〕1号）第六条：“第六条", copied), copied
    assert f"{watched.base}/doc/" in copied


def test_an_answer_is_judged_and_taken_along(watched: Watched) -> None:
    page = watched.open(f"/ask?q={quote(QUESTION)}")
    with page.expect_download() as taken:
        page.get_by_role("link", name="导出 Word").click()
    assert taken.value.suggested_filename.endswith(".docx")
    page.get_by_role("button", name="有误").click()
    page.get_by_label("错在哪里").fill("应先写租金")
    page.get_by_role("button", name="提交").click()
    page.wait_for_selector("text=已记下")
    found = page.evaluate("fetch('/api/feedback').then(r => r.json())")
    assert found["feedback"][0]["note"] == "应先写租金"


def test_a_search_is_kept_and_explains_itself(watched: Watched) -> None:
    page = watched.open(f"/search?q={quote('租金减免')}")
    page.get_by_role("button", name="收藏").click()
    page.locator(".why summary").first.click()
    assert "本段出现" in page.locator(".why ul").first.inner_text()
    page = watched.open("/search")
    page.get_by_role("link", name="租金减免", exact=True).click()
    page.wait_for_selector(".result")


def test_the_answer_prints_without_its_controls(watched: Watched) -> None:
    page = watched.open(f"/ask?q={quote(QUESTION)}")
    page.emulate_media(media="print")
    assert page.locator(".sentence").first.is_visible()
    assert page.locator(".evidence").is_visible()
    for part in (".bar", ".answer-tools button", ".follow-up"):
        assert page.locator(part).first.is_hidden(), part
