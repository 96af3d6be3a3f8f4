"""The wording of refusals: what was looked for, what is nearest, what to ask or ingest next.

“Not in the library” is never worded as “does not exist”.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from service.answer.building import Exhibit
from service.answer.model import Answer, Nearest, Refusal, RefusalKind

_NEAREST = 3
_QUOTED = 160


def refuse(
    question: str,
    kind: RefusalKind,
    message: str,
    *,
    nearest: Sequence[Exhibit],
    as_of: date,
) -> Answer:
    """Return the answer that refuses, with the nearest evidence."""
    refusal = Refusal(kind, message, tuple(nearest_of(item) for item in nearest[:_NEAREST]))
    return Answer(
        question=question,
        verdict="refused",
        refusal=refusal,
        answer=message,
        sentences=(),
        citations=(),
        as_of=as_of,
    )


def nearest_of(exhibit: Exhibit) -> Nearest:
    """Return an exhibit as the nearest evidence of a refusal."""
    document = exhibit.document
    return Nearest(
        document_id=document.document_id,
        source=document.source,
        doc_number=document.doc_number,
        title=document.title,
        clause_label=exhibit.clause.path if exhibit.clause else None,
        text=exhibit.quote[:_QUOTED],
        status=exhibit.status,
    )


def absent_region(places: str) -> str:
    """Word that only other places' documents are held."""
    return (
        f"库中没有找到适用于{places}的相关规定；这不表示该地没有此类政策。"
        f"下面是其他地区最接近的内容，仅供参考。可导入{places}的文件后再问。"
    )


def absent_year(years: str) -> str:
    """Word that only other years' documents are held."""
    return (
        f"库中没有找到{years}的相关规定；这不表示该年没有此类政策。"
        f"下面是其他年份最接近的内容。可导入{years}的文件，或改问已入库的年份。"
    )


def absent_document(name: str, mentions: Sequence[str]) -> str:
    """Word that a named document is not held, and which held ones mention it."""
    known = f"库中仅有《{'》《'.join(mentions[:3])}》提到它。" if mentions else ""
    return (
        f"库中未收录{name}的文本，无法据此回答；这不表示该文件不存在。{known}可导入该文件后再问。"
    )


def no_number(title: str) -> str:
    """Word that a held document's text states no number."""
    return f"库中《{title}》的文本未载明发文字号，无法给出；可导入载明文号的版本后再问。"


def absent() -> str:
    """Word that nothing held answers."""
    return (
        "库中没有找到能回答这个问题的内容；这不表示没有相关规定。"
        "下面是最接近的内容。可补充地区、年份或文件名称后再问，或导入相关文件。"
    )


def filtered_out() -> str:
    """Word that the filters leave nothing."""
    return (
        "当前筛选条件下没有可供回答的文件。请放宽地区、层级、年份等筛选条件，或导入相关文件后再问。"
    )


def not_granted(title: str) -> str:
    """Word that the document at hand does not lay down what was asked."""
    return f"《{title}》未规定所问的内容。下面是该文件中最接近的规定，供核对。"


def off_topic() -> str:
    """Word that the question is none of policy."""
    return "这个问题不属于政策文件问答的范围。请就政策文件的规定、标准、条件、流程等提问。"


def suspect(title: str) -> str:
    """Word that the figures of the only source cannot be trusted."""
    return (
        f"《{title}》入库文本中的数字疑似被防复制字体打乱，不能作为事实回答。"
        "请导入该文件的可靠版本（如官方网页或 PDF）后再问。"
    )
