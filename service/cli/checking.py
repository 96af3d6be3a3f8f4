"""``ceyuan doctor`` checks the installation, ``ceyuan verify`` a text against the library."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from corpus.errors import SourceError
from corpus.viewer import Filters
from service.cli import options
from service.cli.chinese import ChineseCommand
from service.cli.session import data_console, emit, open_workspace

_MARK = {"ok": Text("正常", style="green"), "warn": Text("注意", style="yellow"),
         "fail": Text("故障", style="red")}  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command("doctor", cls=ChineseCommand)(doctor)
    app.command("verify", cls=ChineseCommand)(verify)


def doctor(as_json: options.AsJson = False, data: options.Data = None) -> None:
    """检查安装：运行环境、模型、数据目录、索引与可选部件；有故障时退出码为 1。"""
    from service.doctor import examine

    checks = examine(open_workspace(data))
    if as_json:
        emit({"checks": [item.model_dump(mode="json") for item in checks]})
    else:
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
        for item in checks:
            message = Text(item.message)
            if item.advice:
                message.append(f"\n→ {item.advice}", style="dim")
            table.add_row(_MARK[item.state], item.name, message)
        data_console().print(table)
    if any(item.state == "fail" for item in checks):
        raise typer.Exit(1)


def verify(
    file: Annotated[Path, typer.Argument(metavar="文件", help="要核对的文稿", show_default=False)],
    collection: options.InCollection = None,
    as_of: options.AsOf = None,
    as_json: options.AsJson = False,
    data: options.Data = None,
) -> None:
    """逐句核对一份文稿（讲话、简报、他人的回答）：库中条文是否支持，所据规定是否现行。"""
    from service.answer.model import verification_to_json
    from service.cli.answer_text import verification_text
    from service.drafting import read_draft

    if not file.is_file():
        raise SourceError(f"没有文件 {file}，请检查路径。")
    text = read_draft(file.read_bytes(), name=file.name).text
    found = open_workspace(data).verify(text, filters=Filters(collection=collection), as_of=as_of)
    if as_json:
        emit(verification_to_json(found))
    else:
        data_console().print(verification_text(found))
