"""Which lines of a page are noise: rules from data/noise_lines.json, and repeated paragraphs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ingest.clean.ledger import Edit

#: A line this long with sentence punctuation is running text: head and tail end there.
_RUNNING_CHARS = 40
_RUNNING = re.compile(r"[，。；、,;]")
#: Rules for the edges look at this many lines at most.
_EDGE_LINES = 25
#: Above the tail no noise line is longer, and none ends like a sentence of the document.
_MAX_NOISE_CHARS = 200
_SENTENCE_ENDS = ("。", "；", "：")
#: Rules for what stands below a site's name, and how far down that may be.
_MENUS = frozenset(("当前位置", "导航菜单"))
_MENU_REACH = 8
# Words of a title or a number: what stands above a menu and has them belongs to the document.
_OF_DOCUMENT = re.compile(
    r"[。；《》〔〕]|关于|号\s*$|.{26}|(?:通知|意见|办法|规定|细则|方案|措施|条例|决定|公告|通告|报告|批复|解读|指南|规划|法)"
    r"(?:[（(].{1,8}[)）])?$"
)
#: A text of so few lines of such length has lost its line breaks.
_FLAT_LINES = 3
_FLAT_CHARS = 300
_MAX_FLAT_PIECE = 120
#: What begins the page's own words behind a text without line breaks, and how near its end.
_FLAT_TAIL = re.compile(
    r"\s(?:扫一扫在手机打开当前页|相关稿件\s|相关链接\s?[:：]|责任编辑\s?[:：]|链接\s?[:：]\s*网站纠错|网站纠错\s*$|"
    r"[\[【]\s*打印本?页?\s*[\]】]|[\[【（(]\s*(?:网络|责任)?编辑\s?[:：]|文件链接(?:网址)?\s?[:：]\s*http)"
)
_FLAT_TAIL_CHARS = 400
#: A paragraph of this length that stands a second time near the top is a copy.
_REPEATED_CHARS = 30


@dataclass(frozen=True, slots=True)
class NoiseRule:
    """One kind of noise line; ``where`` it may stand, and what exempts a line from it."""

    rule: str
    where: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    examples: tuple[str, ...]


@cache
def noise_rules() -> tuple[NoiseRule, ...]:
    """Return the rules of data/noise_lines.json."""
    text = (resources.files("ingest") / "data" / "noise_lines.json").read_text("utf-8")
    return tuple(
        NoiseRule(
            item["rule"],
            item["where"],
            re.compile(item["pattern"], re.I),
            re.compile(item["unless"]) if "unless" in item else None,
            tuple(item["examples"]),
        )
        for item in json.loads(text)["rules"]
    )


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: int
    end: int


def line_edits(text: str, *, rows: frozenset[str]) -> list[Edit]:
    """Return the deletions of noise lines; ``rows`` are table rows, which are never noise."""
    lines = _lines(text)
    head, tail = _edges(lines)
    dropped: dict[int, str] = {}
    cut, cut_rule = _cut(lines)
    for number, line in enumerate(lines):
        if number >= cut:
            dropped[number] = cut_rule
            continue
        if line.text in rows:
            continue
        rule = _noise(line.text, in_head=number < head, in_tail=number >= tail)
        if rule is not None:
            dropped[number] = rule
    for number in _above_menu(lines, dropped):
        dropped[number] = "网站名称"
    for number in _repeated(lines, dropped):
        dropped[number] = "重复段落"
    if dropped:
        return list(_deletions(lines, dropped, len(text)))
    return list(_flat_edits(lines))


def _cut(lines: Sequence[_Line]) -> tuple[int, str]:
    """Return from which line on nothing belongs to the document, and by which rule."""
    for number in range(len(lines) // 2, len(lines)):
        for rule in noise_rules():
            if rule.where == "cut" and rule.pattern.fullmatch(lines[number].text.strip()):
                return number, rule.rule
    return len(lines), ""


def _above_menu(lines: Sequence[_Line], dropped: dict[int, str]) -> list[int]:
    """Return the lines above a site's menu: its name and slogan, never a title or a number."""
    menus = [number for number, rule in dropped.items() if rule in _MENUS and number < _MENU_REACH]
    if not menus:
        return []
    above = [number for number in range(max(menus)) if number not in dropped]
    site = [number for number in above if not _OF_DOCUMENT.search(lines[number].text)]
    return site if len(site) == len(above) else []


