"""A served library and a headless Chromium that is watched for errors and foreign requests."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn

import corpus
from corpus.settings import EmbeddingSettings, Settings
from service.api.app import create_app
from service.ingesting import Batch
from service.workspace import Workspace

#: Debian's Chromium; what it would otherwise ask the internet for is switched off.
_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
_SHIPPED = ("qingshi", "jingkai", "yunling")
#: A document and a question that try everything a page could mistake for markup.
HOSTILE = (
    "关于<script>window.hit=1</script>的通知\n"
    '一、<img src=x onerror="window.hit=2">蜂蜜补贴每箱99元。\n'
    '二、<svg onload=window.hit=3></svg><a href="javascript:window.hit=4">点此领取蜂蜜补贴</a>\n'
    "三、文件名\u202egpj.exe 结束，蜂蜜\U00020bb7字样。\n"
    "某某镇人民政府\n2025年1月2日\n"
)


@dataclass
class Watched:
    """A page with everything that went wrong on it."""

    page: Any
    base: str
    problems: list[str] = field(default_factory=list)

    def open(self, path: str) -> Any:
        """Go to an address of the page and wait until nothing is being fetched."""
        self.page.goto(self.base + path)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the page has what it asked for."""
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_selector("[aria-busy=true]", state="detached")


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, fake_embedder: Any) -> Iterator[str]:
    """The address of a server over some shipped documents, the digest and a hostile one."""
    data = tmp_path_factory.mktemp("served")
    settings = Settings(data=data, cache=data, embedding=EmbeddingSettings(model="fake"))
    workspace = Workspace(settings, embedder=fake_embedder)
    documents = Path(corpus.__file__).parent / "documents"
    hostile = data / "hostile"
    hostile.mkdir()
    (hostile / "mifeng.txt").write_text(HOSTILE, encoding="utf-8")
    examples = tuple(documents / "examples" / name for name in _SHIPPED)
    workspace.ingest(
        [
            Batch((*examples, hostile), "examples"),
            Batch((documents / "reference",), "reference"),
        ]
    )
    server = uvicorn.Server(
        uvicorn.Config(create_app(workspace), host="127.0.0.1", port=0, log_level="warning")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)
    workspace.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A running Chromium, or a skip that says what is missing."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no chromium on PATH: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def watched(chromium: Any, served: str) -> Iterator[Watched]:
    """A fresh page; the test fails if it logs an error or asks any other host."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    page = context.new_page()
    found = Watched(page, served)
    page.on("console", lambda m: found.problems.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: found.problems.append(str(error)))
    page.on(
        "request",
        lambda r: (
            None
            if r.url.startswith((served, "data:", "blob:"))
            else found.problems.append(f"foreign request {r.url}")
        ),
    )
    yield found
    context.close()
    assert found.problems == []
