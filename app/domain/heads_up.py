"""Heads-ups: what can be done for a guest today, and only today's: a birthday, points to redeem, a coupon about to
lapse.

Each is said at the counter by a person, so no consent is asked for: consents are about writing to a guest who is not
there. Someone who asked about opening a store (`PurchaseClass.FRANCHISE`) meets no promotion: points and coupons are
not mentioned to them, a birthday is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, date
from enum import StrEnum
from typing import Protocol

from .guests import GuestCard
from .segments import may_promote


class HeadsUpKind(StrEnum):
    """What a heads-up is about, the one that a guest would miss most first."""

    BIRTHDAY = "birthday"
    COUPON = "coupon"
    POINTS = "points"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadsUp:
    """One thing to do today. `days`: until the birthday (negative: it is over), or that the coupon is still good.

    `points` can be redeemed; `name` and `expires` are the coupon's.
    """

    kind: HeadsUpKind
    days: int = 0
    points: int = 0
    name: str = ""
    expires: date | None = None


class Bounds(Protocol):
    """The policy's bounds, as a store's card and the policy itself have them: see `tables.StoreCard`."""

    @property
    def redeem_points(self) -> int:
        """Points from which on they can be redeemed; 0: there are no points."""

    @property
    def lapse_days(self) -> int:
        """A coupon that is good for at most so many days more is about to lapse."""

    @property
    def birthday_days(self) -> int:
        """Days before and after a birthday on which it can still be kept."""


def heads_up(guest: GuestCard, bounds: Bounds, today: date) -> tuple[HeadsUp, ...]:
    """Return what can be done for `guest` on the store's business day `today`, most pressing first."""
    found = []
    days = days_to_birthday(guest.birthday, today)
    if days is not None and abs(days) <= bounds.birthday_days:
        found.append(HeadsUp(kind=HeadsUpKind.BIRTHDAY, days=days))
    if not may_promote(guest.placing):
        return tuple(found)
    lapsing = [
        HeadsUp(kind=HeadsUpKind.COUPON, days=(coupon.expires - today).days, name=coupon.name, expires=coupon.expires)
        for coupon in guest.coupons
        if coupon.expires is not None and 0 <= (coupon.expires - today).days <= bounds.lapse_days
    ]
    found += sorted(lapsing, key=lambda one: (one.days, one.name))
    if 0 < bounds.redeem_points <= guest.points:
        found.append(HeadsUp(kind=HeadsUpKind.POINTS, points=guest.points))
    return tuple(found)


def days_to_birthday(born: date | None, today: date) -> int | None:
    """Return the days from `today` to the nearest birthday, negative once it is over; None where none is known.

    Who was born on 29 February has their birthday on the 28th in years without one. A birthday in the future is a
    slip of the pen.
    """
    if born is None or born > today:
        return None
    years = [year for year in (today.year - 1, today.year, today.year + 1) if 1 <= year <= MAXYEAR]
    return min(((_birthday(born, year) - today).days for year in years), key=lambda days: (abs(days), -days))


def _birthday(born: date, year: int) -> date:
    try:
        return born.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 2, 28)
