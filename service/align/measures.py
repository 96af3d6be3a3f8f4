"""Breaks a document into measures: the lowest clauses that carry a label of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.document import Clause, PolicyDocument

# Responsible departments at the end of a measure, as the State Council prints them:
# （海关总署、商务部等有关部门负责，排在第一位的部门为牵头部门，下同）
_DEPARTMENTS = re.compile(
    r"[（(](?:责任单位[:：]|牵头单位[:：])?(?P<names>[^（()）]{2,120}?)"
    r"(?:按职责分工|按职责|分工)?(?:负责|牵头)[^（()）]{0,40}[）)]"
)
# 《国务院关于…的意见》（国发〔2019〕3号）, or the bare number.
_CITED = re.compile(
    r"《(?:[^《》]|《[^《》]*》)+》(?:[（(][^（）()]{4,30}号[）)])?"
    r"|[一-鿿]{1,8}[〔\[（(]20\d\d[〕\]）)]\d{1,4}号"
)
# A quotation that is announced as another's words: 要求，政府性融资担保机构“不以营利为目的……”
_QUOTED = re.compile(r"(?P<cue>(?:提出|要求|明确|规定|指出|强调)[^。“”]{0,30})“[^“”]{8,}”")
# The same right behind a number or title: 国发〔2019〕3号“……”的要求
_CITED_QUOTED = re.compile(rf"(?:{_CITED.pattern})[）)]?[中的关于]{{0,3}}“[^“”]{{8,}}”")
# Headings of clauses on how the work is organised.
_ORGANISATIONAL = re.compile(
    r"总体(?:要求|目标)|工作目标|发展目标|指导思想|基本原则|组织领导|加强领导|领导小组|抓好落实|压实责任|工作责任|组织实施|组织保障|有关要求|工作要求|强化督导|督促检查|督查|宣传引导|统筹协调机制|责任落实|工作机制"
)
# Headings of what a document stands for, which those below it need not repeat.
_PRINCIPLE = re.compile(r"^(?:指导思想|基本原则|重大意义|总体思路|总体要求|坚持)")
# What can be done for the whole country only: choosing the places of a trial, setting up a body.
_NATIONAL = re.compile(
    r"在全国范围内(?:选择|选取|确定|遴选)|^[^。；]{0,16}选择[^。；]{4,60}\d+个(?:城市|省份|地区)"
    r"|由国务院[^。；]{0,60}(?:组成|组建)[^。；]{0,30}(?:小组|委员会|机制)"
)
# Where a digest's point stands in the official text: （要点1，原文第（三）条）
_DIGEST_NOTE = re.compile(r"（要点\d+，原文第（[^（）]+）条）")
_NOT_DIGESTED = re.compile(r"本摘编不转述")
# A part that tells how a document came about: 一、出台背景和依据
_BACKGROUND = re.compile(r"背景|起草(?:过程|依据)|制定(?:过程|依据)|出台依据")
# What a document says of itself before it begins: 为贯彻……，现提出以下意见 · 现印发给你们
_BASIS = re.compile(
    r"(?:制定|提出|制订)(?:了)?(?:本|以下|如下)|现(?:就|提出|将|予以|印发)|如下(?:意见|措施|通知|方案)?[：:。]"
    r"|印发给你们|已经[^。]{0,30}同意|征求意见稿|公开征求"
)
_LINE = re.compile(r"[^\n]+")
# Where at most this share of the measures has several paragraphs, those behind the last one close
# the document: 各部门要……
_SEVERAL_PARAGRAPHS = 0.2
_SHORTEST_PARAGRAPH = 14
# The measure's own heading, up to the first full stop: 拓展两个市场。积极稳妥地……
_SENTENCE_END = re.compile(r"[^。；！？\n]+[。；！？\n]?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or semicolon part of a measure, with its offsets in the document."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: its clause, the body without label and departments, and its sentences."""

    clause: Clause
    label: str
    heading: str | None
    text: str
    start: int
    end: int
    departments: tuple[str, ...]
    sentences: tuple[Sentence, ...]

    @property
    def body(self) -> str:
        """The measure without its label and without the note of who is responsible."""
        text = _DIGEST_NOTE.sub("", self.text.removeprefix(self.label))
        return strip_departments(text).strip()

    @property
    def own_words(self) -> str:
        """The body without the titles, numbers and quotations of other documents."""
        return strip_citations(self.body)

    @property
    def is_background(self) -> bool:
        """Whether it only tells how the document came about (出台背景)."""
        return bool(_BACKGROUND.search(self.heading or self.body[:16]))

    @property
    def is_national(self) -> bool:
        """Whether it lays down what is done once for the whole country."""
        return bool(_NATIONAL.search(self.body.removeprefix(self.heading or "").lstrip("。")))

    @property
    def is_principle(self) -> bool:
        """Whether it says what the document stands for (指导思想), not what to do."""
        return bool(_PRINCIPLE.match(self.heading or self.body[:16]))

    @property
    def is_organisational(self) -> bool:
        """Whether it only says how the work is organised (组织实施), which needs no basis."""
        return bool(_ORGANISATIONAL.search(self.heading or self.body[:24])) or self.is_background


def measures_of(document: PolicyDocument) -> tuple[Measure, ...]:
    """Return the labelled clauses of ``document`` that hold no labelled clause themselves.

    A document without labels is taken paragraph by paragraph.
    """
    found = _labelled(document)
    return found or tuple(_measure(document, clause) for clause in _paragraphs(document))


