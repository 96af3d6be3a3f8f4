"""The route of the drafter's desk: a draft as a file or as text, compared and forgotten."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile

from corpus.document import PolicyDocument
from corpus.errors import ParseError, PolicyError
from service.api.access import CurrentWorkspace
from service.api.errors import explain_validation
from service.drafting import align_draft, read_draft
from service.schema.alignment import AlignmentResponse, AlignRequest

router = APIRouter(prefix="/api", tags=["对照"])

_BODY = {
    "requestBody": {
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["draft"],
                    "properties": {
                        "draft": {"type": "string", "description": "草案文件，或草案文字"},
                        "against": {"type": "array", "items": {"type": "string"}},
                    },
                }
            },
            "application/json": {"schema": AlignRequest.model_json_schema()},
        }
    }
}


class _BadRequestError(PolicyError):
    code = "invalid_request"
    http_status = 422


@router.post("/align", summary="草案对照上位文件", openapi_extra=_BODY)
async def align(request: Request, workspace: CurrentWorkspace) -> AlignmentResponse:
    """逐条核对草案与依据文件；``against`` 可多次给出，缺省用草案自己写明的依据。草案不入库。"""
    draft, against = await _read(request)
    reports = await run_in_threadpool(
        align_draft, draft, against, workspace=workspace, on_progress=_ignore
    )
    return AlignmentResponse(reports=reports)


async def _read(request: Request) -> tuple[PolicyDocument, tuple[str, ...]]:
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            body = AlignRequest.model_validate_json(await request.body())
        except ValidationError as error:
            raise _BadRequestError(explain_validation(error.errors())) from error
        return await _parse(body.draft.encode("utf-8"), "draft.txt"), body.against
    async with request.form() as form:
        against = tuple(
            str(item) for name in ("against", "against[]") for item in form.getlist(name) if item
        )
        return await _draft_of(form), against


async def _draft_of(form: FormData) -> PolicyDocument:
    draft = form.get("draft") or form.get("file") or form.get("text")
    if isinstance(draft, UploadFile):
        return await _parse(await draft.read(), draft.filename or "draft.txt")
    if not draft:
        raise _BadRequestError("字段 draft：请上传草案文件或粘贴草案文字。")
    return await _parse(draft.encode("utf-8"), "draft.txt")


async def _parse(data: bytes, name: str) -> PolicyDocument:
    if not data.strip():
        raise ParseError(name, "草案是空的，请检查文件。")
    return await run_in_threadpool(read_draft, data, name=name)


def _ignore(_step: str) -> None:
    """A single answer has no place for progress."""
