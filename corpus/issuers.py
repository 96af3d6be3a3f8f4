"""Issuing organs (发文机关): their names and aliases in texts, and whose 发文字号 is whose."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from corpus.docnumber import DocumentNumber
from corpus.document import Level
from corpus.gazetteer import NATION, gazetteer
from corpus.regions import canonical_region, find_regions, level_of, parents

# An organ named without its place, as pages of that place do: 市|人社局, 区|住建园林局, 省|政府.
_PLACELESS = re.compile(
    r"(?:(?<![\u4e00-\u9fff])[我本原]?|(?<=[由向经、，。；：（ 　和到在]))"
    r"(?P<place>[省市区县州旗])(?=[\u4e00-\u9fff])"
)
_PLACE_LEVELS: dict[str, Level] = {
    "省": "省", "市": "市", "州": "市", "区": "县区", "县": "县区", "旗": "县区",
}  # fmt: skip
# A short form of an organ's name, which is written out in full: 人社局, 发改委, 市委办.
_SHORT = re.compile(
    r"^(?:发改|发展改革|工信|经信|经济信息化|科技|科委|教委|民宗|民族宗教|民委|人社|人力资源社会保障|住建|"
    r"住房城乡建设|规划资源|规划自然资源|规自|环保|城管|交通局|交通厅|农业局|农委|商务委|投促|招商局|"
    r"文旅|文广旅|卫健|卫生健康委$|国资委|应急[厅局]|市场监管|工商局|医保|金融|政数|政务数据局|数据局|"
    r"大数据局|退役军人局|残联|妇联|团委|科协|工商联|国税|地税|公积金中心|社保中心|供销社|政府$|"
    r"政府办|府办|政办|委办|委$|党委|人大$|人大常委会|政协$|监委|检察院|中院|高院|管委会|外办|广电局|药监|"
    r"扶贫办|工信委|新闻办|.{1,6}委$)"
)


@dataclass(frozen=True, slots=True)
class IssuerMention:
    """An organ named at ``start``–``end``.

    ``canonical`` is its full name (广州市人力资源和社会保障局 for 广州市人社局); ``region`` and
    ``level`` are those of the place it serves, None where a text leaves the place out and the
    caller does not know it either.
    """

    name: str
    canonical: str
    level: Level | None
    region: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NumberIssuer:
    """Who numbers documents with a prefix; None for what the prefix alone does not tell."""

    issuer: str | None
    level: Level | None
    region: str | None


@dataclass(frozen=True, slots=True)
class _Organs:
    central: dict[str, str]
    local: dict[str, tuple[str, ...]]
    codes: dict[str, tuple[str, ...]]
    central_prefixes: dict[str, str]
    signs: dict[str, str]
    shared_signs: frozenset[str]
    sub_provincial: frozenset[str]


@cache
def _organs() -> _Organs:
    folder = resources.files("corpus") / "data"
    data = json.loads((folder / "issuers.json").read_text(encoding="utf-8"))
    numbers = json.loads((folder / "number_prefixes.json").read_text(encoding="utf-8"))
    local: dict[str, tuple[str, ...]] = {}
    codes: dict[str, tuple[str, ...]] = {}
    for item in data["local"]:
        names = (item["name"], *item["aliases"])
        local |= {name: names for name in names if name not in local}
        codes |= {code: names for code in item["codes"] if code not in codes}
    central = {
        name: item["name"] for item in data["central"] for name in (item["name"], *item["aliases"])
    }
    return _Organs(
        central=central,
        local=local,
        codes=codes,
        central_prefixes=numbers["central"],
        signs={**gazetteer().signs, **data["signs"]},
        shared_signs=frozenset(data["shared_signs"]),
        sub_provincial=frozenset(data["sub_provincial"]),
    )


def find_issuers(text: str, *, region: str | None = None) -> tuple[IssuerMention, ...]:
    """Return the organs that ``text`` names, in order; ``region`` is the place it speaks from.

    >>> [item.canonical for item in find_issuers("国家发改委、广州市人社局")]
    ['国家发展和改革委员会', '广州市人力资源和社会保障局']
    """
    found = [*_local_mentions(text), *_placeless_mentions(text, region), *_central_mentions(text)]
    found.sort(key=lambda item: (item.start, -item.end))
    kept: list[IssuerMention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)


def canonical_issuer(name: str, *, region: str | None = None) -> str:
    """Return the full name of the organ ``name``, or ``name`` itself where it is unknown.

    >>> canonical_issuer("市人社局", region="广州市")
    '广州市人力资源和社会保障局'
    """
    name = re.sub(r"\s", "", name)
    found = find_issuers(name, region=region)
    whole = [item for item in found if item.end - item.start == len(name)]
    return whole[0].canonical if whole else name


def issuer_of_number(number: DocumentNumber) -> NumberIssuer:
    """Return whose number it is, as far as its prefix tells.

    >>> issuer_of_number(DocumentNumber("穗人社规字", 2019, 6)).issuer
    '广州市人力资源和社会保障局'
    """
    organs = _organs()
    prefix = number.prefix
    if prefix in organs.central_prefixes:
        return NumberIssuer(organs.central_prefixes[prefix], "国家", NATION)
    if prefix.endswith(("令", "公告", "通告")):
        named = find_issuers(re.sub(r"(?:令|公告|通告)$", "", prefix))
        if len(named) == 1:
            return NumberIssuer(named[0].canonical, named[0].level, named[0].region)
        central = bool(named) and all(item.level == "国家" for item in named)
        return NumberIssuer(None, "国家", NATION) if central else NumberIssuer(None, None, None)
    return _local_number(prefix)


def _local_number(prefix: str) -> NumberIssuer:
    """Read a local prefix as sign + organ code + kind: 穗|人社|规字."""
    organs = _organs()
    for size in (3, 2, 1):
        place = organs.signs.get(prefix[:size])
        if place is None or prefix[:size] in organs.shared_signs:
            continue
        place = canonical_region(place) or place
        names = _organ_of_code(prefix[size:])
        issuer = None if names is None else _name_by_code(place, names)
        return NumberIssuer(issuer, level_of(place), place)
    return NumberIssuer(None, None, None)


def _name_by_code(place: str, names: tuple[str, ...]) -> str:
    if names[0].startswith(("委员会", "人民政府")):
        return _full_name(place, names[0], names)
    return place + _usual_name([item for item in names if not _SHORT.match(item)], place)


def _organ_of_code(rest: str) -> tuple[str, ...] | None:
    codes = _organs().codes
    for size in range(min(len(rest), 4), 0, -1):
        if rest[:size] in codes:
            return codes[rest[:size]]
    return None


def _local_mentions(text: str) -> list[IssuerMention]:
    mentions = []
    for place in find_regions(text):
        organ = _organ_at(text, place.end)
        if organ is None or place.ambiguous:
            continue
        name = text[place.start : place.end + len(organ)]
        canonical = _full_name(place.canonical, organ, _organs().local[organ])
        end = place.end + len(organ)
        mentions.append(
            IssuerMention(name, canonical, place.level, place.canonical, place.start, end)
        )
    return mentions


def _placeless_mentions(text: str, region: str | None) -> list[IssuerMention]:
    mentions = []
    for match in _PLACELESS.finditer(text):
        organ = _organ_at(text, match.end())
        if organ is None:
            continue
        place = _own_place(region, _PLACE_LEVELS[match["place"]])
        start = match.end() - 1
        name = text[start : match.end() + len(organ)]
        names = _organs().local[organ]
        canonical = name if place is None else _full_name(place, organ, names)
        level = _PLACE_LEVELS[match["place"]] if place is None else level_of(place)
        mentions.append(
            IssuerMention(name, canonical, level, place, start, match.end() + len(organ))
        )
    return mentions


def _own_place(region: str | None, level: Level) -> str | None:
    """Return the place of ``level`` that ``region`` is or lies in; 市 may be a 直辖市."""
    if region is None:
        return None
    for place in (canonical_region(region) or region, *parents(region)):
        is_municipality = level == "市" and level_of(place) == "省" and place.endswith("市")
        if level_of(place) == level or is_municipality:
            return place
    return None


def _central_mentions(text: str) -> list[IssuerMention]:
    central = _organs().central
    lengths = _lengths()
    mentions = []
    position = 0
    while position < len(text) - 1:
        for length in lengths.get(text[position : position + 2], ()):
            name = text[position : position + length]
            if len(name) == length and name in central:
                end = position + length
                mentions.append(IssuerMention(name, central[name], "国家", NATION, position, end))
                position = end - 1
                break
        position += 1
    return mentions


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """Lengths of central names by their first two letters, longest first."""
    lengths: dict[str, set[int]] = {}
    for name in _organs().central:
        lengths.setdefault(name[:2], set()).add(len(name))
    return {key: tuple(sorted(value, reverse=True)) for key, value in lengths.items()}


def _organ_at(text: str, position: int) -> str | None:
    """Return the longest local organ name that begins at ``position``."""
    local = _organs().local
    for length in range(24, 1, -1):
        name = text[position : position + length]
        if len(name) == length and name in local:
            return name
    return None


def _full_name(place: str, organ: str, names: tuple[str, ...]) -> str:
    """Return the organ's full name at ``place``, as its level usually calls it."""
    level = level_of(place)
    if organ.endswith(("政府办公厅", "政府办公室", "府办公厅", "政府办", "府办", "政办")):
        return place + "人民政府" + _office(place, level)
    if organ.endswith(("委办公厅", "委办公室", "委办", "党委办")) or organ.startswith("委员会办公"):
        return f"中共{place}委员会{_office(place, level)}"
    if organ in ("委", "党委", "委员会"):
        return f"中共{place}委员会"
    if not _SHORT.match(organ):
        return place + organ
    return place + _usual_name([item for item in names if not _SHORT.match(item)] or [organ], place)


def _office(place: str, level: Level | None) -> str:
    return "办公厅" if level == "省" or place in _organs().sub_provincial else "办公室"


def _usual_name(names: list[str], place: str) -> str:
    """Provinces have 厅, municipalities 委员会, cities what comes first, counties 局."""
    level = level_of(place)
    if level == "省" and not place.endswith("市"):
        return names[0]
    names = [item for item in names if not item.endswith("厅")] or names
    wanted = "委员会" if level == "省" else "局" if level == "县区" else ""
    return next((item for item in names if item.endswith(wanted)), names[0])