def units_of(draft: PolicyDocument) -> tuple[Measure, ...]:
    """Return everything in ``draft`` that may take up a measure, in order of place.

    These are its measures, the paragraphs before the first label, and what a part says before its
    first labelled clause.
    """
    units = [*_labelled(draft), *(_measure(draft, clause) for clause in _paragraphs(draft))]
    return tuple(sorted(units, key=lambda unit: unit.start))


def _labelled(document: PolicyDocument) -> tuple[Measure, ...]:
    leaves = _leaves(document)
    closing = _closing_start(document, leaves)
    return tuple(
        _measure(document, replace(clause, end=closing) if clause.end > closing else clause)
        for clause in leaves
    )


def _leaves(document: PolicyDocument) -> tuple[Clause, ...]:
    inner = {
        item.parent
        for item in document.clauses
        if item.parent is not None and item.label is not None
    }
    return tuple(
        clause
        for ordinal, clause in enumerate(document.clauses)
        if clause.label is not None
        and ordinal not in inner
        and clause.kind not in ("表", "附件")
        and not (document.digest and _NOT_DIGESTED.search(document.text_of(clause)))
    )


def _closing_start(document: PolicyDocument, leaves: Sequence[Clause]) -> int:
    """Where the paragraphs begin that close the document; its end where there are none.

    They stand behind the last labelled clause as if they were its own.
    """
    several = ["\n" in document.text_of(clause).strip() for clause in leaves]
    if len(leaves) < 4 or not several[-1]:
        return len(document.text)
    if sum(several[:-1]) > _SEVERAL_PARAGRAPHS * len(several[:-1]):
        return len(document.text)
    first = document.text.index("\n", leaves[-1].start)
    words = document.text[leaves[-1].start + len(leaves[-1].label or "") : first]
    if len(words.strip()) < _SHORTEST_PARAGRAPH:  # the heading alone on its line
        following = document.text.find("\n", first + 1, leaves[-1].end)
        return following if following >= 0 else len(document.text)
    return first


def _paragraphs(document: PolicyDocument) -> Iterator[Clause]:
    """The unlabelled paragraphs that say what is to be done, as clauses of their own."""
    count = 0
    leaves = _leaves(document)
    closing = _closing_start(document, leaves)
    for ordinal, clause in enumerate(document.clauses):
        first = next(
            (
                item.start
                for item in document.clauses
                if item.parent == ordinal and item.label is not None
            ),
            None,
        )
        if clause.kind == "前言" or (clause.label is None and clause.kind == "段"):
            start, end, path = clause.start, clause.end, ""
        elif clause.label is not None and first is not None:
            start, end, path = clause.start + len(clause.label), first, clause.path
        elif clause in leaves and clause.end > closing:
            start, end, path = closing, clause.end, ""
        else:
            continue
        for match in _LINE.finditer(document.text, start, end):
            text = match.group().strip()
            if text in (clause.heading, document.title) or not _is_prescription(text):
                continue
            count += 1
            begin = match.start() + match.group().index(text)
            name = path or f"第{count}段"
            yield Clause(None, name, "段", 1, None, begin, begin + len(text), None)


def _is_prescription(text: str) -> bool:
    """Whether a paragraph is neither title, addressee, basis nor note of issue."""
    return (
        len(text) >= _SHORTEST_PARAGRAPH
        and any(mark in text for mark in "，。；")
        and not text.endswith(("：", ":", "意见", "通知", "方案", "措施"))
        and not _BASIS.search(text)
    )


def sentences_of(text: str, *, offset: int = 0) -> tuple[Sentence, ...]:
    """Split at full stops, semicolons and line ends.

    >>> [s.text for s in sentences_of("一是减税；二是降费。")]
    ['一是减税；', '二是降费。']
    """
    found = []
    for match in _SENTENCE_END.finditer(text):
        stripped = match.group().strip()
        if len(stripped) > 1:
            start = match.start() + match.group().index(stripped)
            found.append(Sentence(stripped, offset + start, offset + start + len(stripped)))
    return tuple(found)


def departments_of(text: str) -> tuple[str, ...]:
    """Return who a measure makes responsible.

    >>> departments_of("支持跨境电商。（商务部、海关总署等有关部门负责）")
    ('商务部', '海关总署')
    """
    names: list[str] = []
    for match in _DEPARTMENTS.finditer(text):
        for name in re.split(r"[、，,；;]|会同|和", match.group("names")):
            cleaned = re.sub(r"等(?:有关)?部门$|等$|有关部门$", "", name).strip()
            if cleaned and cleaned not in names and cleaned not in ("单位", "部门"):
                names.append(cleaned)
    return tuple(names)


def strip_citations(text: str) -> str:
    """Return ``text`` without what it takes over from a document that it names.

    >>> strip_citations("按照《意见》（国发〔2019〕3号）提出，“建设综合保税区”，抓好落实。")
    '按照提出，，抓好落实。'
    """
    return _QUOTED.sub(r"\g<cue>", _CITED.sub("", _CITED_QUOTED.sub("", text)))


def strip_departments(text: str) -> str:
    """Return ``text`` without the bracketed notes of who is responsible."""
    return _DEPARTMENTS.sub("", text)


def _measure(document: PolicyDocument, clause: Clause) -> Measure:
    text = document.text_of(clause)
    return Measure(
        clause=clause,
        label=clause.label or "",
        heading=_DIGEST_NOTE.sub("", clause.heading) if clause.heading else None,
        text=text,
        start=clause.start,
        end=clause.end,
        departments=departments_of(text),
        sentences=sentences_of(text, offset=clause.start),
    )
