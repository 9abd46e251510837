"""A believable chain from a seed: stores, tables, staff, guests, and months of their visits. Pure and repeatable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.domain.days import SHANGHAI
from app.domain.tables import StaffCard, StoreCard, TableCard

from .habits import DAYS, Bill, bills_of, tables_of
from .people import Person, people, staff_of
from .words import words

FRIDAY = date(2026, 11, 20)
"""The evening that is played. A fixed one, so that a seed always tells the same story."""

STORE_IDS = ("101", "102", "103")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A chain as it stands on the morning of `today`. The visits are worked out when asked for, guest by guest."""

    seed: int
    today: date
    stores: tuple[StoreCard, ...]
    tables: tuple[TableCard, ...]
    staff: tuple[StaffCard, ...]
    guests: tuple[Person, ...]

    @property
    def store_ids(self) -> tuple[str, ...]:
        """The ids of the stores, the one whose counter is played first."""
        return tuple(store.store_id for store in self.stores)

    @property
    def opening(self) -> datetime:
        """When the played months begin."""
        return datetime.combine(self.today - timedelta(days=DAYS), time(10), ZoneInfo(SHANGHAI))

    def bills_of(self, person: Person) -> list[Bill]:
        """Return the visits of `person`, oldest first."""
        return bills_of(self.seed, person, self.store_ids, self.today)

    def bills(self) -> Iterator[Bill]:
        """Yield the visits of everybody, guest by guest."""
        for person in self.guests:
            yield from self.bills_of(person)


def build(seed: int = 1, guests: int = 3000, store_id: str = "", today: date = FRIDAY) -> Chain:
    """Return the chain of `seed` with `guests` guests. `store_id` names the store whose counter is played: one of the
    chain's, or any other id, which the first store then gets."""
    ids = list(STORE_IDS)
    if store_id in ids:
        ids.remove(store_id)
        ids.insert(0, store_id)
    elif store_id:
        ids[0] = store_id
    known = words()
    places = sorted(zip(ids, known.stores, strict=True), key=lambda pair: ids.index(pair[0]))
    stores = tuple(
        StoreCard(store_id=each, name=f"{known.brand} · {name}", city=known.city) for each, (name, _) in places
    )
    staff = staff_of(seed, tuple(ids))
    return Chain(
        seed=seed,
        today=today,
        stores=stores,
        tables=tuple(table for each in ids for table in tables_of(each)),
        staff=staff,
        guests=tuple(people(seed, guests, staff, today)),
    )
