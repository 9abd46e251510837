"""What staff do at the counter. Each is done here and now, and told to HQ by the courier.

One transaction: the rule decides on the cards as staff see them, the outbox row is written with its key, and whole
cards come back. A fault writes nothing.
"""

from __future__ import annotations

from datetime import datetime

from app.domain.changes import ChangeSet
from app.domain.commands import Command
from app.domain.days import business_day
from app.domain.faults import Unavailable
from app.domain.replay import Deed, replay
from app.localdb import outbox, overlay, settings
from app.localdb.database import Database


def perform(db: Database, command: Command, *, author: str, now: datetime) -> ChangeSet:
    """Do `command` for the member of staff `author` at the desk's time `now`; return the cards as they are then.

    What changes nothing (a second click) writes nothing. Raises `Refused` or `Unknown` from the rules,
    `Unavailable("not_enrolled")` on a desk that belongs to no store yet.
    """
    where = settings.enrolled(db)
    if where is None:
        raise Unavailable("not_enrolled", "this desk is not enrolled with any store yet")
    command = outbox.with_ids(command, outbox.known_as(db, *outbox.named_by(command)))
    arrival_id, guest_id = outbox.named_by(command)
    zone = overlay.timezone(db)
    seen = overlay.seen(db, {arrival_id} - {""}, {guest_id} - {""}, zone)
    arrival, guest = seen.arrivals.get(arrival_id), seen.guests.get(guest_id)
    # What staff do now comes after what the card shows, also where an event was stamped by a clock that runs ahead.
    at = now if arrival is None else max(now, arrival.state_at)
    deed = Deed(at=at, day=business_day(at, zone), author=author, store_id=where.store_id)
    if replay(command, deed, arrival, guest) != (arrival, guest):
        outbox.add(db, command, at=at, author=author, store_id=where.store_id)
    return overlay.changes(db, {arrival_id} - {""}, {guest_id} - {""}, now=now, zone=zone)


def retry(db: Database, key: str, *, now: datetime) -> ChangeSet:
    """Send a parked command again, from its old place; raise `Unknown` for one that is not parked."""
    row = outbox.by_key(db, key)
    outbox.retry(db, key, now=now)
    return overlay.changes(db, {row.arrival_id} - {""}, {row.guest_id} - {""}, now=now)


def discard(db: Database, key: str, *, now: datetime) -> ChangeSet:
    """Give a parked command up; raise `Unknown` for one that is not parked."""
    row = outbox.by_key(db, key)
    outbox.discard(db, key, now=now)
    return overlay.changes(db, {row.arrival_id} - {""}, {row.guest_id} - {""}, now=now)
