"""Comparison and eligibility as JSON."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from corpus.document import Level, Status
from service.profile import Profile
from service.schema.cards import IncentiveView, Number
from service.schema.query import FilterFields
from service.schema.strict import Strict


class EligibilityQuery(Strict):
    """Who asks: one sentence, or a form; what the form says goes before the sentence."""

    text: str = Field("", max_length=2000, description="一句话介绍")
    profile: Profile | None = Field(None, description="表单各项；未填为 null")
    filters: FilterFields = FilterFields()
    as_of: date | None = Field(None, description="按哪一天判断效力，缺省为今天")
    verdict: Literal["yes", "no", "unknown"] | None = Field(None, description="只要某一种结论")
    limit: int = Field(100, ge=1, le=500)
    offset: int = Field(0, ge=0)


class DecisionView(Strict):
    """How one condition stands; offsets are those of the document's text."""

    text: str
    verdict: Literal["yes", "no", "unknown"]
    reason: str
    missing: str | None
    start: int
    end: int


class EstimateView(Strict):
    """What the rule would come to, with its computation; never a promise."""

    low: Number | None
    high: Number
    computation: str


class EligibilityItem(Strict):
    """One incentive with the conclusion on it."""

    card: IncentiveView
    verdict: Literal["yes", "no", "unknown"]
    decisions: list[DecisionView]
    missing: list[str]
    estimate: EstimateView | None


class EligibilityView(Strict):
    """Every incentive that was looked at, yes before unknown before no."""

    profile: Profile
    items: list[EligibilityItem]
    total: int
    counts: dict[str, int]
    limit: int
    offset: int
    note: str = "根据所给信息与条文逐条比对得出，仅供参考，不构成承诺；以主管部门审核为准。"


class CompareQuery(Strict):
    """What to put side by side: regions or documents (two or more)."""

    regions: list[str] = Field([], max_length=8, description="地区")
    documents: list[str] = Field([], max_length=8, description="文件编号或来源路径")
    kind: Literal["incentive", "target", "procedure"] = "incentive"
    benefit_type: str | None = Field(None, max_length=20)
    q: str | None = Field(None, max_length=200)
    collection: str | None = Field(None, max_length=80)
    as_of: date | None = None


class CompareCell(Strict):
    """One side's rule on the subject of a row."""

    card_id: int | None
    document_id: str
    source: str
    title: str
    doc_number: str | None
    clause_label: str | None
    level: Level | None
    status: Status
    text: str
    start: int
    end: int
    shown: dict[str, str | None]


class CompareRow(Strict):
    """The same rule on every side; a side without one is null (未规定)."""

    subject: str
    cells: list[CompareCell | None]
    differences: list[str]
    relation: str | None


class CompareView(Strict):
    """The table: one column for each region or document asked for."""

    columns: list[str]
    rows: list[CompareRow]
