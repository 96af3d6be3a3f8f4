"""What a question is about: its places, years, document numbers and titles, and who fits them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from corpus.catalogue import DocumentSummary
from corpus.dates import find_dates
from corpus.docnumber import find_numbers
from corpus.document import Level
from corpus.regions import applies_to, contains, find_regions

# An edition named by its year: 「2020版」
_EDITION = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?=版|办法|条例|届|度)")
# A title in its marks: 「《中小企业促进法》」
_TITLE = re.compile(r"《(?P<title>[^《》]{2,80})》")


@dataclass(frozen=True, slots=True)
class Subject:
    """The places (as written, canonical), years, numbers and titles that a question names."""

    places: tuple[tuple[str, str], ...]
    years: tuple[int, ...]
    numbers: tuple[str, ...]
    titles: tuple[str, ...]
    levels: tuple[Level, ...] = ()

    @property
    def regions(self) -> tuple[str, ...]:
        """The canonical names of the places."""
        return tuple(region for _, region in self.places)

    @property
    def region_names(self) -> tuple[str, ...]:
        """The places as the question writes them."""
        return tuple(name for name, _ in self.places)


def subject_of(question: str, *, known: Collection[str] = ()) -> Subject:
    """Return what ``question`` names; ``known`` are regions whose short names count as places."""
    numbers = find_numbers(question)
    rest = question
    for number in numbers:
        rest = rest[: number.start] + " " * (number.end - number.start) + rest[number.end :]
    untitled = _TITLE.sub(lambda match: " " * len(match.group()), rest)
    places = {item.canonical: item.name for item in find_regions(rest, known=known)}
    if not places:
        places = {name: name for name in _unlisted(untitled)}
    return Subject(
        places=tuple((name, region) for region, name in places.items()),
        years=_years(untitled),
        numbers=tuple(dict.fromkeys(str(item) for item in numbers)),
        titles=tuple(match["title"] for match in _TITLE.finditer(rest)),
        levels=tuple(level for level, words in _LEVELS if words.search(rest)),
    )


# The level whose rule is asked for: 「外资到资奖励|省里|给多少」
_LEVELS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    ("国家", re.compile(r"国家(?:层面|规定|法律|有什么)|国务院|中央(?:文件|规定)")),
    (
        "省",
        re.compile(r"省里|省财政|省上|省[、和]?市[、和]?县|省级(?:奖励|补贴|补助|给|财政|有)|全省"),
    ),
    ("市", re.compile(r"市里|市财政|市级(?:奖励|补贴|补助|给|财政|有)|全市")),
    ("县区", re.compile(r"[县区]里|[县区]财政|[县区]级(?:奖励|补贴|补助|给|财政|有)|全[县区]")),
)


# A question that opens with a place that no list knows: 「青云市|对固定资产投资的奖励」
_PLACE_SHAPED = re.compile(
    r"^(?:请问|在|关于|我在)?(?P<name>[\u4e00-\u9fff]{2,3}[市县])(?=对|的|企业|有|怎|如何|什么|目前|现在|标准|人才|新|20)"
)
_NO_PLACE = re.compile(
    r"上市|城市|都市|超市|楼市|股市|门市|夜市|[全本各我该省地外]市|[全本各我该]县|入市|菜市"
)


def _unlisted(text: str) -> tuple[str, ...]:
    """Return the place-shaped name that a question opens with, where no list has it."""
    match = _PLACE_SHAPED.match(text.strip())
    if match is None or _NO_PLACE.search(match["name"]):
        return ()
    return (match["name"],)


def _years(text: str) -> tuple[int, ...]:
    found: dict[int, None] = {}
    for item in find_dates(text):
        for day in (item.first, item.last):
            if day is not None and item.kind != "relative":
                found[day.year] = None
    found.update((int(match["year"]), None) for match in _EDITION.finditer(text))
    return tuple(found)


def fits_region(summary: DocumentSummary, subject: Subject, near_text: str) -> bool:
    """Say whether a document may answer for the places asked: its own, one above, or named."""
    if not subject.regions:
        return True
    names = (*subject.region_names, *(item.rstrip("省市县区") for item in subject.regions))
    about = " ".join((summary.title, summary.inner_title or "", *summary.issuers, near_text))
    if any(name in about for name in names):
        return True
    if summary.region is None and summary.level is None and is_of_elsewhere(about, subject):
        return False
    return any(applies_to(summary.region, region) for region in subject.regions)


def is_of_region(summary: DocumentSummary, subject: Subject) -> bool:
    """Say whether a document is of a place asked or of one inside it, not merely above it."""
    about = " ".join((summary.title, summary.inner_title or "", *summary.issuers))
    return any(
        name in about or (summary.region is not None and contains(region, summary.region))
        for name, region in subject.places
    )


def is_of_elsewhere(text: str, subject: Subject) -> bool:
    """Say whether a text names places, and none that is, holds or lies in one asked."""
    named = [item.canonical for item in find_regions(text) if item.level != "国家"]
    near = any(
        contains(name, region) or contains(region, name)
        for name in named
        for region in subject.regions
    )
    return bool(named) and not near


def fits_year(summary: DocumentSummary, subject: Subject, near_text: str) -> bool:
    """Say whether a document speaks of a year asked: in its title, its date, its term or nearby."""
    if not subject.years:
        return True
    return any(_speaks_of(summary, year, near_text) for year in subject.years)


def _speaks_of(summary: DocumentSummary, year: int, near_text: str) -> bool:
    if str(year) in summary.title or str(year) in near_text:
        return True
    if re.search(rf"(?<![0-9A-Za-z]){year}(?![0-9A-Za-z])", summary.source):
        return True
    if f"{year}年" in (summary.inner_title or "") or (
        summary.doc_number is not None and str(year) in summary.doc_number
    ):
        return True
    days = (summary.issued_on, summary.published_on, summary.effective_on)
    return any(day is not None and day.year == year for day in days) or any(
        day.year <= year <= (item.last or day).year
        for item in find_dates(near_text)
        if (day := item.first) is not None and item.text[0].isdigit()
    )
