"""Routes about the installation itself: what is held, and whether all is well."""

from __future__ import annotations

from fastapi import APIRouter

from corpus.document import EXAMPLES_COLLECTION, REFERENCE_COLLECTION
from service.api.access import CurrentWorkspace
from service.doctor import Check, examine
from service.schema.strict import Strict

router = APIRouter(prefix="/api", tags=["状态"])


class StatusView(Strict):
    """What the page needs to know first: how much is held, and whether it is only examples."""

    documents: int
    collections: dict[str, int]
    only_examples: bool
    llm: bool
    version: int
    today: str


class DoctorView(Strict):
    """The checks of ``ceyuan doctor``."""

    checks: list[Check]


@router.get("/status", summary="库中概况")
def status(workspace: CurrentWorkspace) -> StatusView:
    """文件份数、文件集，以及是否只有示例。"""
    held = workspace.catalogue.collections()
    return StatusView(
        documents=sum(held.values()),
        collections=held,
        only_examples=EXAMPLES_COLLECTION in held
        and not set(held) - {EXAMPLES_COLLECTION, REFERENCE_COLLECTION},
        llm=workspace.settings.llm.api_base is not None,
        version=workspace.catalogue.version(),
        today=workspace.today().isoformat(),
    )


@router.get("/doctor", summary="检查安装")
def doctor(workspace: CurrentWorkspace) -> DoctorView:
    """与 ``ceyuan doctor`` 相同的检查。"""
    return DoctorView(checks=examine(workspace))
