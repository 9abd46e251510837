"""A guest's past, newest first: bills, arrivals, notes, interactions, changes of standing, merges, settled conflicts.

Read in pages, from seven tables that are each asked for the next few rows by their own order and then put into one.
Bills, arrivals, notes and interactions are those of everybody who was merged into the guest; a standing is the
guest's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import merge
from operator import itemgetter

from msgspec.structs import replace
from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, or_, select

from app.domain.faults import Unknown, Unreadable
from app.hq.pairs import asked, is_among
from app.hq.tables import arrivals, bill_items, feed, guests, reveals
from app.wire.history import Dish, HistoryPage, Past

from .clusters import canonical, members_of
from .past import IDS, SOURCES, Source

PAGE = 30
"""Entries in a page unless the desk asks for fewer or more."""

PAGE_LIMIT = 100

_Found = tuple[int, int, str, Past]
"""When (Unix microseconds), the place of its source, its key, and what it was."""


@dataclass(frozen=True, slots=True)
class Before:
    """The last entry of a page: the next one begins after it."""

    at_us: int
    place: int
    key: str

    def __str__(self) -> str:
        """Return the text that the desk sends back."""
        return f"{self.at_us}.{self.place}.{self.key}"


def read_before(text: str) -> Before:
    """Return the place in `text`; raise `Unreadable` (`before_unreadable`) if there is none."""
    at, _, rest = text.partition(".")
    place, _, key = rest.partition(".")
    digits = at.removeprefix("-")
    sound = digits.isascii() and digits.isdigit() and len(digits) <= 18 and "\0" not in key
    if not sound or place not in _PLACES or not key:
        raise Unreadable("before_unreadable", "this is no place in a guest's past")
    return Before(int(at), int(place), key)


def history(
    connection: Connection, store_id: str, guest_id: str, before: Before | None = None, limit: int = PAGE
) -> HistoryPage:
    """Return what happened with the guest before the place given, at most `limit` entries, newest first.

    Raises `Unknown` (`guest_unknown`) for a guest that this store neither holds nor ever had an arrival of.
    """
    known = canonical(connection, guest_id) if "\0" not in guest_id else ""  # no engine keeps that character
    ids = list(members_of(connection, [known]))  # the guest first, then everybody merged into it
    if not known or not _is_known(connection, store_id, ids):
        raise Unknown("guest_unknown", "this store knows no such guest", guest_id=guest_id)
    found = [_asked(connection, place, source, ids, before, limit + 1) for place, source in enumerate(SOURCES)]
    rows = list(merge(*found, key=itemgetter(0, 1), reverse=True))
    page = rows[:limit]
    after = str(Before(*page[-1][:3])) if len(rows) > limit else ""
    entries = _with_dishes(connection, [entry for *_, entry in page])
    seen = connection.execute(_REVEALS, {"ids": ids}).scalar() or 0
    return HistoryPage(guest_id=known, entries=_with_names(connection, entries), before=after, reveals=seen)


_HOLDS = (
    select(feed.c.card_id)
    .where(feed.c.store_id == bindparam("store_id"), feed.c.kind == "guest", feed.c.card_id.in_(IDS))
    .limit(1)
)
_CAME = (
    select(arrivals.c.arrival_id)
    .where(arrivals.c.store_id == bindparam("store_id"), arrivals.c.guest_id.in_(IDS))
    .limit(1)
)
_REVEALS = select(func.count()).select_from(reveals).where(reveals.c.guest_id.in_(IDS))
_NAMES = select(guests.c.guest_id, guests.c.name).where(guests.c.guest_id.in_(IDS))
_DISHES = select(
    bill_items.c.store_id, bill_items.c.bill_id, bill_items.c.dish_name, bill_items.c.quantity, bill_items.c.amount_fen
).where(is_among(bill_items.c.store_id, bill_items.c.bill_id))


def _is_known(connection: Connection, store_id: str, ids: list[str]) -> bool:
    asked = {"store_id": store_id, "ids": ids}
    return any(connection.execute(query, asked).scalar() is not None for query in (_HOLDS, _CAME))


def _asked(
    connection: Connection, place: int, source: Source, ids: list[str], before: Before | None, limit: int
) -> list[_Found]:
    query = source.rows.add_columns(source.at.label("when_us"), source.key.label("name"))
    if before is not None:
        query = query.where(_after(source, place, before))
    query = query.order_by(source.at.desc(), source.key.desc()).limit(limit)
    asked = {"ids": ids[:1] if source.own else ids}
    return [(int(row.when_us), place, str(row.name), source.read(row)) for row in connection.execute(query, asked)]


def _after(source: Source, place: int, before: Before) -> ColumnElement[bool]:
    """Newest first; at one moment the later source first, then the greater key as the engine compares it."""
    if place < before.place:
        return source.at <= before.at_us
    if place > before.place:
        return source.at < before.at_us
    return or_(source.at < before.at_us, and_(source.at == before.at_us, source.key < before.key))


def _with_dishes(connection: Connection, entries: list[Past]) -> list[Past]:
    keys = [(entry.store_id, entry.key.partition("/")[2]) for entry in entries if entry.kind == "bill"]
    if not keys:
        return entries
    counted: dict[str, dict[str, list[int]]] = {}
    for row in connection.execute(_DISHES, asked(keys)):
        # What was paid for it, how often it was ordered, and how often a line took it off again.
        dish = counted.setdefault(f"{row.store_id}/{row.bill_id}", {}).setdefault(row.dish_name, [0, 0, 0])
        dish[0] += row.amount_fen
        dish[1] += row.quantity
        dish[2] += row.quantity < 0
    return [
        replace(entry, dishes=_dearest_first(counted[entry.key]))
        if entry.kind == "bill" and entry.key in counted
        else entry
        for entry in entries
    ]


def _dearest_first(dishes: dict[str, list[int]]) -> tuple[Dish, ...]:
    order = sorted(dishes.items(), key=lambda one: (-one[1][0], one[0]))
    return tuple(Dish(name=name, quantity=max(said[1], 1)) for name, said in order if not said[2] or said[1] > 0)


def _with_names(connection: Connection, entries: list[Past]) -> list[Past]:
    others = sorted({entry.other for entry in entries if entry.other})
    if not others:
        return entries
    names = {row.guest_id: row.name for row in connection.execute(_NAMES, {"ids": others})}
    return [replace(entry, other_name=names.get(entry.other, "")) if entry.other else entry for entry in entries]


_PLACES = frozenset(str(place) for place in range(len(SOURCES)))
