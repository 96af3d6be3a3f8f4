"""From an address as a person writes it ("第二部分第三条", "二（三）",
"十五条二款") to the clause."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Clause
from corpus.numerals import parse_numeral
from ingest.clauses.labels import read_label

_NUM = r"[一二三四五六七八九十百零〇两0-9]{1,5}"

# One step of an address: "附件1", "《办法》", "第十五条", "十五条", "二款", "二、", "（三）",
# "1.", "4.2.1".
_STEP = re.compile(
    rf"""\s*(?:
      附[件表录]\s?(?P<annex>[0-9一二三四五六七八九十]{{0,3}})
    | 《(?P<title>[^《》]+)》
    | 第?\s?[(（]?(?P<number>{_NUM})[)）]?\s?(?P<unit>编|章|节|条(?:之{_NUM})?|款|项|目|部分|段|点)
    | (?P<plain>第)(?P<bare>{_NUM})(?=第|$)
    | [(（](?P<paren>{_NUM})[)）]、?
    | (?P<decimal>[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{1,3}})
    | (?P<circled>[①-⑳])
    | (?P<cn>[一二三四五六七八九十百]{{1,4}})[、.]?
    | (?P<arabic>[0-9]{{1,3}})[、.)]?
    )的?""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Step:
    kind: str
    number: int | None
    text: str


def resolve_address(clauses: Sequence[Clause], address: str) -> Clause | None:
    """Return the clause that ``address`` means, None where there is none or more than one.

    A path of the document always leads back to its clause; the first 款 of an article with only
    one is the article itself.

    >>> from ingest.clauses.split import split_clauses
    >>> found = split_clauses("一、总则\\n（一）目的。\\n（二）范围。")
    >>> resolve_address(found, "第一部分第二条").path
    '一、（二）'
    """
    wanted = _plain(address)
    for clause in clauses:
        if _plain(clause.path) == wanted:
            return clause
    steps = _steps(wanted)
    if not steps:
        return None
    return _best(clauses, steps)


def _plain(address: str) -> str:
    return "".join(
        char if "①" <= char <= "⑳" else unicodedata.normalize("NFKC", char)
        for char in re.sub(r"\s", "", address)
    )


def _steps(address: str) -> list[_Step]:
    """Read an address (already NFKC) step by step; anything unread makes it none at all."""
    steps: list[_Step] = []
    position = 0
    while position < len(address):
        match = _STEP.match(address, position)
        if match is None or match.end() == position:
            return []
        steps.append(_step(match))
        position = match.end()
    return steps


def _step(match: re.Match[str]) -> _Step:
    groups = match.groupdict()
    text = match.group().strip()
    if groups["annex"] is not None:
        return _Step("附件", parse_numeral(groups["annex"]) if groups["annex"] else None, text)
    if groups["title"]:
        return _Step("title", None, groups["title"])
    if groups["unit"]:
        kind = groups["unit"][0] if groups["unit"] != "部分" else "部分"
        return _Step(kind, parse_numeral(groups["number"]), text)
    if groups["decimal"]:
        return _Step("decimal", None, groups["decimal"])
    if groups["circled"]:
        return _Step("①", ord(text[0]) - ord("①") + 1, text)
    for group, kind in (("bare", "any"), ("paren", "paren"), ("cn", "cn"), ("arabic", "arabic")):
        if groups[group]:
            return _Step(kind, parse_numeral(groups[group]), text)
    return _Step("any", None, text)


def _best(clauses: Sequence[Clause], steps: Sequence[_Step]) -> Clause | None:
    """Return the one clause whose chain of ancestors takes the steps in order."""
    has_articles = any(clause.kind == "条" for clause in clauses)
    found: list[int] = []
    for ordinal, clause in enumerate(clauses):
        if _repeats(clauses, clause) or not _matches(clause, steps[-1], has_articles):
            continue
        if _chain_takes(clauses, ordinal, steps, has_articles):
            found.append(ordinal)
    if not found and steps[-1].kind == "款" and steps[-1].number == 1 and len(steps) > 1:
        return _best(clauses, steps[:-1])
    if not found and len(steps) > 2:
        shorter = [step for step in steps if (step.kind, step.number) != ("款", 1)]
        return _best(clauses, shorter) if len(shorter) < len(steps) else None
    exact = [o for o in found if _depth_taken(clauses, o) == len(steps)]
    main = [o for o in found if not _in_annex(clauses, o)]
    for choice in (found, main, exact):
        if len(choice) == 1:
            return clauses[choice[0]]
    return None


def _repeats(clauses: Sequence[Clause], clause: Clause) -> bool:
    return (
        clause.label is None
        and clause.parent is not None
        and clauses[clause.parent].path == clause.path
    )


def _chain(clauses: Sequence[Clause], ordinal: int) -> list[Clause]:
    chain = [clauses[ordinal]]
    while (parent := chain[0].parent) is not None:
        chain.insert(0, clauses[parent])
    return chain


def _chain_takes(
    clauses: Sequence[Clause], ordinal: int, steps: Sequence[_Step], has_articles: bool
) -> bool:
    chain = _chain(clauses, ordinal)[:-1]
    remaining = list(steps[:-1])
    while remaining and chain:
        if _matches(chain.pop(), remaining[-1], has_articles):
            remaining.pop()
    return not remaining


def _depth_taken(clauses: Sequence[Clause], ordinal: int) -> int:
    return sum(1 for clause in _chain(clauses, ordinal) if clause.kind != "款")


def _in_annex(clauses: Sequence[Clause], ordinal: int) -> bool:
    return any(clause.kind == "附件" for clause in _chain(clauses, ordinal))


#: The styles that a step may mean, the literal one first.
_STYLES_OF_STEP = {
    "编": ("编", "分编"), "章": ("章",), "节": ("节",), "条": ("条",), "部分": ("部分", "一、",
    "1", "章"),
    "项": ("（一）", "1.", "（1）", "1）", "一、"), "目": ("1.", "（1）", "1）", "①", "（一）"),
    "点": ("1.", "（一）", "（1）", "一、"), "paren": ("（一）", "（1）"), "cn": ("一、", "条"),
    "arabic": ("1.", "1", "01", "1）", "条"), "①": ("①",),
    "any": ("条", "一、", "（一）", "1.", "（1）", "1"),
}  # fmt: skip


def _matches(clause: Clause, step: _Step, has_articles: bool) -> bool:
    if step.kind == "附件":
        return clause.kind == "附件" and (
            step.number is None or _annex_number(clause) == step.number
        )
    if step.kind == "title":
        return clause.kind == "附件" and _plain(step.text) in _plain(clause.heading or clause.path)
    if step.kind in ("款", "段"):
        return clause.kind == step.kind and _own_number(clause) == step.number
    label = read_label(clause.label, 0) if clause.label else None
    if label is None or clause.kind == "附件":
        return False
    if step.kind == "decimal":
        return _plain(clause.label or "") == step.text
    styles = _STYLES_OF_STEP[step.kind]
    if step.kind == "条" and not has_articles:
        styles = ("条", "（一）", "1.", "一、")
    return label.style in styles and label.number == step.number


def _annex_number(clause: Clause) -> int | None:
    match = re.search(r"[0-9一二三四五六七八九十]+", _plain(clause.label or ""))
    return parse_numeral(match.group()) if match else None


def _own_number(clause: Clause) -> int | None:
    match = re.search(rf"第({_NUM})[款段]$", _plain(clause.path))
    return parse_numeral(match[1]) if match else None
