"""Routes that fetch web pages: paste addresses, go on after an interruption, watch, known sites."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from corpus.errors import BusyError, NotFoundError
from ingest.fetch.failure import Forbidden
from ingest.fetch.sources import Site, shipped_sites
from service.api.access import CurrentJobs, CurrentWorkspace
from service.fetching import pending, wanted_of
from service.schema.fetching import FetchRequest, PendingView, SiteView, WatchRequest
from service.schema.jobs import JobView
from service.watching import Watch, WatchList, watch_of

router = APIRouter(prefix="/api", tags=["抓取"])


@router.post("/fetch", status_code=202, summary="抓取网页入库")
def fetch(body: FetchRequest, jobs: CurrentJobs) -> JobView:
    """核对网址后返回任务；进度与结果用 ``GET /api/jobs/{job_id}`` 查询。"""
    wanted = wanted_of(body.urls, collection=body.collection, follow=body.follow)
    return jobs.start_fetch(wanted, body.collection)


@router.get("/fetch", summary="上次中断后还没抓取的网址数")
def left(workspace: CurrentWorkspace) -> PendingView:
    """大于 0 时可用 ``POST /api/fetch/resume`` 继续；正在抓取时为 0。"""
    try:
        return PendingView(pending=len(pending(workspace)))
    except BusyError:
        return PendingView(pending=0)


@router.post("/fetch/resume", status_code=202, summary="继续上次中断的抓取")
def resume(workspace: CurrentWorkspace, jobs: CurrentJobs) -> JobView:
    """已经取过的网页不会重取。"""
    wanted = pending(workspace)
    if not wanted:
        raise NotFoundError("没有中断的抓取。")
    return jobs.start_fetch(wanted, wanted[0].collection)


@router.get("/sources", summary="官方网站来源清单")
def sources() -> list[SiteView]:
    """随软件附带；``tried`` 为 false 的网址尚未经实际抓取验证。"""
    return [_site(site) for site in shipped_sites()]


@router.get("/watches", summary="定期读取的文件夹与网页")
def watches(workspace: CurrentWorkspace) -> list[Watch]:
    """由 ``ceyuan watch run`` 按间隔读取；``last_result`` 为上次的结果。"""
    return WatchList(workspace.settings.data).all()


@router.post("/watches", status_code=201, summary="定期读取一个网页")
def add_watch(body: WatchRequest, workspace: CurrentWorkspace) -> Watch:
    """只接受网址；文件夹请在服务器上用 ``ceyuan watch add`` 添加。"""
    if not body.url.strip().lower().startswith(("http:", "https:")):
        raise Forbidden("这里只能添加网址；文件夹请在服务器上用 ceyuan watch add 添加。")
    watch = watch_of(
        body.url.strip(),
        collection=body.collection,
        every_minutes=body.every_minutes,
        follow=body.follow,
    )
    WatchList(workspace.settings.data).add(watch)
    return watch


@router.delete("/watches", status_code=204, summary="不再定期读取")
def remove_watch(
    target: Annotated[str, Query(max_length=4000)], workspace: CurrentWorkspace
) -> None:
    """已入库的文件不受影响。"""
    WatchList(workspace.settings.data).remove(target)


def _site(site: Site) -> SiteView:
    return SiteView(
        name=site.name,
        url=site.url,
        level=site.level,
        region=site.region,
        column=site.follow is not None,
        tried=site.tried,
        tried_on=site.tried_on,
    )
