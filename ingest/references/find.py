"""Which other documents a document stands on, carries out, sends out, changes or ends.

Each relation is proved by words of the text: a cue (根据, 为贯彻落实, 转发, 同时废止 …) beside the
name or number of the other document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from corpus.document import Clause, DocType, Reference, Relation
from ingest.references.cues import Context, relation_of
from ingest.references.mentions import Mention, find_mentions
from ingest.unwrap import unwrap

_SENTENCE_END = re.compile(r"[。\n]|；(?![^（(]*[)）])")


# A short name that was never explained: 《办法》, 《实施意见》.
_BARE_KIND = re.compile(
    r"(?:实施|若干|行动|工作|暂行|管理|指导)*(?:办法|意见|通知|方案|规定|条例|细则|措施|规划|计划|指南|指引|决定|公告|报告|解释|规则|清单|政策|目录)"
)
# Papers that are no rules: "食品经营许可证", "受理回执", "申报表".
_FORMS = re.compile(
    r"(?:证|证书|回执|表|授权书|承诺书|告知书|申请书|协议书?|合同|证明|发票|凭证|户口[簿本]|名单|批文|执照|卡|单)$"
)


class OwnFields(Protocol):
    """What a document says of itself, as far as its references need it."""

    @property
    def title(self) -> str: ...
    @property
    def doc_number(self) -> str | None: ...
    @property
    def inner_title(self) -> str | None: ...
    @property
    def doc_type(self) -> DocType: ...


def find_references(text: str, clauses: Sequence[Clause], own: OwnFields) -> tuple[Reference, ...]:
    """Return the relations of a document to others, in order of the words that prove them.

    The same relation to the same document is kept once a clause.
    """
    unwrapped = unwrap(text)
    mentions = find_mentions(unwrapped.text)
    found: list[Reference] = []
    seen: set[tuple[Relation, str, str | None]] = set()
    for index, mention in enumerate(mentions):
        context = _context(unwrapped.text, mentions, index, own)
        if context is None or _is_form(mention):
            continue
        hit = relation_of(context)
        if hit is None or _is_self(mention, hit[0], own):
            continue
        start, end = unwrapped.span(hit[1], hit[2])
        path = _path_at(clauses, unwrapped.span(mention.start, mention.end)[0])
        number = str(mention.number) if mention.number else None
        key = (hit[0], number or mention.title or "", path)
        if key in seen:
            continue
        seen.add(key)
        found.append(Reference(hit[0], number, mention.title, path, text[start:end], start, end))
    return tuple(found)


def _context(text: str, mentions: Sequence[Mention], index: int, own: OwnFields) -> Context | None:
    mention = mentions[index]
    start = 0
    for match in _SENTENCE_END.finditer(text, max(0, mention.start - 400), mention.start):
        if not any(
            m.start < match.start() < m.end for m in mentions[max(0, index - 4) : index + 1]
        ):
            start = match.end()
    start = max(start, mention.start - 400)
    stop = next(
        (
            match.start()
            for match in _SENTENCE_END.finditer(text, mention.end, mention.end + 700)
            if not any(m.start < match.start() < m.end for m in mentions[index : index + 12])
        ),
        min(len(text), mention.end + 700),
    )
    others = tuple(
        (m.start, m.end) for m in mentions if start <= m.start < stop and m is not mention
    )
    return Context(text, mention, start, stop, others, own.title, own.doc_type, index == 0)


def _is_form(mention: Mention) -> bool:
    """True for what 《》 names besides documents: a certificate, a form, a bare 《办法》."""
    title = re.sub(r"[（(][^（）()]*[)）]$|\s", "", mention.title or "")
    if mention.number is not None or not title:
        return False
    return _BARE_KIND.fullmatch(title) is not None or _FORMS.search(title) is not None


def _is_self(mention: Mention, relation: Relation, own: OwnFields) -> bool:
    """A document's own name is no reference; an earlier version that it ends has the same one."""
    if mention.number is not None and str(mention.number) == own.doc_number:
        return True
    if relation in ("废止", "修改") or (relation == "印发" and own.inner_title):
        return False
    title = re.sub(r"\s", "", mention.title or "")
    return title != "" and title in (
        re.sub(r"\s", "", own.title), re.sub(r"\s", "", own.inner_title or "")
    )  # fmt: skip


def _path_at(clauses: Sequence[Clause], position: int) -> str | None:
    """Return the path of the deepest labelled clause at ``position``."""
    found: str | None = None
    for clause in clauses:
        if clause.start > position:
            break
        if position < clause.end and (clause.label is not None or clause.kind == "款"):
            found = clause.path
    return found
