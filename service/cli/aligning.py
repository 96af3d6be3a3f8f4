"""``ceyuan align``: a draft compared with upper-level documents."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import SourceError
from service.cli import options
from service.cli.chinese import ChineseCommand
from service.cli.session import emit, open_workspace, talk_console


class Format(StrEnum):
    """How the report is written."""

    JSON = "json"
    MARKDOWN = "md"
    WORD = "docx"


def register(app: typer.Typer) -> None:
    """Add the command of this module to ``app``."""
    app.command("align", cls=ChineseCommand)(align)


def align(
    draft: Annotated[
        Path, typer.Argument(metavar="草案", help="草案文件，不入库", show_default=False)
    ],
    against: Annotated[
        list[str] | None,
        typer.Option("--against", help="依据文件的文号、标题或编号，可多次；缺省用草案写明的依据"),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="报告格式")] = Format.MARKDOWN,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="写入文件（docx 必填）")
    ] = None,
    as_json: options.AsJson = False,
    data: options.Data = None,
) -> None:
    """对照草案与上位文件：逐条结论、引用核对、前后矛盾。"""
    from service.drafting import align_draft, read_draft
    from service.schema.alignment import reports_to_json

    if not draft.is_file():
        raise SourceError(f"没有文件 {draft}，请检查路径。")
    if form is Format.WORD and output is None:
        raise typer.BadParameter("docx 报告须用 --output 指明写到哪个文件。")
    parsed = read_draft(draft.read_bytes(), name=draft.name)
    talk = talk_console()
    reports = align_draft(
        parsed,
        against or [],
        workspace=open_workspace(data),
        on_progress=lambda step: talk.print(f"[dim]{step}…[/dim]"),
    )
    if as_json or form is Format.JSON:
        emit(reports_to_json(reports))
    elif form is Format.WORD and output is not None:
        from service.export_docx import alignment_docx

        output.write_bytes(alignment_docx(parsed, reports))
        talk.print(f"报告已写入 {output}")
    else:
        from service.align.markdown import alignment_markdown

        text = alignment_markdown(parsed, reports)
        if output is None:
            sys.stdout.write(text)
        else:
            output.write_text(text, encoding="utf-8")
