"""Stories for HQ's rooms below the service: events kept and applied without HTTP, and what came of them.

Noon is 12:00 on a Thursday in Shanghai; `minutes` counts from it. The business clock stands still where a test puts it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, select

from app.domain.arrivals import ArrivalCard
from app.domain.guests import GuestCard
from app.hq import tables
from app.hq.clock import us_of
from app.hq.database import write
from app.hq.work import applying
from app.hq.work.events import Row, keep, row_of, unpack
from app.wire.codec import decode
from tests.kit.hq import event

NOON = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai


class StoppedClock:
    """A business time that a test sets."""

    speed = 1.0

    def __init__(self, now: datetime = NOON) -> None:
        """Show `now` until `at` is set."""
        self.at = now

    def now(self) -> datetime:
        """Return what was set."""
        return self.at


def minutes(n: float) -> datetime:
    """Return the moment `n` minutes after noon."""
    return NOON + timedelta(minutes=n)


def rows_of(events: Iterable[Mapping[str, Any]], signer: str = "till") -> list[Row]:
    """Return what would be stored of these events, signed by `signer`."""
    body = json.dumps(list(events), ensure_ascii=False).encode()
    stores = frozenset({"330", "331"})
    return [row_of(parcel, signer, NOON, us_of(NOON), stores) for parcel in unpack(body)]


def take_in(engine: Engine, *events: Mapping[str, Any], clock: StoppedClock | None = None) -> None:
    """Keep and apply events as the service does."""
    with write(engine) as connection:
        keep(connection, rows_of(events))
    apply_all(engine, clock)


def apply_all(engine: Engine, clock: StoppedClock | None = None) -> None:
    """Apply everything that is pending."""
    work = applying.Applying(clock or StoppedClock(minutes(200)))
    more = True
    while more:
        with write(engine) as connection:
            more = work.slice(connection, lambda: False)


def outcomes(engine: Engine) -> dict[str, tuple[str, str]]:
    """Return state and reason of every stored event by its id."""
    with engine.connect() as connection:
        query = select(tables.events.c.event_id, tables.events.c.state, tables.events.c.reason)
        return {row.event_id: (row.state, row.reason) for row in connection.execute(query)}


def arrivals(engine: Engine) -> list[ArrivalCard]:
    """Return every arrival that is recorded, in the order they came."""
    with engine.connect() as connection:
        bodies = connection.execute(select(tables.arrivals.c.body).order_by(tables.arrivals.c.arrived_us)).scalars()
        return [decode(body, ArrivalCard) for body in bodies]


def board(engine: Engine) -> list[ArrivalCard]:
    """Return the arrivals that are on a board, in the order they came."""
    with engine.connect() as connection:
        shown = (tables.cards.c.kind == "arrival") & tables.cards.c.body.is_not(None)
        bodies = connection.execute(select(tables.cards.c.body).where(shown)).scalars()
        return sorted((decode(body, ArrivalCard) for body in bodies), key=lambda card: card.arrived_at)


def guests(engine: Engine) -> list[GuestCard]:
    """Return every guest's card, by phone."""
    with engine.connect() as connection:
        bodies = connection.execute(select(tables.cards.c.body).where(tables.cards.c.kind == "guest")).scalars()
        return sorted((decode(body, GuestCard) for body in bodies), key=lambda card: card.phone)


def queued(at: datetime | str | None, ticket: str = "A1", phone: str = "13800138000", **more: Any) -> dict[str, Any]:
    """Return the event of a queue ticket."""
    identity = {"phone": phone} if phone else {}
    data: dict[str, Any] = {"store_id": "330", "ticket_no": ticket, "party_size": 2, "identity": identity} | more
    return event("arrival.queued", at, **data)


def scanned(at: datetime, table: str = "A1", phone: str = "13800138000", **more: Any) -> dict[str, Any]:
    """Return the event of a scanned table."""
    identity = {"phone": phone} if phone else {}
    return event("arrival.scanned", at, **({"store_id": "330", "table": table, "identity": identity} | more))


def changed(at: datetime, state: str, **named: Any) -> dict[str, Any]:
    """Return the event of a party that was called, seated, …"""
    return event("arrival.changed", at, **({"store_id": "330", "state": state} | named))


def paid(at: datetime, bill: str = "b1", table: str = "A1", phone: str = "13800138000", **more: Any) -> dict[str, Any]:
    """Return the event of a paid bill."""
    identity = {"phone": phone} if phone else {}
    data: dict[str, Any] = {
        "store_id": "330",
        "bill_id": bill,
        "table": table,
        "amount_fen": 18_800,
        "list_fen": 20_000,
        "items": [{"name": "麻婆豆腐", "quantity": 1, "amount_fen": 3_800}, {"name": "米饭", "amount_fen": 400}],
        "identity": identity,
    }
    return event("bill.paid", at, **(data | more))
