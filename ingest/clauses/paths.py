"""The path of every clause, written as one cites it, and the finished tuple of clauses."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.document import Clause
from corpus.numerals import format_numeral
from ingest.clauses.layout import Node

_STRUCTURE = ("编", "章", "节")
_DECIMAL = re.compile(r"[1-9][0-9]?(?:[.．][1-9][0-9]?)*$")


def with_paths(text: str, roots: Sequence[Node]) -> tuple[Clause, ...]:
    """Return the clauses of the tree in order, each with a path of its own.

    Annexes and enclosed documents carry their name in the path only where their numbering would
    otherwise collide with another part's.
    """
    collide = _parts_collide(roots)
    used: Counter[str] = Counter()
    clauses: list[Clause] = []

    def add(node: Node, parent: int | None, base: str, depth: int) -> None:
        path = base if node.repeats_parent else _unique(_path(node, base), used)
        ordinal = len(clauses)
        clauses.append(
            Clause(node.printed, path, node.kind, depth, node.heading, node.start, node.end, parent)
        )
        below = path if node.kind != "附件" or collide else ""
        for child in node.children:
            add(child, ordinal, path if child.repeats_parent else below, depth + 1)

    for root in roots:
        add(root, None, "", 1)
    return tuple(clause for clause in clauses if text[clause.start : clause.end].strip())


def _unique(path: str, used: Counter[str]) -> str:
    used[path] += 1
    return path if used[path] == 1 else f"{path}（之{format_numeral(used[path])}）"


def _parts_collide(roots: Sequence[Node]) -> bool:
    """True when two parts of the document would give the same path."""
    owners: dict[str, int] = {}
    for index, root in enumerate(roots):
        part = index if root.kind == "附件" else -1
        for path in _bare_paths(root):
            if owners.setdefault(path, part) != part:
                return True
    return False


def _bare_paths(root: Node) -> Iterator[str]:
    tops = root.children if root.kind == "附件" else [root]
    for node in tops:
        if not node.repeats_parent:
            yield _path(node, "")
            if node.kind in _STRUCTURE:
                yield from (_path(child, "") for child in node.children if child.kind == "条")


def _path(node: Node, base: str) -> str:
    if node.kind == "附件":
        return _compact(node.printed) if node.printed else f"《{node.title}》"
    if node.kind in ("前言", "落款", "表"):
        return f"{base}{node.kind}"
    if node.kind == "段":
        return f"{base}第{format_numeral(node.ordinal_among or 1)}段"
    if node.kind == "款":
        return f"{base}第{format_numeral(node.ordinal_among or 1)}款"
    printed = _compact(node.printed or "")
    if node.kind == "条":
        return f"{_annex_part(base)}{printed}"
    if node.below_article:
        return f"{base}第{printed.rstrip('、.．')}{node.kind}"
    if _DECIMAL.match(printed):
        return f"{_annex_part(base)}{printed}"
    return f"{base}{printed}"


def _annex_part(base: str) -> str:
    """Keep only the annex of a base: chapters do not stand in the citation of an article."""
    match = re.match(r"附[件表录][0-9一二三四五六七八九十]*|《.*?》", base)
    return match.group() if match else ""


def _compact(printed: str) -> str:
    plain = re.sub(r"\s", "", printed)
    return "".join(
        unicodedata.normalize("NFKC", char) if char.isdecimal() or char == "．" else char
        for char in plain
    )
