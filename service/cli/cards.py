"""``ceyuan cards`` and ``ceyuan eligibility``: the data of the documents, and who fits it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.table import Table

from corpus.errors import ConfigError
from service.cli import options
from service.cli.chinese import ChineseCommand
from service.cli.session import data_console, emit, open_workspace, talk_console

Kind = Literal["incentive", "target", "procedure"]
Format = Literal["table", "json", "xlsx"]
_HEADINGS: dict[str, tuple[tuple[str, str], ...]] = {
    "incentive": (("对象", "beneficiary"), ("类型", "benefit_type"), ("标准", "amount_text")),
    "target": (
        ("指标", "indicator"),
        ("数值", "value"),
        ("单位", "unit"),
        ("年份", "deadline_year"),
    ),
    "procedure": (("事项", "name"), ("时限", "time_limit"), ("地点", "where")),
}
_VERDICTS = {"yes": "符合", "no": "不符合", "unknown": "待定"}


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command("cards", cls=ChineseCommand)(cards)
    app.command("eligibility", cls=ChineseCommand)(eligibility)


def cards(
    kind: Annotated[Kind | None, typer.Option("--kind", help="种类：奖补、目标、办事")] = None,
    text: Annotated[str | None, typer.Option("--text", help="原文包含")] = None,
    document: Annotated[str | None, typer.Option("--document", help="文件编号或来源路径")] = None,
    benefit_type: Annotated[str | None, typer.Option("--benefit-type", help="奖补类型")] = None,
    beneficiary: Annotated[str | None, typer.Option("--beneficiary", help="对象包含")] = None,
    region: options.Region = None,
    level: options.LevelOption = None,
    collection: options.InCollection = None,
    as_of: options.AsOf = None,
    sort: Annotated[
        str, typer.Option("--sort", help="document、amount、-amount、deadline")
    ] = "document",
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="最多列出多少张，缺省全部")
    ] = None,
    offset: Annotated[int, typer.Option("--offset", min=0, help="跳过前多少张")] = 0,
    form: Annotated[Format, typer.Option("--format", help="table、json 或 xlsx")] = "table",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="写到文件")] = None,
    as_json: options.AsJson = False,
    data: options.Data = None,
) -> None:
    """列出奖补、目标、办事卡片，可导出 JSON 或 Excel。"""
    from service.schema.cards import CardQuery  # pydantic models load when the command runs

    desk = open_workspace(data).card_desk()
    query = CardQuery.model_validate(
        {
            "kind": kind, "q": text, "document": document, "benefit_type": benefit_type,
            "beneficiary": beneficiary, "region": region, "level": level,
            "collection": collection, "as_of": as_of, "sort": sort,
        }
    )  # fmt: skip
    found = desk.list(query, limit=limit or sys.maxsize, offset=offset)
    if form == "xlsx":
        from service.export_xlsx import workbook_bytes  # openpyxl is slow to load

        _write(workbook_bytes(found.cards), output)
    elif form == "json" or as_json:
        payload = found.model_dump(mode="json")
        if output is None:
            emit(payload)
        else:
            output.write_text(found.model_dump_json(indent=2), "utf-8")
    else:
        for name, headings in _HEADINGS.items():
            rows = [item for item in found.cards if item.kind == name]
            if rows:
                table = Table(*(title for title, _ in headings), "文件", "条款")
                for item in rows:
                    values = (getattr(item, field) for _, field in headings)
                    shown = ["未规定" if value is None else str(value) for value in values]
                    table.add_row(*shown, item.title, item.clause_label or "")
                data_console().print(table)
    talk_console().print(f"共 {found.total} 张卡片。")


def _write(content: bytes, output: Path | None) -> None:
    if output is not None:
        output.write_bytes(content)
    elif sys.stdout.isatty():
        raise ConfigError("xlsx 是二进制文件，请用 --output 文件名.xlsx 或重定向到文件。")
    else:
        sys.stdout.buffer.write(content)


def eligibility(
    text: Annotated[
        str, typer.Argument(metavar="介绍", help="一句话介绍企业或个人", show_default=False)
    ],
    collection: options.InCollection = None,
    as_of: options.AsOf = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=500)] = 50,
    as_json: options.AsJson = False,
    data: options.Data = None,
) -> None:
    """逐项判断能否享受各项奖补：符合、不符合、待定，附条文、所缺信息与估算。"""
    from service.eligibility_report import assess  # loads region names
    from service.schema.eligibility import EligibilityQuery
    from service.schema.query import FilterFields

    asked = EligibilityQuery(
        text=text, filters=FilterFields(collection=collection), as_of=as_of, limit=limit
    )
    found = assess(open_workspace(data).card_desk(), asked)
    if as_json:
        emit(found)
        return
    table = Table("结论", "奖补", "估算", "还需核实", "文件", "条款")
    for item in found.items:
        table.add_row(
            _VERDICTS[item.verdict],
            "：".join(
                (item.card.beneficiary or "未规定", item.card.amount_text or item.card.benefit_type)
            ),
            item.estimate.computation if item.estimate else "",
            "、".join(item.missing),
            item.card.title,
            item.card.clause_label or "",
        )
    data_console().print(table)
    talk_console().print(found.note)
