"""The alignment report as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.document import PolicyDocument
from service.align.report import AlignmentReport, CitationFinding, MeasureFinding
from service.align.versions import VersionComparison, version_lines
from service.align.wording import CITATIONS, VERDICTS, citation_reason, parts_line, summary_line


def alignment_markdown(
    draft: PolicyDocument,
    reports: Sequence[AlignmentReport],
    comparison: VersionComparison | None = None,
) -> str:
    """Return one document: a matrix per reference, then the draft's own citations and figures."""
    lines = [f"# 对照报告：{draft.title}", ""]
    for report in reports:
        lines += _matrix(report)
    if reports:
        lines += _citations(reports[0].citations)
        lines += ["## 前后不一致", ""]
        found = reports[0].inconsistencies
        lines += [f"- {item.reason}" for item in found] or ["未发现。"]
    if comparison is not None:
        lines += ["", "## 与上一版对照", "", *version_lines(comparison)]
    return "\n".join(lines) + "\n"


def _matrix(report: AlignmentReport) -> list[str]:
    reference = report.reference
    number = f"（{reference.doc_number}）" if reference.doc_number else ""
    lines = [f"## 对照《{reference.title}》{number}", ""]
    if reference.notice:
        lines += [f"> {reference.notice}", ""]
    lines += [
        summary_line(report),
        "",
        *([line, ""] if (line := parts_line(report)) else []),
        "| 依据条款 | 结论 | 草案条款 | 说明 |",
        "|---|---|---|---|",
    ]
    lines += [_row(item) for item in report.measures]
    if report.extra:
        lines += ["", "### 草案中未见依据的条款", ""]
        lines += [f"- {item.path}：{item.reason}" for item in report.extra]
    if report.terms:
        lines += ["", "### 提法与依据不一致", "", *(f"- {item.reason}" for item in report.terms)]
    return [*lines, ""]


def _row(item: MeasureFinding) -> str:
    name = f"{item.path} {item.heading or ''}".strip()
    clauses = "、".join(clause.path for clause in item.draft_clauses) or "—"
    cells = (name, VERDICTS[item.verdict], clauses, item.reason)
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _citations(findings: Sequence[CitationFinding]) -> list[str]:
    lines = ["## 引用核对", "", "| 草案中的写法 | 结论 | 说明 |", "|---|---|---|"]
    lines += [
        f"| {item.text} | {CITATIONS[item.status]} | {citation_reason(item)} |" for item in findings
    ]
    return [*lines, ""]
