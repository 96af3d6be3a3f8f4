"""Routes of the library: lists, documents, lineage, facets, removal."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from pydantic import Field

from service.api.access import CurrentWorkspace
from service.schema.differences import DifferencesView
from service.schema.document import DocumentList, DocumentView, LineageView
from service.schema.hits import FacetsView
from service.schema.lineage import LineageGraph
from service.schema.query import COLLECTION_PATTERN, FilterFields
from service.schema.strict import Strict

router = APIRouter(prefix="/api", tags=["文件库"])

MAX_LIMIT = 500
Sort = Literal["source", "issued_on", "-issued_on", "title"]
AsOf = Annotated[date | None, Query(description="按哪一天判断效力，缺省为今天")]


class Removed(Strict):
    """How many documents went."""

    removed: int


class FacetQuery(FilterFields):
    """Which documents to count."""

    q: str | None = Field(None, max_length=200, description="标题或文号包含")
    as_of: date | None = None


class ListQuery(FacetQuery):
    """Which documents to list, in which order, and which page of them."""

    sort: Sort = "source"
    limit: int = Field(50, ge=1, le=MAX_LIMIT)
    offset: int = Field(0, ge=0)


@router.get("/documents", summary="文件列表")
def documents(asked: Annotated[ListQuery, Query()], workspace: CurrentWorkspace) -> DocumentList:
    """按条件列出库中文件，``total`` 为全部符合条件的份数。"""
    found = workspace.list_documents(asked.filters(), text=asked.q, as_of=asked.as_of)
    if asked.sort == "title":
        found.sort(key=lambda row: row.title)
    elif asked.sort != "source":
        found.sort(
            key=lambda row: row.issued_on or row.published_on or date.min,
            reverse=asked.sort.startswith("-"),
        )
    return DocumentList(
        documents=found[asked.offset : asked.offset + asked.limit],
        total=len(found),
        limit=asked.limit,
        offset=asked.offset,
    )


@router.get("/facets", summary="筛选项及份数")
def facets(asked: Annotated[FacetQuery, Query()], workspace: CurrentWorkspace) -> FacetsView:
    """各筛选项的取值与符合条件的文件份数。"""
    return workspace.facets(asked.filters(), text=asked.q, as_of=asked.as_of)


@router.get("/documents/{document_id}", summary="文件全文")
def document(document_id: str, workspace: CurrentWorkspace, as_of: AsOf = None) -> DocumentView:
    """正文、条款、引用、清洗记录、元数据依据与来源。"""
    return workspace.document(document_id, as_of=as_of)


@router.get("/documents/{document_id}/lineage", summary="文件的上下位关系")
def lineage(document_id: str, workspace: CurrentWorkspace, as_of: AsOf = None) -> LineageView:
    """``up`` 是本文件提到的，``down`` 是提到本文件的；库中未收的 ``document_id`` 为 null。"""
    return workspace.lineage(document_id, as_of=as_of)


@router.get("/documents/{document_id}/graph", summary="上下位关系图")
def graph(
    document_id: str,
    workspace: CurrentWorkspace,
    depth: Annotated[int, Query(ge=1, le=4, description="向上、向下各几层")] = 2,
    as_of: AsOf = None,
) -> LineageGraph:
    """本文件上下各 ``depth`` 层的文件与关系；``rank`` 为正在上、为负在下。"""
    return workspace.lineage_graph(document_id, depth=depth, as_of=as_of)


@router.get("/documents/{document_id}/differences", summary="与另一份文件的不同")
def compare(
    document_id: str,
    workspace: CurrentWorkspace,
    other: Annotated[str, Query(max_length=40, description="另一份文件的 document_id")],
) -> DifferencesView:
    """以 ``other`` 为旧、本文件为新，逐行比较，改动处到字。"""
    return workspace.differences(other, document_id)


@router.delete("/collections/{name}", summary="删除文件集")
def remove_collection(
    name: Annotated[str, Path(pattern=COLLECTION_PATTERN)], workspace: CurrentWorkspace
) -> Removed:
    """把一个文件集的全部文件从库与索引中删除；原始文件不受影响。"""
    return Removed(removed=workspace.remove_collection(name))


@router.delete("/documents/{document_id}", status_code=204, summary="删除文件")
def remove(document_id: str, workspace: CurrentWorkspace) -> None:
    """从文件库与索引中删除；原始文件不受影响。"""
    workspace.remove(document_id)
