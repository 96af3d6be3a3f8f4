"""Whether a document is in force on a day, from its own dates and from what others repeal.

Nothing is stored: the facts are dates and references in the catalogue, the status is computed
when asked. A rule lives until it expires by its own terms or another act repeals it; an amendment
leaves the rest of it in force.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from corpus.catalogue import Catalogue, DocumentSummary, StoredReference
from corpus.document import DocType, Relation, Status
from corpus.versions import successors, version_date

#: Kinds of page that lay down no rule of their own, so that 有效 would say too much of them.
_NOT_NORMATIVE: frozenset[DocType] = frozenset({"新闻", "解读", "问答", "其他"})
#: Kinds that tell of an end or a change but make none ("修订《…奖励办法》" among a year's plans).
_TELLING: frozenset[DocType] = frozenset({"新闻", "解读", "问答", "报告", "审议意见", "指南"})
#: A title this short (《管理办法》) names no single document.
_SHORTEST_TITLE = 8
# The version of a law behind its title: （2018年修正）, (2024修订).
_AMENDED = re.compile(
    r"[(（](?:19|20)\d\d年?(?:第[一二三四五]次)?(?:修正|修订|修正文本|修订版)[)）]"
)
_NOISE = re.compile(r"[\s《》〈〉“”\"'（）()〔〕\[\]，,。:：、·]+")


@dataclass(frozen=True, slots=True)
class StatusAt:
    """A status on one day, why, and the document that caused it (None: the document itself)."""

    status: Status
    reason: str
    because_document_id: str | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What one document does to another: 废止 or 修改, from ``on`` (None: since ever).

    ``is_version`` marks the next version of the same law, which takes the older text's place.
    """

    relation: Relation
    by: DocumentSummary
    on: date | None
    is_version: bool = False


