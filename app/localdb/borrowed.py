"""Guests of other stores whom staff here asked HQ for and chose: kept until the feed brings them, or for some days.

They lie beside the roster, not in it: HQ's sums of what this store holds do not count them, and a guest whom nobody
registers here is gone again soon.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.changes import ChangeSet
from app.domain.guests import GuestCard
from app.wire.codec import encode_card

from . import cards, overlay
from .database import Database

KEPT = timedelta(days=3)
"""How long a guest is kept whom the feed does not bring; longer than any line is down in a season."""


def keep(db: Database, guest: GuestCard, version: int, *, now: datetime, known_as: str = "") -> ChangeSet:
    """Keep HQ's card of the guest (also under the id `known_as`); return the cards of the board that it changes."""
    db.execute("delete from cache.desk_borrowed where since_us < ?", (cards.microseconds(now - KEPT),))
    names = {guest.guest_id, known_as or guest.guest_id}
    body, since = encode_card(guest).decode(), cards.microseconds(now)
    db.many(
        "insert or replace into cache.desk_borrowed (id, version, since_us, body) values (?, ?, ?, ?)",
        [(name, version, since, body) for name in names],
    )
    return overlay.changes(db, (), names, now=now)


def missing(db: Database) -> list[str]:
    """Return the guests whom an open arrival names and of whom this desk knows nothing."""
    return [row[0] for row in db.rows(_MISSING)]


_MISSING = (
    "select distinct guest_id from cache.desk_arrivals a where is_open = 1 and guest_id <> ''"
    " and not exists (select 1 from cache.guests g where g.id = a.guest_id)"
    " and not exists (select 1 from cache.desk_borrowed b where b.id = a.guest_id)"
)
