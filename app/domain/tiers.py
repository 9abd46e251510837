"""The four tiers 普通 / 黄金 / 白金 / 黑金: by visits AND interactions within a window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Tier(StrEnum):
    """A guest's tier, lowest first."""

    REGULAR = "regular"
    GOLD = "gold"
    PLATINUM = "platinum"
    BLACK = "black"


class Interaction(StrEnum):
    """What a guest did with the brand beside eating there, as HQ hears of it."""

    CONTACT_ADDED = "contact_added"
    GROUP_JOINED = "group_joined"
    GROUP_LEFT = "group_left"
    COUPON_CLAIMED = "coupon_claimed"
    COUPON_USED = "coupon_used"
    RECOMMENDED = "recommended"


@dataclass(frozen=True, slots=True, kw_only=True)
class TierReason:
    """Why a guest stands in a tier: what was counted, in which window (days), under which policy version."""

    visits: int = 0
    interactions: int = 0
    days: int = 0
    policy: str = ""


NOT_COUNTED = TierReason()
"""The reason of a guest nobody has counted yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TierRule:
    """One step of the ladder: at least `visits` and at least `interactions` within the window."""

    tier: Tier
    visits: int
    interactions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionRule:
    """What an interaction weighs; a kind that is not in `weights` counts for nothing.

    `once_a_day`: a kind counts once a business day (the chain's), however often it happened.
    """

    weights: Mapping[Interaction, int] = field(default_factory=dict)
    once_a_day: bool = True


def tier_of(
    visits: int, interactions: int, rules: tuple[TierRule, ...], days: int, policy: str
) -> tuple[Tier, TierReason]:
    """Return the highest tier whose rule is met, with the reason.

    `visits` and `interactions` are counted within the last `days` days; `rules` and `policy` come from the policy.
    """
    tier = Tier.REGULAR
    for rule in rules:
        if visits >= rule.visits and interactions >= rule.interactions and _HEIGHT[rule.tier] > _HEIGHT[tier]:
            tier = rule.tier
    return tier, TierReason(visits=visits, interactions=interactions, days=days, policy=policy)


_HEIGHT = {tier: height for height, tier in enumerate(Tier)}
