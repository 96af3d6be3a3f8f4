"""Routes of the drafter's desk: drafts and review comments, compared and forgotten."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile

from corpus.document import PolicyDocument
from corpus.errors import ParseError, PolicyError
from service.align.report import ReportForm
from service.api.access import CurrentWorkspace
from service.api.align_stream import stream_alignment
from service.api.errors import explain_validation
from service.desk import Aligned, DeskDraft, align_as, read_desk_draft, review_as
from service.schema.alignment import (
    AlignmentResponse,
    AlignRequest,
    ReviewRequest,
    ReviewResponse,
    reports_to_json,
)

router = APIRouter(prefix="/api", tags=["对照"])

_Model = TypeVar("_Model", AlignRequest, ReviewRequest)
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_AGAINST = {"type": "array", "items": {"type": "string"}}


def _body(
    fields: dict[str, str], model: type[AlignRequest] | type[ReviewRequest]
) -> dict[str, object]:
    """The description of a body that comes as a form or as JSON."""
    described = {name: {"type": "string", "description": text} for name, text in fields.items()}
    form = {"type": "object", "properties": {**described, "against": _AGAINST}}
    return {
        "requestBody": {
            "content": {
                "multipart/form-data": {"schema": form},
                "application/json": {"schema": model.model_json_schema()},
            }
        }
    }


_ALIGN_BODY = _body(
    {"draft": "草案文件，或草案文字", "previous": "上一版草案（可选），给出则附两版对照"},
    AlignRequest,
)
_REVIEW_BODY = _body(
    {"comments": "审议意见文件，或文字", "document": "库中审议意见的编号、标题或来源"},
    ReviewRequest,
)
Form = Annotated[
    Literal["json", "md", "docx", "comments"],
    Query(alias="format", description="json 报告；md、docx 报告文件；comments 为带批注的草案"),
]
Progress = Annotated[
    bool,
    Query(description="json 时可为 true：SSE 事件流，stage 为进行到哪一步，最后是 report"),
]
TableForm = Annotated[
    Literal["json", "md", "docx"], Query(alias="format", description="json，或 md、docx 文件")
]


class _BadRequestError(PolicyError):
    code = "invalid_request"
    http_status = 422


@router.post(
    "/align",
    summary="草案对照上位文件",
    openapi_extra=_ALIGN_BODY,
    response_model=AlignmentResponse,
)
async def align(
    request: Request, workspace: CurrentWorkspace, form: Form = "json", progress: Progress = False
) -> AlignmentResponse | Response:
    """逐条核对草案与依据文件；``against`` 可多次给出，缺省用草案自己写明的依据。草案不入库。"""
    draft, previous, against = await _drafts(request)
    if progress and form == "json":
        return StreamingResponse(
            stream_alignment(
                lambda tell: _as_json(
                    align_as(
                        draft, against, previous=previous, workspace=workspace, on_progress=tell
                    )
                )
            ),
            media_type="text/event-stream",
        )
    made = await run_in_threadpool(
        align_as, draft, against, previous=previous, workspace=workspace, on_progress=_ignore
    )
    if form == "json":
        return AlignmentResponse(reports=made.reports, comparison=made.comparison)
    data = await run_in_threadpool(made.written, ReportForm(form))
    return _file(data, "带批注的草案" if form == "comments" else "对照报告", form)


@router.post(
    "/review",
    summary="审议意见办理情况对照",
    openapi_extra=_REVIEW_BODY,
    response_model=ReviewResponse,
)
async def review(
    request: Request, workspace: CurrentWorkspace, form: TableForm = "json"
) -> ReviewResponse | Response:
    """逐条列出审议意见的具体建议、库中可能回应它的条款，以及尚未见回应的建议；结论均为疑似。"""
    comments, document, against = await _comments(request)
    made = await run_in_threadpool(
        review_as,
        comments,
        document,
        against,
        workspace=workspace,
        on_progress=_ignore,
    )
    if form == "json":
        return ReviewResponse(report=made.report)
    data = await run_in_threadpool(made.written, ReportForm(form))
    return _file(data, "办理情况对照表", form)


async def _drafts(
    request: Request,
) -> tuple[DeskDraft, PolicyDocument | None, tuple[str, ...]]:
    if _is_json(request):
        body = await _json(request, AlignRequest)
        draft = await _parse(body.draft.encode("utf-8"), "draft.txt")
        before = (
            await _parse(body.previous.encode("utf-8"), "上一版.txt") if body.previous else None
        )
        return draft, before.document if before else None, body.against
    async with request.form() as form:
        found = await _part(form, "draft", "file", "text")
        if found is None:
            raise _BadRequestError("字段 draft：请上传草案文件或粘贴草案文字。")
        earlier = await _part(form, "previous")
        return found, earlier.document if earlier else None, _against(form)


async def _comments(
    request: Request,
) -> tuple[PolicyDocument | None, str | None, tuple[str, ...]]:
    if _is_json(request):
        body = await _json(request, ReviewRequest)
        if body.comments is None:
            return None, body.document, body.against
        made = await _parse(body.comments.encode("utf-8"), "审议意见.txt")
        return made.document, body.document, body.against
    async with request.form() as form:
        found = await _part(form, "comments", "draft", "file", "text")
        document = form.get("document")
        return (
            found.document if found else None,
            document if isinstance(document, str) and document else None,
            _against(form),
        )


def _is_json(request: Request) -> bool:
    return request.headers.get("content-type", "").startswith("application/json")


async def _json(request: Request, model: type[_Model]) -> _Model:
    try:
        return model.model_validate_json(await request.body())
    except ValidationError as error:
        raise _BadRequestError(explain_validation(error.errors())) from error


def _against(form: FormData) -> tuple[str, ...]:
    return tuple(
        str(item) for name in ("against", "against[]") for item in form.getlist(name) if item
    )


async def _part(form: FormData, *names: str) -> DeskDraft | None:
    """The file or text of the first field of ``names`` that is given."""
    part = next((found for name in names if (found := form.get(name))), None)
    if part is None:
        return None
    if isinstance(part, UploadFile):
        return await _parse(await part.read(), part.filename or "draft.txt")
    return await _parse(part.encode("utf-8"), "draft.txt")


async def _parse(data: bytes, name: str) -> DeskDraft:
    if not data.strip():
        raise ParseError(name, "草案是空的，请检查文件。")
    return await run_in_threadpool(read_desk_draft, data, name=name)


def _file(data: bytes, title: str, form: str) -> Response:
    """A download with a Chinese name (RFC 5987)."""
    suffix, kind = ("md", "text/markdown; charset=utf-8") if form == "md" else ("docx", _DOCX)
    name = quote(f"{title}.{suffix}")
    return Response(
        data,
        media_type=kind,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


def _as_json(made: Aligned) -> dict[str, object]:
    return reports_to_json(made.reports, made.comparison)


def _ignore(_step: str) -> None:
    """A single answer has no place for progress."""
