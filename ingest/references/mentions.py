"""Where a text names other documents: 《title》（number）, a title without 《》, a number alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.docnumber import DocumentNumber, find_numbers
from ingest.metadata.head import TITLE_KINDS

#: How long the name of a document may be.
MAX_TITLE = 130

# A title in 《》, which may hold 〈〉 or another 《》 of its own.
_QUOTED = re.compile(r"《(?P<title>(?:[^《》]|《[^《》]*》){2,180})》")
# What may stand between a title and its number: "》(", "》（以下简称《意见》，"
_BETWEEN = re.compile(r"\s*[（(【\[]?\s*(?:[^，。；《》（）()]{0,14}?)$")
# A short name given to a document: "（以下简称《意见》）", "(以下简称“意见”)"
_ALIAS = re.compile(
    r"[（(][^（）()]{0,60}?(?:以下)?(?:简称|称)[：:为]?\s*[《“\"]?(?P<alias>[^《》“”\"（）()]{2,30})[》”\"]?\s*[)）]"
)
# A title without 《》 before its number: "国务院关于进一步促进就业的意见（"
_UNQUOTED = re.compile(
    rf"(?P<title>[^，。；：《》（）()\s、“”]{{0,40}}?(?:关于|印发|转发)[^，。；：《》（）()\n]{{2,90}}?(?:{TITLE_KINDS}))\s*[（(]\s*$"
)
# A title in the table cell before its number: "1 | 关于印发示例办法的通知 | "
_CELL = re.compile(r"(?:^|\|)\s*(?P<title>[^|《》]{4,120}?)\s*\|\s*$")
# Words that lead up to a title and are no part of it.
_LEAD = re.compile(
    r"^(?:[和及与]|以及)|^.*?(?:根据|依据|依照|遵照|按照|继续按|贯彻落实|贯彻执行|落实|贯彻|执行|参照|比照|废止|修改|转发|印发的?|你[省市部委局厅区]|现将|原)(?=[一-鿿]{2,20}关于|关于)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A document named at ``start``–``end``: by title, by number, or by both."""

    title: str | None
    number: DocumentNumber | None
    start: int
    end: int
    name_end: int


def find_mentions(text: str) -> tuple[Mention, ...]:
    """Return the documents that ``text`` names, in order, short names led back to full ones.

    >>> [m.title for m in find_mentions("根据《外商投资法》（以下简称《投资法》）。《投资法》规定")]
    ['外商投资法', '外商投资法']
    """
    numbers = list(find_numbers(text))
    found: list[Mention] = []
    aliases: dict[str, Mention] = {}
    taken: set[int] = set()
    skip_until = -1
    for match in _QUOTED.finditer(text):
        if match.start() < skip_until:
            continue
        title = _tidy(match["title"])
        number = _number_behind(text, match.end(), numbers)
        if number is not None:
            taken.add(number.start)
        end = match.end() if number is None else _closing(text, number.end)
        mention = Mention(title, number, match.start(), end, match.end())
        known = aliases.get(_plain(title))
        if known is not None and number is None:
            mention = Mention(known.title, known.number, match.start(), end, match.end())
        if _is_alias_definition(text, match.start()):
            continue
        found.append(mention)
        alias = _ALIAS.match(text, match.end()) or _ALIAS.match(text, end)
        if alias is not None:
            aliases[_plain(alias["alias"])] = mention
            skip_until = alias.end()
    found.extend(_without_quotes(text, [n for n in numbers if n.start not in taken]))
    return tuple(sorted(found, key=lambda mention: mention.start))


def _number_behind(
    text: str, position: int, numbers: list[DocumentNumber]
) -> DocumentNumber | None:
    for number in numbers:
        if position <= number.start <= position + 60:
            between = text[position : number.start]
            if (
                "《" not in between
                and "。" not in between
                and re.match(r"\s*[（(【\[,，|]", between)
            ):
                return number if between.count("）") + between.count(")") == 0 else None
        if number.start > position + 60:
            break
    return None


def _closing(text: str, position: int) -> int:
    """Include the bracket that closes behind a number, and 文 or 发布 inside it."""
    match = re.match(r"\s*(?:文件?|发布|公布|印发)?\s*[)）】\]]", text[position : position + 8])
    return position + match.end() if match else position


def _is_alias_definition(text: str, position: int) -> bool:
    return (
        re.search(r"(?:简称|下称|以下称)[：:为]?\s*$", text[max(0, position - 8) : position])
        is not None
    )


def _without_quotes(text: str, numbers: list[DocumentNumber]) -> list[Mention]:
    found: list[Mention] = []
    for number in numbers:
        line_start = text.rfind("\n", 0, number.start) + 1
        before = text[max(line_start, number.start - MAX_TITLE) : number.start]
        match = _UNQUOTED.search(before) or _CELL.search(before)
        if match is None:
            found.append(
                Mention(None, number, number.start, _closing(text, number.end), number.end)
            )
            continue
        title = match["title"]
        lead = _LEAD.match(title)
        cut = lead.end() if lead else 0
        start = number.start - len(before) + match.start("title") + cut
        found.append(
            Mention(_tidy(title[cut:]), number, start, _closing(text, number.end), number.end)
        )
    return found


def _tidy(title: str) -> str:
    return re.sub(r"(?<=[一-鿿])\s*\n\s*(?=[一-鿿])|^\s+|\s+$", "", title).replace("\n", "")


def _plain(title: str) -> str:
    return re.sub(r"\s", "", title)
