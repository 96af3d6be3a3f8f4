"""What a question asks for: kinds of figure or name, its parts, and the words to find them by."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from index.words import dictionary_words, normalize

Want = Literal[
    "money", "rate", "period", "date", "count", "place", "who", "materials", "document", "phone",
    "list", "reason", "definition",
]  # fmt: skip

# The marks at which a question falls into parts: 「奖多少？上限呢」 「能贷多少，利率几成」
_PART_MARKS = re.compile(r"[？?。；;！!，,]+")
_NOT_WORD = re.compile(r"[^\w%]+|_")


@dataclass(frozen=True, slots=True)
class AskingLists:
    """The facts of ``data/asking.json``."""

    wants: tuple[tuple[Want, tuple[str, ...]], ...]
    implied: Mapping[str, tuple[Want, ...]]
    yes_no: tuple[str, ...]
    comparison: tuple[str, ...]
    fillers: tuple[str, ...]
    generic: frozenset[str]
    policy_words: tuple[str, ...]
    off_topic_words: tuple[str, ...]
    lay_words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as understood for answering.

    ``terms`` are the character pairs of its content words; ``lay_terms`` pairs of the official
    words for its lay ones; ``parts`` its sub-questions in order; ``focus`` the pairs
    right before what asks, ``verbs`` the characters there (免|哪些), ``named`` the words
    right after (税费); ``words`` what the dictionary knows of it.
    """

    text: str
    wants: frozenset[Want]
    yes_no: bool
    comparison: bool
    terms: tuple[str, ...]
    lay_terms: tuple[str, ...]
    parts: tuple[str, ...]
    focus: tuple[str, ...]
    verbs: tuple[str, ...]
    named: tuple[str, ...]
    words: tuple[str, ...]
    years: tuple[int, ...]

    @property
    def off_topic(self) -> bool:
        """Whether the words say that the question is none of policy."""
        return any(word in self.text for word in asking_lists().off_topic_words)

    @property
    def of_policy(self) -> bool:
        """Whether any word of the question belongs to policy."""
        return any(word in self.text for word in asking_lists().policy_words)

    def official_words(self) -> tuple[str, ...]:
        """Return the official words for the lay ones that the question uses."""
        found = [
            official
            for word, officials in asking_lists().lay_words.items()
            if word.lower() in self.text
            for official in officials
            if len(official) > 2 and official not in self.text
        ]
        return tuple(dict.fromkeys(found))

    @property
    def wants_amount(self) -> bool:
        """Whether only an amount, a rate or a term can answer."""
        asked = _HOW_MUCH.search(self.text) is not None
        return asked and bool(self.wants & {"money", "rate", "period"})


@cache
def asking_lists() -> AskingLists:
    """Return the word lists, read once."""
    stored = json.loads(
        files("service.answer").joinpath("data/asking.json").read_text(encoding="utf-8")
    )
    return AskingLists(
        wants=tuple((name, tuple(cues)) for name, cues in stored["wants"].items()),
        implied={word: tuple(kinds) for word, kinds in stored["implied_wants"].items()},
        yes_no=tuple(stored["yes_no"]),
        comparison=tuple(stored["comparison"]),
        fillers=tuple(sorted(stored["fillers"], key=len, reverse=True)),
        generic=frozenset(stored["generic"]),
        policy_words=tuple(stored["policy_words"]),
        off_topic_words=tuple(word.lower() for word in stored["off_topic_words"]),
        lay_words={word: tuple(meant) for word, meant in stored["lay_words"].items()},
    )


def understand_asking(question: str) -> Asking:
    """Return what ``question`` asks for.

    >>> sorted(understand_asking("柳河上主板奖多少钱？").wants)
    ['money']
    """
    text = normalize(question).strip()
    lists = asking_lists()
    return Asking(
        text=text,
        wants=wants_of(text),
        yes_no=any(cue in text for cue in lists.yes_no),
        comparison=any(cue in text for cue in lists.comparison),
        terms=content_pairs(text),
        lay_terms=_lay_pairs(text),
        parts=_parts(text),
        focus=_focus(text),
        verbs=_verbs(text),
        named=tuple(dict.fromkeys(match["name"] for match in _NAMED.finditer(text))),
        words=tuple(
            word for word in dict.fromkeys(dictionary_words(text)) if not _ASKING_WORD.search(word)
        ),
        years=tuple(dict.fromkeys(int(year) for year in _FIGURE_YEAR.findall(text))),
    )


