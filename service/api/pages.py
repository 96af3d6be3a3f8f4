"""The page: one HTML document for every address of it, and the files it loads."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from service.api.page_files import PageFiles

WEB = Path(__file__).parent.parent / "web"
_ENTRY = '<script type="module"'
#: Every address that the page itself understands, with the module that shows it.
PAGE_VIEWS = {
    "/": "views/ask.js",
    "/ask": "views/ask.js",
    "/search": "views/search.js",
    "/library": "views/library.js",
    "/align": "views/align.js",
    "/cards": "views/cards.js",
    "/cards/compare": "views/compare.js",
    "/cards/eligibility": "views/eligibility.js",
    "/settings": "views/settings.js",
    "/doc/{document_id}": "views/document.js",
    "/doc/{document_id}/lineage": "views/lineage.js",
    "/doc/{document_id}/differences": "views/differences.js",
}
_DOCUMENT = "/doc/{document_id}"
# A document's id as the catalogue gives it; anything else is not put into the page.
_IDENTIFIER = re.compile(r"[0-9a-f]{16}")


def add_pages(app: FastAPI) -> None:
    """Serve the page from ``app``."""
    files = PageFiles.read(WEB / "static")
    for address, view in PAGE_VIEWS.items():
        endpoint = _page(page_html(files, view), begins_document=address == _DOCUMENT)
        app.add_api_route(address, endpoint, include_in_schema=False)
    app.mount("/static", files, name="static")


def _page(html: str, *, begins_document: bool) -> Callable[[Request], HTMLResponse]:
    def page(request: Request) -> HTMLResponse:
        asked = str(request.path_params.get("document_id", ""))
        is_wanted = begins_document and _IDENTIFIER.fullmatch(asked)
        shown = (
            with_document(html, asked)
            if is_wanted and "as_of" not in request.query_params
            else html
        )
        return HTMLResponse(shown, headers={"Cache-Control": "no-cache"})

    return page


def page_html(files: PageFiles, view: str) -> str:
    """Return the page with the modules of ``view`` asked for at once, not one after another."""
    links = "".join(
        f'<link rel="modulepreload" href="/static/{name}">\n  '
        for name in files.modules_for("app.js", view)
    )
    shell = (WEB / "index.html").read_text(encoding="utf-8").replace(_ENTRY, links + _ENTRY)
    return shell.replace('="/static/', f'="/static/{files.version}/')


def with_document(html: str, document_id: str) -> str:
    """Return the page that asks for its document while its modules are still loading."""
    link = f'<link rel="preload" as="fetch" crossorigin href="/api/documents/{document_id}">\n  '
    return html.replace('<link rel="modulepreload"', link + '<link rel="modulepreload"', 1)
