"""Taking in, in a real browser: what fails says why in Chinese; files are dropped anywhere."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Watched

pytestmark = pytest.mark.browser

GOOD = "竹木产业扶持办法\n第一条 新建竹木加工厂每家补助3万元。\n某某县人民政府\n2025年5月6日\n"
#: Drops a text file on the place given, as the browser would report it.
_DROP = """([place, name, text]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([text], name, { type: 'text/plain' }));
  const fire = kind => document.querySelector(place).dispatchEvent(
    new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: carried }));
  fire('dragover');
  const veil = !document.querySelector('.drop-veil').hidden;
  fire('drop');
  return veil;
}"""


def _done(page: Any) -> str:
    page.wait_for_selector(".job h2:has-text('完成')", timeout=60_000)
    return str(page.locator(".job").first.inner_text())


def _remove(page: Any, title: str) -> None:
    row = page.locator(".doc-row", has_text=title)
    row.get_by_role("button").click()
    page.locator("dialog button[value=yes]").click()
    row.wait_for(state="detached")


def test_every_broken_file_says_what_is_wrong(watched: Watched, tmp_path: Path) -> None:
    (tmp_path / "huai.docx").write_bytes(b"PK\x03\x04 no word file")
    (tmp_path / "kong.txt").write_bytes(b"")
    packed = tmp_path / "hunhe.zip"
    with zipfile.ZipFile(packed, "w") as target:
        target.writestr("hao/zhumu.txt", GOOD)
        target.writestr("hao/huai2.docx", b"PK\x03\x04 broken")
    page = watched.open("/library#upload")
    page.set_input_files("input[type=file]", [str(item) for item in sorted(tmp_path.iterdir())])
    told = _done(page)
    assert "入库 1，未变 0，跳过 0，失败 3" in told
    assert "docx 已损坏或不完整" in told
    assert "文件是空的" in told
    assert "huai2.docx" in told
    assert "重试失败的 3 个" in told
    page.locator(".outcomes a", has_text="zhumu.txt").click()
    page.wait_for_selector(".doc-row")
    assert page.locator(".doc-row").count() == 1
    _remove(page, "竹木产业")


@pytest.mark.parametrize("start", ["/library", "/search"])
def test_files_dropped_anywhere_are_taken_in(watched: Watched, start: str) -> None:
    page = watched.open(start)
    veiled = page.evaluate(_DROP, ["main", "zhumu.txt", GOOD])
    assert veiled == (start == "/search")
    page.wait_for_url("**/library**")
    assert "入库 1" in _done(page)
    watched.settle()
    _remove(page, "竹木产业")


def test_a_draft_to_compare_does_not_fall_into_the_library(watched: Watched) -> None:
    page = watched.open("/align")
    page.evaluate(_DROP, ["main", "caoan.txt", GOOD])
    page.wait_for_timeout(300)
    assert page.url.endswith("/align")
    assert page.evaluate(
        "fetch('/api/jobs').then(r => r.json()).then(d => d.jobs.every(j => j.state === 'done'))"
    )


def test_a_collection_is_named_in_chinese(watched: Watched, tmp_path: Path) -> None:
    (tmp_path / "zhumu.txt").write_text(GOOD, encoding="utf-8")
    page = watched.open("/library#upload")
    field = page.locator(".upload").get_by_label("文件集", exact=True)
    assert field.input_value() == "我的文件"
    field.fill("竹 木!")
    page.set_input_files("input[type=file]", [str(tmp_path / "zhumu.txt")])
    page.wait_for_selector("text=文件集的名称只能用")
    field.fill("竹木专题")
    page.set_input_files("input[type=file]", [str(tmp_path / "zhumu.txt")])
    assert "入库 1" in _done(page)
    page = watched.open("/library?collection=竹木专题")
    assert page.locator(".doc-row").count() == 1
    _remove(page, "竹木产业")


def test_an_official_source_is_chosen_from_the_list(watched: Watched) -> None:
    page = watched.open("/library#upload")
    page.get_by_text("从官方来源清单中选").click()
    chip = page.locator(".addresses .chip").first
    assert "未试" in chip.inner_text()
    chip.click()
    assert page.get_by_label("网址").input_value().startswith("http")
    assert page.get_by_label("这些是栏目页").is_checked()
