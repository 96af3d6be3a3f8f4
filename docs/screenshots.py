"""Take the screenshots of the documentation from a running server that holds the shipped documents.

ceyuan ingest --shipped --data DIR && ceyuan serve --data DIR
python docs/screenshots.py [--base http://127.0.0.1:8000] [--only NAME]
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import sync_playwright

OUT = Path(__file__).parent / "screenshots"
_COLOURS = 255
_AFTER_ACT_MS = 500
_HEIGHTS = {1440: 900, 1024: 768, 390: 844}
_PLAN = "云川市人民政府关于印发云川市推进经济开发区高质量发展实施方案的通知"
_MEASURES = "青石县招商引资优惠政策若干措施"
_QUESTION = "青石县标准厂房租金怎么减免？"


@dataclass(frozen=True, slots=True)
class Shot:
    """One page of the product: where it is, and what is done on it before the picture."""

    name: str
    path: str
    act: Callable[[Any], None] | None = None
    widths: tuple[int, ...] = (1440, 1024, 390)
    dark: bool = False


def _cite(page: Any) -> None:
    page.locator(".sentence .cite").first.click()
    page.wait_for_selector(".clause-body mark")


def _preview(page: Any) -> None:
    page.locator(".sentence .cite").first.hover()
    page.wait_for_selector(".preview")


def _open(words: str) -> Callable[[Any], None]:
    def act(page: Any) -> None:
        page.locator(".title-cell a", has_text=words).first.click()
        page.wait_for_selector(".paper p")

    return act


def _lineage(page: Any) -> None:
    _open(_PLAN)(page)
    page.get_by_role("link", name="看关系图").click()
    page.wait_for_selector(".lineage-canvas")


def _original(page: Any) -> None:
    page.locator(".result h2 a").first.click()
    page.wait_for_selector("mark.cited")
    page.get_by_role("button", name="对照原件").click()
    page.wait_for_selector(".original-frame, .original-page img, .original-body p")
    for picture in page.locator(".original-page img").all():
        picture.evaluate("picture => picture.decode()")


def _without_paths(page: Any) -> None:
    """The folders of the machine that takes the pictures concern nobody."""
    page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.getElementById('main'), 4);
          const texts = [];
          while (walker.nextNode()) texts.push(walker.currentNode);
          for (const text of texts) {
            if (!text.parentElement.closest('code'))
              text.data = text.data.replace(/(\\/[\\w.\\-]+){2,}/g, '/…');
          }
        }"""
    )


def _align(page: Any) -> None:
    page.get_by_label("草案正文").fill(
        "某市关于推进开发区创新提升的实施方案\n根据《国务院关于推进国家级经济技术开发区创新提升打造改革开放新高地的意见》"
        "（国发〔2019〕11号），制定本方案。\n一、提升开放型经济质量。拓展利用外资方式，支持开发区提高引资质量。\n"
    )
    page.get_by_role("button", name="开始对照").click()
    page.wait_for_selector(".report", timeout=60_000)


SHOTS = (
    Shot("home", "/"),
    Shot("home-dark", "/", widths=(1440, 390), dark=True),
    Shot("ask", f"/ask?q={quote(_QUESTION)}"),
    Shot("ask-dark", f"/ask?q={quote(_QUESTION)}", widths=(1440,), dark=True),
    Shot("ask-preview", f"/ask?q={quote(_QUESTION)}", _preview, widths=(1440,)),
    Shot("ask-clause", f"/ask?q={quote(_QUESTION)}", _cite),
    Shot("refusal", f"/ask?q={quote('2031年大连市高新技术企业补贴标准')}", widths=(1440, 390)),
    Shot("search", f"/search?q={quote('租金减免')}"),
    Shot("search-dark", f"/search?q={quote('租金减免')}", widths=(1440,), dark=True),
    Shot("library", "/library"),
    Shot("upload", "/library#upload", widths=(1440,)),
    Shot("document", f"/library?q={quote(_MEASURES)}", _open(_MEASURES)),
    Shot(
        "document-dark",
        f"/library?q={quote(_MEASURES)}",
        _open(_MEASURES),
        widths=(1440,),
        dark=True,
    ),
    Shot("original", f"/search?q={quote('租金减免')}", _original, widths=(1440, 390)),
    Shot("lineage", f"/library?q={quote(_PLAN)}", _lineage),
    Shot("lineage-dark", f"/library?q={quote(_PLAN)}", _lineage, widths=(1440,), dark=True),
    Shot("align", "/align", widths=(1440, 390)),
    Shot("align-report", "/align", _align),
    Shot("cards", "/cards"),
    Shot(
        "eligibility",
        f"/cards/eligibility?text={quote('青石县新设制造企业，投资1.2亿元')}",
        widths=(1440, 390),
    ),
    Shot("settings", "/settings", _without_paths),
)


def main() -> int:
    """Take every picture, or those whose name begins with ``--only``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    parser.add_argument("--only", default="")
    parser.add_argument("--width", type=int)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    program = shutil.which("chromium")
    if program is None:
        sys.stderr.write("no chromium on PATH: apt-get install chromium\n")
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for shot in SHOTS:
            for width in shot.widths:
                is_wanted = shot.name.startswith(options.only) and options.width in (None, width)
                if is_wanted:
                    _take(browser, shot, width, options.base, options.out)
        browser.close()
    return 0


def _take(browser: Any, shot: Shot, width: int, base: str, out: Path) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": _HEIGHTS[width]},
        color_scheme="dark" if shot.dark else "light",
        locale="zh-CN",
    )
    page = context.new_page()
    page.goto(base + shot.path)
    _settle(page)
    if shot.act is not None:
        shot.act(page)
        page.wait_for_selector("[aria-busy=true]", state="detached")
        page.wait_for_timeout(_AFTER_ACT_MS)
    path = out / f"{shot.name}-{width}.png"
    _small(page.screenshot()).save(path, "PNG", optimize=True)
    sys.stderr.write(f"{path.name} {path.stat().st_size // 1024} KB\n")
    context.close()


def _settle(page: Any) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_selector("[aria-busy=true]", state="detached")


def _small(data: bytes) -> Image.Image:
    """A palette keeps text sharp and the file small."""
    return Image.open(io.BytesIO(data)).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)


if __name__ == "__main__":
    raise SystemExit(main())
