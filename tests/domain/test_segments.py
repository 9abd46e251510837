"""Segments, purchase classes and the gate at every threshold, and everybody in exactly one cell."""

from __future__ import annotations

import itertools
import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.policy import policy_from
from app.domain.segments import (
    Called,
    GateRule,
    Placing,
    PurchaseClass,
    Segment,
    SegmentRule,
    class_of,
    is_private,
    may_promote,
    segment_of,
)
from app.domain.standing import Done, Facts, Paid, count, stand
from app.resources import resources

POLICY = policy_from(tomllib.loads((resources() / "policy.toml").read_text("utf-8")))
NOW = datetime(2026, 3, 17, 4, tzinfo=UTC)
TICK = timedelta(microseconds=1)
RULE = SegmentRule(new_days=90, spend_days=365, mid_fen=30_000, high_fen=100_000)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


@pytest.mark.parametrize(
    ("first", "age"),
    [
        (None, "new"),
        (NOW, "new"),
        (ago(89), "new"),
        (ago(90), "new"),
        (ago(90) - TICK, "old"),
        (ago(91), "old"),
        (NOW + TICK, "new"),
    ],
)
@pytest.mark.parametrize(
    ("spent", "level"),
    [
        (-500, "low"),
        (0, "low"),
        (29_999, "low"),
        (30_000, "mid"),
        (30_001, "mid"),
        (99_999, "mid"),
        (100_000, "high"),
        (100_001, "high"),
    ],
)
def test_a_guest_is_in_the_cell_of_age_and_spending(first: datetime | None, age: str, spent: int, level: str) -> None:
    assert segment_of(first, spent, RULE, NOW) == f"{age}_{level}"


def test_every_cell_can_be_reached_and_each_has_its_name_and_what_to_do() -> None:
    firsts, spendings = (None, ago(1000)), (0, 30_000, 100_000)
    reached = {segment_of(first, spent, RULE, NOW) for first, spent in itertools.product(firsts, spendings)}
    assert reached == set(Segment)
    called = POLICY.segments.called
    assert set(called) == set(Segment)
    assert len({each.name for each in called.values()}) == 6
    assert all(isinstance(each, Called) and each.name and each.do for each in called.values())
    assert set(POLICY.classes) == set(PurchaseClass)


@pytest.mark.parametrize(
    ("days", "fen", "counted"),
    [(365, 30_000, 30_000), (365 + 1e-9, 30_000, 0), (365.001, 30_000, 0), (0, 30_000, 30_000), (-0.001, 1, 0)],
)
def test_spending_counts_within_its_own_window(days: float, fen: int, counted: int) -> None:
    counts = count(Facts(paid=[Paid(at=ago(days), paid_fen=fen)]), POLICY, NOW)
    assert counts.spend_fen == counted


def test_a_refund_takes_a_guest_back_below_the_bound() -> None:
    meal, back = Paid(at=ago(200), paid_fen=30_000), Paid(at=ago(1), paid_fen=-1)
    assert stand(count(Facts(paid=[meal]), POLICY, NOW), POLICY, NOW).placing.segment is Segment.OLD_MID
    assert stand(count(Facts(paid=[meal, back]), POLICY, NOW), POLICY, NOW).placing.segment is Segment.OLD_LOW


@pytest.mark.parametrize(
    ("bills", "franchise", "found"),
    [
        (0, False, "none"),
        (1, False, "once"),
        (2, False, "again"),
        (3, False, "again"),
        (0, True, "franchise"),
        (1, True, "franchise"),
        (50, True, "franchise"),
    ],
)
def test_purchase_classes(bills: int, franchise: bool, found: str) -> None:
    assert class_of(bills, franchise) == found


@given(st.integers(0, 100), st.booleans())
def test_a_franchise_enquirer_never_meets_a_promotion(bills: int, franchise: bool) -> None:
    facts = Facts(
        paid=[Paid(at=ago(each), paid_fen=100_000) for each in range(bills)],
        franchise_at=ago(400) if franchise else None,
    )
    placing = stand(count(facts, POLICY, NOW), POLICY, NOW).placing
    assert may_promote(placing) is not franchise
    assert (placing.purchase_class is PurchaseClass.FRANCHISE) is franchise


def test_nobody_counted_may_be_promoted_to() -> None:
    assert may_promote(Placing())


@pytest.mark.parametrize(
    ("visits", "recommendations", "private"),
    [(4, 1, True), (3, 1, False), (5, 1, True), (4, 0, False), (4, 2, True), (0, 0, False), (100, 0, False)],
)
def test_the_gate_asks_for_both(visits: int, recommendations: int, private: bool) -> None:
    assert is_private(visits, recommendations, GateRule(days=180, visits=4, recommendations=1)) is private


@pytest.mark.parametrize(("days", "private"), [(180, True), (180.001, False), (179, True), (0, True), (-0.001, False)])
def test_the_gate_looks_at_its_own_window(days: float, private: bool) -> None:
    paid = [Paid(at=ago(each), paid_fen=1) for each in (1, 2, 3)]
    often = Facts(paid=[*paid, Paid(at=ago(days), paid_fen=1)], done=[Done(kind="recommended", at=ago(1))])
    assert stand(count(often, POLICY, NOW), POLICY, NOW).placing.private is private
    loved = Facts(paid=[*paid, Paid(at=ago(4), paid_fen=1)], done=[Done(kind="recommended", at=ago(days))])
    assert stand(count(loved, POLICY, NOW), POLICY, NOW).placing.private is private


def test_recommendations_of_one_day_count_as_the_policy_says() -> None:
    facts = Facts(done=[Done(kind="recommended", at=ago(each)) for each in (0, 0.1, 3)])
    assert count(facts, POLICY, NOW).recommendations == 2
    each = replace(POLICY, interactions=replace(POLICY.interactions, once_a_day=False))
    assert count(facts, each, NOW).recommendations == 3


@given(
    st.lists(st.tuples(st.floats(-10, 800), st.integers(-50_000, 150_000)), max_size=12),
    st.lists(
        st.tuples(st.sampled_from(["recommended", "contact_added", "group_left"]), st.floats(-10, 400)), max_size=6
    ),
    st.booleans(),
)
def test_everybody_is_in_exactly_one_cell_with_the_numbers_that_put_them_there(
    paid: list[tuple[float, int]], done: list[tuple[str, float]], franchise: bool
) -> None:
    facts = Facts(
        paid=[Paid(at=ago(days), paid_fen=fen) for days, fen in paid],
        done=[Done(kind=kind, at=ago(days)) for kind, days in done],
        franchise_at=NOW if franchise else None,
    )
    counts = count(facts, POLICY, NOW)
    placing = stand(counts, POLICY, NOW).placing
    assert placing.segment in Segment
    assert placing.purchase_class in PurchaseClass
    visits = [days for days, fen in paid if fen >= 0]
    assert placing.bills == len(visits)
    assert counts.first_visit == (ago(max(visits)) if visits else None)
    assert placing.private == (placing.gate_visits >= 4 and placing.recommendations >= 1)
    assert (placing.new_days, placing.spend_days, placing.gate_days, placing.policy) == (90, 365, 180, "2026-11")
