"""Choose the sentences that answer, verbatim and as short as is complete."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from service.answer.asking import Asking
from service.answer.blocks import ListBlock, is_bare, is_posed, list_of
from service.answer.building import Exhibit, Line
from service.answer.evidence import DocumentEvidence, is_answerable
from service.answer.parts import part_bests
from service.answer.scoring import Scored
from service.answer.shaping import shaped
from service.answer.shows import shows
from service.answer.wording import plain

# Fitted on half of the development questions (eval qa, 2026-11-22; tried 120–320 and .02–.15):
# more characters find more facts, until the mean answer grows past 220.
_BUDGET = 215
_BUDGET_LIST = 300
_LEAST_PROBABILITY = 0.05
#: A sentence this much less likely than the best one is no part of the answer.
_LEAST_SHARE = 0.12
#: A clause up to this length is given whole: its conditions belong to its figures.
_WHOLE_CLAUSE = 200
#: A sentence that shows the kind of thing asked is preferred to a better one that does not.
_SHOWING_SHARE = 0.08
#: A list up to this length is given whole; of a longer one, the headings of its items.
_WHOLE_LIST = 420
#: The first sentences of a longer list's items are given up to this length together.
_ITEM_HEADS = 600
#: The best item of a list stands alone where it is this much likelier than the next.
_ONE_ITEM = 2.5
# A case that the question puts: 「投资3亿元」 「博士」 「国家级」
_CASE = re.compile(r"\d+(?:\.\d+)?[万亿元家人名%]|级|博士|硕士|本科|主板|创业板|科创板|首次")
#: Only this many of the likeliest sentences are looked at, for speed.
_LOOKED_AT = 60
#: A sentence of another list or another reply is said only if about as likely as the best one.
_APART_SHARE = 0.45
#: What a sentence on another year than the one asked is worth.
_OTHER_YEAR = 0.1
_YEAR = re.compile(r"(?<![\d〔\[])((?:19|20)\d\d)(?=\s*年)")
#: A reply shorter than this (「答：可以。」) is given with the question that it answers.
_SHORT_REPLY = 12


def choose(asking: Asking, evidence: DocumentEvidence) -> tuple[int, ...]:
    """Return the indexes of the sentences of one document that answer, in reading order."""
    scored = _sayable(asking, evidence)
    if not scored:
        return ()
    budget = _BUDGET_LIST if "list" in asking.wants else _BUDGET
    parts = part_bests(asking, evidence, scored)
    best = parts[0] if parts else _best(asking, evidence, scored)
    chosen = dict.fromkeys((best, *parts))
    own = _belonging(asking, evidence, best)
    if not parts or _total(evidence, {*chosen, *own}) <= budget:
        chosen.update(dict.fromkeys(own))
    for index in _wanted_order(asking, evidence, scored, best, parts):
        more = {index, *_belonging_list(asking, evidence, index)} - chosen.keys()
        if _total(evidence, chosen) + _total(evidence, more) <= budget:
            chosen.update(dict.fromkeys(more))
    return _whole_lists(evidence, chosen)


def _sayable(asking: Asking, evidence: DocumentEvidence) -> list[Scored]:
    """Return the scored sentences that say something; a bare one lends its score to the next."""
    found: dict[int, Scored] = {}
    for item in evidence.scored[:_LOOKED_AT]:
        index = item.index
        while is_bare(evidence.reading, index) and index + 1 < len(evidence.reading.sentences):
            index += 1
            if index - item.index > 2:
                break
        if is_bare(evidence.reading, index):
            continue
        found.setdefault(index, Scored(index, item.probability * _of_year(asking, evidence, index)))
    return sorted(found.values(), key=lambda item: -item.probability)


def _of_year(asking: Asking, evidence: DocumentEvidence, index: int) -> float:
    """Return what a sentence's probability is worth, by the year that it speaks of."""
    if not asking.years:
        return 1.0
    said = _years_said(evidence, index)
    if not said or said & set(asking.years):
        return 1.0
    return _OTHER_YEAR


