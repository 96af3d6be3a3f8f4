"""Routes that answer: search, ask, resolve."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.responses import Response

from service.answer.model import Answer
from service.api.access import CurrentWorkspace
from service.api.streaming import STREAM_DESCRIPTION, answer_json, stream_answer
from service.schema.hits import ResolutionView, SearchResponse
from service.schema.query import AskRequest, SearchRequest

router = APIRouter(prefix="/api", tags=["检索与问答"])


@router.post("/search", summary="检索条款")
def search(body: SearchRequest, workspace: CurrentWorkspace) -> SearchResponse:
    """按相关程度返回条款原文；被筛除的条数与原因在 ``hidden``。"""
    return workspace.search(
        body.query,
        filters=body.filters.filters(),
        as_of=body.as_of,
        top_k=body.top_k,
        with_facets=body.facets,
    )


@router.post(
    "/ask",
    summary="提问",
    response_model=None,
    responses={
        200: {
            "model": Answer,
            "description": STREAM_DESCRIPTION,
            "content": {"text/event-stream": {}},
        }
    },
)
def ask(body: AskRequest, workspace: CurrentWorkspace) -> Response:
    """逐句注明出处的回答；没有依据时 ``verdict`` 为 refused，并说明原因与最接近的材料。"""
    if body.stream:
        return StreamingResponse(
            stream_answer(workspace, body),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )
    return JSONResponse(answer_json(workspace, body))


@router.get("/resolve", summary="文号或标题指哪份文件")
def resolve(
    q: Annotated[str, Query(min_length=1, max_length=500, description="任何写法的文号，或标题")],
    workspace: CurrentWorkspace,
) -> ResolutionView:
    """库中没有时 ``document_id`` 为 null，不以相近文件代替。"""
    return workspace.resolve(q)
