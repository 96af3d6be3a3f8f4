"""Word a chosen sentence for reading: without its label, cut to the indicator asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.answer.asking import Asking, text_pairs
from service.answer.library import Reading
from service.answer.shows import shows
from service.answer.wording import plain

# The label before an article's words, which the citation already gives: 「第十一条 」 「答：」
_LABEL = re.compile(r"^\s*(?:第\s*[一二三四五六七八九十百零\d]+\s*条\s+|答[:：])")
_TABLE = " | "
#: A sentence longer than this may be cut to the part that was asked for.
_CUT_OVER = 70
_PART = re.compile(r"[，,、；;]")
_FIGURE = re.compile(r"\d")


def shaped(asking: Asking, reading: Reading, index: int, *, lead: str | None) -> str:
    """Return the sentence as the answer says it, after ``lead`` where it leans on one."""
    text = reading.sentences[index].text
    bare = _LABEL.sub("", text)
    bare = _rows_asked(asking, bare) if _TABLE in bare else _indicator(asking, bare)
    said = f"{lead}{bare}" if lead else bare
    heading = _heading_of_year(asking, reading, index, said)
    return f"{heading}：{bare}" if heading else said


# A year in a heading: 「二、|2026年|主要预期目标」
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_HEADING_LABEL = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(].{1,3}[)）]|第.{1,3}[章节])\s*")


def _heading_of_year(asking: Asking, reading: Reading, index: int, said: str) -> str | None:
    """Return the heading that gives a figure its year, where the sentence itself does not."""
    if not asking.years or _YEAR.search(said) or not _FIGURE.search(said):
        return None
    for clause in reading.clauses_around(index):
        heading = clause.heading or ""
        if any(str(year) in heading for year in asking.years) and len(heading) <= 30:
            return _HEADING_LABEL.sub("", heading)
    return None


def _rows_asked(asking: Asking, text: str) -> str:
    """Return the head of a table and the rows that name what is asked, else the whole table."""
    rows = text.splitlines()
    if len(rows) < 3:
        return text
    wanted = set(asking.terms)
    counts = [len(wanted & text_pairs(row.replace("|", " "))) for row in rows[1:]]
    common = min(counts)
    best = max(counts)
    if best == common or "list" in asking.wants:
        return text
    kept = [row for row, count in zip(rows[1:], counts, strict=True) if count == best]
    return "\n".join((rows[0], *kept)) if len(kept) <= 3 else text


def _indicator(asking: Asking, text: str) -> str:
    """Return the part of a long enumeration of figures that names the one asked for.

    Kept before it is the opening, which says of what year and place the figures are.
    """
    parts = _parts(text)
    figures = [bool(_FIGURE.search(part)) for part in parts]
    one = len(asking.parts) <= 1 and not asking.comparison and "list" not in asking.wants
    if len(text) <= _CUT_OVER or not one or sum(figures) < 4 or not asking.focus:
        return text
    question = plain(asking.text)
    shares = [
        sum(pair in text_pairs(part) for pair in asking.focus)
        if any(shows(want, plain(part), question) for want in asking.wants)
        else 0
        for part in parts
    ]
    best = max(shares)
    if best < max(2, len(asking.focus) * 0.5) or shares.count(best) != 1:
        return text
    place = shares.index(best)
    following = _rest_of_figure(parts, place)
    opening = _opening(parts, place)
    return f"{opening}{''.join(parts[place:following])}".rstrip("，,、；;。") + "。"


def _parts(text: str) -> list[str]:
    found: list[str] = []
    position = 0
    for match in _PART.finditer(text):
        found.append(text[position : match.end()])
        position = match.end()
    if position < len(text):
        found.append(text[position:])
    return found


def _rest_of_figure(parts: Sequence[str], place: int) -> int:
    """Return where the words on the figure end: its growth or share may follow it."""
    following = place + 1
    if following < len(parts) and re.match(r"(?:同比|增长|比上年|下降|占|其中)", parts[following]):
        following += 1
    return following


def _opening(parts: Sequence[str], place: int) -> str:
    first = parts[0]
    cut = max(first.rfind(mark) for mark in "：:")
    if place == 0:
        return ""
    if cut > 0:
        return first[: cut + 1]
    return first if re.search(r"\d{4}年|今年|去年|到\d", first) and len(first) <= 30 else ""
