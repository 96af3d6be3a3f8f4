"""Routes that check: any text against the library, and a stored answer against today's."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from starlette.responses import Response

from service.answer.model import Verification, verification_to_json
from service.api.access import CurrentWorkspace
from service.receipts import Receipt, receipt_to_json
from service.schema.query import VerifyRequest

router = APIRouter(prefix="/api", tags=["核对"])


@router.post(
    "/verify",
    summary="逐句核对一段文字",
    response_model=None,
    responses={200: {"model": Verification}},
)
def verify(body: VerifyRequest, workspace: CurrentWorkspace) -> Response:
    """``verdict`` 说明库中条文是否支持这句话，``currency`` 说明所据规定是否现行。"""
    found = workspace.verify(body.text, filters=body.filters.filters(), as_of=body.as_of)
    return JSONResponse(verification_to_json(found))


@router.get(
    "/receipts/{receipt_id}",
    summary="复核一次回答",
    response_model=None,
    responses={200: {"model": Receipt}},
)
def receipt(receipt_id: str, workspace: CurrentWorkspace) -> Response:
    """按存根重新核对当时的引文，``changes`` 列出此后文件的变动。"""
    return JSONResponse(receipt_to_json(workspace.receipt(receipt_id)))
