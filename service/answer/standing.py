"""How a document stands on a day, in words: in force, not yet, amended, expired, repealed."""

from __future__ import annotations

from datetime import date

from corpus.catalogue import DocumentSummary
from corpus.document import Status
from corpus.validity import StatusAt
from service.snapshot import Snapshot

#: Statuses of which a reader must be warned before reading the rule.
WARNED: frozenset[Status] = frozenset({"已失效", "已废止", "已被修改", "尚未施行"})


def standing(document_id: str, snapshot: Snapshot, day: date) -> str:
    """Return how a held document stands on ``day``, with since when and by which document."""
    at = snapshot.status(document_id, day)
    if at.status == "未知":
        return f"效力状态未知（{at.reason}）"
    if at.status == "有效":
        return f"有效（{at.reason}）"
    since = _since(document_id, at, snapshot, day)
    return f"{at.status}，{since}{at.reason}"


def warning(summary: DocumentSummary, snapshot: Snapshot, day: date, today: date) -> str | None:
    """Return what must be said before a rule is quoted, None where it is simply in force.

    Where ``day`` is not today, today's standing is said too if it differs.
    """
    now, then = (snapshot.status(summary.document_id, item).status for item in (today, day))
    name = named(summary)
    if day != today and now != then:
        before = standing(summary.document_id, snapshot, day)
        after = standing(summary.document_id, snapshot, today)
        return f"注意：{name}在{spoken(day)}时{before}；今天（{spoken(today)}）{after}。"
    if then not in WARNED:
        return None
    said = standing(summary.document_id, snapshot, day)
    tail = {
        "尚未施行": "施行前不能据此办理。",
        "已被修改": "被修改的内容以修改后的规定为准。",
    }.get(then, "以下仅为该文件原来的规定。")
    return f"注意：{name}{said}；{tail}"


def named(summary: DocumentSummary) -> str:
    """Return a document's title in its marks, with its number."""
    number = f"（{summary.doc_number}）" if summary.doc_number else ""
    return f"《{summary.title}》{number}"


def spoken(day: date) -> str:
    """Return a day as it is written in Chinese: 2025年5月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _since(document_id: str, at: StatusAt, snapshot: Snapshot, day: date) -> str:
    """Return since when the act that ended or changed the document has done so."""
    if at.because_document_id is None:
        return ""
    began = [
        effect.on
        for effect in snapshot.repeals.effects_on(document_id)
        if effect.by.document_id == at.because_document_id
        and effect.on is not None
        and effect.on <= day
    ]
    return f"自{spoken(max(began))}起" if began else ""