# A year whose figures are asked for, not a document's own: 「2025年GDP目标」
_FIGURE_YEAR = re.compile(
    r"(?<![\d〔\[《])((?:19|20)\d\d)年(?!.{0,12}(?:办法|条例|规定|细则|指南|版))"
)
# What asks for an amount and nothing else: 「奖多少」 「按几成」 「几天办完」
_HOW_MUCH = re.compile(r"多少|几[成个点天年月日倍万元]|多久|多长|百分之几")
# Words that ask instead of naming something: 「几家」 「哪里」
_ASKING_WORD = re.compile(r"[几哪谁吗呢啥]|多少|什么|怎|如何")
# What asks within a question: 「目标|是多少」 「由|谁|牵头」
_INTERROGATIVE = re.compile(
    r"(?:是|有|为|给|奖|补|要|按|由|在|向)*(?:多少|什么|哪|谁|几|多久|多长|如何|怎么|怎样|吗|是否|何)"
)
_FOCUS_CHARS = 8
# What is asked to be named, with its count: 「哪|五个|中心」 「哪些|税费」 「多少个|智能工厂」
_NAMED = re.compile(
    r"(?:哪|什么|多少|几)(?:些|几)?[一二两三四五六七八九十]?[个项种类家所条份部份方]?(?P<name>[^\s，,。？?、哪谁几吗呢]{2,6})"
)
# Marks between two things asked at once, where both ask: 「一年多少|、|最多几年」
_JOINED_PARTS = re.compile(r"、|和(?=最|各|多|几)")


def _focus(text: str) -> tuple[str, ...]:
    """Return the pairs of the words right before what asks: what the figure or name is of.

    A question without such a word (「孤儿养育标准」) asks for what it ends with.
    """
    found: dict[str, None] = {}
    for match in _INTERROGATIVE.finditer(text):
        words = text[max(0, match.start() - _FOCUS_CHARS) : match.start()]
        found.update(dict.fromkeys(content_pairs(words)))
    if not found:
        ending = _FIGURE_YEAR.sub("", text).rstrip("？?。 0123456789")
        found.update(dict.fromkeys(content_pairs(ending[-_FOCUS_CHARS:])))
    return tuple(found)


def _verbs(text: str) -> tuple[str, ...]:
    """Return the characters right before what asks, function words apart: 免|哪些税费."""
    found = (text[match.start() - 1] for match in _INTERROGATIVE.finditer(text) if match.start())
    fillers = asking_lists().fillers
    return tuple(dict.fromkeys(mark for mark in found if mark.isalpha() and mark not in fillers))


def _parts(text: str) -> tuple[str, ...]:
    """Return the questions that one text asks, in order.

    >>> _parts("租金补贴一年多少、最多几年？")
    ('租金补贴一年多少', '最多几年')
    """
    found: list[str] = []
    for part in _PART_MARKS.split(text):
        pieces = _JOINED_PARTS.split(part)
        asks = all(_ASKING_WORD.search(piece) for piece in pieces)
        found.extend(pieces if asks else [part])
    return tuple(part for part in found if len(part.strip()) > 1)


def wants_of(text: str) -> frozenset[Want]:
    """Return the kinds of thing that ``text`` asks for, or implies without a word that asks.

    >>> sorted(wants_of("由哪个部门负责，几天办完")), sorted(wants_of("孤儿养育标准"))
    (['period', 'who'], ['money', 'rate'])
    """
    lists = asking_lists()
    found = {name for name, cues in lists.wants if any(cue in text for cue in cues)}
    if not found and not any(cue in text for cue in lists.yes_no):
        found = {kind for word, kinds in lists.implied.items() if word in text for kind in kinds}
    return frozenset(found - {"list"} if len(found) > 1 else found)


def content_pairs(text: str) -> tuple[str, ...]:
    """Return the distinct character pairs of the content words, in order.

    >>> content_pairs("请问肇庆的投资总额是多少？")
    ('肇庆', '投资', '资总', '总额')
    """
    rest = _NOT_WORD.sub(" ", normalize(text))
    for filler in asking_lists().fillers:
        rest = rest.replace(filler, " ")
    return tuple(dict.fromkeys(pair for run in rest.split() for pair in pairs_of(run)))


def pairs_of(run: str) -> list[str]:
    """Return the character pairs of one run; ASCII words and figures stay whole.

    >>> pairs_of("建5g基站")
    ['建', '5g', '基站']
    """
    found: list[str] = []
    for piece in re.findall(r"[a-z0-9.%]+|[^a-z0-9.%]+", run):
        if piece.isascii() or len(piece) == 1:
            found.append(piece)
        else:
            found.extend(piece[i : i + 2] for i in range(len(piece) - 1))
    return found


def text_pairs(text: str) -> frozenset[str]:
    """Return the character pairs of a text, to be looked up for a question's."""
    cleaned = _NOT_WORD.sub(" ", normalize(text))
    return frozenset(pair for run in cleaned.split() for pair in (*pairs_of(run), *run))


def _lay_pairs(text: str) -> tuple[str, ...]:
    meant = [
        official
        for word, officials in asking_lists().lay_words.items()
        if word.lower() in text
        for official in officials
    ]
    return tuple(dict.fromkeys(pair for word in meant for pair in pairs_of(word.lower())))
