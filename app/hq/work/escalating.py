"""VIPs whom nobody acknowledged in the policy's time, found when their time comes.

Each arrival's row says when it is due (`alert_due_us`, null where nothing is), with an index over those few rows alone:
so what is due survives a kill, is seen by every service of the chain, and a look at it costs one probe. The look is
taken once a second at most, not with every event.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, select

from app.domain.arrivals import ArrivalCard
from app.hq.clock import Clock, us_of
from app.hq.policies import current_policy
from app.hq.tables import arrivals
from app.wire.codec import decode

from . import board
from .occasion import Occasion

LOOK_SECONDS = 1.0
"""How often what is due is looked at (real seconds): a VIP's time is minutes."""

AT_ONCE = 16
"""VIPs in one slice at most: after a night's halt their neighbours come with the next."""

_DUE = (
    select(arrivals.c.store_id, arrivals.c.arrival_id)
    .where(arrivals.c.alert_due_us <= bindparam("now_us"))
    .order_by(arrivals.c.alert_due_us, arrivals.c.arrival_id)
    .limit(AT_ONCE)
)
_AGAIN = select(arrivals.c.body, arrivals.c.day, arrivals.c.alert_due_us).where(
    arrivals.c.arrival_id == bindparam("arrival_id")
)


class Escalating:
    """The part of a service's standing work that watches the time."""

    def __init__(self, clock: Clock) -> None:
        """`clock` is business time. Nothing was looked at yet."""
        self._clock = clock
        self._next_look = 0.0

    def slice(self, connection: Connection, enough: Callable[[], bool]) -> bool:
        """Escalate what is due until `enough()`; return whether more may be due."""
        if time.monotonic() < self._next_look:
            return False
        self._next_look = time.monotonic() + LOOK_SECONDS
        if escalate_due(connection, self._clock.now(), enough):
            self._next_look = 0.0
            return True
        return False


def escalate_due(connection: Connection, now: datetime, enough: Callable[[], bool] = lambda: False) -> bool:
    """Escalate the arrivals that are due at the business time `now`, until `enough()`; return whether more may be."""
    rows = connection.execute(_DUE, {"now_us": us_of(now)}).all()
    if not rows:
        return False
    occasion = Occasion(policy=current_policy(connection), now=now)
    for done, row in enumerate(rows, 1):
        _escalate(connection, row.store_id, row.arrival_id, occasion)
        if enough() and done < len(rows):
            return True
    return len(rows) == AT_ONCE


def _escalate(connection: Connection, store_id: str, arrival_id: str, occasion: Occasion) -> None:
    """Escalate one arrival, if it still is due: another service may have been quicker, or made it part of another."""
    board.hold_store(connection, store_id)
    row = connection.execute(_AGAIN, {"arrival_id": arrival_id}).one_or_none()
    if row is not None and row.alert_due_us is not None and row.alert_due_us <= us_of(occasion.now):
        board.look_again(connection, decode(row.body, ArrivalCard), date.fromisoformat(row.day), occasion)
