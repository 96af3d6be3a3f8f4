"""Eligibility over every incentive a viewer may see: who asks, each verdict, and the estimate."""

from __future__ import annotations

from collections import Counter

from corpus.cards import IncentiveCard, plain_number
from corpus.regions import contains
from service.card_views import HeldCard
from service.cards import CardDesk
from service.eligibility import Eligibility, decide
from service.eligibility_decision import Verdict
from service.profile import Profile, read_profile
from service.schema.cards import CardQuery, IncentiveView
from service.schema.eligibility import (
    DecisionView,
    EligibilityItem,
    EligibilityQuery,
    EligibilityView,
    EstimateView,
)

_ORDER: dict[Verdict, int] = {"yes": 0, "unknown": 1, "no": 2}


def assess(desk: CardDesk, asked: EligibilityQuery) -> EligibilityView:
    """Return the verdict on each incentive: yes first, then unknown with the least missing."""
    profile = profile_of(asked, desk)
    query = CardQuery(kind="incentive", as_of=asked.as_of, **asked.filters.model_dump())
    day = asked.as_of or desk.workspace.today()
    judged = [
        (held, _judge(desk, held, profile, asked))
        for held in desk.matching(query)
        if isinstance(held.card, IncentiveCard) and _in_question(held, profile)
    ]
    counts = Counter(found.verdict for _, found in judged)
    kept = [item for item in judged if asked.verdict in (None, item[1].verdict)]
    kept.sort(key=lambda item: (_ORDER[item[1].verdict], len(item[1].missing)))
    page = kept[asked.offset : asked.offset + asked.limit]
    return EligibilityView(
        profile=profile,
        items=[item_of(desk.view(held, day), found) for held, found in page],
        total=len(kept),
        counts={name: counts.get(name, 0) for name in _ORDER},
        limit=asked.limit,
        offset=asked.offset,
    )


def profile_of(asked: EligibilityQuery, desk: CardDesk) -> Profile:
    """Put the form's answers over what the sentence says."""
    read = read_profile(asked.text, known=desk.regions())
    if asked.profile is None:
        return read
    form = asked.profile.model_dump(exclude_none=True)
    said = {name: value for name, value in form.items() if value not in ("", (), None)}
    if isinstance(said.get("region"), str):
        said["region"] = desk.place_of(said["region"])
    return read.model_copy(update=said)


def _judge(
    desk: CardDesk, held: HeldCard, profile: Profile, asked: EligibilityQuery
) -> Eligibility:
    if not isinstance(held.card, IncentiveCard):
        raise TypeError(f"{held.card.kind} cards grant nothing")
    day = asked.as_of or desk.workspace.today()
    status = desk.workspace.snapshot().status(held.summary.document_id, day).status
    return decide(
        held.card, profile, region=held.summary.region, status=status, title=held.summary.title
    )


def _in_question(held: HeldCard, profile: Profile) -> bool:
    """Rules of places that have nothing to do with the asker's are left out, not answered no."""
    region = held.summary.region
    if region is None or profile.region is None or region == profile.region:
        return True
    return contains(region, profile.region) or contains(profile.region, region)


def item_of(card: object, found: Eligibility) -> EligibilityItem:
    """Return one verdict as JSON."""
    if not isinstance(card, IncentiveView):
        raise TypeError("only incentives are judged")
    estimate = found.estimate
    return EligibilityItem(
        card=card,
        verdict=found.verdict,
        decisions=[
            DecisionView(
                text=item.text,
                verdict=item.verdict,
                reason=item.reason,
                missing=item.missing,
                start=item.start,
                end=item.end,
            )
            for item in found.decisions
        ],
        missing=list(found.missing),
        estimate=None
        if estimate is None
        else EstimateView(
            low=plain_number(estimate.low),
            high=plain_number(estimate.high) or 0,
            computation=estimate.computation,
        ),
    )
