"""Routes of feedback on answers, and of an answer as a Word file."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Response

from service.api.access import CurrentWorkspace
from service.export_answer import answer_docx
from service.feedback import Feedback
from service.schema.feedback import FeedbackList, FeedbackRequest, FeedbackView

router = APIRouter(prefix="/api", tags=["检索与问答"])

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@router.post("/feedback", status_code=201, summary="评价一次回答")
def give(body: FeedbackRequest, workspace: CurrentWorkspace) -> FeedbackView:
    """存下评价（有用或有误，可附说明），供改进与评测；只存在本服务的数据目录。"""
    return Feedback(workspace.catalogue).add(body)


@router.get("/feedback", summary="评价列表")
def given(
    workspace: CurrentWorkspace,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> FeedbackList:
    """最新的在前；全部导出用 ``ceyuan feedback``。"""
    return Feedback(workspace.catalogue).page(limit=limit, offset=offset)


@router.get("/receipts/{receipt_id}/docx", summary="回答的 Word 文件", response_class=Response)
def word_file(receipt_id: str, workspace: CurrentWorkspace) -> Response:
    """问题、逐句回答与编号出处；按存根导出，与当时显示的一致。"""
    receipt = workspace.receipt(receipt_id)
    name = quote(f"{receipt.answer.question[:30]}.docx")
    return Response(
        answer_docx(receipt),
        media_type=_DOCX,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )
