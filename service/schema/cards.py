"""Cards as JSON (DESIGN §5): incentives, targets and procedures, each field with its span."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from corpus.document import Level, Status
from service.schema.query import FilterFields
from service.schema.strict import Strict

MAX_CARDS = 500
CardSort = Literal["document", "amount", "-amount", "deadline"]
Number = int | float


class CardHead(Strict):
    """What every card says of where it stands; offsets are those of the document's text."""

    card_id: int | None = Field(description="库中编号；ceyuan parse 的结果没有")
    document_id: str
    source: str
    title: str
    doc_number: str | None
    region: str | None
    level: Level | None
    clause_label: str | None
    status: Status
    digest: bool = Field(description="所在文件是要点摘编，非原文")
    example: bool = Field(description="所在文件是虚构的示例")
    suspect_figures: bool = Field(description="所在文件的数字疑被反复制字体打乱")
    effective_on: date | None
    expires_on: date | None
    text: str = Field(description="所据原文，逐字")
    start: int
    end: int
    spans: dict[str, tuple[int, int]]


class TierView(Strict):
    """One step of a graded rule."""

    label: str
    amount: Number | None
    rate: Number | None


class IncentiveView(CardHead):
    """谁、多少、上限、条件、期限、谁办；金额为元，比例为百分数。"""

    kind: Literal["incentive"] = "incentive"
    beneficiary: str | None
    sector: str | None
    conditions: list[str]
    benefit_type: str
    amount_text: str | None
    amount_min: Number | None
    amount_max: Number | None
    rate_min: Number | None
    rate_max: Number | None
    cap: Number | None
    cap_per: str | None
    unit: str | None
    base: str | None
    tiers: list[TierView]
    period: str | None
    combination: str | None
    scope: str | None = None
    department: str | None
    co_departments: str | None
    window: str | None


class TargetView(CardHead):
    """指标、数值、单位（照原文）、比较符、年份。"""

    kind: Literal["target"] = "target"
    indicator: str
    value: Number
    upper: Number | None
    unit: str
    comparator: str
    baseline: str | None
    deadline_year: int | None
    deadline_text: str | None
    scope: str | None
    department: str | None


class ProcedureView(CardHead):
    """事项、申请人、步骤、材料、时限、地点、部门。"""

    kind: Literal["procedure"] = "procedure"
    name: str
    applicant: str | None
    steps: list[str]
    materials: list[str]
    time_limit: str | None
    promised_limit: str | None
    where: str | None
    phone: str | None
    fee: str | None
    department: str | None
    result: str | None


CardView = IncentiveView | TargetView | ProcedureView


class CardQuery(FilterFields):
    """Which cards to list; every given condition must hold."""

    kind: Literal["incentive", "target", "procedure"] | None = Field(None, description="种类")
    document: str | None = Field(None, max_length=400, description="文件编号或来源路径")
    applies: bool = Field(default=False, description="地区按“适用于”理解：上级规定也列出")
    sector: str | None = Field(None, max_length=80, description="行业（条文中的字样）")
    beneficiary: str | None = Field(None, max_length=80, description="对象包含")
    benefit_type: str | None = Field(None, max_length=20, description="补贴、奖励、租金减免……")
    amount_from: float | None = Field(None, ge=0, description="金额不低于（元）")
    amount_to: float | None = Field(None, ge=0, description="金额不高于（元）")
    year: int | None = Field(None, description="目标年份")
    valid: bool = Field(default=False, description="只列当日有效的")
    q: str | None = Field(None, max_length=200, description="原文包含，多个词用空格隔开")
    as_of: date | None = Field(None, description="按哪一天判断效力，缺省为今天")
    sort: CardSort = "document"


class CardPageQuery(CardQuery):
    """Which page of the cards."""

    limit: int = Field(100, ge=1, le=MAX_CARDS)
    offset: int = Field(0, ge=0)


class CardList(Strict):
    """A page of cards; ``total`` counts all that match."""

    cards: list[CardView]
    total: int
    limit: int
    offset: int
