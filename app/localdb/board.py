"""The board as it stands: everything the first paint needs, in one job."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from app.domain.changes import ChangeSet
from app.domain.days import business_day, day_bounds

from . import cards, cursors, outbox, overlay
from .database import Database


def board(db: Database, now: datetime | None = None, shown: frozenset[str] = frozenset()) -> ChangeSet:
    """Return the open arrivals of the business day of `now` with their guests, the store, its tables, staff, outbox.

    `now` is the desk's clock; without it, what HQ's clock should say by what it said last. Of the ids in `shown`
    (what the board paints so far) those that no longer belong there come back as `gone`: so the same call serves the
    first paint, the day's turn, and a new snapshot.
    """
    now = now or desk_time(db)
    zone = overlay.timezone(db)
    start, end = day_bounds(business_day(now, zone), zone)
    ids = {*cards.arrivals_between(db, start, end), *outbox.arrivals_since(db, start)}
    found = overlay.changes(db, ids, now=now, zone=zone)
    guests = {card.guest.guest_id: card.guest for card in found.board.values() if card.guest is not None}
    return replace(
        found,
        gone=frozenset(shown - found.board.keys()),
        guests=guests,
        tables=cards.tables(db),
        staff=cards.staff(db),
        store=cards.store(db),
    )


def desk_time(db: Database) -> datetime:
    """Return HQ's time as far as this desk knows it; this machine's clock where HQ was never heard."""
    here = datetime.now(UTC)
    sample = cursors.clock_sample(db)
    return here if sample is None else sample.at(here)
