"""Why a document does not answer: words, benefits, figures or editions of a question it lacks."""

from __future__ import annotations

import re
from dataclasses import replace

from service.answer.asking import Asking, Want
from service.answer.compose import shows_wanted
from service.answer.granting import benefit_asked
from service.answer.model import RefusalKind
from service.answer.option import Option, says
from service.answer.shows import shows
from service.answer.subject import Subject, is_of_region
from service.answer.wording import plain

#: The least share of the question's character pairs in what would answer.
_ANSWERED = 0.1
#: A sentence this likely to answer, with the figure asked for, answers also in other words.
_CLEAR = 0.6
#: In a document that is known to be the one meant, fewer words may be missing.
_WORDS_KNOWN = 0.5
_WORDS_UNKNOWN = 0.4
#: A sentence less likely than this does not bear out or deny a thing that the document never names.
_UNLIKELY = 0.35
#: A word no longer than this is often said otherwise.
_SHORT = 2
#: How far before a figure the words may stand that say what is given.
_BEFORE = 2
#: A clause's first characters, which hold its heading.
_HEADING = 60


def lack(asking: Asking, subject: Subject, best: Option) -> RefusalKind | None:
    """Return why the best document does not answer, None where it does."""
    if best.borne < _ANSWERED:
        return "absent"
    known = is_meant(subject, best)
    if best.excludes is not None and not asking.yes_no:
        return "not_granted"
    benefit = benefit_asked(asking) if asking.wants_amount else None
    if benefit is not None and not _mentions(benefit, plain(best.said_near())):
        return "not_granted" if known else "absent"
    if _lacks_words(asking, best, known=known):
        return "not_granted" if known else "absent"
    if asking.wants_amount and not _shows_amount(asking, best):
        return "not_granted"
    return None


def is_meant(subject: Subject, option: Option) -> bool:
    """Say whether the question is about this document: by its place, number or title."""
    if subject.numbers or is_of_region(option.summary, subject):
        return True
    title = option.summary.inner_title or option.summary.title
    return any(name in title or title in name for name in subject.titles)


def _lacks_words(asking: Asking, best: Option, *, known: bool) -> bool:
    if not best.missing:
        return False
    if known and asking.yes_no and best.evidence.best < _UNLIKELY and _names_thing(best.missing):
        return True
    shown = asking.wants_amount and shows_wanted(asking, best.evidence, best.chosen)
    if shown and best.evidence.best >= _CLEAR:
        return False
    return best.words_borne <= (_WORDS_KNOWN if known else _WORDS_UNKNOWN)


def _names_thing(words: tuple[str, ...]) -> bool:
    """Say whether words that a document lacks name a thing of their own: 所得税, 运费 and 公里."""
    return len(words) > 1 or any(len(word) > _SHORT for word in words)


# What gives: 「奖励」 「按20%补助」 「减免」. A figure of anything else is no amount of a benefit.
_GIVES = re.compile(r"奖|补|贴|资助|津贴|减|免|返还|扶持|支持|罚|扣|缴|收费|费用|标准|支付|报销")
_ASKS_GIVEN = re.compile(r"[奖补贴罚]|资助|津贴|减免|返还")


def _shows_amount(asking: Asking, best: Option) -> bool:
    """Say whether a sentence shows an amount, a rate or a term, of what is given where asked."""
    if not _ASKS_GIVEN.search(asking.text):
        amount = replace(asking, wants=asking.wants | {"money", "rate"})
        return shows_wanted(amount, best.evidence, best.chosen)
    given: frozenset[Want] = frozenset({"money", "rate"})
    wants = (asking.wants & {"period"}) | given
    question = plain(asking.text)
    reading = best.evidence.reading
    for index in best.chosen:
        if not any(shows(w, reading.sentences[index].plain, question) for w in wants):
            continue
        begin = max(0, index - _BEFORE)
        around = "".join(item.text for item in reading.sentences[begin : index + 1])
        if _GIVES.search(around) or _GIVES.search(_headings(best, index)):
            return True
    return False


def _headings(option: Option, index: int) -> str:
    reading = option.evidence.reading
    found = [option.summary.title, option.summary.inner_title or ""]
    for clause in reading.clauses_around(index):
        found.append(reading.document.text[clause.start : clause.start + _HEADING])
    return " ".join(found)


def _mentions(benefit: str, near: str) -> bool:
    """Say whether a text speaks of what a benefit is for, in these or in official words."""
    pairs = [benefit[i : i + 2] for i in range(len(benefit) - 1)]
    return says(benefit, near) or (len(pairs) > 1 and any(pair in near for pair in pairs))
