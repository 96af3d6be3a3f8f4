"""Places in texts and how they contain one another: whose rule applies where."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from corpus.document import Level
from corpus.gazetteer import NATION, Gazetteer, Region, gazetteer

# A zone named after its place, which no list need hold: 营口|经开区, 柳河县|工业园区.
_ZONE = re.compile(
    r"(?P<kind>国家级)?(?P<zone>经济技术开发区|经济开发区|经济技术产业开发区|经开区|"
    r"高新技术产业开发区|高新技术开发区|高新技术产业园区|高新区|综合保税区|综保区|保税区|"
    r"自由贸易试验区|自贸试验区|自贸区|工业园区|产业园区|工业集中区|开发区|新区)"
)
_ZONE_NAMES = {
    "经开区": "经济技术开发区",
    "高新区": "高新技术产业开发区",
    "高新技术开发区": "高新技术产业开发区",
    "综保区": "综合保税区",
    "自贸区": "自由贸易试验区",
    "自贸试验区": "自由贸易试验区",
}
# Words between a place and the one inside it: 吉林省|柳河县, 广州市（天河区）.
_BETWEEN = re.compile(r"[ 　]?")
_NATIONAL = {NATION, "国家", "中国", "中华人民共和国", "全国范围"}


@dataclass(frozen=True, slots=True)
class RegionMention:
    """A place named at ``start``–``end``; a chain (吉林省通化市柳河县) is one mention.

    ``canonical`` is the region's one name (see :class:`corpus.gazetteer.Region`); where the text
    leaves open which of several namesakes is meant, it is the bare name and ``ambiguous`` is set.
    """

    name: str
    canonical: str
    level: Level
    start: int
    end: int
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class _Named:
    """A name found in a text, with all regions that bear it."""

    start: int
    end: int
    candidates: tuple[str, ...]


def find_regions(text: str, *, known: Collection[str] = ()) -> tuple[RegionMention, ...]:
    """Return the places that ``text`` names, in order.

    Short names of counties (柳河) and those that are words of prose (朝阳) count only for the
    regions in ``known``, e.g. those that the catalogue holds documents of; ``known`` also decides
    between namesakes where the text itself does not.

    >>> [item.canonical for item in find_regions("广州市天河区和吉林省柳河县")]
    ['广州市天河区', '柳河县']
    """
    book = gazetteer()
    found: list[_Named] = []
    position = 0
    while position < len(text) - 1:
        names = _names_at(text, position, book, known)
        if names is None:
            position += 1
            continue
        end, candidates = _extended(text, *names, book)
        found.append(_Named(position, end, candidates))
        position = end
    return tuple(_mention(text, index, found, known) for index in range(len(found)))


@lru_cache(maxsize=16_384)
def canonical_region(name: str, *, within: str | None = None) -> str | None:
    """Return the canonical form of a place's name, None where it is unknown or ambiguous.

    >>> canonical_region("天河区", within="广州市"), canonical_region("鼓楼区")
    ('广州市天河区', None)
    """
    name = re.sub(r"\s", "", name)
    book = gazetteer()
    if name in _NATIONAL:
        return NATION
    if name in book.regions:
        return name
    found = find_regions(name, known=book.regions)
    whole = [item for item in found if item.end - item.start == len(name)]
    if not whole:
        return None
    if not whole[0].ambiguous:
        return whole[0].canonical
    options = book.names.get(name, book.short_names.get(name, ()))
    inside = [item for item in options if within is not None and contains(within, item)]
    return inside[0] if len(inside) == 1 else None


def region_among(name: str, held: Collection[str]) -> str:
    """Return the one of the regions ``held`` that ``name`` means, else ``name`` itself.

    Counties have namesakes: 白水县 is 云川市白水县 where only that one's documents are held.

    >>> region_among("鼓楼区", {"福州市鼓楼区", "厦门市"}), region_among("鼓楼区", set())
    ('福州市鼓楼区', '鼓楼区')
    """
    if name in held:
        return name
    named = [item.canonical for item in find_regions(name, known=held)]
    return named[-1] if named else name


def region(name: str) -> Region | None:
    """Return what is known of the region called ``name``, None where nothing is."""
    canonical = canonical_region(name)
    return None if canonical is None else gazetteer().regions.get(canonical)


@lru_cache(maxsize=16_384)
def parents(name: str) -> tuple[str, ...]:
    """Return the regions that contain ``name``, nearest first, ending with 全国.

    >>> parents("广州市天河区")
    ('广州市', '广东省', '全国')
    """
    canonical = canonical_region(name)
    if canonical is None or canonical == NATION:
        return ()
    chain: list[str] = []
    current = _parent(canonical)
    while current is not None and current not in chain:
        chain.append(current)
        current = _parent(current)
    return tuple(chain)


def contains(outer: str, inner: str) -> bool:
    """Whether ``inner`` is ``outer`` or lies within it."""
    first = canonical_region(outer) or outer
    second = canonical_region(inner) or inner
    return first == second or first in parents(second)


def applies_to(document_region: str | None, asked_region: str | None) -> bool:
    """Whether a rule of ``document_region`` holds in ``asked_region``.

    Nationwide rules (None or 全国) hold everywhere, a province's in its cities; another city's does
    not, nor does a city's rule hold in the whole province. No asked region is no condition.

    >>> applies_to("广东省", "肇庆市"), applies_to("广州市", "肇庆市"), applies_to(None, "肇庆市")
    (True, False, True)
    """
    if asked_region is None or document_region is None or document_region in _NATIONAL:
        return True
    return contains(document_region, asked_region)


def level_of(name: str) -> Level | None:
    """Return the level of the region called ``name``: 国家, 省, 市 or 县区."""
    canonical = canonical_region(name)
    if canonical == NATION:
        return "国家"
    if canonical is None:
        return None
    found = gazetteer().regions.get(canonical)
    return found.level if found is not None else "县区"


def is_fictional(name: str) -> bool:
    """Whether the place belongs to the invented example documents."""
    return any(
        (found := gazetteer().regions.get(item)) is not None and found.fictional
        for item in (canonical_region(name) or name, *parents(name))
    )


def _parent(canonical: str) -> str | None:
    book = gazetteer()
    found = book.regions.get(canonical)
    if found is not None:
        return found.parent
    zone = _ZONE.search(canonical)
    if zone is None:
        return None
    return canonical_region(canonical[: zone.start()])


def _names_at(
    text: str, position: int, book: Gazetteer, known: Collection[str]
) -> tuple[int, tuple[str, ...]] | None:
    """Return the end and the candidates of the longest name that begins at ``position``."""
    for length in book.lengths.get(text[position : position + 2], ()):
        name = text[position : position + length]
        candidates = book.names.get(name)
        if candidates is None and known:
            candidates = tuple(item for item in book.short_names.get(name, ()) if item in known)
        if candidates and len(name) == length and not _is_prose(text, position, name, book):
            return position + length, candidates
    return None


def _is_prose(text: str, position: int, name: str, book: Gazetteer) -> bool:
    before, after = book.guards.get(name, ("", ""))
    end = position + len(name)
    return (position > 0 and text[position - 1] in before) or (
        end < len(text) and text[end] in after
    )


def _extended(
    text: str, end: int, candidates: tuple[str, ...], book: Gazetteer
) -> tuple[int, tuple[str, ...]]:
    """Follow a chain of ever smaller places, then a zone named after the last of them."""
    while True:
        gap = _BETWEEN.match(text, end)
        start = gap.end() if gap is not None else end
        following = _names_at(text, start, book, book.regions)
        inner = _inside(candidates, following[1]) if following is not None else ()
        if following is None or not inner:
            break
        end, candidates = following[0], inner
    zone = _ZONE.match(text, end)
    if zone is not None and len(candidates) == 1:
        name = candidates[0] + _ZONE_NAMES.get(zone["zone"], zone["zone"])
        return zone.end(), book.names.get(name, (name,))
    return end, candidates


def _inside(outer: tuple[str, ...], inner: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(item for item in inner if any(name in parents(item) for name in outer))


def _mention(text: str, index: int, found: list[_Named], known: Collection[str]) -> RegionMention:
    item = found[index]
    candidates = _chosen(index, found, known)
    name = text[item.start : item.end]
    ambiguous = len(candidates) > 1
    known_region = gazetteer().regions.get(candidates[0])
    return RegionMention(
        name=name,
        canonical=name if ambiguous else candidates[0],
        level=known_region.level if known_region else "县区",
        start=item.start,
        end=item.end,
        ambiguous=ambiguous,
    )


def _chosen(index: int, found: list[_Named], known: Collection[str]) -> tuple[str, ...]:
    """Tell namesakes apart by the places named before, then after, then by those expected."""
    candidates = found[index].candidates
    if len(candidates) == 1:
        return candidates
    for other in (*reversed(found[:index]), *found[index + 1 :]):
        if len(other.candidates) > 1:
            continue
        outer = (other.candidates[0], *parents(other.candidates[0])[:-1])
        inside = _inside(outer, candidates)
        if len(inside) == 1:
            return inside
    expected = tuple(item for item in candidates if item in known) or tuple(
        item for item in candidates if any(outer in known for outer in parents(item)[:-1])
    )
    return expected if len(expected) == 1 else candidates
