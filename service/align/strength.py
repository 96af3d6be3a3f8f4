"""Strength of a measure: words that bind, hedge, narrow, widen or turn a rule round."""

from __future__ import annotations

import re

from service.align.report import Difference

# Words by which a draft does less than it was told: it explores, studies, waits, or picks a few.
_HEDGES = re.compile(
    r"探索|适时研究|可研究|再研究|研究[^，。；]{0,12}可行性|条件成熟(?:时|后)|视情|酌情|择机|有条件地"
    r"|(?:选择|遴选|确定|挑选)\d*[一二两三四五六七八九十]*[家个户](?![^，。；]*以上)|先行试点|试点\d*[一二两三四五]*家"
    r"|仅限|只对|暂缓|暂不|逐步研究|沟通|争取|尽量|尽可能|再推荐|再予|再行|方可|后再"
)
# Words by which a draft does more: no exception, every one, at once.
_WIDENS = re.compile(
    r"一律|全部|全覆盖|所有|应试尽试|应[\u4e00-\u9fff]尽[\u4e00-\u9fff]|无条件|全额"
)
# The reference takes something away; the draft keeps it.
_REMOVES = re.compile(r"取消|减少|停止|压缩|清理|免除|放宽|剥离")
_KEEPS = re.compile(r"继续(?:要求|实行|执行|收取|保留|提供)|保留|维持|可以[^，。；]{0,12}继续")
# New thresholds a draft puts in front: 运行满一年并经考核合格的
_NEW_CONDITION = re.compile(
    r"满[一二三四五\d]+个?[年月]|经考核合格|经审核同意后|须[^，。；]{0,6}批准"
)

Pair = tuple[tuple[Difference, ...], tuple[Difference, ...]]


def compare_strength(reference: str, draft: str) -> Pair:
    """Return (what makes the draft weaker, what makes it stronger than the reference).

    >>> [d.draft_text for d in compare_strength("支持开展跨境电商。", "适时研究开展跨境电商。")[0]]
    ['适时研究']
    """
    weaker = [Difference("strength", None, word) for word in _new_words(_HEDGES, reference, draft)]
    weaker += [
        Difference("scope", None, word) for word in _new_words(_NEW_CONDITION, reference, draft)
    ]
    if _REMOVES.search(reference) and (kept := _KEEPS.search(draft)):
        removed = _REMOVES.search(reference)
        weaker.append(Difference("direction", removed.group() if removed else None, kept.group()))
    stronger = [
        Difference("strength", None, word) for word in _new_words(_WIDENS, reference, draft)
    ]
    return tuple(weaker), tuple(stronger)


def _new_words(pattern: re.Pattern[str], reference: str, draft: str) -> list[str]:
    """The matches in the draft whose kind of word the reference does not use itself."""
    ours = {match.group() for match in pattern.finditer(reference)}
    found: list[str] = []
    for match in pattern.finditer(draft):
        word = match.group()
        if word not in found and not any(word in mine or mine in word for mine in ours):
            found.append(word)
    return found
