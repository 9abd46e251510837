"""Tiers at every threshold, and what counts: windows to the microsecond, refunds, free meals, one kind a day."""

from __future__ import annotations

import itertools
import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.policy import policy_from
from app.domain.standing import NOTHING_KNOWN, Done, Facts, Paid, count, stand
from app.domain.tiers import Interaction, InteractionRule, Tier, TierRule, tier_of
from app.resources import resources

POLICY = policy_from(tomllib.loads((resources() / "policy.toml").read_text("utf-8")))
NOW = datetime(2026, 3, 17, 4, tzinfo=UTC)
TICK = timedelta(microseconds=1)

CLOSE = (
    TierRule(tier=Tier.GOLD, visits=3, interactions=0),
    TierRule(tier=Tier.PLATINUM, visits=6, interactions=1),
    TierRule(tier=Tier.BLACK, visits=10, interactions=3),
)


def at(days: float) -> datetime:
    return NOW - timedelta(days=days)


def visits(*days: float, fen: int = 10_000) -> tuple[Paid, ...]:
    return tuple(Paid(at=at(each), paid_fen=fen) for each in days)


def weigh(*done: tuple[str, float], rule: InteractionRule = POLICY.interactions) -> int:
    facts = Facts(done=[Done(kind=kind, at=at(days)) for kind, days in done])
    return count(facts, replace(POLICY, interactions=rule), NOW).interactions


def by_hand(seen: int, close: int) -> Tier:
    """The table of `CLOSE`, written out."""
    if seen >= 10 and close >= 3:
        return Tier.BLACK
    if seen >= 6 and close >= 1:
        return Tier.PLATINUM
    return Tier.GOLD if seen >= 3 else Tier.REGULAR


@pytest.mark.parametrize(
    ("seen", "tier"),
    [
        (0, "regular"),
        (2, "regular"),
        (3, "gold"),
        (4, "gold"),
        (5, "gold"),
        (6, "platinum"),
        (7, "platinum"),
        (9, "platinum"),
        (10, "black"),
        (11, "black"),
        (1000, "black"),
    ],
)
def test_the_ladder_the_program_comes_with(seen: int, tier: str) -> None:
    found, reason = tier_of(seen, 0, POLICY.tier_rules, POLICY.tier_days, POLICY.version)
    assert found == tier
    assert (reason.visits, reason.interactions, reason.days, reason.policy) == (seen, 0, 90, "2026-11")


@pytest.mark.parametrize(("seen", "close"), [*itertools.product((0, 2, 3, 4, 5, 6, 7, 9, 10, 11), (0, 1, 2, 3, 4))])
def test_a_step_needs_its_visits_and_its_interactions(seen: int, close: int) -> None:
    found, reason = tier_of(seen, close, CLOSE, 30, "p")
    assert found is by_hand(seen, close)
    assert (reason.visits, reason.interactions, reason.days, reason.policy) == (seen, close, 30, "p")


@given(st.integers(0, 20), st.integers(0, 5), st.integers(0, 20), st.integers(0, 5))
def test_more_is_never_lower(seen: int, close: int, more: int, closer: int) -> None:
    order = list(Tier)
    low, _ = tier_of(seen, close, CLOSE, 90, "p")
    high, _ = tier_of(seen + more, close + closer, CLOSE, 90, "p")
    assert order.index(high) >= order.index(low)


@pytest.mark.parametrize(
    ("when", "counted"),
    [
        (at(90), 1),
        (at(90) - TICK, 0),
        (at(90) + TICK, 1),
        (NOW, 1),
        (NOW - TICK, 1),
        (NOW + TICK, 0),
    ],
)
def test_the_window_begins_exactly_so_many_days_ago_and_ends_now(when: datetime, counted: int) -> None:
    counts = count(Facts(paid=[Paid(at=when, paid_fen=1)]), POLICY, NOW)
    assert (counts.visits, counts.bills) == (counted, 1)
    close = count(Facts(done=[Done(kind="contact_added", at=when)]), POLICY, NOW)
    assert close.interactions == counted


def test_a_free_meal_is_a_visit_and_a_refund_is_none() -> None:
    free, refund, paid = visits(1, fen=0), visits(2, fen=-4_000), visits(3, fen=10_000)
    counts = count(Facts(paid=[*free, *refund, *paid]), POLICY, NOW)
    assert (counts.visits, counts.bills, counts.spend_fen, counts.gate_visits) == (2, 2, 6_000, 2)
    assert counts.first_visit == at(3)
    only_refund = count(Facts(paid=refund), POLICY, NOW)
    assert (only_refund.visits, only_refund.bills, only_refund.first_visit) == (0, 0, None)


def test_a_guest_who_never_came_stands_at_the_bottom() -> None:
    standing = stand(count(NOTHING_KNOWN, POLICY, NOW), POLICY, NOW)
    assert standing.results == {
        "tier": "regular",
        "segment": "new_low",
        "purchase_class": "none",
        "private": "no",
    }
    assert standing.reason.policy == standing.placing.policy == "2026-11"


def test_kinds_weigh_what_the_policy_says_and_unknown_ones_nothing() -> None:
    assert weigh(("contact_added", 1), ("group_joined", 1), ("coupon_claimed", 1), ("coupon_used", 1)) == 4
    assert weigh(("recommended", 1)) == 2
    assert weigh(("group_left", 1), ("danced", 1)) == 0
    heavier = InteractionRule(weights={Interaction.GROUP_LEFT: 5}, once_a_day=True)
    assert weigh(("group_left", 1), ("contact_added", 1), rule=heavier) == 5


def test_one_kind_counts_once_a_business_day_where_the_policy_says_so() -> None:
    # now is 12:00 in Shanghai; the business day began at 04:00, a third of a day ago
    same_day, day_before = 8 / 24, 8 / 24 + 1e-6
    assert weigh(("coupon_claimed", 0.0), ("coupon_claimed", same_day)) == 1
    assert weigh(("coupon_claimed", 0.0), ("coupon_claimed", day_before)) == 2
    assert weigh(("coupon_claimed", 0.0), ("coupon_used", 0.0)) == 2
    assert weigh(("recommended", 0.0), ("recommended", 0.1)) == 2
    each = replace(POLICY.interactions, once_a_day=False)
    assert weigh(("coupon_claimed", 0.0), ("coupon_claimed", same_day), ("recommended", 0.0), rule=each) == 4
