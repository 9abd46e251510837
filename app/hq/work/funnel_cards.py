"""The funnel of each of a store's codes, told to its desk: after it changed, and every night as the last days slide.

Part of a service's standing work. Only codes whose rows changed are counted, each at most once a minute; a card whose
figures are the same is not told again. Codes of a region or of the chain are no store's: head office asks for those.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select

from app.domain.days import business_day, day_bounds
from app.domain.funnel import Counts, FunnelCard
from app.hq.clock import Clock
from app.hq.feed import Publication, publish
from app.hq.tables import cards, printed_codes, stores
from app.wire.codec import decode, encode_card

from . import funnel_marks
from .funnel_counts import lately_and_ever

DAYS = 7
"""Business days, today's included, that the card calls a week."""

LOOK_SECONDS = 1.0
"""How often what is due is looked at (real seconds)."""

AT_ONCE = 16
"""Codes counted in one transaction at most."""

_STORES = select(printed_codes.c.code, printed_codes.c.store_id).where(
    printed_codes.c.code.in_(bindparam("codes", expanding=True))
)
_HOLD = (
    select(stores.c.store_id)
    .where(stores.c.store_id.in_(bindparam("ids", expanding=True)))
    .order_by(stores.c.store_id)
    .with_for_update()
)
_TOLD = select(cards.c.body).where(cards.c.kind == "funnel", cards.c.card_id == bindparam("code"))


class FunnelCards:
    """The part of a service's standing work that tells stores how far the guests who scanned came."""

    def __init__(self, clock: Clock) -> None:
        """`clock` is business time. Nothing was looked at yet."""
        self._clock = clock
        self._next_look = 0.0

    def slice(self, connection: Connection, enough: Callable[[], bool]) -> bool:
        """Count what is due until `enough()`; return whether anything was.

        What was told holds its stores until the commit: other work, which holds guests first, gets a new transaction.
        """
        if time.monotonic() < self._next_look:
            return False
        done = tell_due(connection, self._clock.now(), enough)
        if not done:
            self._next_look = time.monotonic() + LOOK_SECONDS
        return done > 0


def tell_due(connection: Connection, now: datetime, enough: Callable[[], bool] = lambda: False) -> int:
    """Count the codes that are due at the business time `now` and tell their stores; return how many.

    Their stores are held first, in one order, and then the codes: as whoever applies an event does.
    """
    codes = funnel_marks.due(connection, now, AT_ONCE)
    if not codes:
        return 0
    theirs = _held_stores(connection, codes)
    news: list[Publication] = []
    done = 0
    for code in funnel_marks.hold(connection, codes, now):
        card = card_of(connection, code, now)
        slides = card.week != Counts()
        funnel_marks.counted(connection, code, now, day_bounds(business_day(now))[1] if slides else None)
        news += _news(connection, card, theirs.get(code, ""))
        done += 1
        if enough():
            break
    publish(connection, news)
    return done


def card_of(connection: Connection, code: str, now: datetime) -> FunnelCard:
    """Return the code's funnel as it is at the business time `now`."""
    since = day_bounds(business_day(now) - timedelta(days=DAYS - 1))[0]
    week, ever = lately_and_ever(connection, code, since)
    return FunnelCard(code=code, week=week, ever=ever, as_of=now)


def _held_stores(connection: Connection, codes: list[str]) -> dict[str, str]:
    """Return the store of each code that is one's, and hold those stores."""
    found = {row.code: row.store_id for row in connection.execute(_STORES, {"codes": codes})}
    held = set(connection.execute(_HOLD, {"ids": sorted(set(found.values()))}).scalars())
    return {code: store_id for code, store_id in found.items() if store_id in held}


def _news(connection: Connection, card: FunnelCard, store_id: str) -> list[Publication]:
    if not store_id:
        return []
    body = connection.execute(_TOLD, {"code": card.code}).scalar()
    if body is not None and replace(decode(body, FunnelCard), as_of=card.as_of) == card:
        return []
    return [Publication("funnel", card.code, encode_card(card), frozenset({store_id}))]
