"""The types that flow from a page to the catalogue: PolicyDocument(Clause, Reference, …).

Offsets are Unicode code points of the cleaned text, and hold everywhere:
``document.text[x.start:x.end]`` is the text of ``x``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Literal

from corpus.cards import Card

Status = Literal["有效", "尚未施行", "已失效", "已废止", "已被修改", "未知"]
Level = Literal["国家", "省", "市", "县区"]
Relation = Literal["依据", "落实", "转发", "印发", "修改", "废止", "解释", "参照", "批复", "报告"]
DocType = Literal[
    "意见", "通知", "决定", "批复", "函", "办法", "条例", "法律", "方案", "措施", "通告",
    "公告", "通报", "解读", "审议意见", "报告", "新闻", "指南", "问答", "其他",
]  # fmt: skip
ClauseKind = Literal["编", "章", "节", "条", "款", "项", "目", "段", "附件", "表", "前言", "落款"]

#: The collection of real documents that a user ingests without naming another.
DEFAULT_COLLECTION = "default"
#: Invented documents that ship with the product (DESIGN §6).
EXAMPLES_COLLECTION = "examples"
#: Real matter that ships with the product, always searched.
REFERENCE_COLLECTION = "reference"


def stable_id(*parts: str) -> str:
    """Return 16 hex digits of the sha256 over ``parts``, the same on every machine."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Clause:
    """One addressable unit (编/章/节/条/款/项/目 or 一、（一）1.) of a document.

    ``label`` is what the document prints (第十五条, （三）, 1.), None for an unprinted 款 or a
    preamble. ``path`` is the full citation as one writes it (第十五条第二款第（三）项).
    ``depth`` counts from 1; ``parent`` is the ordinal of the enclosing clause in the document's
    tuple of clauses, None at the top. ``start`` and ``end`` include children; siblings never
    overlap; clauses stand in order of ``start``, a parent before its children.
    """

    label: str | None
    path: str
    kind: ClauseKind
    depth: int
    heading: str | None
    start: int
    end: int
    parent: int | None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"clause {self.path!r} has no extent: {self.start}–{self.end}")
        if self.depth < 1:
            raise ValueError(f"clause {self.path!r} has depth {self.depth}, expected ≥ 1")


@dataclass(frozen=True, slots=True)
class Reference:
    """A relation of this document to another one, with the words that prove it.

    ``doc_number`` is canonical (国发〔2019〕11号) or None; ``title`` without 《》 or None;
    ``cue`` is verbatim text, ``start``/``end`` its place; ``clause_path`` the clause it stands in.
    """

    relation: Relation
    doc_number: str | None
    title: str | None
    clause_path: str | None
    cue: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Removal:
    """A run of characters that cleaning took out or replaced, and the rule that did it.

    ``position`` is the offset in the cleaned text where the run stood; ``replacement`` is what
    stands there now (empty for a deletion).
    """

    text: str
    rule: str
    position: int
    replacement: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a metadata value was read: ``field`` by ``rule`` from the words ``text``.

    ``start``/``end`` are offsets in the cleaned text, or None where the value stood in the
    page's own metadata (a meta tag, a table above the body) that the cleaned text does not keep.
    """

    field: str
    rule: str
    text: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Source:
    """Where bytes were found: ``path`` is the ingested argument's name plus the path below it."""

    path: str
    sha256: str
    size: int
    format: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class PolicyDocument:
    """A policy document as understood: clean text, metadata, clauses, references and ledger.

    Unknown is None or an empty tuple, never guessed. ``effective_on``/``expires_on`` are the first
    and the last day in force, computed from the text where it states a period. ``stated_status``
    is what the page itself says of its validity (有效/失效/废止), None where it is silent.
    ``digest`` marks a summary that must not be quoted as the official text (要点摘编，非原文).
    ``suspect_figures`` is set when digits look scrambled by an anti-copying font, so that no figure
    of the text may be answered as fact.
    """

    document_id: str
    source: str
    collection: str
    title: str
    text: str
    doc_number: str | None = None
    other_numbers: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    issued_on: date | None = None
    published_on: date | None = None
    effective_on: date | None = None
    expires_on: date | None = None
    stated_status: Status | None = None
    doc_type: DocType = "其他"
    level: Level | None = None
    region: str | None = None
    topics: tuple[str, ...] = ()
    inner_title: str | None = None
    digest: bool = False
    suspect_figures: bool = False
    clauses: tuple[Clause, ...] = ()
    references: tuple[Reference, ...] = ()
    removed: tuple[Removal, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    cards: tuple[Card, ...] = ()

    def __post_init__(self) -> None:
        if not self.title.strip() or not self.text.strip():
            raise ValueError(f"{self.source}: a document needs a title and a text")
        spans: tuple[Clause | Reference | Card, ...] = (
            *self.clauses,
            *self.references,
            *self.cards,
        )
        for item in spans:
            if not 0 <= item.start < item.end <= len(self.text):
                raise ValueError(f"{self.source}: span {item.start}–{item.end} outside the text")

    @property
    def content_hash(self) -> str:
        """sha256 of the cleaned text: what the indexes compare."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    def text_of(self, span: Clause | Reference | Card) -> str:
        """Return the verbatim text of a clause, of a reference's cue or of a card's rule."""
        return self.text[span.start : span.end]


def document_id_of(source: str) -> str:
    """Return the id of the document found at ``source``: it survives corrections of the text."""
    return stable_id("document", source)
