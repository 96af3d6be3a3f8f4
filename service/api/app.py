"""The application: routes, error handling and guards put together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from service.api import (
    aligning,
    cards,
    checking,
    feedback,
    fetching,
    library,
    originals,
    pages,
    querying,
    status,
    uploading,
)
from service.api.errors import add_error_handlers
from service.api.jobs import Jobs
from service.api.security import Guard
from service.workspace import Workspace

_DESCRIPTION = """策源：政策文件检索与逐句可核的问答。

错误一律为 `{"error": {"code", "message"}}`；日期为 ISO 8601；
偏移为清洗后正文的 Unicode 码位；未知为 null。
"""
#: One request may carry several files, each within the limit of a single file.
_FILES_AT_ONCE = 5


def create_app(workspace: Workspace, *, hosts: Collection[str] | None = None) -> FastAPI:
    """Return the application over ``workspace``; ``hosts`` are the names it may be asked by."""
    jobs = Jobs(workspace)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        jobs.close()

    app = FastAPI(
        title="策源",
        version="1",
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=lifespan,
    )
    app.state.workspace = workspace
    app.state.jobs = jobs
    for module in (
        querying, checking, feedback, library, originals, cards, aligning,
        uploading, fetching, status,
    ):  # fmt: skip
        app.include_router(module.router)
    pages.add_pages(app)
    add_error_handlers(app)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)
    app.add_middleware(
        Guard,
        hosts=hosts,
        max_upload_bytes=_FILES_AT_ONCE * workspace.settings.ingest.max_file_bytes,
    )
    return app
