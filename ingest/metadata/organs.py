"""Names of organs in a run: cut where one ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.issuers import find_issuers
from corpus.regions import find_regions

#: How names of organs end; longest first where one contains another.
ORGAN_ENDS = (
    "人民政府办公厅", "人民政府办公室", "人民代表大会常务委员会", "人民代表大会", "人民政府",
    "委员会办公室",
    "领导小组办公室", "领导小组", "指挥部办公室", "指挥部", "办公厅", "办公室", "委员会",
    "联合会", "管理中心",
    "服务中心", "中心", "管委会", "管理局", "总局", "总署", "人民法院", "人民检察院",
    "中央军委", "国务院", "党组",
    "协会", "机制", "公司", "银行", "局", "厅", "委", "部", "院", "署", "处", "分行",
)  # fmt: skip
# A national organ with organs of its own in every place: 国家税务总局|云岭省税务局
_BRANCHES = {
    "国家税务总局": "税务局", "国家统计局": "调查总队", "国家外汇管理局": "分局",
    "国家金融监督管理总局": "监管局", "中国银行保险监督管理委员会": "监管局",
    "中国证券监督管理委员会": "监管局", "中国证监会": "监管局", "中国银保监会": "监管局",
    "国家矿山安全监察局": "局", "中国人民银行": "分行",
}  # fmt: skip


def split_organs(names: str) -> tuple[str, ...]:
    """Cut a run of organ names, also one without any space between them; () if it is none.

    >>> split_organs("广州市人力资源和社会保障局广州市财政局")
    ('广州市人力资源和社会保障局', '广州市财政局')
    """
    found: list[str] = []
    if re.search(r"[《》“”：:。]", names):
        return ()
    names = re.sub(r"[（(][^（）()]*挂[^（）()]*(?:[)）]|$)", "", names)
    for part in re.split(r"[\s　、，,；;]+", names.strip()):
        cut = _cut(part)
        if not cut:
            return ()
        found.extend(_with_branches(cut))
    return tuple(dict.fromkeys(found))


def _with_branches(organs: Sequence[str]) -> list[str]:
    """Join a national organ with the name of its branch that was cut off behind it."""
    joined: list[str] = []
    for organ in organs:
        end = _BRANCHES.get(joined[-1]) if joined else None
        if end is not None and organ.endswith(end) and _names_place_first(organ):
            joined[-1] += organ
        else:
            joined.append(organ)
    return joined


def _names_place_first(organ: str) -> bool:
    places = find_regions(organ)
    return bool(places) and places[0].start == 0


def _cut(name: str) -> list[str]:
    """Cut one unspaced run: after an organ's end where the region's name begins anew."""
    plain = re.sub(r"[（(][^（）()]*[)）]$", "", name)
    known = find_issuers(plain)
    bounds = [(0, 0), *((item.start, item.end) for item in known), (len(plain), len(plain))]
    if len(known) > 1 and all(left[1] == right[0] for left, right in pairwise(bounds)):
        return [plain[item.start : item.end] for item in known]
    for cut in range(3, len(plain) - 2):
        if plain[:cut].endswith(ORGAN_ENDS) and _is_organ_start(plain[cut:]):
            return [*_cut(plain[:cut]), *_cut(plain[cut:])]
    if not 2 <= len(plain) <= 90 or not plain.endswith(ORGAN_ENDS):
        return []
    ends = "|".join(ORGAN_ENDS)
    start = plain[:3] if len(plain) > 6 else ""
    pieces = (
        re.split(rf"(?<=局|厅|委|会|部|院|府|室|心)(?={re.escape(start)})", plain)
        if start
        else [plain]
    )
    if len(pieces) > 1 and all(re.search(rf"(?:{ends})$", piece) for piece in pieces):
        return pieces
    return [name if re.search(r"[)）]$", name) and plain != name else plain]


def _is_organ_start(name: str) -> bool:
    """True where a known organ of the state begins, as in 商务部办公厅|财政部办公厅."""
    known = find_issuers(name)
    return bool(known) and known[0].start == 0 and known[0].region in (None, "全国")
