"""``ceyuan feedback``: what readers said of answers, one JSON object a line."""

from __future__ import annotations

import sys

import typer

from service.cli import options
from service.cli.chinese import ChineseCommand
from service.cli.session import open_workspace, talk_console
from service.feedback import Feedback


def register(app: typer.Typer) -> None:
    """Add the command of this module to ``app``."""
    app.command("feedback", cls=ChineseCommand)(feedback)


def feedback(data: options.Data = None) -> None:
    """导出读者对回答的评价（jsonl，每行一条），可供整理成评测题。"""
    count = 0
    for item in Feedback(open_workspace(data).catalogue).all():
        sys.stdout.write(item.model_dump_json() + "\n")
        count += 1
    talk_console().print(f"共 {count} 条评价。")
