"""``ceyuan ingest``: read files and folders in, with progress, and say what became of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from service.cli import options
from service.cli.chinese import ChineseCommand
from service.cli.session import emit, open_workspace, talk_console
from service.ingesting import Batch, OnProgress, shipped_batches
from service.ingesting import Progress as Step
from service.schema.jobs import IngestSummary, SourceOutcome

_PHASES = {"fetch": "抓取网页", "read": "读取文件", "index": "建立索引"}
_COLLECTION_HELP = "存入哪个文件集，缺省 default"
#: Another ingestion may be running; a person would rather wait a little than start again.
_WAIT_FOR_WRITER_S = 60.0
#: Outcomes of one kind that are told one by one; --json tells all.
_TOLD = 50


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command("ingest", cls=ChineseCommand)(ingest)


def ingest(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="路径", help="文件或文件夹", show_default=False),
    ] = None,
    shipped: Annotated[
        bool, typer.Option("--shipped", help="载入随软件附带的示例（虚构）与参考文件")
    ] = False,
    collection: Annotated[
        str | None, typer.Option("--collection", help=_COLLECTION_HELP, show_default=False)
    ] = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="同时删除库中有、而所给路径下已没有的文件")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="只要有一份失败，退出码就为 1")] = False,
    as_json: options.AsJson = False,
    data: options.Data = None,
) -> None:
    """读入文件：只处理新增与变动的，结束时列出入库、未变、跳过、失败及原因。"""
    batches = _batches(paths or [], shipped=shipped, collection=collection)
    workspace = open_workspace(data)
    talk = talk_console()
    with progress_bar(talk) as on_progress:
        summary = workspace.ingest(
            batches, prune=prune, wait_s=_WAIT_FOR_WRITER_S, on_progress=on_progress
        )
    tell(summary, talk)
    if as_json:
        emit(summary)
    if exit_code(summary, strict=strict):
        raise typer.Exit(1)


def _batches(paths: Sequence[Path], *, shipped: bool, collection: str | None) -> list[Batch]:
    if shipped and collection is not None:
        raise typer.BadParameter("--shipped 有自己的文件集，不能同时用 --collection。")
    if not paths and not shipped:
        raise typer.BadParameter("请给出文件或文件夹，或用 --shipped 载入示例。")
    batches = list(shipped_batches()) if shipped else []
    if paths:
        batches.append(Batch(tuple(paths), options.checked_collection(collection)))
    return batches


@contextmanager
def progress_bar(talk: Console) -> Iterator[OnProgress]:
    """Show how far each phase is while the block runs."""
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        TimeElapsedColumn(), TextColumn("剩余"), TimeRemainingColumn(),
        TextColumn("{task.fields[current]}", style="dim"),
    )  # fmt: skip
    with Progress(*columns, console=talk, transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def show(step: Step) -> None:
            if step.phase not in tasks:
                tasks[step.phase] = bar.add_task(_PHASES[step.phase], total=None, current="")
            bar.update(
                tasks[step.phase],
                completed=step.done,
                total=step.total,
                current=Text((step.current or "")[-40:]).plain.replace("[", "\\["),
            )

        yield show


def tell(summary: IngestSummary, talk: Console) -> None:
    """Say what became of the sources: those that failed or were left out one by one."""
    counts = [
        f"入库 {len(summary.accepted)}", f"未变 {len(summary.unchanged)}",
        f"跳过 {len(summary.skipped)}", f"失败 {len(summary.failed)}",
    ]  # fmt: skip
    if summary.removed:
        counts.append(f"删除 {len(summary.removed)}")
    for name, style, found in (
        ("失败", "red", summary.failed),
        ("跳过", "yellow", summary.skipped),
        ("删除", "dim", summary.removed),
    ):
        _tell_each(name, style, found, talk)
    talk.print(
        f"{'，'.join(counts)}；索引 {summary.passages_indexed} 段；用时 {summary.took_s:.1f} 秒。"
    )


def _tell_each(name: str, style: str, found: Sequence[SourceOutcome], talk: Console) -> None:
    for item in found[:_TOLD]:
        line = Text(f"{name}  ", style=style)
        line.append(_line(item), style="default")
        talk.print(line)
    if len(found) > _TOLD:
        talk.print(f"……另有 {len(found) - _TOLD} 份{name}，用 --json 看全部。", style="dim")


def _line(item: SourceOutcome) -> str:
    """Name the source once: many reasons begin with it."""
    reason = item.reason or ""
    return reason if item.source in reason else f"{item.source}：{reason}"


def exit_code(summary: IngestSummary, *, strict: bool) -> int:
    """1 when nothing could be read, or with ``strict`` when anything failed."""
    read = summary.accepted or summary.unchanged or summary.removed
    if summary.failed and (strict or not read):
        return 1
    return 0 if read else 1
