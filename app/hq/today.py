"""What a counter needs at once, while its store's roster is still on the way: the store, its tables and staff, and
today's arrivals with their guests.

Read in one transaction with the cursor that the feed goes on from, so nothing lies between the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import Connection, bindparam, select

from app.domain.days import business_day
from app.wire.pages import FeedEntry

from .reading import Cursor, cursor_now, entries_of
from .tables import arrivals, feed, stores

MOST = 2000
"""Arrivals of a day that are given; the roster brings the others."""

_ROOMS = ("store", "table", "staff")
_STANDING = select(feed.c.kind, feed.c.card_id).where(feed.c.store_id == bindparam("store_id"), feed.c.kind.in_(_ROOMS))
_TODAY = (
    select(arrivals.c.arrival_id)
    .where(arrivals.c.store_id == bindparam("store_id"), arrivals.c.day == bindparam("day"))
    .order_by(arrivals.c.arrived_us.desc())
    .limit(MOST)
)
_TIMEZONE = select(stores.c.timezone).where(stores.c.store_id == bindparam("store_id"))
_CHUNK = 400


class _Named(msgspec.Struct):
    guest_id: str | None = None


@dataclass(frozen=True, slots=True)
class Today:
    """The cards, and where the feed goes on behind them."""

    cursor: Cursor
    entries: list[FeedEntry]


def today(connection: Connection, store_id: str, now: datetime) -> Today:
    """Return the cards of the store's business day of `now`; raise `Unknown` for a store that does not exist."""
    head = cursor_now(connection, store_id)
    zone = connection.execute(_TIMEZONE, {"store_id": store_id}).scalar_one()
    standing = [(row.kind, row.card_id) for row in connection.execute(_STANDING, {"store_id": store_id})]
    asked = {"store_id": store_id, "day": business_day(now, zone).isoformat()}
    came = [("arrival", arrival_id) for arrival_id in connection.execute(_TODAY, asked).scalars()]
    found = _cards(connection, [*standing, *came])
    named = dict.fromkeys(_guests(found))
    # Guests first: a card of the board never comes before the one it names.
    return Today(head, _cards(connection, [("guest", guest_id) for guest_id in named]) + found)


def _cards(connection: Connection, keys: Sequence[tuple[str, str]]) -> list[FeedEntry]:
    return [
        entry for start in range(0, len(keys), _CHUNK) for entry in entries_of(connection, keys[start : start + _CHUNK])
    ]


def _guests(entries: list[FeedEntry]) -> Iterator[str]:
    for entry in entries:
        if entry.kind == "arrival" and entry.body is not None:
            guest_id = msgspec.json.decode(entry.body, type=_Named).guest_id
            if guest_id:
                yield guest_id
