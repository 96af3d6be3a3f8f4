"""``ceyuan search`` and ``ceyuan ask``."""

from __future__ import annotations

from typing import Annotated

import typer

from service.cli import options
from service.cli.chinese import ChineseCommand
from service.cli.session import data_console, emit, open_workspace

_TEXT_HELP = "检索词或问题"


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command("search", cls=ChineseCommand)(search)
    app.command("ask", cls=ChineseCommand)(ask)


def search(
    query: Annotated[str, typer.Argument(metavar="检索词", help=_TEXT_HELP, show_default=False)],
    region: options.Region = None,
    level: options.LevelOption = None,
    doc_type: options.Type = None,
    issuer: options.Issuer = None,
    since: options.Since = None,
    until: options.Until = None,
    status: options.StatusOption = None,
    collection: options.InCollection = None,
    as_of: options.AsOf = None,
    top_k: options.TopK = 10,
    as_json: options.AsJson = False,
    data: options.Data = None,
) -> None:
    """检索条款：列出最相关的条款原文及其文件、文号、效力。"""
    from service.cli.tables import hits_text

    filters = options.filters_of(
        region=region, level=level, doc_type=doc_type, issuer=issuer,
        since=since, until=until, status=status, collection=collection,
    )  # fmt: skip
    workspace = open_workspace(data)
    found = workspace.search(query, filters=filters, as_of=as_of, top_k=top_k)
    if as_json:
        emit(found)
    else:
        data_console().print(hits_text(found))


def ask(
    question: Annotated[str, typer.Argument(metavar="问题", help="问题", show_default=False)],
    region: options.Region = None,
    level: options.LevelOption = None,
    doc_type: options.Type = None,
    issuer: options.Issuer = None,
    since: options.Since = None,
    until: options.Until = None,
    status: options.StatusOption = None,
    collection: options.InCollection = None,
    as_of: options.AsOf = None,
    as_json: options.AsJson = False,
    data: options.Data = None,
) -> None:
    """提问：逐句注明出处的回答；库中没有依据时说明原因，不作回答。"""
    from service.answering import answer_view
    from service.cli.answer_text import answer_text

    filters = options.filters_of(
        region=region, level=level, doc_type=doc_type, issuer=issuer,
        since=since, until=until, status=status, collection=collection,
    )  # fmt: skip
    workspace = open_workspace(data)
    answer = workspace.ask(question, filters=filters, as_of=as_of)
    if as_json:
        emit(answer_view(answer, workspace.snapshot()))
    else:
        data_console().print(answer_text(answer, workspace.snapshot()))
