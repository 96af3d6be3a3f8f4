"""The options that many commands share, each declared once."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from corpus.document import DEFAULT_COLLECTION, DocType, Level, Status
from corpus.viewer import Filters
from service.schema.query import COLLECTION_PATTERN, MAX_TOP_K


def parse_day(value: str) -> date:
    """Read ``2023-05-01``."""
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise typer.BadParameter("日期写作 YYYY-MM-DD，如 2023-05-01。") from error


Data = Annotated[
    Path | None,
    typer.Option("--data", help="数据目录（缺省用环境变量 CEYUAN_DATA，再缺省为 ./data）"),
]
AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出")]
Region = Annotated[str | None, typer.Option("--region", help="地区，如 云川市")]
LevelOption = Annotated[Level | None, typer.Option("--level", help="层级")]
Type = Annotated[DocType | None, typer.Option("--type", help="文种")]
Issuer = Annotated[str | None, typer.Option("--issuer", help="发文机关")]
Since = Annotated[
    date | None, typer.Option("--since", parser=parse_day, metavar="日期", help="不早于")
]
Until = Annotated[
    date | None, typer.Option("--until", parser=parse_day, metavar="日期", help="不晚于")
]
StatusOption = Annotated[Status | None, typer.Option("--status", help="效力状态")]
InCollection = Annotated[str | None, typer.Option("--collection", help="只查这个文件集")]
AsOf = Annotated[
    date | None,
    typer.Option("--as-of", parser=parse_day, metavar="日期", help="按哪一天判断效力，缺省今天"),
]
TopK = Annotated[int, typer.Option("--top-k", min=1, max=MAX_TOP_K, help="最多返回多少条")]


def checked_collection(name: str | None) -> str:
    """Return a collection's name, refusing one that an address or a filter could not carry."""
    if name is None:
        return DEFAULT_COLLECTION
    if re.fullmatch(COLLECTION_PATTERN, name) is None:
        raise typer.BadParameter("文件集名称只能用字母、数字、汉字、下划线、连字符，至多 80 字。")
    return name


def filters_of(
    *,
    region: str | None,
    level: Level | None,
    doc_type: DocType | None,
    issuer: str | None,
    since: date | None,
    until: date | None,
    status: Status | None,
    collection: str | None,
) -> Filters:
    """Gather the filter options of a command line."""
    return Filters(region, level, doc_type, issuer, since, until, status, collection)