def _years_said(evidence: DocumentEvidence, index: int) -> set[int]:
    """Return the years of a sentence, else those of what it goes on from or of its headings."""
    reading = evidence.reading
    begin = index
    while begin >= 0 and reading.clauses[begin] == reading.clauses[index] and index - begin < 12:
        years = {int(year) for year in _YEAR.findall(reading.sentences[begin].text)}
        if years:
            return years
        if begin < index and reading.sentences[begin].text[-1] in "。！":
            break
        begin -= 1
    for clause in reading.clauses_around(index):
        years = {int(year) for year in _YEAR.findall(clause.heading or "")}
        if years:
            return years
    return set()


def _best(asking: Asking, evidence: DocumentEvidence, scored: Sequence[Scored]) -> int:
    """Return the best sentence, or a good one that shows what is asked for where it does not."""
    first = scored[0]
    if _posed_above(evidence, first.index) is not None:
        return _nearest_reply(asking, evidence, scored)
    if not asking.wants or shows_wanted(asking, evidence, (first.index,)):
        return first.index
    least = first.probability * _SHOWING_SHARE
    showing = (
        item.index
        for item in scored
        if item.probability >= least and shows_wanted(asking, evidence, (item.index,))
    )
    return next(showing, first.index)


def _nearest_reply(asking: Asking, evidence: DocumentEvidence, scored: Sequence[Scored]) -> int:
    """Return the reply to the page's own question that shares most words with the one asked."""
    replies = [item for item in scored if _posed_above(evidence, item.index) is not None]

    def likeness(item: Scored) -> tuple[float, float]:
        posed = _posed_above(evidence, item.index)
        held = evidence.reading.sentences[item.index].pairs
        if posed is not None:
            held = held | evidence.reading.sentences[posed].pairs
        return sum(term in held for term in asking.terms), item.probability

    return max(replies, key=likeness).index


def _wanted_order(
    asking: Asking,
    evidence: DocumentEvidence,
    scored: Sequence[Scored],
    best: int,
    parts: Sequence[int],
) -> list[int]:
    """Return further sentences in the order in which they are wanted in the answer."""
    wanted = _led_by(evidence, best)
    for part in parts:
        wanted += [*_led_by(evidence, part), *_rest_of_clause(evidence, part)]
    top = scored[0].probability
    least = max(_LEAST_PROBABILITY, top * _LEAST_SHARE)
    for item in scored:
        if item.probability < least:
            continue
        likely = item.probability >= top * _APART_SHARE
        if likely or not _is_apart(evidence, best, item.index):
            wanted.append(item.index)
    return [
        index
        for index in wanted
        if not is_bare(evidence.reading, index) and not _other_figure(asking, evidence, best, index)
    ]


def _is_apart(evidence: DocumentEvidence, best: int, index: int) -> bool:
    """Say whether a sentence belongs to another list or another question of a page's own."""
    block, own = list_of(evidence.reading, index), evidence.reading.clauses
    if block is not None:
        return best not in block.all
    return _posed_above(evidence, index) is not None and own[index] != own[best]


def _posed_above(evidence: DocumentEvidence, index: int) -> int | None:
    """Return the page's own question that a sentence replies to, None where it replies to none."""
    reading = evidence.reading
    first = index
    while first and reading.clauses[first - 1] == reading.clauses[index]:
        first -= 1
    return first if first < index and is_posed(reading, first) else None


def _other_figure(asking: Asking, evidence: DocumentEvidence, best: int, index: int) -> bool:
    """Say whether a sentence is of the enumeration of the best one, on another indicator."""
    if not _asks_one(asking) or not (run := _enumeration(evidence, best)) or index not in run:
        return False
    focus = [pair for pair in (asking.focus or asking.terms) if len(pair) > 1]

    def share(place: int) -> int:
        return sum(pair in evidence.reading.sentences[place].pairs for pair in focus)

    return index != best and share(index) < 0.6 * share(best)


def _asks_one(asking: Asking) -> bool:
    figures = {"money", "rate", "count", "period"}
    one = bool(asking.wants & figures) or "目标" in asking.text or not asking.wants
    return one and "list" not in asking.wants and len(asking.parts) < 2


