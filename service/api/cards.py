"""Routes of the cards: list, compare, eligibility, download."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Response

from service.api.access import CurrentWorkspace
from service.card_compare import compare
from service.cards import CardDesk
from service.eligibility_report import assess
from service.export_cards_docx import cards_docx
from service.export_xlsx import workbook_bytes
from service.schema.cards import CardList, CardPageQuery, CardQuery, CardView
from service.schema.eligibility import CompareQuery, CompareView, EligibilityQuery, EligibilityView

router = APIRouter(prefix="/api", tags=["政策卡片"])

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/cards", summary="卡片列表")
def cards(asked: Annotated[CardPageQuery, Query()], workspace: CurrentWorkspace) -> CardList:
    """按条件列出奖补、目标、办事卡片；每个字段在 ``spans`` 里有原文位置，未规定为 null。"""
    return workspace.card_desk().list(asked, limit=asked.limit, offset=asked.offset)


@router.get("/cards.xlsx", summary="卡片表格", response_class=Response)
def cards_xlsx(asked: Annotated[CardQuery, Query()], workspace: CurrentWorkspace) -> Response:
    """同一条件的全部卡片，一行一张，金额为数字，附出处各列。"""
    desk = workspace.card_desk()
    name = quote("政策卡片.xlsx")
    return Response(
        workbook_bytes(_views(desk, asked)),
        media_type=_XLSX,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


@router.get("/cards.docx", summary="卡片 Word 表", response_class=Response)
def cards_word(asked: Annotated[CardQuery, Query()], workspace: CurrentWorkspace) -> Response:
    """同一条件的全部卡片，每类一张表，一行一张，末列为出处与效力。"""
    name = quote("政策卡片.docx")
    return Response(
        cards_docx(_views(workspace.card_desk(), asked)),
        media_type=_DOCX,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


@router.get("/cards/compare", summary="并排比较")
def cards_compare(
    asked: Annotated[CompareQuery, Query()], workspace: CurrentWorkspace
) -> CompareView:
    """地区或文件并排：同类规定对齐成行，标出不同之处与上下级关系。"""
    return compare(workspace.card_desk(), asked)


@router.post("/eligibility", summary="资格预判")
def eligibility(asked: EligibilityQuery, workspace: CurrentWorkspace) -> EligibilityView:
    """逐项奖补给出结论（符合、不符合、待定）、依据的条文、还缺什么、估算及算式；不构成承诺。"""
    return assess(workspace.card_desk(), asked)


def _views(desk: CardDesk, asked: CardQuery) -> list[CardView]:
    day = asked.as_of or desk.workspace.today()
    return [desk.view(item, day) for item in desk.matching(asked)]
