"""Boards cleared of what is over: the first arrival of a new day takes earlier days off, a sweep what is left."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection, and_, select

from app.domain.days import business_day
from app.hq.clock import real_us
from app.hq.feed import Publication, publish
from app.hq.tables import arrivals, cards, feed, stores

from .occasion import Occasion

_ON_BOARD = (cards.c.kind == "arrival") & (cards.c.card_id == arrivals.c.arrival_id)
_HELD = (feed.c.kind == "arrival") & (feed.c.card_id == cards.c.card_id)
_WEEKS = timedelta(days=14)
"""How far back the first arrival of a day looks for cards to take off; what is older fell to `sweep`."""

_CHUNK = 500


def retire(connection: Connection, store_id: str, day: date, occasion: Occasion) -> int:
    """Take the store's arrivals of the weeks before `day` off its board; return how many."""
    where = and_(
        arrivals.c.store_id == store_id,
        arrivals.c.day < day.isoformat(),
        arrivals.c.day >= (day - _WEEKS).isoformat(),
        cards.c.body.is_not(None),
    )
    over = list(connection.execute(select(arrivals.c.arrival_id).join(cards, _ON_BOARD).where(where)).scalars())
    return _take_off(connection, over, occasion)


def sweep(connection: Connection, occasion: Occasion, untouched_us: int) -> int:
    """Take off every board what is of an earlier day and was not touched by an event within `untouched_us`.

    `untouched_us` is real time, so that signs of an earlier day that come in just now are seen for a while.
    """
    query = (
        select(arrivals.c.arrival_id, arrivals.c.day, stores.c.timezone)
        .select_from(cards.join(arrivals, _ON_BOARD).join(stores, stores.c.store_id == arrivals.c.store_id))
        .join(feed, (feed.c.store_id == arrivals.c.store_id) & _HELD)
        .where(cards.c.kind == "arrival", cards.c.body.is_not(None))
        .where(arrivals.c.day <= occasion.now.date().isoformat())
        .where(feed.c.accepted_us < real_us() - untouched_us)
    )
    over = [
        row.arrival_id
        for row in connection.execute(query)
        if date.fromisoformat(row.day) < business_day(occasion.now, row.timezone)
    ]
    return _take_off(connection, over, occasion)


def _take_off(connection: Connection, arrival_ids: list[str], occasion: Occasion) -> int:
    for start in range(0, len(arrival_ids), _CHUNK):
        gone = [Publication("arrival", arrival_id, None) for arrival_id in arrival_ids[start : start + _CHUNK]]
        publish(connection, gone, occasion.accepted_us)
    return len(arrival_ids)