def _enumeration(evidence: DocumentEvidence, index: int) -> range:
    """Return the run of sentences joined by 「；」 in one clause, empty where it is only one."""
    reading = evidence.reading

    def goes_on(place: int) -> bool:
        after = place + 1
        return (
            place >= 0 and after < len(reading.sentences)
            and reading.sentences[place].text[-1] in "；;"
            and reading.clauses[place] == reading.clauses[after]
        )  # fmt: skip

    first = last = index
    while goes_on(first - 1):
        first -= 1
    while goes_on(last):
        last += 1
    return range(first, last + 1) if last > first else range(0)


def _belonging(asking: Asking, evidence: DocumentEvidence, index: int) -> list[int]:
    """Return what must be said with the best sentence: its list, else its short clause."""
    found = _belonging_list(asking, evidence, index) or _rest_of_clause(evidence, index)
    return [i for i in found if not _other_figure(asking, evidence, index, i)]


def _belonging_list(asking: Asking, evidence: DocumentEvidence, index: int) -> list[int]:
    block = list_of(evidence.reading, index)
    if block is None:
        return []
    if _stands_alone(asking, evidence, block, index):
        own = next((item for item in block.items if index in item), ())
        return [*block.lead, *(own if _total(evidence, own) <= _WHOLE_CLAUSE else ())]
    return list(block.all) if _total(evidence, block.all) <= _WHOLE_LIST else list(block.lead)


def _stands_alone(asking: Asking, evidence: DocumentEvidence, block: ListBlock, index: int) -> bool:
    """Say whether one item answers alone: it is far likelier than every other one."""
    if index in block.lead or _total(evidence, block.all) > _WHOLE_LIST:
        return index not in block.lead
    held = {item.index: item.probability for item in evidence.scored}
    tops = [(max((held.get(i, 0.0) for i in item), default=0.0), item) for item in block.items]
    own = next((top for top, item in tops if index in item), 0.0)
    others = max((top for top, item in tops if index not in item), default=0.0)
    chosen_by_figure = "list" not in asking.wants and _CASE.search(asking.text) is not None
    factor = _ONE_ITEM if chosen_by_figure else 3 * _ONE_ITEM
    return own >= factor * others


def _whole_lists(evidence: DocumentEvidence, chosen: Mapping[int, None]) -> tuple[int, ...]:
    """Return the chosen sentences; of a list of which several items are chosen, all of it."""
    found = dict(chosen)
    for index in chosen:
        block = list_of(evidence.reading, index)
        if block is None:
            continue
        found.update(dict.fromkeys(block.lead))
        inside = sum(any(i in chosen for i in item) for item in block.items)
        if 1 < inside < len(block.items) and _total(evidence, block.all) <= _WHOLE_LIST:
            found.update(dict.fromkeys(block.all))
    for index in chosen:
        posed = _posed_above(evidence, index)
        if posed is not None and _answered_shortly(evidence, posed):
            found[posed] = None
    for index in [i for i in found if _is_lead_alone(evidence, i, found)]:
        found.update(dict.fromkeys(_items_named(evidence, index)))
        if len(found) > 1 and _is_lead_alone(evidence, index, found):
            del found[index]
    said = [i for i in found if is_answerable(evidence.reading, i)]
    return tuple(sorted(i for i in said if not _dropped(evidence, i, said)))


def _is_lead_alone(evidence: DocumentEvidence, index: int, chosen: Iterable[int]) -> bool:
    """Say whether a chosen sentence only announces what follows, and nothing of it is chosen."""
    block = list_of(evidence.reading, index)
    if evidence.reading.sentences[index].text[-1] not in "：:":
        return False
    following = block.all if block is not None and index in block.lead else (index + 1,)
    return not any(i in chosen for i in following if i != index)


def _items_named(evidence: DocumentEvidence, lead: int) -> tuple[int, ...]:
    """Return the list that a lead announces: whole, else the first words of every item."""
    block = list_of(evidence.reading, lead)
    if block is None or lead not in block.lead:
        return (lead + 1,) if lead + 1 < len(evidence.reading.sentences) else ()
    if _total(evidence, block.all) <= _WHOLE_LIST:
        return block.all
    heads = tuple(item[0] for item in block.items)
    return heads if _total(evidence, heads) <= _ITEM_HEADS else ()


def _dropped(evidence: DocumentEvidence, index: int, chosen: Iterable[int]) -> bool:
    """Say whether a chosen sentence is only the name of what follows it, so better left out."""
    if not is_bare(evidence.reading, index) or _answered_shortly(evidence, index):
        return False
    return any(not is_bare(evidence.reading, other) for other in chosen)


