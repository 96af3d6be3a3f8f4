"""``ceyuan fetch`` and ``ceyuan watch``: pages from the web, and what is read at intervals."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from service.cli import options
from service.cli.chinese import ChineseCommand, ChineseGroup
from service.cli.ingesting import exit_code, progress_bar, tell
from service.cli.session import data_console, emit, open_workspace, talk_console
from service.fetching import fetch_into, pending, wanted_of
from service.watching import MAX_MINUTES, MIN_MINUTES, Watch, WatchList, run_due, watch_of

if TYPE_CHECKING:
    from ingest.fetch.store import Wanted

_WAIT_FOR_WRITER_S = 60.0
#: Watches that were added meanwhile are noticed within this time.
_LONGEST_SLEEP_S = 60.0
_KINDS = {"folder": "文件夹", "page": "网页", "column": "栏目"}

watch_app = typer.Typer(
    cls=ChineseGroup,
    no_args_is_help=True,
    help="定期读取文件夹与网页：add 添加，list 查看，remove 去掉，run 按间隔运行。",
)


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command("fetch", cls=ChineseCommand)(fetch)
    watch_app.command("add", cls=ChineseCommand)(add)
    watch_app.command("list", cls=ChineseCommand)(list_watches)
    watch_app.command("remove", cls=ChineseCommand)(remove)
    watch_app.command("run", cls=ChineseCommand)(run)
    app.add_typer(watch_app, name="watch")


def fetch(
    urls: Annotated[
        list[str] | None,
        typer.Argument(metavar="网址", help="http 或 https 网址", show_default=False),
    ] = None,
    sources: Annotated[
        str | None,
        typer.Option("--sources", help="来源清单文件（每行一个网址，或 JSON）；shipped 为自带清单"),
    ] = None,
    follow: Annotated[
        bool, typer.Option("--follow", help="所给网址是栏目页：抓取其中链接的文件")
    ] = False,
    resume: Annotated[bool, typer.Option("--resume", help="继续上次中断的抓取")] = False,
    listing: Annotated[
        bool, typer.Option("--list", help="只列出来源清单（缺省为自带清单），不抓取")
    ] = False,
    collection: Annotated[
        str | None, typer.Option("--collection", help="存入哪个文件集，缺省 default")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="只要有一份失败，退出码就为 1")] = False,
    as_json: options.AsJson = False,
    data: options.Data = None,
) -> None:
    """抓取网页入库：遵守 robots.txt，限速，未变的不重取；中断后可用 --resume 继续。"""
    if listing:
        _list_sites(sources or "shipped", as_json=as_json)
        return
    name = options.checked_collection(collection)
    workspace = open_workspace(data)
    wanted = _wanted(urls or [], sources, collection=name, follow=follow)
    if resume:
        wanted = tuple(dict.fromkeys((*pending(workspace), *wanted)))
    if not wanted:
        raise typer.BadParameter(
            "没有中断的抓取。" if resume else "请给出网址，或用 --sources 给出来源清单。"
        )
    talk = talk_console()
    try:
        with progress_bar(talk) as on_progress:
            summary = fetch_into(
                workspace, wanted, wait_s=_WAIT_FOR_WRITER_S, on_progress=on_progress
            )
    except KeyboardInterrupt:
        talk.print("已中断，取到的网页已留存；运行 ceyuan fetch --resume 继续。")
        raise typer.Exit(130) from None
    tell(summary, talk)
    if as_json:
        emit(summary)
    if exit_code(summary, strict=strict):
        raise typer.Exit(1)


def add(
    target: Annotated[str, typer.Argument(metavar="文件夹或网址", show_default=False)],
    every: Annotated[
        int, typer.Option("--every", min=MIN_MINUTES, max=MAX_MINUTES, help="每隔多少分钟")
    ] = 1440,
    follow: Annotated[bool, typer.Option("--follow", help="网址是栏目页")] = False,
    collection: Annotated[str | None, typer.Option("--collection", help="存入的文件集")] = None,
    data: options.Data = None,
) -> None:
    """添加要定期读取的文件夹或网页；文件夹中删去的文件，库中随之删除。"""
    workspace = open_workspace(data)
    name = options.checked_collection(collection)
    watch = watch_of(target, collection=name, every_minutes=every, follow=follow)
    WatchList(workspace.settings.data).add(watch)
    talk_console().print(
        Text(f"已添加{_KINDS[watch.kind]} {watch.target}，每 {every} 分钟一次；"
             "用 ceyuan watch run 开始运行。")
    )  # fmt: skip


def list_watches(as_json: options.AsJson = False, data: options.Data = None) -> None:
    """列出定期读取的文件夹与网页，以及上次的结果。"""
    watches = WatchList(open_workspace(data).settings.data).all()
    if as_json:
        emit([watch.model_dump(mode="json") for watch in watches])
        return
    table = Table(
        "种类",
        Column("文件夹或网址", overflow="fold"),
        "文件集",
        "间隔（分钟）",
        "上次运行",
        "结果",
    )
    for watch in watches:
        ran = watch.last_run_at.astimezone().strftime("%Y-%m-%d %H:%M") if watch.last_run_at else ""
        cells = (
            _KINDS[watch.kind],
            watch.target,
            watch.collection,
            str(watch.every_minutes),
            ran,
            watch.last_result or "",
        )
        table.add_row(*(Text(cell) for cell in cells))
    data_console().print(table)


def remove(
    target: Annotated[str, typer.Argument(metavar="文件夹或网址", show_default=False)],
    data: options.Data = None,
) -> None:
    """不再定期读取；已入库的文件不受影响。"""
    watches = WatchList(open_workspace(data).settings.data)
    known = {watch.target for watch in watches.all()}
    folder = str(Path(target).expanduser().resolve())
    watches.remove(target if target in known else folder if folder in known else target)
    talk_console().print(Text(f"已去掉 {target}。"))


def run(
    once: Annotated[bool, typer.Option("--once", help="只把到期的读一遍就结束")] = False,
    data: options.Data = None,
) -> None:
    """按间隔读取，直到按 Ctrl-C；服务器上可交给 systemd 等看护。"""
    workspace = open_workspace(data)
    talk = talk_console()
    if not WatchList(workspace.settings.data).all():
        raise typer.BadParameter("还没有要读取的内容，先用 ceyuan watch add 添加。")
    try:
        while True:
            wait = run_due(workspace, _now, on_done=partial(_tell_watch, talk))
            if once or wait is None:
                return
            time.sleep(min(max(wait.total_seconds(), 1.0), _LONGEST_SLEEP_S))
    except KeyboardInterrupt:
        talk.print("已停止。")


def _now() -> datetime:
    return datetime.now(UTC)


def _tell_watch(talk: Console, watch: Watch, result: str) -> None:
    talk.print(Text(f"{_now().astimezone():%Y-%m-%d %H:%M}  {watch.target}：{result}"))


def _wanted(
    urls: Sequence[str], sources: str | None, *, collection: str, follow: bool
) -> tuple[Wanted, ...]:
    from ingest.fetch.sources import read_sites, shipped_sites
    from ingest.fetch.store import Wanted

    found = list(wanted_of(urls, collection=collection, follow=follow))
    if sources is not None:
        sites = shipped_sites() if sources == "shipped" else read_sites(Path(sources))
        found += [Wanted(site.url, collection, site.follow) for site in sites]
    return tuple(dict.fromkeys(found))


def _list_sites(sources: str, *, as_json: bool) -> None:
    from ingest.fetch.sources import read_sites, shipped_sites

    sites = shipped_sites() if sources == "shipped" else read_sites(Path(sources))
    if as_json:
        emit(
            [
                {
                    "name": site.name, "url": site.url, "level": site.level,
                    "region": site.region, "column": site.follow is not None,
                    "tried": site.tried, "tried_on": site.tried_on,
                }
                for site in sites
            ]
        )  # fmt: skip
        return
    table = Table("名称", Column("网址", overflow="fold"), "层级", "地区", "种类", "是否验证")
    for site in sites:
        tried = f"{site.tried_on} 已验证" if site.tried else "未验证"
        kind = "栏目" if site.follow else "网页"
        cells = (site.name, site.url, site.level or "", site.region or "", kind, tried)
        table.add_row(*(Text(cell) for cell in cells))
    data_console().print(table)
