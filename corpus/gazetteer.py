"""The maintained list of divisions (data/regions.json), loaded once and indexed by name."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from corpus.document import Level

RegionKind = Literal["国", "省", "市", "县", "园区"]

NATION = "全国"

_ETHNIC = (
    "蒙古族|藏族|回族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|侗族|瑶族|白族|土家族|哈尼族|哈萨克|傣族|黎族|"
    "傈僳族|羌族|柯尔克孜|景颇族|土族|满族|达斡尔族|各族|畲族|水族|仡佬族|佤族|拉祜族|纳西族|仫佬族|"
    "毛南族|撒拉族|保安族|东乡族|裕固族|塔吉克|锡伯|独龙族|怒族|普米族|布朗族|鄂伦春|鄂温克族|俄罗斯"
)
# The part of an autonomous division's name that short forms leave out: 延边|朝鲜族自治州.
_AUTONOMOUS = re.compile(rf"(?:{_ETHNIC})*自治(?P<kind>[州县旗])$")
# What a short form leaves out of other names: 广东|省, 肇庆|市, 柳河|县.
_SUFFIX = re.compile(r"(?:省|市|地区|盟|县|区|旗|林区)$")


@dataclass(frozen=True, slots=True)
class Region:
    """One division or zone.

    ``canonical`` tells it from all others in the form people write: 广东省, 肇庆市, 广州市天河区,
    柳河县 (a county whose name is the only one of its kind stands alone). ``parent`` is the
    canonical name of the next larger one.
    """

    canonical: str
    name: str
    kind: RegionKind
    level: Level
    parent: str
    fictional: bool = False


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All regions by canonical name, and by every name they may be written with.

    ``names`` are full names and safe short ones, read anywhere; ``short_names`` those of counties
    and of places whose short name is a word of prose, read only where the place is expected.
    ``guards`` holds the letters before and after a short name that make it something else.
    """

    regions: dict[str, Region]
    names: dict[str, tuple[str, ...]]
    short_names: dict[str, tuple[str, ...]]
    lengths: dict[str, tuple[int, ...]]
    guards: dict[str, tuple[str, str]]
    signs: dict[str, str]


@cache
def gazetteer() -> Gazetteer:
    """Return the list of divisions, read once."""
    path = resources.files("corpus") / "data" / "regions.json"
    return build_gazetteer(json.loads(path.read_text(encoding="utf-8")))


def build_gazetteer(data: dict[str, Any]) -> Gazetteer:
    """Index the data of regions.json."""
    regions = {item.canonical: item for item in _regions(data)}
    names: dict[str, set[str]] = defaultdict(set)
    short_names: dict[str, set[str]] = defaultdict(set)
    for region in regions.values():
        names[region.name].add(region.canonical)
        names[region.canonical].add(region.canonical)
        for short in _short_forms(region):
            is_safe = region.kind in ("省", "市") and (
                region.name not in data["no_short"] or short.endswith(("州", "旗"))
            )
            (names if is_safe else short_names)[short].add(region.canonical)
    for alias, canonical in _aliases(data, regions, names):
        names[alias].add(canonical)
    for short in [item for item in short_names if item in names or len(item) < 2]:
        del short_names[short]
    lengths: dict[str, set[int]] = defaultdict(set)
    for name in (*names, *short_names):
        lengths[name[:2]].add(len(name))
    return Gazetteer(
        regions=regions,
        names={key: tuple(sorted(value)) for key, value in names.items()},
        short_names={key: tuple(sorted(value)) for key, value in short_names.items()},
        lengths={key: tuple(sorted(value, reverse=True)) for key, value in lengths.items()},
        guards={key: (value[0], value[1]) for key, value in data["prose"].items()},
        signs={item["sign"]: item["name"] for item in data["provinces"]},
    )


def _regions(data: dict[str, Any]) -> list[Region]:
    counties: list[tuple[str, str, bool]] = []
    found: list[Region] = []
    for province in data["provinces"]:
        name, fictional = province["name"], province.get("fictional", False)
        found.append(Region(name, name, "省", "省", NATION, fictional))
        counties += [(item, name, fictional) for item in province["counties"]]
        counties += [(item, parent, fictional) for item, parent in province["former"].items()]
        for city, members in province["cities"].items():
            found.append(Region(city, city, "市", "市", name, fictional))
            counties += [(item, city, fictional) for item in members]
    found += _counties(counties, {item.name for item in found})
    fictional_names = {item.canonical for item in found if item.fictional}
    for zone in data["zones"]:
        parent = _parent_of_zone(zone["parent"], found)
        fictional = parent in fictional_names
        found.append(Region(zone["name"], zone["name"], "园区", "县区", parent, fictional))
    return found


def _counties(counties: list[tuple[str, str, bool]], taken: set[str]) -> list[Region]:
    """Districts (区) carry their city's name, counties theirs alone unless two share it."""
    total: dict[str, int] = defaultdict(int)
    for name, _, _ in counties:
        total[name] += 1
    regions = []
    for name, parent, fictional in counties:
        is_district = name.endswith("区") and not name.endswith("新区")
        alone = not is_district and total[name] == 1 and name not in taken
        canonical = name if alone else parent + name
        regions.append(Region(canonical, name, "县", "县区", parent, fictional))
    return regions


def _parent_of_zone(written: str, found: list[Region]) -> str:
    """Return the canonical name of a zone's parent, written 天河区@广州市 where names repeat."""
    name, _, within = written.partition("@")
    for region in found:
        if written == region.canonical:
            return written
        if region.name == name and (not within or region.parent == within):
            return region.canonical
    return name


def _short_forms(region: Region) -> set[str]:
    """柳河县 → 柳河; 延边朝鲜族自治州 → 延边州, 延边; a zone → 营口经开区."""
    if region.kind == "园区":
        return set()
    autonomous = _AUTONOMOUS.search(region.name)
    if autonomous is not None:
        stem = region.name[: autonomous.start()]
        return {stem, stem + autonomous["kind"]} if len(stem) > 1 else set()
    stem = _SUFFIX.sub("", region.name)
    return {stem} if len(stem) > 1 and stem != region.name else set()


def _aliases(
    data: dict[str, Any], regions: dict[str, Region], names: dict[str, set[str]]
) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for zone in data["zones"]:
        pairs += [(alias, zone["name"]) for alias in zone["aliases"]]
    renamed = [(old, new) for old, new in data["renamed"].items()]
    written = [(alias, name) for name, aliases in data["aliases"].items() for alias in aliases]
    for alias, name in (*renamed, *written):
        pairs += [(alias, canonical) for canonical in sorted(names.get(name, ()))]
    return [(alias, canonical) for alias, canonical in pairs if canonical in regions]
