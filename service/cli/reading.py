"""``ceyuan show``, ``resolve``, ``lineage`` and ``parse``: none of them loads a model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import SourceError
from service.cli import options, tables
from service.cli.chinese import ChineseCommand
from service.cli.session import data_console, emit, open_workspace, read_settings

Doc = Annotated[
    str,
    typer.Argument(metavar="文件", help="文件编号、来源路径、发文字号或标题", show_default=False),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command("show", cls=ChineseCommand)(show)
    app.command("resolve", cls=ChineseCommand)(resolve)
    app.command("lineage", cls=ChineseCommand)(lineage)
    app.command("parse", cls=ChineseCommand)(parse)


def show(
    doc: Doc,
    clause: Annotated[
        str | None, typer.Argument(metavar="[条款]", help="条款，如 第十五条第二款、二（三）")
    ] = None,
    as_of: options.AsOf = None,
    as_json: options.AsJson = False,
    data: options.Data = None,
) -> None:
    """显示文件全文，或其中一条。"""
    workspace = open_workspace(data)
    document_id = workspace.find(doc).document_id
    if clause is not None:
        found = workspace.clause(document_id, clause)
        if as_json:
            emit(found)
        else:
            data_console().print(tables.clause_text(found))
        return
    view = workspace.document(document_id, as_of=as_of)
    if as_json:
        emit(view)
    else:
        data_console().print(tables.document_text(view))


def resolve(
    query: Annotated[
        str, typer.Argument(metavar="文号或标题", help="任何写法的文号，或标题", show_default=False)
    ],
    as_json: options.AsJson = False,
    data: options.Data = None,
) -> None:
    """查一个文号或标题指哪份文件；库中没有就说没有，不以相近的代替。"""
    found = open_workspace(data).resolve(query)
    if as_json:
        emit(found)
    else:
        data_console().print(tables.resolution_text(found, query))


def lineage(
    doc: Doc,
    as_of: options.AsOf = None,
    as_json: options.AsJson = False,
    data: options.Data = None,
) -> None:
    """列出文件向上依据什么、向下被谁引用、修改或废止。"""
    workspace = open_workspace(data)
    view = workspace.lineage(workspace.find(doc).document_id, as_of=as_of)
    if as_json:
        emit(view)
    else:
        data_console().print(tables.lineage_text(view))


def parse(
    file: Annotated[
        Path, typer.Argument(metavar="文件", help="一个文件，只解析不入库", show_default=False)
    ],
    as_json: options.AsJson = False,
    data: options.Data = None,
) -> None:
    """解析一个文件并显示所得：标题、文号、条款、引用与清洗记录，不入库。"""
    from ingest.parse import parse_bytes
    from service.presenting_parsed import parsed_of

    limit = read_settings(data).ingest.max_file_bytes
    if not file.is_file():
        raise SourceError(f"没有文件 {file}，请检查路径。")
    if file.stat().st_size > limit:
        raise SourceError(f"{file} 超过 {limit // 1024**2} MB 的上限，请拆分后再试。")
    parsed = [
        parsed_of(item.document)
        for item in parse_bytes(file.read_bytes(), source=file.name, collection="parse")
    ]
    if not as_json:
        for item in parsed:
            data_console().print(tables.parsed_text(item))
    elif len(parsed) == 1:
        emit(parsed[0])
    else:
        emit([item.model_dump(mode="json") for item in parsed])
