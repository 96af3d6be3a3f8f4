"""The heading of a clause: its own line, or the first sentence run on into the body."""

from __future__ import annotations

import re

from ingest.clauses.labels import Label

#: How long a heading may be: on a line of its own, and run on into the body.
MAX_LINE_HEADING = 60
MAX_RUN_ON_HEADING = 45

# The purpose an article prints in brackets after its number: "第三条 【适用范围】"
_ARTICLE_HEADING = re.compile(
    r"\s*(?:【(?P<a>[^【】]{2,30})】|[（(](?P<b>[^（）()]{2,20})[)）](?=\s|$))"
)
# A heading that runs on into the body: "坚持深化改革，简政放权。进一步……"
_RUN_ON = re.compile(rf"(?P<heading>[^。；：:;]{{2,{MAX_RUN_ON_HEADING}}})[。](?=\s*\S)")
# A heading before a space where line breaks are lost: "减轻中小微企业负担 1.停征……"
_BEFORE_SPACE = re.compile(r"(?P<heading>[^\s。；：，,:;]{2,30})(?:\s|$)")


def heading_of(text: str, label: Label, stop: int, *, has_parts: bool = False) -> str | None:
    """Return the heading of the clause that ``label`` opens and that ends before ``stop``.

    >>> text = "（二）坚持创新驱动，转型升级。推动综合保税区优化发展。"
    >>> from ingest.clauses.labels import read_label
    >>> heading_of(text, read_label(text, 0), len(text))
    '坚持创新驱动，转型升级'
    """
    line_end = text.find("\n", label.end, stop)
    end = stop if line_end < 0 else line_end
    line = text[label.end : end].strip()
    if label.style == "条":
        match = _ARTICLE_HEADING.match(line)
        return (match["a"] or match["b"]) if match else None
    if not line:
        return None
    if label.style in ("编", "分编", "章", "节", "部分"):
        return re.sub(r"\s+", "", line) if len(line) <= MAX_LINE_HEADING else None
    return _sentence_heading(line, has_body=has_parts or bool(text[end:stop].strip()))


def _sentence_heading(line: str, *, has_body: bool) -> str | None:
    match = _RUN_ON.match(line)
    if match is not None:
        heading = match["heading"].strip()
        before = _BEFORE_SPACE.match(heading)
        return before["heading"] if before and len(before["heading"]) >= 4 else heading
    if len(line) <= MAX_LINE_HEADING and line[-1] not in "。；;，、":
        return line.rstrip(":：")
    if has_body and len(line) <= MAX_RUN_ON_HEADING and line[-1] == "。":
        return line[:-1]
    match = _BEFORE_SPACE.match(line)
    return match["heading"] if match else None
