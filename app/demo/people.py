"""The guests of the played chain: names, numbers, traits; and the members of staff who know them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from app.domain.tables import StaffCard
from app.domain.tastes import TasteKind

from .words import Words, words

PHONE_PREFIX = "1440"
"""All played phones begin like this. The block is numbered for things (SIM cards of machines, 13 digits long), so a
number of 11 digits in it reaches nobody."""

SPREAD = 1.03
"""Sigma of the log-normal visiting rates: with it the most frequent tenth of the guests brings about two fifths of the
revenue, as the chains tell it (mission.md)."""

MEAN_VISITS = 4.0
"""Visits a guest makes in the months that are played, on average."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a guest said about themselves, and whether staff heard it or it stood in a reservation's note."""

    tag: str
    kind: TasteKind
    by_note: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One guest. `rate` is how many visits to expect in all the months played, `fond` indexes into the menu."""

    number: int
    guest_id: str
    name: str
    sex: str
    phone: str
    unionid: str
    birthday: date | None
    home: str
    rate: float
    vip: bool
    vip_manager: str
    fond: tuple[int, ...]
    said: tuple[Said, ...]
    note: str


def full_name(rng: Random, sex: str, known: Words) -> str:
    """Return a Chinese name of two to four characters for `sex` (男 or 女)."""
    surname = known.surnames.draw(rng)
    chance = rng.random()
    if chance < 0.08:
        return surname + rng.choice(known.whole[sex])
    characters = known.given[sex]
    given = rng.choice(characters)
    second = rng.choice(characters.replace(given, ""))
    return surname + (given if chance < 0.22 else given + second)


def phone_of(number: int) -> str:
    """Return the played phone of guest `number` (0 to 9,999,999): scattered, each one once, nobody's."""
    # 6,364,137 shares no factor with ten million, so the numbers are a rearrangement and none comes twice.
    return f"{PHONE_PREFIX}{(number * 6_364_137 + 1_442_695) % 10_000_000:07d}"


def staff_of(seed: int, store_ids: tuple[str, ...]) -> tuple[StaffCard, ...]:
    """Return who works in each store: a manager, VIP managers, the front desk and servers."""
    known, found = words(), []
    roles = ["manager", *["vip_manager"] * 2, *["front_desk"] * 3, *["server"] * 6]
    for store_id in store_ids:
        rng = Random(f"{seed}/staff/{store_id}")
        for place, role in enumerate(roles, start=1):
            name = full_name(rng, rng.choice("男女女"), known)
            found.append(StaffCard(staff_id=f"{store_id}-{place:02d}", store_id=store_id, name=name, role=role))
    return tuple(found)


def people(seed: int, count: int, staff: tuple[StaffCard, ...], today: date) -> Iterator[Person]:
    """Yield `count` guests, the same for the same arguments; guest `n` does not depend on how many follow."""
    stores = tuple(dict.fromkeys(member.store_id for member in staff))
    managers = {s: [m.name for m in staff if m.store_id == s and m.role == "vip_manager"] for s in stores}
    for number in range(count):
        yield _person(Random(f"{seed}/guest/{number}"), number, stores, managers, today)


def _person(rng: Random, number: int, stores: tuple[str, ...], managers: dict[str, list[str]], today: date) -> Person:
    known = words()
    sex = rng.choice("男女")
    home = rng.choices(stores, weights=range(len(stores) + 1, 1, -1))[0]
    rate = MEAN_VISITS * rng.lognormvariate(-SPREAD * SPREAD / 2, SPREAD)
    frequent = rate > 2.5 * MEAN_VISITS
    vip = rng.random() < (0.42 if frequent else 0.01)
    birthday = today - timedelta(days=rng.randint(20 * 365, 68 * 365)) if rng.random() < 0.6 else None
    return Person(
        number=number,
        guest_id=f"M{10_000_001 + number}",
        name=full_name(rng, sex, known),
        sex=sex,
        phone=phone_of(number),
        unionid=f"oDemo{number:09d}" if rng.random() < 0.6 else "",
        birthday=birthday,
        home=home,
        rate=rate,
        vip=vip,
        vip_manager=rng.choice(managers[home]) if vip else "",
        fond=_fond(rng, known),
        said=_said(rng, 0.55 if frequent else 0.16, known),
        note=rng.choice(known.guest_notes) if rng.random() < (0.3 if frequent else 0.03) else "",
    )


def _fond(rng: Random, known: Words) -> tuple[int, ...]:
    # Fondness is spread more evenly than orders are: that is what makes guests differ.
    likely = [0.0 if dish.plain else 0.3 if dish.drink else dish.weight**0.5 for dish in known.menu]
    return tuple(dict.fromkeys(rng.choices(range(len(likely)), weights=likely, k=rng.randint(2, 5))))


SAID_SHARES = {TasteKind.ALLERGY: 0.18, TasteKind.AVOID: 0.7, TasteKind.LESS: 0.45, TasteKind.LIKES: 0.2}
"""Of the guests who said anything, the share that said something of each kind; `avoid` is tried twice."""


def _said(rng: Random, chance: float, known: Words) -> tuple[Said, ...]:
    found: dict[str, Said] = {}
    for kind, share in SAID_SHARES.items():
        for _ in range(2 if kind is TasteKind.AVOID else 1):
            if rng.random() < chance * share:
                tag = known.said[kind.value].draw(rng)
                found.setdefault(tag, Said(tag=tag, kind=kind, by_note=rng.random() < 0.3))
    return tuple(found.values())


def registered_at(person: Person, opening: datetime) -> datetime:
    """Return when the guest became a member, given when the played months begin."""
    return opening - timedelta(days=person.number % 700, minutes=person.number % 500)
