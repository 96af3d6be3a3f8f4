"""``ceyuan serve``: the page and the HTTP interface."""

from __future__ import annotations

from typing import Annotated

import typer

from service.cli import options
from service.cli.chinese import ChineseCommand
from service.cli.session import open_workspace, talk_console


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command("serve", cls=ChineseCommand)(serve)


def serve(
    host: Annotated[str, typer.Option("--host", help="监听地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="端口")] = 8000,
    data: options.Data = None,
) -> None:
    """启动网页与接口；一切就绪、能回答问题之后才开始监听端口。"""
    from service.api.server import run_server

    talk = talk_console()
    talk.print("正在打开文件库、索引与模型……")
    run_server(
        open_workspace(data),
        host=host,
        port=port,
        on_ready=lambda address: talk.print(f"策源已就绪：{address}"),
    )