def _flat_edits(lines: Sequence[_Line]) -> Iterator[Edit]:
    """Trim noise from a text whose line breaks became spaces: its first and last pieces."""
    if not lines or len(lines) > _FLAT_LINES:
        return
    first, last = lines[0], lines[-1]
    head = first.text.split(" ", 1)
    if len(head) == 2 and len(first.text) >= _FLAT_CHARS:
        rule = _noise(head[0], in_head=True, in_tail=False)
        if rule is not None:
            yield Edit(first.start, first.start + len(head[0]) + 1, rule)
    near = max(last.start, last.end - _FLAT_TAIL_CHARS)
    ended = _FLAT_TAIL.search(last.text, near - last.start)
    if ended is not None and len(last.text) >= _FLAT_CHARS:
        yield Edit(last.start + ended.start(), last.end, "页尾")
        return
    tail = last.text.rsplit(" ", 1)
    if len(tail) == 2 and len(last.text) >= _FLAT_CHARS and len(tail[1]) <= _MAX_FLAT_PIECE:
        rule = _noise(tail[1], in_head=False, in_tail=True)
        if rule is not None:
            yield Edit(last.end - len(tail[1]) - 1, last.end, rule)


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    position = 0
    for part in text.split("\n"):
        lines.append(_Line(part, position, position + len(part)))
        position += len(part) + 1
    return lines


def _edges(lines: Sequence[_Line]) -> tuple[int, int]:
    """Return how many lines stand above the first, and where those below the last begin."""
    running = [
        number
        for number, line in enumerate(lines)
        if len(line.text) >= _RUNNING_CHARS and _RUNNING.search(line.text)
        and _noise(line.text, in_head=True, in_tail=True) is None
    ]  # fmt: skip
    if not running:
        return len(lines), 0
    return min(running[0], _EDGE_LINES), max(running[-1] + 1, len(lines) - _EDGE_LINES)


def _noise(line: str, *, in_head: bool, in_tail: bool) -> str | None:
    if not in_tail and (len(line) > _MAX_NOISE_CHARS or line.endswith(_SENTENCE_ENDS)):
        return None
    for rule in noise_rules():
        if rule.where == "cut":
            continue
        if rule.where == "head" and not in_head:
            continue
        if rule.where == "tail" and not in_tail:
            continue
        if rule.where == "edge" and not (in_head or in_tail):
            continue
        if rule.pattern.fullmatch(line.strip()) and not (rule.unless and rule.unless.search(line)):
            return rule.rule
    return None


def _repeated(lines: Sequence[_Line], dropped: dict[int, str]) -> Iterator[int]:
    """Yield the first paragraphs of which a longer or equal copy follows at once."""
    kept = [number for number in range(min(len(lines), 12)) if number not in dropped]
    for place, number in enumerate(kept[:6]):
        text = lines[number].text
        if len(text) < _REPEATED_CHARS:
            continue
        for later in kept[place + 1 : place + 4]:
            if lines[later].text.startswith(text):
                yield number
                break


def _deletions(lines: Sequence[_Line], dropped: dict[int, str], size: int) -> Iterator[Edit]:
    last_kept = max((n for n in range(len(lines)) if n not in dropped), default=-1)
    for number, rule in sorted(dropped.items()):
        line = lines[number]
        if number > last_kept:  # below everything that stays: the line end before it goes
            yield Edit(max(line.start - 1, 0), line.end, rule)
        else:
            yield Edit(line.start, min(line.end + 1, size), rule)
