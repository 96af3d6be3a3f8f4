"""The page in a real browser: ask → citation → highlighted clause, and every other way."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.browser.conftest import HOSTILE, Watched

pytestmark = pytest.mark.browser

QUESTION = "青石县标准厂房租金怎么减免？"


def test_ask_then_citation_then_highlighted_clause_and_back(watched: Watched) -> None:
    page = watched.open("/")
    page.get_by_label("提问").fill(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector(".sentence")
    watched.settle()
    assert "免收租金" in page.inner_text(".answer")
    assert page.locator(".sentence .check").first.inner_text() in ("原文", "有据")
    assert "示例数据（虚构）" in page.inner_text(".evidence")
    cite = page.locator(".sentence", has_text="免收租金").locator("a.cite").first
    quoted = page.locator(f".evidence [data-n='{cite.inner_text()}'] .proof-quote").inner_text()
    cite.hover()
    assert _plain(page.locator(".preview .proof-quote").inner_text()) == _plain(quoted)
    cite.click()
    page.wait_for_selector(".clause-body mark.cited")
    lit = "".join(page.locator(".clause-body mark.cited").all_inner_texts())
    assert _plain(lit) == _plain(quoted)
    assert page.url.endswith(f"#c{cite.inner_text()}")
    page.keyboard.press("Escape")
    assert page.locator(".clause-panel").count() == 0
    assert page.evaluate("document.activeElement.classList.contains('cite')")
    cite.click()
    page.get_by_role("link", name="在全文中打开").click()
    page.wait_for_selector(".paper mark.cited")
    watched.settle()
    assert _plain("".join(page.locator("mark.cited").all_inner_texts())) == _plain(quoted)
    assert page.locator("mark.cited").first.is_visible()
    box = page.locator("mark.cited").first.bounding_box()
    assert 0 < box["y"] < 900
    assert "第" in page.inner_text(".cite-bar strong")
    page.go_back()
    page.wait_for_selector(".sentence")
    assert "免收租金" in page.inner_text(".answer")
    assert quote("租金") in page.url


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_address_of_an_answer_is_a_link(watched: Watched) -> None:
    page = watched.open(f"/ask?q={quote(QUESTION)}")
    assert page.locator(".sentence").count() >= 1
    page.get_by_label("追问").fill("上限是多少？")
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn:nth-of-type(2) .sentence, .turn:nth-of-type(2) .refusal")
    watched.settle()
    assert page.url.count("q=") == 2


def test_a_refusal_says_why_and_shows_the_nearest(watched: Watched) -> None:
    page = watched.open(f"/ask?q={quote('2031年大连市高新技术企业补贴标准')}")
    assert page.locator(".refusal").count() == 1
    assert page.inner_text(".refusal p").strip()
    assert page.locator(".sentence.ok").count() == 0 or "未作答" in page.inner_text(".refusal")


def test_search_facets_keyboard_and_document(watched: Watched) -> None:
    page = watched.open(f"/search?q={quote('租金')}")
    assert page.locator(".result").count() > 1
    assert page.locator("mark.term").first.inner_text() in ("租金",)
    total = page.locator(".result").count()
    page.locator(".facet .facet-value", has_text="青石县").first.click()
    page.wait_for_url(re.compile("region="))
    watched.settle()
    assert 0 < page.locator(".result").count() <= total
    page.keyboard.press("j")
    assert page.locator(".result.current").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/doc/"))
    page.wait_for_selector("mark.cited")
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile("/search"))
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"


def test_a_filter_that_matches_nothing_says_so(watched: Watched) -> None:
    page = watched.open(
        f"/search?q={quote('租金')}&status={quote('已废止')}&region={quote('大连市')}"
    )
    assert "没有找到" in page.inner_text("main")
    assert page.locator(".result").count() == 0


def test_the_document_shows_facts_relations_and_ledger(watched: Watched) -> None:
    page = watched.open("/library")
    page.locator(".title-cell a", has_text="云岭省").first.click()
    page.wait_for_selector(".paper p")
    page.wait_for_selector("text=正在查找…", state="detached")
    side = page.inner_text(".side")
    assert "发文字号" in side
    assert "上下位关系" in side
    assert "来源" in side


def test_upload_is_watched_and_failures_have_reasons(watched: Watched, tmp_path: Path) -> None:
    good = tmp_path / "chaye.txt"
    good.write_text(
        "茶叶产业扶持办法\n第一条 新建茶园每亩补助600元。\n2025年5月6日\n", encoding="utf-8"
    )
    bad = tmp_path / "kong.pdf"
    bad.write_bytes(b"")
    page = watched.open("/library#upload")
    page.set_input_files("input[type=file]", [str(good), str(bad)])
    page.get_by_label("文件集", exact=True).first.wait_for()
    page.wait_for_selector(".job h2:has-text('完成')", timeout=60_000)
    report = page.inner_text(".job")
    assert "入库 1" in report
    assert "kong.pdf" in report
    page.wait_for_selector(".doc-row:has-text('茶叶产业扶持办法')")
    page.locator(".doc-row", has_text="茶叶产业扶持办法").get_by_role("button").click()
    page.locator("dialog button[value=yes]").click()
    page.wait_for_selector(".doc-row:has-text('茶叶产业')", state="detached")


@pytest.mark.parametrize(
    "path",
    [
        f"/search?q={quote('蜂蜜补贴每箱')}&collection=examples",
        f"/ask?q={quote('<img src=x onerror=window.hit=9>蜂蜜补贴每箱多少')}&collection=examples",
        f"/library?q={quote('script')}",
    ],
)
def test_markup_in_documents_and_questions_stays_text(watched: Watched, path: str) -> None:
    page = watched.open(path)
    page.wait_for_timeout(200)
    assert page.evaluate("window.hit") is None
    assert page.locator("main img, main svg[onload], main a[href^='javascript']").count() == 0


def test_a_hostile_document_is_shown_as_it_is_written(watched: Watched) -> None:
    page = watched.open(f"/library?q={quote('script')}")
    page.locator(".title-cell a").first.click()
    page.wait_for_selector(".paper p")
    assert page.evaluate("window.hit") is None
    assert "onerror" in page.inner_text(".paper")
    assert page.locator(".paper img, .paper script").count() == 0
    assert "javascript:window.hit=4" in HOSTILE


def test_offsets_beyond_the_basic_plane_light_the_right_words(watched: Watched) -> None:
    page = watched.open(f"/library?q={quote('script')}")
    page.locator(".title-cell a").first.click()
    page.wait_for_selector(".paper p")
    identifier = page.url.rsplit("/", 1)[-1]
    text = page.evaluate(
        "id => fetch('/api/documents/' + id).then(r => r.json()).then(d => d.text)", identifier
    )
    start = text.index("字样")
    page = watched.open(f"/doc/{identifier}?start={start}&end={start + 2}")
    assert page.inner_text("mark.cited") == "字样"


def test_cards_compare_and_eligibility_open(watched: Watched) -> None:
    page = watched.open("/cards")
    assert page.locator(".doc-row").count() > 3
    assert page.get_by_role("link", name="导出 Excel").count() == 1
    page.locator(".proof-cell a").first.click()
    page.wait_for_selector("mark.cited")
    page = watched.open("/cards?kind=target")
    assert page.locator(".doc-row").count() > 3
    page = watched.open(f"/cards/eligibility?text={quote('青石县新设制造企业，投资1.2亿元')}")
    assert "不构成承诺" in page.inner_text("main")
    page = watched.open(f"/cards/compare?regions={quote('青石县')}&regions={quote('云岭省')}")
    assert page.locator(".compare-table, .empty").count() == 1


def test_a_draft_is_compared_with_the_digest(watched: Watched) -> None:
    page = watched.open("/align")
    page.get_by_label("草案正文").fill(
        "某市关于推进开发区创新提升的实施方案\n"
        "根据《国务院关于推进国家级经济技术开发区创新提升打造改革开放新高地的意见》（国发〔2019〕11号），制定本方案。\n"
        "一、提升开放型经济质量。拓展利用外资方式，支持开发区提高引资质量。\n"
    )
    page.get_by_role("button", name="开始对照").click()
    page.wait_for_selector(".report", timeout=60_000)
    assert "依据为摘编，无法核对原文" in page.inner_text(".report")
    assert page.locator(".measure").count() > 3


def test_settings_tell_what_is_held_and_whether_all_is_well(watched: Watched) -> None:
    page = watched.open("/settings")
    shown = page.inner_text("main")
    assert "示例（虚构）" in shown
    assert "与文件库一致" in shown
    assert "/api/search" in shown


@pytest.mark.parametrize("width", [390, 1024, 1440])
@pytest.mark.parametrize(
    "path", ["/", "/search?q=%E7%A7%9F%E9%87%91", "/library", "/cards", "/settings"]
)
def test_nothing_overflows_sideways(chromium: Any, served: str, width: int, path: str) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(served + path)
    page.wait_for_load_state("networkidle")
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    context.close()
    assert wide <= 0


def test_the_first_load_is_small(chromium: Any, served: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    sizes: list[int] = []
    page.on("response", lambda r: sizes.append(int(r.headers.get("content-length", "0"))))
    page.goto(served + "/")
    page.wait_for_load_state("networkidle")
    context.close()
    assert 0 < sum(sizes) < 300_000
