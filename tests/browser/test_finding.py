"""Finding in a real browser: results follow the typing, places as a tree, addresses, outline."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

import pytest

from tests.browser.conftest import Watched

pytestmark = pytest.mark.browser


def test_results_follow_the_typing_and_the_address_with_them(watched: Watched) -> None:
    page = watched.open("/search")
    page.get_by_label("检索词").press_sequentially("租金减免", delay=30)
    page.wait_for_selector(".result")
    watched.settle()
    assert unquote(page.url).endswith("/search?q=租金减免")
    assert page.evaluate("document.activeElement.type") == "search"
    page.get_by_label("检索词").press_sequentially("办法", delay=30)
    page.wait_for_url(re.compile(quote("办法")))
    watched.settle()
    page.locator(".result h2 a").first.click()
    page.wait_for_selector(".paper mark.cited")
    page.go_back()
    page.wait_for_selector(".result")
    assert page.get_by_label("检索词").input_value() == "租金减免办法"


def test_places_are_a_tree_and_a_choice_can_be_changed(watched: Watched) -> None:
    page = watched.open(f"/search?q={quote('租金')}")
    places = page.locator(".places")
    all_of_it = int(
        places.locator(".facet-value", has_text="云岭省").locator(".count").inner_text()
    )
    county = places.locator(".facet-value", has_text="青石县")
    assert all_of_it > int(county.locator(".count").inner_text())
    places.get_by_role("button", name="云岭省的下级地区").click()
    assert county.is_hidden()
    places.get_by_role("button", name="云岭省的下级地区").click()
    shown = county.locator(".count").inner_text()
    county.click()
    page.wait_for_url(re.compile("region="))
    watched.settle()
    assert f"{shown} 份文件" in page.inner_text(".page-head")
    assert "因条件未列出：地区不同" in page.inner_text(".page-head")
    # the others are still there: one click goes to the city
    places.locator(".facet-value", has_text="云川经济技术开发区").click()
    page.wait_for_url(re.compile(quote("云川经济技术开发区")))
    watched.settle()
    page.go_back()
    page.wait_for_selector(".facet-value[aria-pressed=true]:has-text('青石县')")


def test_the_list_of_documents_narrows_as_one_types(watched: Watched) -> None:
    page = watched.open("/library")
    before = page.locator(".doc-row").count()
    page.get_by_label("标题或文号").press_sequentially("租金", delay=30)
    page.wait_for_url(re.compile(quote("租金")))
    watched.settle()
    assert 0 < page.locator(".doc-row").count() < before
    page.locator(".facet-value", has_text="县区").first.click()
    page.wait_for_url(re.compile("level="))
    page.go_back()
    page.wait_for_selector(".doc-row")
    assert page.get_by_label("标题或文号").input_value() == "租金"


def test_the_keys_are_told_on_question_mark(watched: Watched) -> None:
    page = watched.open("/settings")
    page.keyboard.press("?")
    assert "到提问或检索框" in page.locator("dialog[open]").inner_text()
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0


def test_the_outline_opens_over_the_text_where_there_is_no_room(watched: Watched) -> None:
    watched.page.set_viewport_size({"width": 390, "height": 844})
    page = watched.open(f"/library?q={quote('招商引资优惠政策若干措施')}")
    page.locator(".title-cell a").first.click()
    page.get_by_role("button", name="目录").click()
    page.locator("dialog[open] .outline a", has_text="第六条").first.click()
    page.wait_for_timeout(200)
    box = page.locator(".paper p", has_text="第六条").first.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 400


def test_the_words_as_read_stand_beside_the_clean_text(watched: Watched) -> None:
    page = watched.open(f"/library?q={quote('script')}")
    page.locator(".title-cell a").first.click()
    page.wait_for_selector(".paper p")
    page.get_by_role("button", name="对照原件").click()
    page.get_by_role("button", name="读出的文字").click()
    shown = page.inner_text(".as-read")
    assert "onerror" in shown
    assert page.locator(".as-read img, .as-read script").count() == 0


def test_a_long_document_opens_at_its_clause_and_prints_whole(watched: Watched) -> None:
    page = watched.open(f"/library?q={quote('云岭省人民政府')}")
    page.locator(".title-cell a").first.click()
    page.wait_for_selector(".paper p")
    last = page.locator(".paper [data-start]").last
    start = int(last.get_attribute("data-start") or 0)
    identifier = page.url.rsplit("/", 1)[-1]
    page = watched.open(f"/doc/{identifier}?start={start}&end={start + 4}")
    box = page.locator("mark.cited").first.bounding_box()
    assert box is not None
    assert 0 < box["y"] < 900
    page.emulate_media(media="print")
    hidden = page.locator(".paper-section").evaluate_all(
        "all => all.filter(s => getComputedStyle(s).contentVisibility !== 'visible').length"
    )
    assert hidden == 0
