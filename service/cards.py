"""Ask the data: cards of the documents held, filtered, sorted and paged."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from corpus.cards import Card, IncentiveCard, TargetCard
from corpus.document import Status
from corpus.regions import applies_to, contains, region_among
from service.card_views import HeldCard, card_view
from service.schema.cards import (
    CardList,
    CardQuery,
    CardView,
)

if TYPE_CHECKING:
    from service.workspace import Workspace


class CardDesk:
    """The cards of one data directory, read once for each version of the catalogue.

    Safe to share between threads.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self._version = -1
        self._held: tuple[HeldCard, ...] = ()

    @property
    def workspace(self) -> Workspace:
        """The workspace whose documents these cards belong to."""
        return self._workspace

    def held(self) -> tuple[HeldCard, ...]:
        """Return every card held, in the order of sources and of their text."""
        with self._lock:
            version = self._workspace.catalogue.version()
            if version != self._version:
                self._held = self._read()
                self._version = version
            return self._held

    def _read(self) -> tuple[HeldCard, ...]:
        summaries = self._workspace.snapshot().summaries
        found: list[HeldCard] = []
        stored = self._workspace.catalogue.all_cards()
        texts = dict(self._workspace.catalogue.texts(sorted({s.document_id for s in stored})))
        for item in stored:
            summary = summaries.get(item.document_id)
            if summary is not None:
                words = texts[item.document_id][item.card.start : item.card.end]
                found.append(HeldCard(item.card_id, item.card, summary, words))
        return tuple(sorted(found, key=lambda held: (held.summary.source, held.card.start)))

    def regions(self) -> frozenset[str]:
        """Return the regions whose documents have cards."""
        return frozenset(held.summary.region for held in self.held() if held.summary.region)

    def place_of(self, asked: str) -> str:
        """Return the region of the library that ``asked`` names, else ``asked`` itself."""
        return region_among(asked, self.regions())

    def matching(self, query: CardQuery) -> list[HeldCard]:
        """Return the cards that pass every condition of ``query``, sorted as it says."""
        snapshot = self._workspace.snapshot()
        viewer = self._workspace.viewer(query.filters())
        if query.region is not None:
            query = query.model_copy(update={"region": self.place_of(query.region)})
        day = query.as_of or self._workspace.today()
        tests = _tests(query)
        found = []
        for held in self.held():
            if held.summary.collection not in viewer.collections:
                continue
            if not all(test(held) for test in tests):
                continue
            wanted: Status | None = "有效" if query.valid else query.status
            if wanted and snapshot.status(held.summary.document_id, day).status != wanted:
                continue
            found.append(held)
        return _sorted(found, query.sort)

    def list(self, query: CardQuery, *, limit: int, offset: int) -> CardList:
        """Return one page of the cards that match."""
        found = self.matching(query)
        day = query.as_of or self._workspace.today()
        return CardList(
            cards=[self.view(item, day) for item in found[offset : offset + limit]],
            total=len(found),
            limit=limit,
            offset=offset,
        )

    def view(self, held: HeldCard, as_of: date) -> CardView:
        """Return a card as readers get it, with its document's status on ``as_of``."""
        status = self._workspace.snapshot().status(held.summary.document_id, as_of).status
        return card_view(held, status)


Test = Callable[[HeldCard], bool]


def _tests(query: CardQuery) -> list[Test]:
    """The conditions of a query, each as a test; status is judged by the caller."""
    tests: list[Test] = []
    if query.kind is not None:
        tests.append(lambda held: held.card.kind == query.kind)
    if query.document is not None:
        tests.append(lambda held: query.document in (held.summary.document_id, held.summary.source))
    if query.region is not None:
        tests.append(lambda held: _in_region(held, query.region or "", applies=query.applies))
    tests.extend(_document_tests(query))
    if query.beneficiary is not None:
        tests.append(lambda held: _field_holds(held, "beneficiary", query.beneficiary or ""))
    if query.benefit_type is not None:
        tests.append(lambda held: _field_holds(held, "benefit_type", query.benefit_type or ""))
    if query.sector is not None:
        tests.append(lambda held: _says(held, query.sector or ""))
    if query.q is not None:
        tests.append(lambda held: all(_says(held, word) for word in (query.q or "").split()))
    if query.year is not None:
        tests.append(lambda held: getattr(held.card, "deadline_year", None) == query.year)
    if query.amount_from is not None or query.amount_to is not None:
        tests.append(lambda held: _amount_between(held.card, query.amount_from, query.amount_to))
    return tests


def _document_tests(query: CardQuery) -> list[Test]:
    tests: list[Test] = []
    if query.collection is not None:
        tests.append(lambda held: held.summary.collection == query.collection)
    if query.level is not None:
        tests.append(lambda held: held.summary.level == query.level)
    if query.type is not None:
        tests.append(lambda held: held.summary.doc_type == query.type)
    if query.issuer is not None:
        tests.append(lambda held: any((query.issuer or "") in it for it in held.summary.issuers))
    if query.since is not None:
        tests.append(lambda held: (_dated(held) or date.min) >= (query.since or date.min))
    if query.until is not None:
        tests.append(lambda held: (_dated(held) or date.max) <= (query.until or date.max))
    return tests


def _dated(held: HeldCard) -> date | None:
    return held.summary.issued_on or held.summary.published_on


def _in_region(held: HeldCard, asked: str, *, applies: bool) -> bool:
    region = held.summary.region
    if applies:
        return applies_to(region, asked)
    return region is not None and (region == asked or contains(asked, region))


def _field_holds(held: HeldCard, name: str, wanted: str) -> bool:
    return wanted in (getattr(held.card, name, None) or "")


def _says(held: HeldCard, word: str) -> bool:
    return word in held.text or word in held.summary.title


def amount_of(card: Card) -> Decimal | None:
    """What a card is sorted and filtered by: the most it grants, else its cap, else its value."""
    if isinstance(card, IncentiveCard):
        return next(
            (item for item in (card.amount_max, card.cap, card.amount_min) if item is not None),
            None,
        )
    return card.value if isinstance(card, TargetCard) else None


def _amount_between(card: Card, low: float | None, high: float | None) -> bool:
    amount = amount_of(card) if isinstance(card, IncentiveCard) else None
    if amount is None:
        return False
    return (low is None or amount >= Decimal(str(low))) and (
        high is None or amount <= Decimal(str(high))
    )


def _sorted(found: list[HeldCard], sort: str) -> list[HeldCard]:
    """Cards without what they are sorted by come last, whichever way."""
    if sort == "document":
        return found
    known: list[tuple[Decimal | int, HeldCard]] = []
    unknown: list[HeldCard] = []
    for held in found:
        key = (
            getattr(held.card, "deadline_year", None)
            if sort == "deadline"
            else amount_of(held.card)
        )
        if key is None:
            unknown.append(held)
        else:
            known.append((key, held))
    known.sort(key=lambda item: item[0], reverse=sort.startswith("-"))
    return [held for _, held in known] + unknown
