"""``ceyuan doctor``: is this installation able to work, and what to do where it is not."""

from __future__ import annotations

import typer
from rich.table import Table
from rich.text import Text

from service.cli import options
from service.cli.chinese import ChineseCommand
from service.cli.session import data_console, emit, open_workspace

_MARK = {"ok": Text("正常", style="green"), "warn": Text("注意", style="yellow"),
         "fail": Text("故障", style="red")}  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command("doctor", cls=ChineseCommand)(doctor)


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
