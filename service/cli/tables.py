"""Documents, hits and answers as tidy Chinese text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from service.schema.document import (
    ClauseText,
    DocumentRow,
    DocumentView,
    LineageView,
    ParsedDocument,
    RelatedDocument,
)
from service.schema.hits import HitView, ResolutionView, SearchResponse

_UNKNOWN = "未载明"
_STATUS_STYLE = {
    "有效": "green",
    "尚未施行": "cyan",
    "已失效": "red",
    "已废止": "red",
    "已被修改": "yellow",
    "未知": "dim",
}
_HIDDEN_NAME = "未列出：{reason} {count} 条"


def shown_day(day: date | None) -> str:
    """Return a date as people write it.

    >>> shown_day(date(2019, 5, 18))
    '2019年5月18日'
    """
    return f"{day.year}年{day.month}月{day.day}日" if day else _UNKNOWN


def status_text(status: str) -> Text:
    """Return a status in its colour."""
    return Text(status, style=_STATUS_STYLE.get(status, ""))


def hits_text(found: SearchResponse) -> RenderableType:
    """Return search hits, one block each."""
    parts: list[RenderableType] = [_hit(n, hit) for n, hit in enumerate(found.hits, start=1)]
    if not found.hits:
        parts.append(Text("没有找到符合条件的条款。可放宽筛选条件，或换一种说法。"))
    parts += [
        Text(_HIDDEN_NAME.format(reason=reason, count=count), style="dim")
        for reason, count in found.hidden.items()
    ]
    return Group(*parts)


def _hit(n: int, hit: HitView) -> RenderableType:
    head = Text(f"{n}. ", style="bold")
    head.append(hit.title, style="bold")
    facts = Text("   ")
    facts.append(" · ".join(_facts(hit.doc_number, hit.issuer, hit.issued_on)), style="dim")
    facts.append("  ").append_text(status_text(hit.status))
    for mark in marks_of(digest=hit.digest, example=hit.example):
        facts.append(f"  {mark}", style="yellow")
    lines: list[RenderableType] = [head, facts]
    if hit.clause.path:
        lines.append(Text(f"   {hit.clause.path}", style="cyan"))
    lines.append(Padding(Text(hit.text.strip()), (0, 0, 0, 3), expand=False))
    lines.append(Text(f"   {hit.source}", style="dim"))
    lines.append(Text(""))
    return Group(*lines)


def _facts(number: str | None, issuer: str | None, issued_on: date | None) -> list[str]:
    found = [item for item in (number, issuer) if item]
    return [*found, shown_day(issued_on)] if issued_on else found or ["文号、机关未载明"]


def marks_of(*, digest: bool, example: bool) -> list[str]:
    """Return the notices that must stand beside a document."""
    marks = ["要点摘编，非原文"] if digest else []
    return [*marks, "示例数据（虚构）"] if example else marks


def document_text(view: DocumentView) -> RenderableType:
    """Return a document: its data, then its text."""
    return Group(document_head(view), Text(""), Text(view.text))


def clause_text(found: ClauseText) -> RenderableType:
    """Return one clause: where it stands, then its text."""
    number = f"（{found.doc_number}）" if found.doc_number else ""
    return Group(
        Text(f"《{found.title}》{number}{found.clause.path}", style="bold"), Text(found.text)
    )


def parsed_text(parsed: ParsedDocument) -> RenderableType:
    """Return what ingest understood of a file: its data, its clauses, what was cleaned away."""
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for name, value in (
        ("标题", parsed.title),
        ("发文字号", parsed.doc_number or _UNKNOWN),
        ("发文机关", "、".join(parsed.issuers) or _UNKNOWN),
        ("成文日期", shown_day(parsed.issued_on)),
        ("发布日期", shown_day(parsed.published_on)),
        ("施行日期", shown_day(parsed.effective_on)),
        ("有效期至", shown_day(parsed.expires_on)),
        ("文种", parsed.doc_type),
        ("层级、地区", f"{parsed.level or _UNKNOWN}、{parsed.region or _UNKNOWN}"),
        ("正文", f"{len(parsed.text)} 字，{len(parsed.clauses)} 条款"),
        ("引用", f"{len(parsed.references)} 处"),
        ("清洗", f"{len(parsed.removed)} 处"),
    ):
        table.add_row(Text(name, style="dim"), value)
    clauses = [
        Text(f"{'  ' * (item.level - 1)}{item.label}  {item.heading or ''}".rstrip())
        for item in parsed.clauses
        if item.label
    ]
    return Group(table, Text(""), *clauses, Text(""), Text(parsed.text))


def document_head(row: DocumentRow) -> RenderableType:
    """Return the data of a document as a table of two columns."""
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for name, value in _head_rows(row):
        table.add_row(name, value)
    return table


def _head_rows(row: DocumentRow) -> list[tuple[str, RenderableType]]:
    status = status_text(row.status)
    if row.status_reason:
        status.append(f"（{row.status_reason}）", style="default")
    rows: list[tuple[str, RenderableType]] = [
        ("标题", Text(row.title, style="bold")),
        ("发文字号", row.doc_number or _UNKNOWN),
        ("发文机关", row.issuer or _UNKNOWN),
        ("成文日期", shown_day(row.issued_on)),
        ("发布日期", shown_day(row.published_on)),
        ("施行日期", shown_day(row.effective_on)),
        ("有效期至", shown_day(row.expires_on)),
        ("效力", status),
        ("文种", row.doc_type),
        ("层级", row.level or _UNKNOWN),
        ("地区", row.region or _UNKNOWN),
        ("文件集", row.collection),
        ("来源", row.source),
        ("编号", row.document_id),
    ]
    for mark in marks_of(digest=row.digest, example=row.example):
        rows.append(("注意", Text(mark, style="yellow")))
    if row.suspect_figures:
        rows.append(("注意", Text("正文数字疑被反复制字体打乱，请核对原件", style="yellow")))
    return rows


_CONFLICT_NAMES = {"issued_on": "成文日期", "title": "标题"}


def lineage_text(view: LineageView) -> RenderableType:
    """Return the relations of a document, upwards and downwards."""
    return Group(
        Text(view.title, style="bold"),
        _relations("本文件所依据、引用（向上）", view.up),
        _relations("引用本文件（向下）", view.down),
        *(
            Text(
                f"\n注意：{_CONFLICT_NAMES[item.field]}说法不一：本文件记为 {item.held}，"
                f"{item.source} 作 {item.stated}：“{item.quote}”",
                style="yellow",
            )
            for item in view.conflicts
        ),
    )


def _relations(title: str, related: Sequence[RelatedDocument]) -> RenderableType:
    if not related:
        return Text(f"\n{title}：库中未见", style="dim")
    table = Table(title=f"\n{title}", title_justify="left", box=None, padding=(0, 2, 0, 0))
    for name in ("关系", "文号", "标题", "效力", "条款", "原文"):
        table.add_column(name, overflow="fold", no_wrap=name in ("关系", "效力"))
    for item in related:
        table.add_row(
            item.relation,
            item.doc_number or "",
            item.title or "",
            status_text(item.status) if item.status else Text("库中未收", style="dim"),
            item.clause_label or "",
            item.cue,
        )
    return table


def resolution_text(found: ResolutionView, asked: str) -> RenderableType:
    """Return which document a number or title means."""
    if found.document_id is not None:
        head = Text(found.title or "", style="bold")
        line = " · ".join(x for x in (found.doc_number, found.source, found.document_id) if x)
        return Group(head, Text(line, style="dim"))
    lines: list[RenderableType] = [Text(f"库中没有“{asked}”所指的文件（不等于该文件不存在）。")]
    if found.known_as_cited:
        known = " ".join(x for x in (found.doc_number, found.title) if x)
        lines.append(Text(f"库内其他文件引用过它：{known}"))
    if found.candidates:
        lines.append(Text("可能指："))
    lines += [
        Text(f"  {item.doc_number or '（无文号）'}  {item.title}  {item.source}")
        for item in found.candidates
    ]
    return Group(*lines)
