"""The parts of a text that number their clauses anew: letter, 附件, enclosed document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingest.clauses.labels import read_label
from ingest.clauses.lines import Line

SegmentKind = Literal["main", "annex", "inner"]

# A line that is nothing but 附件 with its number and perhaps a title: "附件2", "附件：目录",
# "附 表 1".
_ANNEX = re.compile(
    r"附\s?(?:件|表|录)\s?(?P<number>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})?"
    r"(?P<rest>\s*[:：.．]?\s*(?P<title>\S.{0,60})?)$"
)
# The date that closes a letter, alone on its line: "2018年12月13日", "二〇〇五年六月十一日".
SIGNATURE_DATE = re.compile(
    r"[（(]?(?:[12][0-9]{3}|[０-９]{4}|[一二三四五六七八九〇○零０Ｏ]{4})\s?年\s?[0-9０-９一二三四五六七八九十]{1,3}"
    r"\s?月\s?[0-9０-９一二三四五六七八九十廿]{1,3}\s?日(?:印发)?[)）]?$"
)
# What a document that a letter encloses is called at its end: "……暂行办法", "……实施方案（试行）".
_TITLE_END = re.compile(
    r"(?:办法|规定|方案|意见|措施|细则|条例|预案|规划|纲要|计划|制度|指引|指南|规程|规则|规范|章程|要点|标准|"
    r"目录|清单|政策|决定|通知|准则|守则|若干条|条)(?:[（(](?:试行|暂行|修订|[^()（）]{1,14})[）)])?$"
)
#: How many characters a title line may have, and how many lines a title may be broken over.
MAX_TITLE = 80
# A document named where a letter sends it out: "现将《……办法》印发给你们"
_SENT_OUT = re.compile(
    r"(?:现将|印发|制定了?|发布|公布)?《(?P<title>[^《》]*(?:〈[^〈〉]*〉[^《》]*)*)》"
    r"(?:[（(][^（）()]{0,40}[)）])?(?:[^。《》]{0,60}?(?:印发|发布|公布|同意|批准|通过|执行))"
)
# A note below a signature: "（此件公开发布）"
_CLOSING_NOTE = re.compile(r"[（(][^（）()]{2,20}[)）]$|公开方式|抄送|主送")


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the text with numbering of its own; ``label`` as printed, None for ``inner``."""

    kind: SegmentKind
    start: int
    end: int
    label: str | None = None
    title: str | None = None


def segments_of(text: str, lines: Sequence[Line]) -> tuple[Segment, ...]:
    """Cut ``text`` into the letter or document itself and what follows with its own numbering."""
    cuts = [*_annex_cuts(text, lines), *_inner_cuts(text, lines)]
    cuts.sort(key=lambda cut: cut.start)
    kept: list[Segment] = []
    for cut in cuts:
        if kept and cut.kind == "inner" and _is_title_of(lines, kept[-1], cut):
            kept[-1] = replace(kept[-1], title=kept[-1].title or cut.title)
        else:
            kept.append(cut)
    starts = [cut.start for cut in kept]
    ends = [*starts, len(text)][1:]
    main = Segment("main", 0, starts[0] if starts else len(text))
    return (
        main,
        *(
            Segment(cut.kind, cut.start, end, cut.label, cut.title)
            for cut, end in zip(kept, ends, strict=True)
        ),
    )


def _is_title_of(lines: Sequence[Line], annex: Segment, cut: Segment) -> bool:
    """True where a title stands right below the line 附件1: it is the annex's own."""
    between = [line for line in lines if annex.start < line.start < cut.start]
    return annex.kind == "annex" and len(between) <= 1


def _annex_cuts(text: str, lines: Sequence[Line]) -> list[Segment]:
    """Return where annexes begin; a list of annexes above the signature is none of them."""
    found: list[Segment] = []
    for index, line in enumerate(lines):
        match = _ANNEX.match(text[line.start : line.end])
        if match is None or index == 0:
            continue
        if match["title"] and (len(match["title"]) > 50 or _is_prose(match["title"])):
            continue
        if (match["title"] or match.group()[-1] in ":：") and _is_listed(text, lines, index):
            continue
        if not match["title"] and index + 1 == len(lines):
            continue
        label = match.group()[: match.start("rest")] if match["rest"] else match.group()
        found.append(Segment("annex", line.start, line.end, label.strip(), match["title"]))
    return found


def _is_prose(title: str) -> bool:
    return title[-1] in "。；，" or title[0] in "，。的所中、"


def _is_listed(text: str, lines: Sequence[Line], index: int) -> bool:
    """True for "附件：1.……" above a signature: the annexes themselves come later, or are files."""
    following = [
        content
        for line in lines[index + 1 : index + 25]
        if not _CLOSING_NOTE.match(content := text[line.start : line.end])
    ]
    if not following:
        return True
    for line in following[:14]:
        if SIGNATURE_DATE.match(line):
            return True
    title = _ANNEX.match(text[lines[index].start : lines[index].end])
    if title is not None and title["title"]:
        heading = re.sub(r"^\s*[0-9１-９][.．、]\s*|\s", "", title["title"]).removesuffix(".doc")
        if any(
            re.sub(r"\s", "", line).startswith(heading)
            or (_ANNEX.match(line) and heading[:12] in re.sub(r"\s", "", line))
            for line in following
        ):
            return True
    if all(_ANNEX.match(line) or (len(line) < 60 and read_label(line, 0)) for line in following):
        return True
    return any(_ANNEX.match(line) and not _has_title(line) for line in following)


def _has_title(line: str) -> bool:
    match = _ANNEX.match(line)
    return match is not None and bool(match["title"])


def _inner_cuts(text: str, lines: Sequence[Line]) -> list[Segment]:
    """Return where the document that a letter sends out begins: its title after the signature."""
    found: list[Segment] = []
    titles = {_plain(match["title"]) for match in _SENT_OUT.finditer(text[:3000])}
    opened = False
    for index in range(1, len(lines)):
        line = lines[index]
        content = text[line.start : line.end]
        before = text[lines[index - 1].start : lines[index - 1].end]
        opened = opened or "。" in before or before[-1] in "：:"
        if not opened or _CLOSING_NOTE.match(content) or before[-1] in "《“":
            continue
        if found and _plain(content) in _plain(found[-1].title or ""):
            continue
        if len(content) > MAX_TITLE or read_label(content, 0) is not None:
            continue
        signed = any(
            SIGNATURE_DATE.search(text[before.start : before.end])
            for before in lines[max(0, index - 3) : index]
        )
        joined = _joined_title(text, lines, index)
        named = _plain(joined) in titles or _plain(content) in titles
        if (signed and _is_title(joined)) or (named and index > 2):
            found.append(Segment("inner", line.start, line.end, None, joined))
            if len(found) == 1 and not signed:
                break
    return found


def _joined_title(text: str, lines: Sequence[Line], index: int) -> str:
    """Join a title broken over at most three lines, up to the one that ends like a title."""
    parts: list[str] = []
    for line in lines[index : index + 3]:
        content = text[line.start : line.end]
        if len(content) > MAX_TITLE or content[-1] in "。；：，":
            break
        parts.append(content)
        if _TITLE_END.search(content):
            return "".join(parts)
    return text[lines[index].start : lines[index].end]


def _is_title(line: str) -> bool:
    return (
        4 <= len(line) <= MAX_TITLE * 2
        and _TITLE_END.search(line) is not None
        and not re.search(r"[。；：，:;]", line)
    )


def _plain(title: str) -> str:
    return re.sub(r"[\s〈〉《》“”\"]", "", title)
