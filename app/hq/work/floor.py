"""Who sits at which table of a store, as its board shows it, and what is to be said about a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, bindparam, select

from app.domain.arrivals import ArrivalCard, ArrivalState
from app.hq.tables import arrivals, cards, store_tables
from app.wire.codec import decode

TAKEN = "table_taken"
UNKNOWN = "table_unknown"

_TABLES = select(store_tables.c.name).where(store_tables.c.store_id == bindparam("store_id"))
_SEATED = (
    select(arrivals.c.body)
    .join(cards, (cards.c.kind == "arrival") & (cards.c.card_id == arrivals.c.arrival_id))
    .where(
        arrivals.c.store_id == bindparam("store_id"),
        arrivals.c.day.in_(bindparam("days", expanding=True)),
        arrivals.c.table_name == bindparam("table_name"),
        arrivals.c.state == ArrivalState.SEATED.value,
        arrivals.c.arrival_id != bindparam("arrival_id"),
        cards.c.body.is_not(None),
    )
)
_SAT_AT = select(arrivals.c.table_name).where(
    arrivals.c.arrival_id == bindparam("arrival_id"), arrivals.c.state == ArrivalState.SEATED.value
)


def flags(connection: Connection, card: ArrivalCard, days: Sequence[str]) -> list[str]:
    """Return what is to be said about the table where the party sits; nothing for one that does not sit.

    Taken is a table at which the board shows somebody: who was never marked as gone on an earlier day is not there.
    """
    if card.state is not ArrivalState.SEATED or not card.table:
        return []
    found = [TAKEN] if _others_at(connection, card, card.table, days) else []
    known = set(connection.execute(_TABLES, {"store_id": card.store_id}).scalars())
    return [*found, UNKNOWN] if known and card.table not in known else found


def alone_again(connection: Connection, card: ArrivalCard, days: Sequence[str]) -> ArrivalCard | None:
    """Return the party that has its table for itself once `card` is recorded, without the flag that it is taken; None
    where there is none. `card` is not recorded yet."""
    sat_at = connection.execute(_SAT_AT, {"arrival_id": card.arrival_id}).scalar()
    if not sat_at or (card.state is ArrivalState.SEATED and card.table == sat_at):
        return None
    others = _others_at(connection, card, sat_at, days)
    if len(others) != 1 or TAKEN not in others[0].flags:
        return None
    return replace(others[0], flags=tuple(flag for flag in others[0].flags if flag != TAKEN))


def _others_at(connection: Connection, card: ArrivalCard, table: str, days: Sequence[str]) -> list[ArrivalCard]:
    asked = {"store_id": card.store_id, "arrival_id": card.arrival_id, "table_name": table, "days": list(days)}
    return [decode(body, ArrivalCard) for body in connection.execute(_SEATED, asked).scalars()]
