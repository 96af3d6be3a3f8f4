"""What is said before the quoted sentences: whose rule it is, and that it is not in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from corpus.catalogue import DocumentSummary
from service.answer.asking import Asking
from service.answer.building import Exhibit
from service.answer.library import Library
from service.answer.model import Check, Sentence, currency_of
from service.answer.option import Option
from service.answer.premise import Correction
from service.answer.standing import named, spoken, warning

#: The reason that a lead's check carries: it rests on the catalogue, not on the quote.
FROM_CATALOGUE = "依据目录库著录的文件信息"


def leads_of(
    asking: Asking,
    options: Sequence[Option],
    exhibits: Mapping[str, Exhibit],
    *,
    library: Library,
    day: date,
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
        text = warning(option.summary, library.snapshot, day, library.today)
        if text is None and ("document" in asking.wants or len(options) > 1):
            text = _name(option.summary)
        if text is not None:
            check = Check("supported", currency_of(option.evidence.status), FROM_CATALOGUE)
            leads.append(Sentence(text, (n,), check))
    return tuple(leads)


#: The reason that a correction's check carries: it sets the question beside the quote.
CORRECTED = "更正提问中的说法，依据所引原文"


def corrections_of(
    correction: Correction | None, options: Sequence[Option], exhibits: Mapping[str, Exhibit]
) -> tuple[Sentence, ...]:
    """Return the sentence that sets a false premise right, citing where the rule says so."""
    if correction is None:
        return ()
    option = options[0]
    stated = option.evidence.reading.sentences[correction.index]
    for place, item in enumerate(exhibits.values(), start=1):
        if item.start <= stated.start and stated.end <= item.end:
            text = (
                f"与提问所述不同：{named(option.summary)}写明的是“{correction.true}”，"
                f"不是“{correction.said}”。"
            )
            check = Check("supported", currency_of(option.evidence.status), CORRECTED)
            return (Sentence(text, (place,), check),)
    return ()


def _name(summary: DocumentSummary) -> str:
    issued = f"，{spoken(summary.issued_on)}" if summary.issued_on else ""
    return f"{named(summary)}{issued}："


def notes_of(options: Sequence[Option]) -> tuple[str, ...]:
    """Return the remarks that an answer must carry: a digest is not the official text."""
    digests = [item for item in options if item.summary.digest]
    return ("依据为摘编，无法核对原文。",) if digests else ()
