"""Decide before any word is written whether the evidence answers the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.answer.asking import Asking, Want, asking_lists
from service.answer.compose import choose, shows_wanted
from service.answer.edition import (
    article_missing,
    edition_year,
    has_articles,
    is_of_year,
    other_batch,
)
from service.answer.evidence import DocumentEvidence
from service.answer.granting import exclusion_of
from service.answer.lacking import lack
from service.answer.model import RefusalKind
from service.answer.option import Option, says
from service.answer.subject import (
    Subject,
    fits_region,
    fits_year,
    is_of_elsewhere,
    is_of_region,
)
from service.answer.wording import plain
from service.snapshot import Snapshot

#: Below this share of the question's content words said, it may be none of policy.
_OFF_TOPIC = 0.35
#: So much more of the question another place's or year's document must bear for a refusal.
_FAR = 0.6
#: The least share of the question's words by a year for the year to be that of the matter.
_OF_YEAR_WORDS = 0.4
#: The beginning of a document that names the places it is of.
_FIRST_PAGES = 4000
# The year that a title names: 「我市|2025|年最低生活保障标准」
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年)")
_FIGURES: frozenset[Want] = frozenset({"money", "rate", "count", "period"})
# Words that only a rule can answer: 「烧煤会被罚多少钱」
_RULED = re.compile(r"被罚|罚款|罚多少|违法|合规|能不能报|可以报|资格|名额|废止|有效")
#: The opening of a document that says for whom and when it holds.
_OPENING = 500
#: An option whose rank is within this of the best one's may answer in its place.
_NEARLY = 0.5
#: What a rule not in force on the day asked loses, and what one of the level asked gains.
_NOT_IN_FORCE, _LEVEL_ASKED, _OF_PLACE = 0.4, 0.5, 0.3


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
    in_place = [o for o in named if _fits_place(o, subject)]
    if not in_place or _only_elsewhere(named, in_place, subject):
        return Judgement("absent_region", _by_substance(named))
    in_year = [o for o in in_place if _fits_year(asking, subject, o)]
    if not in_year or _far_better(in_place, in_year, subject):
        return Judgement("absent_year", _by_substance(in_place))
    return _judged(asking, subject, in_year)


def _judged(asking: Asking, subject: Subject, options: Sequence[Option]) -> Judgement:
    """Judge the options that fit the place and the year."""
    best = options[0]
    article = article_missing(asking.text, best) if subject.numbers or subject.titles else None
    if article is not None:
        kind: RefusalKind = "not_granted" if has_articles(best) else "absent_document"
        return Judgement(kind, tuple(options))
    refusal = lack(asking, subject, best)
    if refusal is not None and best.excludes is None:
        better = _without_lack(asking, subject, options)
        if better is not None:
            return Judgement(None, (better, *(o for o in options if o is not better)))
    own = next((o for o in options if is_of_region(o.summary, subject)), None)
    if refusal in ("absent", "not_granted") and own is not None and own is not best:
        return Judgement("not_granted", (own, *(o for o in options if o is not own)))
    if refusal == "not_granted" and best.summary.digest:
        refusal = "absent"  # a digest is silent on much that the text itself lays down
    above = bool(subject.places) and not is_of_region(best.summary, subject)
    if above and (refusal is not None or not _answers_from_above(asking, subject, best)):
        return Judgement("absent_region", tuple(options))
    return Judgement(refusal, tuple(options))


def _fits_place(option: Option, subject: Subject) -> bool:
    """Say whether a document may answer for the places asked; one of no place names no other."""
    if not fits_region(option.summary, subject, option.near_text):
        return False
    summary = option.summary
    if not subject.places or summary.region is not None or summary.level is not None:
        return True
    return not is_of_elsewhere(option.evidence.reading.document.text[:_FIRST_PAGES], subject)


def _only_elsewhere(
    options: Sequence[Option], in_place: Sequence[Option], subject: Subject
) -> bool:
    """Say whether only another place's document speaks of what is asked.

    A document of the place itself answers or grants nothing; one above it is only second choice.
    """
    if any(is_of_region(item.summary, subject) for item in in_place):
        return False
    return _far_better(options, in_place, subject)


def _far_better(options: Sequence[Option], fitting: Sequence[Option], subject: Subject) -> bool:
    """Say whether an option that does not fit bears far more of the question than all that do."""
    best = max(fitting, key=lambda item: item.substance)
    other = max(options, key=lambda item: item.substance)
    if other.substance - best.substance <= _FAR:
        return False
    own = is_of_region(other.summary, subject) and not is_of_region(best.summary, subject)
    return own or bool(best.missing) or best.words_borne < other.words_borne


def _by_substance(options: Sequence[Option]) -> tuple[Option, ...]:
    return tuple(sorted(options, key=lambda item: -item.substance))


def _fits_year(asking: Asking, subject: Subject, option: Option) -> bool:
    """Say whether a document is of the edition asked, or speaks of the year asked."""
    if other_batch(asking.text, option):
        return False
    year = edition_year(asking.text)
    if year is not None and year in subject.years:
        return is_of_year(option.summary, year)
    return fits_year(option.summary, subject, option.near_text) or _said_of_year(
        asking, subject, option
    )


def _said_of_year(asking: Asking, subject: Subject, option: Option) -> bool:
    """Say whether some sentence of a document puts what is asked in a year asked."""
    titles = f"{option.summary.title} {option.summary.inner_title or ''}"
    if _YEAR.search(titles):
        return False  # the document of another year, by its own name
    reading = option.evidence.reading
    words = [word for word in asking.words if word not in subject.region_names]
    for index, item in enumerate(reading.sentences):
        if any(f"{year}年" in item.plain for year in subject.years):
            around = "".join(s.plain for s in reading.sentences[index : index + 3])
            if words and sum(says(w, around) for w in words) >= _OF_YEAR_WORDS * len(words):
                return True
    return False


def _answers_from_above(asking: Asking, subject: Subject, option: Option) -> bool:
    """Say whether a rule from above, or of no known place, has all that is asked for a place.

    What the place itself is or has, it cannot say.
    """
    names = [plain(name) for name in subject.region_names]
    if any(name in plain(option.near_text) for name in names):
        return True
    if option.summary.region is None and option.missing:
        return False
    if not asking.wants & _FIGURES:
        return True
    return shows_wanted(
        replace(asking, wants=asking.wants & _FIGURES), option.evidence, option.chosen
    )


def _without_lack(asking: Asking, subject: Subject, options: Sequence[Option]) -> Option | None:
    """Return a further option nearly as good as the best one that lacks nothing."""
    least = _rank(options[0], subject) - _NEARLY
    return next(
        (
            item
            for item in options[1:]
            if _rank(item, subject) >= least and lack(asking, subject, item) is None
        ),
        None,
    )


def _is_foreign(asking: Asking, options: Sequence[Option]) -> bool:
    if _RULED.search(asking.text):
        return False
    return not asking.of_policy and max(o.words_borne for o in options) <= _OFF_TOPIC


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
    absent = [word for word in words if not says(word, close)]
    missing = [word for word in absent if word not in lists.generic and not says(word, whole)]
    return 1 - len(absent) / len(words), tuple(missing)


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
