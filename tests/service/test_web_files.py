"""The page's files: every module is asked for at once, not one after another as they import."""

from __future__ import annotations

import re

from service.api.pages import WEB, page_html


def test_every_module_is_preloaded() -> None:
    preloaded = set(re.findall(r'rel="modulepreload" href="/static/([^"]+)"', page_html()))
    modules = {item.relative_to(WEB / "static").as_posix() for item in WEB.rglob("*.js")}
    assert preloaded == modules - {"theme.js"}


def test_no_file_names_another_host() -> None:
    for item in WEB.rglob("*.*"):
        text = item.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://", text), item.name
