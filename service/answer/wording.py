"""Compare the words of a claim with those of a quote: what the claim says that the quote does not.

Pure text, no dictionary of segmentation: the claim is laid over the quote by longest common runs,
and what is left over is judged by the word lists of ``data/wording.json``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from index.words import normalize

# White space and marks that carry no meaning in a comparison: 「“五个一百” 计划」
_IGNORED = re.compile(r"[\s“”\"'‘’「」『』《》〈〉·•]+")
# Everything that is neither a Chinese character, a letter nor a digit: 「，、；（」
_MARKS = re.compile(r"[^\w%]+|_")
# Figures are compared by value elsewhere, so they are taken out of the words: 「1.5」 「三百」
_FIGURES = re.compile(r"[\d.,%]+|[〇零一二两三四五六七八九十百千万亿]+")


@dataclass(frozen=True, slots=True)
class WordLists:
    """The facts of ``data/wording.json``."""

    function_words: tuple[str, ...]
    synonyms: tuple[tuple[str, ...], ...]
    subject_marks: tuple[str, ...]
    deciding_characters: frozenset[str]
    opposites: tuple[tuple[str, str], ...]
    verbs: frozenset[str]


@cache
def word_lists() -> WordLists:
    """Return the word lists, read once."""
    stored = json.loads(
        files("service.answer").joinpath("data/wording.json").read_text(encoding="utf-8")
    )
    return WordLists(
        tuple(sorted(set(stored["function_words"]), key=len, reverse=True)),
        tuple(tuple(group) for group in stored["synonyms"]),
        tuple(stored["subject_marks"]),
        frozenset(stored["deciding_characters"]),
        tuple((one, other) for one, other in stored["opposites"]),
        frozenset(stored["verbs"]),
    )


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return ``text`` as it is compared: one width, case and script, no blanks or quotation marks.

    >>> plain("“五个一百” 计划，１０％")
    '五个一百计划,10%'
    """
    return _IGNORED.sub("", normalize(text))


def is_verbatim(claim: str, quote: str) -> bool:
    """Say whether ``claim`` (both plain) stands in ``quote`` uncut.

    Uncut means that no figure is truncated at either end and no negation stands right before it.

    >>> is_verbatim("安排商品住宅用地", "严禁安排商品住宅用地")
    False
    """
    wanted = claim.strip("。；;,.!?、:")
    if not wanted:
        return False
    place = quote.find(wanted)
    while place >= 0:
        before, after = quote[:place], quote[place + len(wanted) :]
        if not _cuts(before, wanted, after):
            return True
        place = quote.find(wanted, place + 1)
    return False


# A negation right before the place where a claim begins: 「…，严禁」
_NEGATION_BEFORE = re.compile(r"(?:不得|严禁|禁止|不准|不予|不再|不|未|无|非|免)$")


def _cuts(before: str, wanted: str, after: str) -> bool:
    digit_cut = (before[-1:].isdigit() and wanted[0].isdigit()) or (
        after[:1].isdigit() and wanted[-1].isdigit()
    )
    unit_cut = wanted[-1].isdigit() and after[:1] in set("万亿%.")
    return bool(digit_cut or unit_cut or _NEGATION_BEFORE.search(before))


def words_of(text: str) -> str:
    """Return the plain text with figures and marks as blanks: only words are left.

    >>> words_of("奖励300万元，上市")
    '奖励 元 上市'
    """
    return _MARKS.sub(" ", _FIGURES.sub(" ", plain(text))).strip()


def leftover_runs(claim: str, quote: str) -> tuple[str, ...]:
    """Return the runs of words in ``claim`` that ``quote`` does not bear, function words apart.

    >>> leftover_runs("对民营企业给予奖励", "对外资企业予以奖励")
    ('民营',)
    """
    held = _with_synonyms(words_of(quote))
    rest: list[str] = []
    for run in words_of(claim).split():
        rest.extend(_uncovered(run, held))
    return tuple(rest)


def _with_synonyms(words: str) -> str:
    extra = [
        member
        for group in word_lists().synonyms
        if any(member in words for member in group)
        for member in group
    ]
    return " ".join([words, *extra])


def _uncovered(run: str, held: str) -> list[str]:
    """Lay the longest runs of two or more characters that ``held`` has over ``run``."""
    covered = [False] * len(run)
    position = 0
    while position < len(run):
        length = _longest(run, position, held)
        if length >= 2:
            covered[position : position + length] = [True] * length
            position += length
        else:
            position += 1
    rest = "".join(" " if done else mark for mark, done in zip(run, covered, strict=True))
    return [piece for part in rest.split() for piece in _without_function_words(part, held)]


def _longest(run: str, position: int, held: str) -> int:
    length = 0
    while position + length < len(run) and run[position : position + length + 1] in held:
        length += 1
    return length


def _without_function_words(part: str, held: str) -> list[str]:
    rest = part
    for word in word_lists().function_words:
        rest = rest.replace(word, " ")
    deciding = word_lists().deciding_characters
    return [
        piece
        for piece in rest.split()
        if len(piece) > 1 or (piece not in held and piece in deciding) or piece.isascii()
    ]


def without_function_words(words: str) -> str:
    """Return plain ``words`` without those that say nothing by themselves.

    >>> without_function_words("的企业"), without_function_words("以及")
    ('企业', '')
    """
    for word in word_lists().function_words:
        words = words.replace(word, "")
    return words


@cache
def _synonym_table() -> tuple[tuple[str, str], ...]:
    """Return every synonym with the first of its group, the longest first."""
    table = {word: group[0] for group in word_lists().synonyms for word in group[1:]}
    return tuple(sorted(table.items(), key=lambda item: -len(item[0])))


def canonical(words: str) -> str:
    """Return ``words`` with every synonym written one way.

    >>> canonical("公司") == canonical("企业")
    True
    """
    for word, first in _synonym_table():
        words = words.replace(word, first)
    return words


def names_subject(run: str, claim: str) -> bool:
    """Say whether a leftover run names or qualifies a subject of ``claim`` (民营 in 民营企业).

    >>> names_subject("民营", "对民营企业给予奖励"), names_subject("尽快", "尽快给予奖励")
    (True, False)
    """
    marks = word_lists().subject_marks
    if any(mark in run for mark in marks):
        return True
    compact = words_of(claim).replace(" ", "")
    place = compact.find(run)
    following = compact[place + len(run) :] if place >= 0 else ""
    return any(following.startswith(mark) for mark in marks)
