"""Months of visits: when a guest of the played chain came, with whom, to which store, and what was on the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from math import exp
from random import Random
from zoneinfo import ZoneInfo

from app.domain.days import SHANGHAI
from app.domain.tables import TableCard

from .people import Person
from .words import words

DAYS = 180
"""How far back the played visits go."""

WEEKDAYS = (0.8, 0.75, 0.8, 0.9, 1.35, 1.7, 1.5)
"""How full each day of the week is, Monday first."""

PARTY_SIZES = (1, 2, 3, 4, 5, 6, 7, 8, 10)
PARTY_WEIGHTS = (10, 30, 18, 20, 8, 7, 3, 3, 1)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a bill: the dish's place in the menu, how many, and what they cost together (fen)."""

    dish: int
    quantity: int
    amount_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """One visit as the POS remembers it."""

    bill_id: str
    store_id: str
    guest_id: str
    table: str
    party_size: int
    list_fen: int
    paid_fen: int
    opened: datetime
    closed: datetime
    lines: tuple[Line, ...]


def tables_of(store_id: str) -> tuple[TableCard, ...]:
    """Return the tables of a store: small ones by the window, a hall, booths and rooms."""
    plan = (("A", "靠窗", 2, 10), ("B", "大厅", 4, 14), ("C", "卡座", 6, 8), ("V", "包间", 10, 4))
    return tuple(
        TableCard(store_id=store_id, name=f"{letter}{place:02d}", seats=seats, area=area)
        for letter, area, seats, count in plan
        for place in range(1, count + 1)
    )


@cache
def _tables_by_size(store_id: str) -> dict[int, tuple[str, ...]]:
    tables = tables_of(store_id)
    return {
        size: tuple(t.name for t in tables if t.seats == min(s.seats for s in tables if s.seats and s.seats >= size))
        for size in PARTY_SIZES
    }


def fitting_tables(store_id: str, party_size: int) -> tuple[str, ...]:
    """Return the names of the smallest tables that seat `party_size`."""
    return _tables_by_size(store_id)[party_size]


def party_size(rng: Random) -> int:
    """Return how many people come together."""
    return rng.choices(PARTY_SIZES, weights=PARTY_WEIGHTS)[0]


def bills_of(seed: int, person: Person, stores: Sequence[str], today: date) -> list[Bill]:
    """Return the guest's visits before `today`, oldest first; the same for the same arguments."""
    rng = Random(f"{seed}/visits/{person.number}")
    moments = sorted(_moment(rng, today) for _ in range(_poisson(rng, person.rate)))
    bills: list[Bill] = []
    for opened in moments:
        if bills and opened.date() == bills[-1].opened.date():
            continue
        elsewhere = len(stores) > 1 and rng.random() < 0.12
        store_id = rng.choice([s for s in stores if s != person.home]) if elsewhere else person.home
        size = party_size(rng)
        lines = order(rng, person.fond, size)
        listed = sum(line.amount_fen for line in lines)
        # A fifth of the bills is settled with a coupon, in whole yuan.
        discount = round(listed * rng.uniform(0.04, 0.12) / 100) * 100 if rng.random() < 0.2 else 0
        bills.append(
            Bill(
                bill_id=f"{person.guest_id[1:]}{len(bills) + 1:03d}",
                store_id=store_id,
                guest_id=person.guest_id,
                table=rng.choice(fitting_tables(store_id, size)),
                party_size=size,
                list_fen=listed,
                paid_fen=listed - discount,
                opened=opened,
                closed=opened + timedelta(minutes=rng.randint(28, 85)),
                lines=lines,
            )
        )
    return bills


@cache
def _menu_sums() -> tuple[tuple[int, ...], tuple[float, ...]]:
    menu = words().menu
    return tuple(range(len(menu))), tuple(accumulate(dish.weight for dish in menu))


def order(rng: Random, fond: tuple[int, ...], size: int) -> tuple[Line, ...]:
    """Return what a party of `size` has: now and then what the guest is fond of, and what people order."""
    places, sums = _menu_sums()
    wanted = [place for place in fond if rng.random() < 0.6]
    wanted += rng.choices(places, cum_weights=sums, k=max(2, round(size * 0.8)) + 1)
    menu = words().menu
    lines = []
    for place in dict.fromkeys(wanted):
        dish = menu[place]
        per_head = dish.plain or dish.drink or dish.price_fen <= 2500
        quantity = rng.randint(max(1, size // 2), size) if per_head else 1
        lines.append(Line(dish=place, quantity=quantity, amount_fen=quantity * dish.price_fen))
    return tuple(lines)


def _moment(rng: Random, today: date) -> datetime:
    while True:
        day = today - timedelta(days=rng.randint(1, DAYS))
        if rng.random() * max(WEEKDAYS) <= WEEKDAYS[day.weekday()]:
            break
    lunch = rng.random() < 0.35
    minutes = rng.triangular(11 * 60, 13 * 60 + 40, 12 * 60 + 10) if lunch else rng.triangular(1020, 1250, 1125)
    return datetime.combine(day, time(), ZoneInfo(SHANGHAI)) + timedelta(minutes=round(minutes))


def _poisson(rng: Random, mean: float) -> int:
    # Knuth's product of uniforms, which is exact; rates above 30 are taken in pieces so that exp does not vanish.
    count = 0
    while mean > 30:
        count += _poisson(rng, 30)
        mean -= 30
    limit, product = exp(-mean), rng.random()
    while product > limit:
        count += 1
        product *= rng.random()
    return count