@dataclass(slots=True)
class RepealIndex:
    """For each document held, the repeals and amendments that other held documents state."""

    effects: dict[str, list[Effect]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def build(cls, catalogue: Catalogue) -> RepealIndex:
        """Read every 废止 and 修改 reference of the catalogue and resolve what it names."""
        return cls.of(catalogue.summaries(), catalogue.all_references())

    @classmethod
    def of(
        cls, summaries: Sequence[DocumentSummary], references: Iterable[StoredReference]
    ) -> RepealIndex:
        """Resolve the references among ``summaries`` by number, else by whole title."""
        index = cls()
        held = {item.document_id: item for item in summaries}
        targets = _Targets.of(summaries)
        for stored in references:
            by = held.get(stored.document_id)
            reference = stored.reference
            if by is None or reference.relation not in ("废止", "修改"):
                continue
            effect = Effect(reference.relation, by, by.effective_on or by.dated_on)
            for target in targets.named(reference.doc_number, reference.title):
                if _can_affect(by, target, by_title=reference.doc_number is None):
                    index.effects[target.document_id].append(effect)
        for document_id, newer in successors(summaries, title_key).items():
            effect = Effect("修改", newer, version_date(newer), is_version=True)
            index.effects[document_id].append(effect)
        return index

    def effects_on(self, document_id: str) -> Sequence[Effect]:
        """Return what other documents do to one document, in no order."""
        return self.effects.get(document_id, ())


def status_on(summary: DocumentSummary, repeals: RepealIndex, as_of: date) -> StatusAt:
    """Return the status of a document on ``as_of`` with its reason in Chinese.

    A document that states no end is 有效 until another one ends it; a page that lays down no rule
    (news, interpretation) or whose date nothing tells is 未知.
    """
    begun = summary.effective_on or summary.dated_on
    if begun is not None and begun > as_of:
        return StatusAt("尚未施行", f"自{_day(begun)}起施行")
    repealed = _effect(summary, repeals, "废止", as_of)
    if repealed is not None and not _had_expired(summary, repealed):
        return StatusAt("已废止", f"被{_named(repealed.by)}废止", repealed.by.document_id)
    if summary.expires_on is not None and summary.expires_on < as_of:
        status: Status = "已废止" if summary.stated_status == "已废止" else "已失效"
        return StatusAt(status, f"有效期至{_day(summary.expires_on)}")
    if summary.stated_status is not None and _ended_early(summary, as_of):
        return StatusAt(summary.stated_status, f"来源页面标明{summary.stated_status}")
    amended = _effect(summary, repeals, "修改", as_of)
    if amended is not None:
        return StatusAt("已被修改", _amended(amended), amended.by.document_id)
    if summary.stated_status == "已被修改" and not _is_amended_after(summary, repeals, as_of):
        return StatusAt("已被修改", "来源页面标明已被修改")
    return _in_force(summary, begun)


@lru_cache(maxsize=65_536)
def title_key(title: str) -> str:
    """Return what two spellings of one title have in common.

    >>> title_key("关于“证照分离”改革的通知") == title_key("关于证照分离改革的通知 ")
    True
    >>> title_key("中华人民共和国公司法（2018年修正）")
    '公司法'
    """
    plain = _NOISE.sub("", _AMENDED.sub("", unicodedata.normalize("NFKC", title)))
    return plain.removeprefix("中华人民共和国")


def _amended(effect: Effect) -> str:
    if effect.is_version and effect.on is not None:
        return f"已有{_day(effect.on)}的新版本"
    return f"被{_named(effect.by)}修改"


def _ended_early(summary: DocumentSummary, as_of: date) -> bool:
    """Whether the page states an end that its own term does not explain.

    A page that calls a rule ended although its term still runs knows of an early repeal. Where
    ``as_of`` lies in the past the statement may only describe what has expired since.
    """
    if summary.stated_status not in ("已废止", "已失效"):
        return False
    return summary.expires_on is None or (
        as_of <= summary.expires_on and summary.expires_on >= date.today()
    )


def _in_force(summary: DocumentSummary, begun: date | None) -> StatusAt:
    if summary.stated_status == "有效":
        return StatusAt("有效", "来源页面标明有效")
    if _lays_down_no_rule(summary):
        return StatusAt("未知", "不是规范性文件，未载明效力")
    if begun is None and summary.expires_on is None:
        return StatusAt("未知", "未载明成文、施行日期")
    if summary.expires_on is not None:
        return StatusAt("有效", f"有效期至{_day(summary.expires_on)}")
    return StatusAt("有效", "未载明有效期，库中未见废止")


def _lays_down_no_rule(summary: DocumentSummary) -> bool:
    """News and the like; a document of another kind (规划, 细则) is one if it is issued as such."""
    is_issued = summary.doc_number is not None or summary.effective_on is not None
    return summary.doc_type in _NOT_NORMATIVE and not (summary.doc_type == "其他" and is_issued)


def _effect(
    summary: DocumentSummary, repeals: RepealIndex, relation: Relation, as_of: date
) -> Effect | None:
    """The latest effect of one kind that has begun by ``as_of``."""
    begun = [
        effect
        for effect in repeals.effects_on(summary.document_id)
        if effect.relation == relation and (effect.on is None or effect.on <= as_of)
    ]
    return max(begun, key=lambda effect: effect.on or date.min, default=None)


def _is_amended_after(summary: DocumentSummary, repeals: RepealIndex, as_of: date) -> bool:
    """Whether an amendment that the library holds, and a page may mean, came after ``as_of``."""
    return any(
        effect.relation == "修改" and effect.on is not None and effect.on > as_of
        for effect in repeals.effects_on(summary.document_id)
    )


def _had_expired(summary: DocumentSummary, repealed: Effect) -> bool:
    """Whether the document had run out before a list of repeals named it (宣布失效)."""
    return (
        summary.expires_on is not None
        and repealed.on is not None
        and summary.expires_on < repealed.on
        and summary.stated_status != "已废止"
    )


def _can_affect(by: DocumentSummary, target: DocumentSummary, *, by_title: bool) -> bool:
    """Whether ``by`` may end ``target``: a rule, not itself, by title only an earlier one."""
    if by.document_id == target.document_id or by.collection != target.collection:
        return False
    if by.doc_type in _TELLING:
        return False
    if by.doc_number is not None and by.doc_number == target.doc_number:
        return False  # a copy of the repealing document itself
    if not by_title:
        return True
    if by.dated_on is None or target.dated_on is None:
        return by.title != target.title
    return target.dated_on < by.dated_on


@dataclass(slots=True)
class _Targets:
    """Held documents by canonical number and by whole title."""

    by_number: dict[str, list[DocumentSummary]] = field(default_factory=lambda: defaultdict(list))
    by_title: dict[str, list[DocumentSummary]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, summaries: Sequence[DocumentSummary]) -> _Targets:
        targets = cls()
        for item in summaries:
            for number in {item.doc_number, *item.other_numbers} - {None}:
                targets.by_number[str(number)].append(item)
            for title in {item.title, item.inner_title} - {None}:
                targets.by_title[title_key(str(title))].append(item)
        return targets

    def named(self, doc_number: str | None, title: str | None) -> Sequence[DocumentSummary]:
        """The documents a reference names; a number that is not held is not looked up by title."""
        if doc_number is not None:
            return self.by_number.get(doc_number, [])
        if title is None or len(title_key(title)) < _SHORTEST_TITLE:
            return []
        return self.by_title.get(title_key(title), [])


def _named(summary: DocumentSummary) -> str:
    number = f"（{summary.doc_number}）" if summary.doc_number else ""
    return f"《{summary.title}》{number}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
