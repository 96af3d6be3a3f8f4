"""No page has a serious accessibility violation, in light or dark, and the keyboard is enough."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest

from tests.browser.conftest import Watched

pytestmark = pytest.mark.browser

_PAGES = (
    "/",
    f"/ask?q={quote('青石县标准厂房租金怎么减免？')}",
    f"/ask?q={quote('2031年大连市高新技术企业补贴标准')}",
    "/search",
    f"/search?q={quote('租金')}",
    f"/search?q={quote('租金')}&status={quote('已废止')}",
    "/library#upload",
    "/align",
    "/cards",
    f"/cards/eligibility?text={quote('青石县新设制造企业，投资1.2亿元')}",
    "/settings",
    "/doc/0000000000000000",
)


def _serious(page: Any) -> list[str]:
    """What axe-core finds serious or critical, each with the first place."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(page).response["violations"]
    return [
        f"{item['id']}: {item['nodes'][0]['target']} {item['nodes'][0]['failureSummary'][:200]}"
        for item in found
        if item["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("path", _PAGES)
def test_axe_finds_nothing_serious(watched: Watched, path: str) -> None:
    page = watched.open(path)
    found = _serious(page)
    page.emulate_media(color_scheme="dark")
    found += _serious(page)
    if "0000" in path:  # the failed request is what this page is about
        watched.problems.clear()
    assert found == []


def test_axe_finds_nothing_serious_around_a_document(watched: Watched) -> None:
    page = watched.open(f"/library?q={quote('云岭省')}")
    page.locator(".title-cell a").first.click()
    page.wait_for_selector(".paper p")
    watched.settle()
    found = _serious(page)
    page.get_by_role("button", name="对照原件").click()
    page.wait_for_selector(".original-frame, .original-page")
    found += _serious(page)
    # the browser says that the sandbox stopped the page's own scripts: what it is for
    blocked = [item for item in watched.problems if item.startswith("Blocked script execution")]
    watched.problems[:] = [item for item in watched.problems if item not in blocked]
    page = watched.open(page.url.split("?")[0].removeprefix(watched.base) + "/lineage")
    found += _serious(page)
    page.emulate_media(color_scheme="dark")
    found += _serious(page)
    assert found == []


def test_axe_finds_nothing_serious_in_the_clause_beside_the_answer(watched: Watched) -> None:
    page = watched.open(f"/ask?q={quote('青石县标准厂房租金怎么减免？')}#c1")
    page.wait_for_selector(".clause-body mark")
    assert _serious(page) == []


def test_the_keyboard_alone_asks_and_opens_the_source(watched: Watched) -> None:
    page = watched.open("/settings")
    page.keyboard.press("/")
    page.wait_for_url(re.compile("/search"))
    page.wait_for_selector("input[type=search]:focus")
    page.keyboard.type("租金减免")
    page.keyboard.press("Enter")
    page.wait_for_selector(".result")
    watched.settle()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.locator(".result").first.get_attribute("class") == "result current"
    page.keyboard.press("Enter")
    page.wait_for_selector(".paper mark.cited")
    page.keyboard.press("Escape")
    page.wait_for_selector(".result")
