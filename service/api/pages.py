"""The page: one HTML document for every address of it, and the files it loads."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

WEB = Path(__file__).parent.parent / "web"
_ENTRY = '<script type="module"'
#: Runs before the first paint, as a plain script.
_NO_MODULES = frozenset({"theme.js"})

#: Addresses that the page itself understands; each opens the same HTML.
PAGE_ADDRESSES = (
    "/", "/ask", "/search", "/library", "/align", "/cards", "/cards/compare",
    "/cards/eligibility", "/settings", "/doc/{document_id}", "/doc/{document_id}/lineage",
    "/doc/{document_id}/differences",
)  # fmt: skip


class _Revalidated(StaticFiles):
    """Static files that a browser asks for again each time, so that an upgrade is seen at once."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


def add_pages(app: FastAPI) -> None:
    """Serve the page from ``app``."""
    html = page_html()

    def page() -> HTMLResponse:
        return HTMLResponse(html, headers={"Cache-Control": "no-cache"})

    for address in PAGE_ADDRESSES:
        app.add_api_route(address, page, include_in_schema=False)
    app.mount("/static", _Revalidated(directory=WEB / "static"), name="static")


def page_html() -> str:
    """Return the page with all its modules asked for at once, not one after another."""
    static = WEB / "static"
    modules = sorted(item.relative_to(static).as_posix() for item in static.rglob("*.js"))
    links = "".join(
        f'<link rel="modulepreload" href="/static/{name}">\n  '
        for name in modules
        if name not in _NO_MODULES
    )
    shell = (WEB / "index.html").read_text(encoding="utf-8")
    return shell.replace(_ENTRY, links + _ENTRY)
