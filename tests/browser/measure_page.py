"""Measure how long a person waits: a served library, Chromium, medians of several runs.

ceyuan serve --data DIR
python -m tests.browser.measure_page --base http://127.0.0.1:8000 --question … --words …
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, BrowserContext, sync_playwright

_RUNS = 5
_FIND_DOCUMENT = """async wanted => {
  const view = async id => (await fetch(`/api/documents/${id}`)).json();
  const place = one => ({ ...(one.clauses.at(-1) ?? { start: 0, end: 10 }),
                          id: one.document_id, length: one.text.length });
  if (wanted) return place(await view(wanted));
  let best = { length: 0 };
  for (let offset = 0; ; offset += 500) {
    const list = await (await fetch(`/api/documents?limit=500&offset=${offset}`)).json();
    for (const row of list.documents) {
      const found = place(await view(row.document_id));
      if (found.length > best.length) best = found;
    }
    if (offset + 500 >= list.total) return best;
  }
}"""


def main() -> int:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    parser.add_argument("--question", default="青石县标准厂房租金怎么减免？")
    parser.add_argument("--words", default="租金减免")
    parser.add_argument("--document", help="its id; else the longest, found by reading all")
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        figures = {
            **_first_load(browser, options.base),
            "answer_ms": _median(lambda: _answer(browser, options.base, options.question)),
            "facet_ms": _median(lambda: _facet(browser, options.base, options.words)),
            **_document(browser, options.base, options.document),
        }
        browser.close()
    sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=2) + "\n")
    return 0


def _median(measure: Any) -> float:
    measure()
    return round(statistics.median(measure() for _ in range(_RUNS)), 1)


def _first_load(browser: Browser, base: str) -> dict[str, float]:
    page = browser.new_page(bypass_csp=True)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(base + "/")
    page.wait_for_load_state("networkidle")
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    page.close()
    return {"first_load_kb": round(sum(sizes) / 1024, 1), "first_paint_ms": round(paint, 1)}


def _answer(browser: Browser, base: str, question: str) -> float:
    page = browser.new_page(bypass_csp=True)
    page.goto(base + "/")
    page.get_by_label("提问").fill(question)
    page.wait_for_load_state("networkidle")
    spent = _timed(page, "Enter", ".sentence, .refusal")
    page.close()
    return spent


def _timed(page: Any, key: str, wanted: str) -> float:
    """From the key to the first frame that shows what is wanted, measured in the page itself."""
    _watch(page, wanted)
    page.keyboard.press(key)
    page.wait_for_function("window.shownAt > 0")
    return float(page.evaluate("window.shownAt - window.startedAt"))


def _watch(page: Any, wanted: str) -> None:
    page.evaluate(
        """wanted => {
          window.shownAt = 0;
          const start = () => { window.startedAt = window.startedAt || performance.now(); };
          window.startedAt = 0;
          addEventListener('keydown', start, { capture: true, once: true });
          addEventListener('click', start, { capture: true, once: true });
          const look = () => {
            if (window.startedAt && document.querySelector(wanted)
                && !document.querySelector('[aria-busy=true]')) window.shownAt = performance.now();
            else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        }""",
        wanted,
    )


def _facet(browser: Browser, base: str, words: str) -> float:
    page = browser.new_page(bypass_csp=True)
    page.goto(f"{base}/search?q={quote(words)}")
    page.wait_for_selector(".facet .facet-value")
    page.wait_for_load_state("networkidle")
    _watch(page, ".facet .facet-value[aria-pressed=true]")
    page.locator(".facet .facet-value").first.click()
    page.wait_for_function("window.shownAt > 0")
    spent = float(page.evaluate("window.shownAt - window.startedAt"))
    page.close()
    return spent


def _document(browser: Browser, base: str, identifier: str | None) -> dict[str, float]:
    """Open a document at a clause near its end, from a link and in a new tab."""
    page = browser.new_page(bypass_csp=True)
    page.goto(base + "/settings")
    found = page.evaluate(_FIND_DOCUMENT, identifier)
    page.close()

    address = f"/doc/{found['id']}?start={found['start']}&end={found['end']}"
    context = browser.new_context()  # of someone who has the page open already
    context.new_page().goto(base + "/")
    return {
        "document_chars": found["length"],
        "document_ms": _median(lambda: _followed(browser, base, address)),
        "document_new_tab_ms": _median(lambda: _loaded(context, base + address)),
        "document_first_visit_ms": _median(lambda: _loaded(browser, base + address)),
    }


def _followed(browser: Browser, base: str, address: str) -> float:
    """From the click on a link of the page to the lit words."""
    page = browser.new_page(bypass_csp=True)
    page.goto(base + "/settings")
    page.wait_for_load_state("networkidle")
    _watch(page, ".paper mark.cited")
    page.evaluate(
        "to => { const a = document.querySelector('.brand'); a.href = to; a.click(); }", address
    )
    page.wait_for_function("window.shownAt > 0")
    spent = float(page.evaluate("window.shownAt - window.startedAt"))
    page.close()
    return spent


def _loaded(place: Browser | BrowserContext, address: str) -> float:
    """From the start of a new tab, with all that the page loads, to the lit words."""
    page = place.new_page()
    page.goto(address)
    page.wait_for_selector(".paper mark.cited")
    spent = float(page.evaluate("performance.now()"))
    page.close()
    return spent


if __name__ == "__main__":
    raise SystemExit(main())
