"""The Chinese words of a report: verdicts, citation statuses, and how many of each there are."""

from __future__ import annotations

import re
from collections import Counter

from service.align.report import AlignmentReport, CitationFinding, CitationStatus, Verdict

VERDICTS: dict[Verdict, str] = {
    "number_conflict": "数字冲突",
    "deadline_conflict": "时限冲突",
    "missing": "未落实",
    "weaker": "弱于依据",
    "partly": "部分落实",
    "stronger": "严于或多于依据",
    "covered": "已落实",
    "not_applicable": "本级不适用",
}
CITATIONS: dict[CitationStatus, str] = {
    "misquote": "引文与原文不符",
    "title_number_mismatch": "文号与标题不是同一文件",
    "wrong_number": "文号有误",
    "nonexistent": "未查到",
    "repealed": "已失效或废止",
    "unknown": "无法核对",
    "correct": "无误",
}

# The part of a path: 二、（三）1. → 二
_PART = re.compile(r"[、（(.]")


def summary_line(report: AlignmentReport) -> str:
    """Return the counts by verdict, the most urgent first: 未落实 3、数字冲突 1、已落实 12."""
    counts = Counter(item.verdict for item in report.measures)
    return "、".join(
        f"{word} {counts[verdict]}" for verdict, word in VERDICTS.items() if counts[verdict]
    )


def parts_line(report: AlignmentReport) -> str | None:
    """Return how many measures of each part are taken up: 二 1/3、三 5/5; None for one part."""
    parts: dict[str, list[bool]] = {}
    for item in report.measures:
        part = _PART.split(item.path)[0]
        parts.setdefault(part, []).append(item.verdict not in ("missing", "not_applicable"))
    if not 1 < len(parts) < len(report.measures):
        return None
    shown = "、".join(f"{part} {sum(found)}/{len(found)}" for part, found in parts.items())
    return f"各部分已谈到的举措数：{shown}"


def citation_reason(item: CitationFinding) -> str:
    """Return the reason with the remark on form behind it."""
    return f"{item.reason}；格式：{item.form}" if item.form else item.reason
