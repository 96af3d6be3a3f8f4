"""Routes of the original file: its bytes in a sandbox, a PDF's pages as pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Response
from fastapi.responses import FileResponse

from corpus.catalogue import StoredSource
from corpus.errors import NotFoundError
from ingest.read.charset import decode
from service.api.access import CurrentWorkspace
from service.originals import Originals
from service.pdf_pages import find_words, page_png
from service.schema.strict import Strict
from service.workspace import Workspace

router = APIRouter(prefix="/api/documents/{document_id}/original", tags=["文件库"])

#: A page from elsewhere may draw itself, and nothing more: no script, no request, no form, no link.
SANDBOX_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
#: What the browser may show by itself, and as what; all other formats are only downloaded.
_SHOWN = {"html": "text/html", "txt": "text/plain", "md": "text/plain", "csv": "text/plain"}
_MAX_WORDS = 400


class OriginalView(Strict):
    """How the original can be shown; ``boxes`` are x, y, width, height as parts of the page."""

    source: str
    format: str
    size: int
    shown_as: str
    pages: int | None
    page: int | None
    boxes: list[tuple[float, float, float, float]]


@router.get("", summary="原件概况")
def original(
    document_id: str,
    workspace: CurrentWorkspace,
    start: Annotated[int | None, Query(ge=0)] = None,
    end: Annotated[int | None, Query(ge=0)] = None,
) -> OriginalView:
    """原件如何显示；PDF 另给出 ``start``–``end`` 的文字所在页与位置（找不到时为 null）。"""
    source, path = _kept(document_id, workspace)
    place = None
    if source.format == "pdf":
        text = workspace.catalogue.document(document_id).text
        words = text[start:end][:_MAX_WORDS] if start is not None and end is not None else ""
        place = find_words(path, words)
    return OriginalView(
        source=source.path,
        format=source.format,
        size=source.size,
        shown_as=_shown_as(source.format),
        pages=place.pages if place else None,
        page=place.page if place else None,
        boxes=list(place.boxes) if place else [],
    )


@router.get("/file", summary="原件", response_class=Response)
def file(document_id: str, workspace: CurrentWorkspace) -> Response:
    """原件的字节：网页与文本在沙箱中显示（不执行脚本、不发请求），其余作为附件下载。"""
    source, path = _kept(document_id, workspace)
    name = quote(source.path.rpartition("/")[2])
    kind = _SHOWN.get(source.format)
    headers = {"Content-Security-Policy": SANDBOX_POLICY, "X-Frame-Options": "SAMEORIGIN"}
    if kind is not None:  # a page's own charset would lose to that of the header
        shown = decode(path.read_bytes(), name=source.path).text
        return Response(shown.encode("utf-8"), media_type=kind, headers=headers)
    headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return FileResponse(path, media_type="application/octet-stream", headers=headers)


@router.get("/pages/{number}.png", summary="PDF 原件的一页", response_class=Response)
def page(document_id: str, number: int, workspace: CurrentWorkspace) -> Response:
    """第 ``number`` 页（从 1 数）的图像。"""
    source, path = _kept(document_id, workspace)
    if source.format != "pdf":
        raise NotFoundError(f"{source.path} 不是 PDF，没有页面图像。")
    return Response(
        page_png(path, number),
        media_type="image/png",
        headers={"Cache-Control": "private, max-age=3600"},
    )


def _shown_as(form: str) -> str:
    if form == "pdf":
        return "pages"
    return "frame" if form in _SHOWN else "download"


def _kept(document_id: str, workspace: Workspace) -> tuple[StoredSource, Path]:
    sources = workspace.catalogue.sources_of(document_id)
    found = Originals(workspace.settings).of(sources)
    if found is None:
        where = "、".join(item.path for item in sources) or document_id
        raise NotFoundError(f"原件没有留存，仍在入库时的位置：{where}。重新入库即可留存。")
    return found
