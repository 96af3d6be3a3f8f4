"""What stands around a passage and is embedded with it: title, file name, region, headings."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from corpus.document import PolicyDocument

_TITLE_CHARS = 60
_PATH_CHARS = 60

_HAN = re.compile(r"[\u4e00-\u9fff]{2}")
#: A word or number of a file's name. Example: 政府工作报告 of 政府工作报告_2016_17
_NAME_WORD = re.compile(r"[\u4e00-\u9fff]+|[0-9]+|[A-Za-z]+")


def ancestors(document: PolicyDocument, index: int | None) -> list[int]:
    """Return ``index`` and the clauses around it, innermost first."""
    found: list[int] = []
    while index is not None:
        found.append(index)
        index = document.clauses[index].parent
    return found


def heading_path(document: PolicyDocument, index: int | None) -> str:
    """Return labels and headings from the outermost clause inwards.

    Example: 三、加大奖励力度 （二）重大项目
    """
    parts: list[str] = []
    for ancestor in reversed(ancestors(document, index)):
        clause = document.clauses[ancestor]
        words = f"{clause.label or ''}{(clause.heading or '')[:_PATH_CHARS]}"
        if words and (not parts or parts[-1] != words):
            parts.append(words)
    return " ".join(parts)


def text_to_embed(document: PolicyDocument, headings: str, text: str) -> str:
    """Return a passage with what tells the model where it belongs: title, region, headings."""
    title = document.title[:_TITLE_CHARS]
    region = document.region if document.region and document.region not in title else None
    parts = (
        None if text.startswith(title) else title,
        None if _says(title, file_name(document.source)) else file_name(document.source),
        region,
        None if text.startswith(headings) else headings[:_PATH_CHARS],
    )
    lead = " ".join(part for part in parts if part)
    return f"{lead}\n{text}" if lead else text


def file_name(source: str) -> str:
    """Return the words of a file's name where it has Chinese ones: they tell what the file is.

    >>> file_name("reports/txt/政府工作报告_2016_17.txt"), file_name("html/5346276.html")
    ('政府工作报告 2016', '')
    """
    name = PurePosixPath(source.partition("#")[0]).stem
    if not _HAN.search(name):
        return ""
    words = _NAME_WORD.findall(name)
    return " ".join(word for word in words if not word.isdigit() or len(word) == 4)[:_TITLE_CHARS]


def _says(title: str, name: str) -> bool:
    """Whether a title holds most of what a file's name says."""
    said = [character for character in name if character != " "]
    return sum(character in title for character in said) >= 0.6 * len(said)
