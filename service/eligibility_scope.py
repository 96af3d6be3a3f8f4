"""What must hold before a rule's own conditions: its validity, its place, general terms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.cards import IncentiveCard
from corpus.document import Status
from corpus.regions import applies_to, contains
from service.eligibility_decision import Decision, decided
from service.profile import Profile


def validity_decisions(card: IncentiveCard, status: Status) -> Iterator[Decision]:
    """A rule that is not in force today gives nobody anything."""
    if status in ("已失效", "已废止"):
        yield decided("no", f"文件{status}", card)
    elif status == "尚未施行":
        yield decided("no", "文件尚未施行", card)
    elif status != "有效":
        yield decided("unknown", f"文件效力：{status}", card, missing="文件是否仍然有效")


def place_decisions(
    card: IncentiveCard, profile: Profile, region: str | None
) -> Iterator[Decision]:
    """A rule holds in its own region and below, never in another."""
    if region is None:
        yield decided("unknown", "文件未写明适用地区", card, missing="文件的适用地区")
    elif profile.region is None:
        yield decided("unknown", f"只适用于{region}", card, missing="所在地区")
    elif applies_to(region, profile.region):
        yield decided("yes", f"{profile.region}适用{region}的规定", card)
    elif contains(profile.region, region) or region.endswith(profile.region):
        yield decided("unknown", f"只适用于{region}", card, missing=f"是否在{region}")
    else:
        yield decided("no", f"{region}的规定不适用于{profile.region}", card)


def fund_decisions(card: IncentiveCard) -> Iterator[Decision]:
    """A fund that is set up (每年安排引导资金1000万元) is granted to nobody by that."""
    if card.benefit_type == "引导资金":
        yield decided("unknown", "条文只设立资金", card, missing="资金的申请办法")


def general_terms(card: IncentiveCard) -> Iterator[Decision]:
    """What the document asks of everyone (本办法所称…，是指…) is for the office to verify."""
    span = next((item for item in card.spans if item.field == "scope"), None)
    if card.scope is not None and span is not None:
        words = "".join(card.scope.split())
        short = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
        yield Decision(
            card.scope, "unknown", f"需符合“{short}”", f"是否符合“{short}”", span.start, span.end
        )


_SHOWN = 40


# Given on top of another level's benefit: 在省级奖励基础上再奖励10万元.
_ON_TOP = re.compile(r"在(?P<what>[^，。；在]{1,12}(?:奖励|补助|补贴|支持|资助))的?基础上")


def on_top_of(card: IncentiveCard, profile: Profile) -> Iterator[Decision]:
    """What is added to another benefit presumes that one."""
    match = _ON_TOP.search("".join((card.amount_text or "").split()))
    if match and f"获{match['what']}" not in "".join(profile.text.split()):
        yield decided(
            "unknown", f"在{match['what']}基础上给予", card, missing=f"是否已获{match['what']}"
        )