def _answered_shortly(evidence: DocumentEvidence, index: int) -> bool:
    """Say whether a page's own question must be kept: 「答：可以。」 says nothing without it."""
    reading = evidence.reading
    return is_posed(reading, index) and any(
        reading.clauses[other] == reading.clauses[index]
        and not is_posed(reading, other)
        and len(reading.sentences[other].text) < _SHORT_REPLY
        for other in range(index + 1, min(index + 4, len(reading.sentences)))
    )


def _led_by(evidence: DocumentEvidence, index: int) -> list[int]:
    """Return the sentences that a sentence ending in a colon introduces."""
    sentences = evidence.reading.sentences
    if sentences[index].text[-1] not in "：:":
        return []
    return list(range(index + 1, min(index + 4, len(sentences))))


def _rest_of_clause(evidence: DocumentEvidence, index: int) -> list[int]:
    """Return the whole innermost clause of a sentence where it is short."""
    clause = evidence.reading.clause_of(index)
    if clause is None or clause.end - clause.start > _WHOLE_CLAUSE or clause.label is None:
        return []
    place = evidence.reading.clauses[index]
    return [i for i, owner in enumerate(evidence.reading.clauses) if owner == place]


def _total(evidence: DocumentEvidence, indexes: Iterable[int]) -> int:
    return sum(_size(evidence, index) for index in indexes)


def _size(evidence: DocumentEvidence, index: int) -> int:
    sentence = evidence.reading.sentences[index]
    return sentence.end - sentence.start


def lines_of(
    asking: Asking, evidence: DocumentEvidence, chosen: Sequence[int]
) -> tuple[list[Line], dict[str, Exhibit]]:
    """Return the chosen sentences as lines; neighbours in one clause share a citation."""
    lines: list[Line] = []
    exhibits: dict[str, Exhibit] = {}
    for run in _runs(evidence, chosen):
        first = evidence.reading.sentences[run[0]]
        last = evidence.reading.sentences[run[-1]]
        document = evidence.reading.document
        key = f"{document.document_id}:{first.start}"
        exhibits[key] = Exhibit(
            document, evidence.reading.clause_of(run[0]), first.start, last.end, evidence.status
        )
        for index in run:
            lead = _lead_exhibit(evidence, index, chosen)
            keys: tuple[str, ...] = (key,)
            if lead is not None:
                lead_key = f"{document.document_id}:{lead.start}"
                exhibits.setdefault(lead_key, lead)
                keys = (lead_key, key) if lead_key != key else keys
            text = shaped(asking, evidence.reading, index, lead=lead.quote if lead else None)
            lines.append(Line(text, keys))
    return lines, exhibits


def _lead_exhibit(evidence: DocumentEvidence, index: int, chosen: Sequence[int]) -> Exhibit | None:
    """Return the opening that a fragment after 「；」 leans on, where it is not chosen itself."""
    sentences = evidence.reading.sentences
    place = evidence.reading.clauses[index]
    begin = index
    while (
        begin
        and sentences[begin - 1].text[-1] in "；;"
        and (evidence.reading.clauses[begin - 1] == place)
    ):
        begin -= 1
    if begin == index or begin in chosen:
        return None
    opening = sentences[begin]
    cut = max(opening.text.find(mark) for mark in "：:")
    if not 0 < cut <= 60:
        return None
    document = evidence.reading.document
    clause = evidence.reading.clause_of(begin)
    return Exhibit(document, clause, opening.start, opening.start + cut + 1, evidence.status)


def _runs(evidence: DocumentEvidence, chosen: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    clauses = evidence.reading.clauses
    for index in chosen:
        if runs and index == runs[-1][-1] + 1 and clauses[index] == clauses[runs[-1][-1]]:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def shows_wanted(asking: Asking, evidence: DocumentEvidence, chosen: Sequence[int]) -> bool:
    """Say whether the chosen sentences show a thing of a kind asked for."""
    question = plain(asking.text)
    return not asking.wants or any(
        shows(want, evidence.reading.sentences[index].plain, question)
        for want in asking.wants
        for index in chosen
    )
