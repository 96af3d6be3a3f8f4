"""What a person sends: a query or question with its filters and date."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, field_validator

from corpus.document import DocType, Level, Status
from corpus.viewer import Filters
from service.schema.strict import Strict

#: Longer queries are pasted documents, not questions; ``verify`` and ``align`` take those.
MAX_QUERY_CHARS = 2_000
MAX_TOP_K = 200
MAX_HISTORY = 20
MAX_VERIFIED_CHARS = 50_000
#: A collection's name, e.g. 经开区_2023.
COLLECTION_PATTERN = r"^[\w\-]{1,80}$"


class FilterFields(Strict):
    """Conditions of a query; every given one must hold, and an unknown value finds nothing."""

    region: str | None = Field(None, max_length=80, description="地区；省级规定适用于其下各市县")
    level: Level | None = Field(None, description="层级")
    type: DocType | None = Field(None, description="文种")
    issuer: str | None = Field(None, max_length=120, description="发文机关")
    since: date | None = Field(None, description="成文（发布）日期不早于，YYYY-MM-DD")
    until: date | None = Field(None, description="成文（发布）日期不晚于，YYYY-MM-DD")
    status: Status | None = Field(None, description="效力状态")
    collection: str | None = Field(None, max_length=80, description="文件集")

    @field_validator("region", "issuer", "collection")
    @classmethod
    def _blank_is_none(cls, value: str | None) -> str | None:
        return value.strip() or None if value is not None else None

    def filters(self) -> Filters:
        """Return these conditions as the catalogue and the indexes take them."""
        return Filters(
            region=self.region,
            level=self.level,
            doc_type=self.type,
            issuer=self.issuer,
            since=self.since,
            until=self.until,
            status=self.status,
            collection=self.collection,
        )


def _stripped(value: str) -> str:
    """Refuse a query of white space only: it would match anything."""
    if not value.strip():
        raise ValueError("不能为空")
    return value.strip()


class SearchRequest(Strict):
    """Body of ``POST /api/search``."""

    query: str = Field(min_length=1, max_length=MAX_QUERY_CHARS, description="检索词或问题")
    top_k: int = Field(10, ge=1, le=MAX_TOP_K, description="最多返回多少条")
    filters: FilterFields = FilterFields()
    as_of: date | None = Field(None, description="按哪一天判断效力，缺省为今天")
    facets: bool = Field(default=False, description="同时统计全部命中文件的筛选项")

    _query = field_validator("query")(_stripped)


class Turn(Strict):
    """One earlier exchange of a conversation."""

    role: Literal["user", "assistant"]
    text: str = Field(max_length=8_000)


class AskRequest(Strict):
    """Body of ``POST /api/ask``."""

    question: str = Field(min_length=1, max_length=MAX_QUERY_CHARS, description="问题")
    filters: FilterFields = FilterFields()
    as_of: date | None = Field(None, description="按哪一天判断效力，缺省为今天")
    history: list[Turn] = Field(default=[], max_length=MAX_HISTORY, description="此前的问答")
    stream: bool = Field(default=False, description="以 SSE 事件流逐句返回")

    _question = field_validator("question")(_stripped)


class VerifyRequest(Strict):
    """Body of ``POST /api/verify``."""

    text: str = Field(min_length=1, max_length=MAX_VERIFIED_CHARS, description="要核对的文字")
    filters: FilterFields = FilterFields()
    as_of: date | None = Field(None, description="按哪一天判断效力，缺省为今天")

    _text = field_validator("text")(_stripped)
