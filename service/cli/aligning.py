"""``ceyuan align`` and ``ceyuan review``: drafts and review comments against what is held."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import SourceError
from service.align.report import ReportForm
from service.cli import options
from service.cli.chinese import ChineseCommand
from service.cli.session import emit, open_workspace, talk_console

if TYPE_CHECKING:
    from service.desk import Aligned, Reviewed

Against = Annotated[
    list[str] | None,
    typer.Option("--against", help="依据文件的文号、标题或编号，可多次；缺省用草案写明的依据"),
]
Form = Annotated[
    ReportForm, typer.Option("--format", help="报告格式；comments 为带批注的草案（docx）")
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="写入文件（docx、comments 必填）")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command("align", cls=ChineseCommand)(align)
    app.command("review", cls=ChineseCommand)(review)


def align(
    draft: Annotated[
        Path, typer.Argument(metavar="草案", help="草案文件，不入库", show_default=False)
    ],
    against: Against = None,
    previous: Annotated[
        Path | None, typer.Option("--previous", help="上一版草案，附两版对照：改了什么、解决了什么")
    ] = None,
    form: Form = ReportForm.MARKDOWN,
    output: Output = None,
    as_json: options.AsJson = False,
    data: options.Data = None,
) -> None:
    """对照草案与上位文件：逐条结论、引用核对、前后矛盾。"""
    from service.desk import align_as, read_desk_draft  # numpy and readers
    from service.schema.alignment import reports_to_json

    form = ReportForm.JSON if as_json else form
    _check_output(form, output)
    parsed = read_desk_draft(_read(draft), name=draft.name)
    before = read_desk_draft(_read(previous), name=previous.name).document if previous else None
    made = align_as(
        parsed,
        against or [],
        previous=before,
        workspace=open_workspace(data),
        on_progress=_progress(),
    )
    _write(made, reports_to_json(made.reports, made.comparison), form, output)


def review(
    comments: Annotated[
        str,
        typer.Argument(metavar="审议意见", help="文件，或库中审议意见的标题", show_default=False),
    ],
    against: Annotated[
        list[str] | None,
        typer.Option("--against", help="可能作出回应的文件，可多次；缺省在库中查找"),
    ] = None,
    form: Form = ReportForm.MARKDOWN,
    output: Output = None,
    as_json: options.AsJson = False,
    data: options.Data = None,
) -> None:
    """审议意见办理情况对照表：每条建议由哪份文件回应、回应到什么程度、还缺什么。"""
    from service.desk import read_desk_draft, review_as  # numpy and readers
    from service.schema.alignment import review_to_json

    form = ReportForm.JSON if as_json else form
    if form is ReportForm.COMMENTS:
        raise typer.BadParameter("办理情况对照表的格式为 json、md 或 docx。")
    _check_output(form, output)
    path = Path(comments)
    parsed = read_desk_draft(_read(path), name=path.name).document if path.is_file() else None
    made = review_as(
        parsed,
        comments,
        against or [],
        workspace=open_workspace(data),
        on_progress=_progress(),
    )
    _write(made, review_to_json(made.report), form, output)


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise SourceError(f"没有文件 {path}，请检查路径。")
    return path.read_bytes()


def _check_output(form: ReportForm, output: Path | None) -> None:
    if form in (ReportForm.WORD, ReportForm.COMMENTS) and output is None:
        raise typer.BadParameter("Word 文件须用 --output 指明写到哪个文件。")


def _progress() -> Any:
    talk = talk_console()
    return lambda step: talk.print(f"[dim]{step}…[/dim]")


def _write(
    made: Aligned | Reviewed, data: dict[str, Any], form: ReportForm, output: Path | None
) -> None:
    if form is ReportForm.JSON:
        emit(data)
    elif output is None:
        sys.stdout.write(made.written(form).decode("utf-8"))
    else:
        output.write_bytes(made.written(form))
        talk_console().print(f"已写入 {output}")
