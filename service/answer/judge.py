"""Decide before any word is written whether the evidence answers the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.catalogue import DocumentSummary
from service.answer.asking import Asking, asking_lists
from service.answer.compose import choose, shows_wanted
from service.answer.evidence import DocumentEvidence
from service.answer.granting import benefit_asked, exclusion_of
from service.answer.model import RefusalKind
from service.answer.subject import Subject, fits_region, fits_year, is_of_region
from service.answer.wording import plain
from service.snapshot import Snapshot

# Shares of the question's content words that the chosen sentences and their document must bear.
# Fitted on the even half of gold/dev (qa + refuse, 2026-11-22).
_OFF_TOPIC = 0.35
_ANSWERED = 0.1
#: A clause's first characters, which name what it is about.
_CLAUSE_NAME = 30
#: A sentence this likely to answer, with the figure asked for, answers also in other words.
_CLEAR = 0.6
# Words that only a rule can answer: 「烧煤会被罚多少钱」
_RULED = re.compile(r"被罚|罚款|罚多少|违法|合规|能不能报|可以报|资格|名额|废止|有效")
#: The opening of a document that says for whom and when it holds.
_OPENING = 500
#: An option whose rank is within this of the best one's may answer in its place.
_NEARLY = 0.5
#: What a rule not in force on the day asked loses, and what one of the level asked gains.
_NOT_IN_FORCE, _LEVEL_ASKED, _OF_PLACE = 0.4, 0.5, 0.3
#: In a document that is known to be the one meant, fewer words may be missing.
_WORDS_KNOWN = 0.5
_WORDS_UNKNOWN = 0.4


@dataclass(frozen=True, slots=True)
class Option:
    """A document with the sentences of it that would answer."""

    evidence: DocumentEvidence
    chosen: tuple[int, ...]
    summary: DocumentSummary
    near_text: str
    borne: float
    words_borne: float
    missing: tuple[str, ...]
    excludes: int | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The options that answer, the best first, or the kind of refusal with the nearest ones."""

    refusal: RefusalKind | None
    options: tuple[Option, ...]


def judge(
    asking: Asking,
    subject: Subject,
    documents: Sequence[DocumentEvidence],
    snapshot: Snapshot,
) -> Judgement:
    """Return which sentences answer, or why none does."""
    options = [_option(asking, subject, item, snapshot) for item in documents]
    options = [item for item in options if item.chosen]
    if not options:
        return Judgement("absent", ())
    options.sort(key=lambda item: -_rank(item, subject))
    foreign = _is_foreign(asking, options) and not subject.numbers
    if asking.off_topic or foreign:
        return Judgement("off_topic", tuple(options))
    named = _named(options, subject)
    in_place = [o for o in named if fits_region(o.summary, subject, o.near_text)]
    if not in_place:
        return Judgement("absent_region", tuple(options))
    in_year = [o for o in in_place if fits_year(o.summary, subject, o.near_text)]
    if not in_year:
        return Judgement("absent_year", tuple(in_place))
    refusal = _lack(asking, subject, in_year[0])
    if refusal is not None and in_year[0].excludes is None:
        better = _without_lack(asking, subject, in_year)
        if better is not None:
            return Judgement(None, (better, *(o for o in in_year if o is not better)))
    own = next((o for o in in_year if is_of_region(o.summary, subject)), None)
    if refusal in ("absent", "not_granted") and own is not None and own is not in_year[0]:
        return Judgement("not_granted", (own, *(o for o in in_year if o is not own)))
    if refusal == "not_granted" and in_year[0].summary.digest:
        refusal = "absent"  # a digest is silent on much that the text itself lays down
    if refusal is not None and subject.places and not is_of_region(in_year[0].summary, subject):
        return Judgement("absent_region", tuple(in_year))
    return Judgement(refusal, tuple(in_year))


def _without_lack(asking: Asking, subject: Subject, options: Sequence[Option]) -> Option | None:
    """Return a further option nearly as good as the best one that lacks nothing."""
    least = _rank(options[0], subject) - _NEARLY
    return next(
        (
            item
            for item in options[1:]
            if _rank(item, subject) >= least and _lack(asking, subject, item) is None
        ),
        None,
    )


def _is_foreign(asking: Asking, options: Sequence[Option]) -> bool:
    if _RULED.search(asking.text):
        return False
    return not asking.of_policy and max(o.words_borne for o in options) <= _OFF_TOPIC


def _lack(asking: Asking, subject: Subject, best: Option) -> RefusalKind | None:
    """Return why the best document does not answer, None where it does."""
    if best.borne < _ANSWERED:
        return "absent"
    known = _is_meant(subject, best)
    if best.excludes is not None and not asking.yes_no:
        return "not_granted"
    benefit = benefit_asked(asking) if asking.wants_amount else None
    if benefit is not None and not _mentions(benefit, plain(_said_near(best))):
        return "not_granted" if known else "absent"
    clear = asking.wants_amount and best.evidence.best >= _CLEAR and _shown(asking, best)
    lacking = best.missing and best.words_borne <= (_WORDS_KNOWN if known else _WORDS_UNKNOWN)
    if lacking and not clear:
        return "not_granted" if known else "absent"
    amount = replace(asking, wants=asking.wants | {"money", "rate"})
    if asking.wants_amount and not shows_wanted(amount, best.evidence, best.chosen):
        return "not_granted"
    return None


