"""The 办理情况对照表 as Markdown."""

from __future__ import annotations

from collections import Counter

from service.align.review_report import HANDLING, RequestFinding, ReviewReport, SuggestionFinding

CAUTION = "以下为机器比对的初步结果，均为疑似，请以办理单位正式答复为准。"


def handling_line(report: ReviewReport) -> str:
    """Return how many requests there are of each kind: 未见回应 3、已有回应 12."""
    counts = Counter(item.handling for each in report.suggestions for item in each.requests)
    return "、".join(f"{word} {counts[kind]}" for kind, word in HANDLING.items() if counts[kind])


def review_markdown(report: ReviewReport) -> str:
    """Return the table of every request with what answers it."""
    lines = [
        f"# 办理情况对照表：{report.title}",
        "",
        f"> {CAUTION}",
        "",
        handling_line(report),
        "",
        f"比对的文件：{'、'.join(f'《{title}》' for title in report.considered) or '无'}",
        "",
        "| 审议意见 | 具体建议 | 办理情况 | 依据 |",
        "|---|---|---|---|",
    ]
    lines += [_row(each, item) for each in report.suggestions for item in each.requests]
    return "\n".join(lines) + "\n"


def answer_words(item: RequestFinding) -> str:
    """Return the answering clauses in one cell: 《…》一、（二）：“……”"""
    return "\n".join(f"《{each.title}》{each.path}：“{each.text}”" for each in item.answers) or "—"


def _row(suggestion: SuggestionFinding, item: RequestFinding) -> str:
    name = f"{suggestion.path} {suggestion.heading or ''}".strip()
    cells = (name, item.text, f"疑似{HANDLING[item.handling]}", answer_words(item))
    return (
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", "<br>") for cell in cells) + " |"
    )
