"""What is said before the quoted sentences: whose rule it is, and that it is not in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.document import Status
from service.answer.asking import Asking
from service.answer.building import Exhibit
from service.answer.judge import Option
from service.answer.model import Check, Sentence, currency_of

#: The reason that a lead's check carries: it rests on the catalogue, not on the quote.
FROM_CATALOGUE = "依据目录库著录的文件信息"

_SAID: dict[Status, str] = {
    "已失效": "已经失效",
    "已废止": "已经废止",
    "已被修改": "已被修改",
    "尚未施行": "尚未施行",
}


def leads_of(
    asking: Asking, options: Sequence[Option], exhibits: Mapping[str, Exhibit]
) -> tuple[Sentence, ...]:
    """Return the sentences that come first, each citing its document's first exhibit."""
    numbers: dict[str, int] = {}
    for place, exhibit in enumerate(exhibits.values(), start=1):
        numbers.setdefault(exhibit.document.document_id, place)
    leads: list[Sentence] = []
    for option in {item.summary.document_id: item for item in options}.values():
        n = numbers.get(option.summary.document_id)
        if n is None:
            continue
        text = _lead(option, named="document" in asking.wants or len(options) > 1)
        if text is not None:
            check = Check("supported", currency_of(option.evidence.status), FROM_CATALOGUE)
            leads.append(Sentence(text, (n,), check))
    return tuple(leads)


def _lead(option: Option, *, named: bool) -> str | None:
    summary, status = option.summary, option.evidence.status
    said = _SAID.get(status)
    number = f"（{summary.doc_number}）" if summary.doc_number else ""
    if said is not None:
        return f"注意：《{summary.title}》{number}{said}，以下仅为该文件当时的规定。"
    if not named:
        return None
    issued = f"，{summary.issued_on}" if summary.issued_on else ""
    return f"《{summary.title}》{number}{issued}："


def notes_of(options: Sequence[Option]) -> tuple[str, ...]:
    """Return the remarks that an answer must carry: a digest is not the official text."""
    digests = [item for item in options if item.summary.digest]
    return ("依据为摘编，无法核对原文。",) if digests else ()
