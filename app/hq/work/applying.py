"""Stored events applied in the order they came: the writer's standing work.

Each event has a savepoint; one that fails is parked with its reason and its neighbours go on. The row's change from
pending to applied is part of the same transaction, and only one service can make it, so an event is applied once
however often a service is killed and started again.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Row, bindparam, or_, select, update

from app.domain.faults import Fault
from app.domain.policy import Policy
from app.hq.clock import Clock, from_us
from app.hq.database import is_engines_trouble
from app.hq.policies import current_policy
from app.hq.tables import events, stores
from app.hq.tracing import place_of
from app.wire.events import TYPES, ArrivalChanged, ArrivalQueued, ArrivalReserved, ArrivalScanned, BillPaid

from . import arriving, billing, interacting
from .clearing import sweep
from .disputes import show_unseen
from .escalating import Escalating
from .events import data_of, name_of
from .occasion import Occasion

AT_ONCE = 64
"""Events read ahead in one slice."""

SWEEP_SECONDS = 3600
"""How often boards are swept of earlier days (business seconds)."""

UNTOUCHED_SECONDS = 6 * 3600
"""An arrival of an earlier day stays on the board as long after its last sign came in (business seconds)."""

_PENDING = (
    select(events.c.position, events.c.type, events.c.body, events.c.time_us, events.c.accepted_us)
    .where(events.c.state == "pending")
    .order_by(events.c.position)
    .limit(AT_ONCE)
)
_CLAIM = (
    update(events)
    .where(events.c.position == bindparam("at"), events.c.state == "pending")
    .values(state="applied", reason="")
)
_PARK = (
    update(events)
    .where(events.c.position == bindparam("at"), events.c.state == "pending")
    .values(state="parked", reason=bindparam("why"))
)

_Stored = Row[*tuple[Any, ...]]

_log = logging.getLogger(__name__)


class Applying:
    """The standing work of a service: pending events, VIPs nobody welcomed, and boards swept of earlier days."""

    def __init__(self, clock: Clock, on_applied: Callable[[str, int], None] = lambda *_: None) -> None:
        """`on_applied` hears of each event: "applied" or "parked", and when it was accepted (Unix microseconds)."""
        self._clock = clock
        self._on_applied = on_applied
        self._next_sweep = 0.0
        self._escalating = Escalating(clock)
        self._woken = False

    def slice(self, connection: Connection, enough: Callable[[], bool]) -> bool:
        """Apply pending events in order until `enough()`; return whether some are left."""
        if not self._woken:
            revive(connection)
            show_unseen(connection)
            self._woken = True
        self._sweep(connection)
        overdue = self._escalating.slice(connection, enough)
        rows = connection.execute(_PENDING).all()
        if not rows:
            return overdue
        policy = current_policy(connection)
        for row in rows:
            self._apply(connection, row, policy)
            if enough():
                break
        return True

    def _apply(self, connection: Connection, row: _Stored, policy: Policy) -> None:
        occasion = Occasion(policy=policy, now=self._clock.now(), accepted_us=row.accepted_us)
        try:
            with connection.begin_nested():
                if connection.execute(_CLAIM, {"at": row.position}).rowcount != 1:
                    return  # another service was quicker
                apply(connection, row.type, row.body, row.time_us, occasion)
        except Fault as fault:
            self._park(connection, row, f"{fault.code}: {fault.detail}")
        except Exception as wrong:
            if is_engines_trouble(wrong):
                raise  # not the event's: it stays pending
            _log.error("event at position %d could not be applied: %s", row.position, place_of(wrong))
            self._park(connection, row, f"failed: {type(wrong).__name__}")
        else:
            self._on_applied("applied", row.accepted_us)

    def _park(self, connection: Connection, row: _Stored, reason: str) -> None:
        connection.execute(_PARK, {"at": row.position, "why": reason[:500]})
        self._on_applied("parked", row.accepted_us)

    def _sweep(self, connection: Connection) -> None:
        if time.monotonic() < self._next_sweep:
            return
        speed = self._clock.speed
        self._next_sweep = time.monotonic() + max(SWEEP_SECONDS / speed, 1.0)
        occasion = Occasion(policy=current_policy(connection), now=self._clock.now())
        sweep(connection, occasion, int(UNTOUCHED_SECONDS / speed * 1_000_000))


def apply(connection: Connection, kind: str, body: str, time_us: int | None, occasion: Occasion) -> None:
    """Do what one stored event says; raise a `Fault` saying why it cannot be done."""
    data = data_of(kind, body)
    at = occasion.now if time_us is None else from_us(time_us)
    match data:
        case ArrivalQueued() | ArrivalReserved() | ArrivalScanned():
            arriving.sign_in(connection, data, at, occasion)
        case ArrivalChanged():
            arriving.change(connection, data, at, occasion)
        case BillPaid():
            billing.settle(connection, data, at, occasion)
        case _:
            interacting.take_in(connection, data, at, occasion, name_of(body))


def revive(connection: Connection) -> int:
    """Make pending again what was parked for a reason that is gone: a type or a store HQ knows by now.

    Returns how many. Called when a service starts.
    """
    known = set(connection.execute(select(stores.c.store_id)).scalars())
    parked = select(events.c.position, events.c.type, events.c.body, events.c.reason).where(
        events.c.state == "parked",
        or_(events.c.reason == "unknown_type", events.c.reason.startswith("store_unknown", autoescape=True)),
    )
    again = [
        {"at": row.position}
        for row in connection.execute(parked)
        if row.type in TYPES and (row.reason == "unknown_type" or _store_in(row.body) in known)
    ]
    if again:
        connection.execute(
            update(events).where(events.c.position == bindparam("at")).values(state="pending", reason=""), again
        )
    return len(again)


def _store_in(body: str) -> object:
    found = json.loads(body)
    return found.get("data", {}).get("store_id")
