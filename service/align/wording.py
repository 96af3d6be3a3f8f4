"""The Chinese words of a report: verdicts, citation statuses, and how many of each there are."""

from __future__ import annotations

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


def summary_line(report: AlignmentReport) -> str:
    """Return the counts by verdict, the most urgent first: 未落实 3、数字冲突 1、已落实 12."""
    counts = Counter(item.verdict for item in report.measures)
    return "、".join(
        f"{word} {counts[verdict]}" for verdict, word in VERDICTS.items() if counts[verdict]
    )


def citation_reason(item: CitationFinding) -> str:
    """Return the reason with the remark on form behind it."""
    return f"{item.reason}；格式：{item.form}" if item.form else item.reason
