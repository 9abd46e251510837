"""Heads-ups: shown on every day on which something can be done, and on no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.arrivals import ArrivalCard, ArrivalState
from app.domain.guests import Consent, Coupon, Favourite, GuestCard
from app.domain.heads_up import HeadsUpKind, days_to_birthday, heads_up
from app.domain.segments import Placing, PurchaseClass
from app.domain.suggestions import suggestions
from app.domain.tables import StoreCard

TODAY = date(2026, 11, 20)
STORE = StoreCard(store_id="s1", name="望京店", redeem_points=500, lapse_days=7, birthday_days=3)


def kinds(guest: GuestCard, store: StoreCard = STORE, today: date = TODAY) -> list[str]:
    return [one.kind.value for one in heads_up(guest, store, today)]


def coupon(days: int | None, name: str = "果盘券") -> Coupon:
    expires = None if days is None else TODAY + timedelta(days=days)
    return Coupon(coupon_id=f"{name}{days}", name=name, expires=expires)


@pytest.mark.parametrize(
    ("born", "today", "days"),
    [
        (date(1990, 11, 20), TODAY, 0),
        (date(1990, 11, 23), TODAY, 3),
        (date(1990, 11, 17), TODAY, -3),
        (date(1990, 1, 1), date(2026, 12, 31), 1),
        (date(1990, 12, 31), date(2027, 1, 2), -2),
        (date(1992, 2, 29), date(2028, 2, 29), 0),
        (date(1992, 2, 29), date(2027, 2, 28), 0),
        (date(1992, 2, 29), date(2028, 2, 28), 1),
        (date(1992, 2, 29), date(2027, 3, 1), -1),
        (date(1992, 2, 29), date(2100, 2, 28), 0),
        (date(2026, 11, 20), TODAY, 0),
        (date(2026, 11, 21), TODAY, None),
        (None, TODAY, None),
        (date(1, 1, 1), date(1, 12, 31), 1),
        (date(9999, 1, 1), date(9999, 12, 31), -364),
    ],
)
def test_the_nearest_birthday(born: date | None, today: date, days: int | None) -> None:
    assert days_to_birthday(born, today) == days


@given(st.dates(date(1900, 1, 1), date(2030, 12, 31)), st.dates(date(2031, 1, 1), date(2090, 12, 31)))
def test_a_birthday_is_never_further_than_half_a_year_and_falls_on_the_day(born: date, today: date) -> None:
    days = days_to_birthday(born, today)
    assert days is not None
    assert abs(days) <= 183
    kept = today + timedelta(days=days)
    assert (kept.month, kept.day) == (born.month, born.day) or (
        (born.month, born.day, kept.month, kept.day) == (2, 29, 2, 28) and not _is_leap(kept.year)
    )


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@pytest.mark.parametrize(("off", "shown"), [(-4, False), (-3, True), (0, True), (3, True), (4, False)])
def test_a_birthday_is_shown_within_the_stores_days(off: int, shown: bool) -> None:
    guest = GuestCard(guest_id="g", birthday=(TODAY + timedelta(days=off)).replace(year=1990))
    assert kinds(guest) == (["birthday"] if shown else [])


def test_a_store_that_names_no_days_keeps_the_day_itself() -> None:
    store = StoreCard(store_id="s1", name="望京店")
    assert kinds(GuestCard(guest_id="g", birthday=date(1990, 11, 20)), store) == ["birthday"]
    assert kinds(GuestCard(guest_id="g", birthday=date(1990, 11, 21)), store) == []


@pytest.mark.parametrize(
    ("least", "points", "shown"),
    [(500, 499, False), (500, 500, True), (500, 501, True), (0, 9999, False), (1, 0, False), (1, 1, True)],
)
def test_points_are_shown_from_the_stores_number_on(least: int, points: int, shown: bool) -> None:
    store = StoreCard(store_id="s1", name="望京店", redeem_points=least)
    found = heads_up(GuestCard(guest_id="g", points=points), store, TODAY)
    assert [(one.kind, one.points) for one in found] == ([(HeadsUpKind.POINTS, points)] if shown else [])


@pytest.mark.parametrize(("days", "shown"), [(-1, False), (0, True), (6, True), (7, True), (8, False), (None, False)])
def test_a_coupon_is_shown_in_its_last_days(days: int | None, shown: bool) -> None:
    found = heads_up(GuestCard(guest_id="g", coupons=(coupon(days),)), STORE, TODAY)
    assert [(one.name, one.days) for one in found] == ([("果盘券", days)] if shown else [])


def test_the_most_pressing_comes_first() -> None:
    guest = GuestCard(
        guest_id="g",
        birthday=date(1990, 11, 21),
        points=800,
        coupons=(coupon(5, "酸奶券"), coupon(20), coupon(1), coupon(5, "凉菜券")),
    )
    found = heads_up(guest, STORE, TODAY)
    assert [one.kind.value for one in found] == ["birthday", "coupon", "coupon", "coupon", "points"]
    assert [one.name for one in found[1:4]] == ["果盘券", "凉菜券", "酸奶券"]


@given(
    points=st.integers(0, 10_000),
    coupons=st.lists(st.one_of(st.none(), st.integers(-30, 30)), max_size=4),
    born=st.one_of(st.none(), st.dates(date(1930, 1, 1), TODAY)),
    withheld=st.booleans(),
)
def test_a_franchise_enquirer_never_meets_a_promotion_and_consent_changes_nothing(
    points: int, coupons: list[int | None], born: date | None, withheld: bool
) -> None:
    said = (Consent(kind="mass_message", granted=not withheld, date=TODAY),)
    guest = GuestCard(guest_id="g", points=points, coupons=tuple(map(coupon, coupons)), birthday=born, consents=said)
    enquirer = GuestCard(
        guest_id="g",
        points=points,
        coupons=guest.coupons,
        birthday=born,
        placing=Placing(purchase_class=PurchaseClass.FRANCHISE),
    )
    assert set(kinds(enquirer)) <= {"birthday"}
    assert kinds(enquirer) == [kind for kind in kinds(guest) if kind == "birthday"]
    assert kinds(guest) == kinds(GuestCard(guest_id="g", points=points, coupons=guest.coupons, birthday=born))


def test_a_heads_up_is_a_suggestion_with_what_its_words_need() -> None:
    guest = GuestCard(
        guest_id="g",
        visits=3,
        birthday=date(1990, 11, 20),
        points=800,
        coupons=(coupon(2),),
        favourites=(Favourite(dish="手把羊肉", visits=3),),
    )
    now = datetime(2026, 11, 20, 11, tzinfo=UTC)
    card = ArrivalCard(
        arrival_id="a", store_id="s1", guest_id="g", state=ArrivalState.SEATED, state_at=now, arrived_at=now
    )
    said = suggestions(card, guest, now, heads_up(guest, STORE, TODAY))
    assert [one.code for one in said] == ["welcome_back", "birthday", "coupon", "points", "offer_favourite"]
    facts = {one.code: one.facts for one in said}
    assert facts["birthday"] == {"days": "0"}
    assert facts["coupon"] == {"name": "果盘券", "days": "2"}
    assert facts["points"] == {"points": "800"}
    left = replace(card, state=ArrivalState.LEFT)
    assert suggestions(left, guest, now, heads_up(guest, STORE, TODAY)) == ()