def _shown(asking: Asking, option: Option) -> bool:
    return shows_wanted(asking, option.evidence, option.chosen)


def _mentions(benefit: str, near: str) -> bool:
    """Say whether a text speaks of what a benefit is for, in these or in official words."""
    pairs = [benefit[i : i + 2] for i in range(len(benefit) - 1)]
    return _said(benefit, near) or (len(pairs) > 1 and any(pair in near for pair in pairs))


def _said_near(option: Option) -> str:
    """Return the chosen sentences with the headings and the title that they stand under."""
    reading = option.evidence.reading
    words = [option.summary.title, option.summary.inner_title or ""]
    for index in option.chosen:
        words.append(reading.sentences[index].text)
        place = reading.clauses[index]
        while place is not None:
            clause = reading.document.clauses[place]
            words.append(reading.document.text[clause.start : clause.start + _CLAUSE_NAME])
            place = clause.parent
    return " ".join(words)


def _is_meant(subject: Subject, option: Option) -> bool:
    """Say whether the question is about this document: by its place, number or title."""
    if subject.numbers or is_of_region(option.summary, subject):
        return True
    title = option.summary.inner_title or option.summary.title
    return any(name in title or title in name for name in subject.titles)


def _option(asking: Asking, subject: Subject, item: DocumentEvidence, snapshot: Snapshot) -> Option:
    chosen = choose(asking, item)
    excludes = exclusion_of(asking, item) if chosen else None
    if excludes is not None and excludes not in chosen:
        chosen = (excludes,) if asking.yes_no else (excludes, *chosen)
    near = _near_text(item, chosen)
    summary = snapshot.summaries[item.reading.document.document_id]
    places = " ".join((*subject.region_names, *subject.regions))
    words = [word for word in asking.words if word not in places]
    words_borne, missing = _words(words, item, f"{near} {summary.title}")
    return Option(
        item, chosen, summary, near, _borne(asking, item, chosen), words_borne, missing, excludes
    )


def _words(
    words: Sequence[str], item: DocumentEvidence, near: str
) -> tuple[float, tuple[str, ...]]:
    """Return the share of the question's words said near by, and those the document lacks.

    Only words that say what is asked count as lacking, not general ones (时候, 标准).
    """
    if not words:
        return 1.0, ()
    close, whole = plain(near), item.reading.plain_text
    lists = asking_lists()
    absent = [word for word in words if not _said(word, close)]
    missing = [word for word in absent if word not in lists.generic and not _said(word, whole)]
    return 1 - len(absent) / len(words), tuple(missing)


def _said(word: str, text: str) -> bool:
    """Say whether a text has a word, or an official word for it."""
    if word in text:
        return True
    return any(
        official in text
        for lay, officials in asking_lists().lay_words.items()
        if lay in word or word in lay
        for official in officials
    )


def _rank(option: Option, subject: Subject) -> float:
    """Return how good a document is for a question: near, answering, of the place and year."""
    score = option.evidence.nearness + 0.5 * option.evidence.best
    score += 0.3 * option.borne
    score -= _NOT_IN_FORCE * (not option.evidence.in_force)
    score += _LEVEL_ASKED * (option.summary.level in subject.levels)
    if subject.places:
        score += _OF_PLACE * is_of_region(option.summary, subject)
        score += 0.6 * fits_region(option.summary, subject, option.near_text)
    if subject.years:
        score += 0.6 * fits_year(option.summary, subject, option.near_text)
    return score


def _named(options: Sequence[Option], subject: Subject) -> list[Option]:
    """Return only the documents that the question names by number, where it names any held."""
    numbered = [
        item
        for item in options
        if {item.summary.doc_number, *item.summary.other_numbers} & set(subject.numbers)
    ]
    return numbered or list(options)


def _near_text(item: DocumentEvidence, chosen: Sequence[int]) -> str:
    """Return the chosen sentences with their headings and the document's opening."""
    reading = item.reading
    words = [reading.sentences[index].text for index in chosen]
    clauses = [reading.clause_of(index) for index in chosen]
    headings = [clause.heading for clause in clauses if clause is not None and clause.heading]
    return " ".join((*words, *headings, reading.document.text[:_OPENING]))


def _borne(asking: Asking, item: DocumentEvidence, chosen: Sequence[int]) -> float:
    """Return the share of the question's words that the title and chosen sentences bear."""
    held = set(item.reading.title_pairs)
    for index in chosen:
        sentence = item.reading.sentences[index]
        held |= sentence.pairs | sentence.heading
    if not asking.terms:
        return 0.0
    return sum(term in held for term in asking.terms) / len(asking.terms)
