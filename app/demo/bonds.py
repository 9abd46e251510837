"""What binds the guests of the played chain to the brand: contacts, groups, coupons, points, consents. Pure.

Regulars have most of it, as the chains tell it; a guest who came once has perhaps a coupon. Two in five hundred asked
about opening a store of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from app.domain.tiers import Interaction

from .habits import Bill
from .people import MEAN_VISITS, Person

FEN_A_POINT = 1000
"""Ten yuan are a point."""

COUPONS = ("满百减十元", "招牌面免费加料", "生日甜品一份", "工作日午市八八折")

_CONSENTS = ("mass_message", "moments", "call", "profiling")


@dataclass(frozen=True, slots=True)
class Deed:
    """One interaction: what, when, and what it was about."""

    kind: Interaction
    at: datetime
    about: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A coupon that a guest took; `used` is when it was used."""

    coupon_id: str
    name: str
    claimed: datetime
    expires: date
    used: datetime | None = None


@dataclass(frozen=True, slots=True)
class Bond:
    """Everything of one guest."""

    deeds: tuple[Deed, ...] = ()
    coupons: tuple[Held, ...] = ()
    consents: tuple[tuple[str, bool, datetime], ...] = ()
    points: int = 0
    enquired: datetime | None = None


def bond_of(seed: int, person: Person, visits: Sequence[Bill], today: date) -> Bond:
    """Return what binds `person`, who made `visits` (oldest first); the same for the same arguments."""
    rng = Random(f"{seed}/bond/{person.number}")
    points = sum(bill.paid_fen for bill in visits) // FEN_A_POINT
    enquired = visits[-1].closed if visits and rng.random() < 0.004 else None
    if not visits:
        return Bond(points=points)
    close = person.rate > MEAN_VISITS or person.vip
    deeds: list[Deed] = []
    if rng.random() < (0.8 if close else 0.2):
        first = rng.choice(visits).closed
        deeds.append(Deed(Interaction.CONTACT_ADDED, first))
        if rng.random() < 0.6:
            deeds.append(Deed(Interaction.GROUP_JOINED, first + timedelta(minutes=3), f"{person.home}-1"))
    if rng.random() < (0.25 if close else 0.02):
        deeds.append(Deed(Interaction.RECOMMENDED, visits[-1].closed + timedelta(hours=2), "好评"))
    coupons = tuple(_coupons(rng, person, visits, today, most=3 if close else 1))
    deeds += [Deed(Interaction.COUPON_CLAIMED, held.claimed, held.coupon_id) for held in coupons]
    deeds += [Deed(Interaction.COUPON_USED, held.used, held.coupon_id) for held in coupons if held.used is not None]
    consents = tuple(
        (kind, rng.random() < 0.7, visits[0].closed) for kind in _CONSENTS if rng.random() < (0.5 if close else 0.1)
    )
    return Bond(tuple(sorted(deeds, key=lambda deed: deed.at)), coupons, consents, points, enquired)


def _coupons(rng: Random, person: Person, visits: Sequence[Bill], today: date, most: int) -> list[Held]:
    """Return coupons claimed at visits: some used at a later one, some about to lapse, some long over."""
    found = []
    for place in range(rng.randint(0, most)):
        at = rng.randrange(len(visits))
        claimed = visits[at].closed + timedelta(minutes=5)
        later = [bill.closed for bill in visits[at + 1 : at + 4]]
        used = rng.choice(later) if later and rng.random() < 0.5 else None
        good = today + timedelta(days=rng.choice((2, 5, 21, 60))) if rng.random() < 0.6 else claimed.date()
        name = rng.choice(COUPONS)
        found.append(Held(f"{person.guest_id}-c{place + 1}", name, claimed, max(good, claimed.date()), used))
    return found
