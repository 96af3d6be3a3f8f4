"""The places of some documents as a tree: province, city, county, each with all it contains."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from corpus.gazetteer import NATION
from corpus.regions import parents
from service.schema.hits import RegionFacet


def region_tree(regions: Iterable[str]) -> list[RegionFacet]:
    """Return every region with the number of documents in it and in its parts, parents first.

    National documents stand by themselves: no province is a part of what they are filed under.

    >>> [(item.value, item.parent, item.count) for item in region_tree(["肇庆市", "广东省"])]
    [('广东省', None, 2), ('肇庆市', '广东省', 1)]
    """
    counts: Counter[str] = Counter()
    parent_of: dict[str, str | None] = {}
    for region in regions:
        chain = [region, *(item for item in parents(region) if item != NATION)]
        counts.update(chain)
        parent_of.update(zip(chain, [*chain[1:], None], strict=True))
    return [
        RegionFacet(value=name, parent=parent_of[name], count=counts[name])
        for name in _below(None, parent_of, counts)
    ]


def _below(
    parent: str | None, parent_of: dict[str, str | None], counts: Counter[str]
) -> Iterator[str]:
    children = [name for name, above in parent_of.items() if above == parent]
    for name in sorted(children, key=lambda item: (-counts[item], item)):
        yield name
        yield from _below(name, parent_of, counts)
