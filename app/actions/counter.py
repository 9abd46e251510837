"""What staff do at the counter. Each is done here and now, and told to HQ by the courier.

One transaction: the rule decides on the cards as staff see them, the outbox row is written with its key, and whole
cards come back. A fault writes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from app.domain.changes import ChangeSet
from app.domain.commands import (
    Command,
    MergeGuests,
    Register,
    ReopenConflict,
    RevealPhone,
    SettleConflict,
    UnmergeGuests,
)
from app.domain.conflicts import reopen, settle
from app.domain.days import business_day
from app.domain.faults import Conflict, Unavailable, Unknown
from app.domain.replay import Deed, replay
from app.localdb import aliases, conflicts, outbox, overlay, printed, settings, subjects
from app.localdb.database import Database
from app.localdb.outbox import OutboxRow

from . import paper
from .parties import same_party


def perform(db: Database, command: Command, *, author: str, now: datetime) -> ChangeSet:
    """Do `command` for the member of staff `author` at the desk's time `now`; return the cards as they are then.

    What changes nothing (a second click) writes nothing; what is a fact in itself (a merge, a look at a phone) is
    always written. Raises `Refused` or `Unknown` from the rules, `Unavailable("not_enrolled")` on a desk that belongs
    to no store yet.
    """
    where = settings.enrolled(db)
    if where is None:
        raise Unavailable("not_enrolled", "this desk is not enrolled with any store yet")
    if isinstance(command, printed.COMMANDS):
        return paper.perform(db, command, author=author, now=now, store_id=where.store_id)
    command = aliases.with_ids(command, aliases.known_as(db, *aliases.ids_in(command)))
    zone = overlay.timezone(db)
    if isinstance(command, SettleConflict | ReopenConflict):
        return _decide(db, command, author=author, now=now, zone=zone, store_id=where.store_id)
    if isinstance(command, Register):
        command = same_party(db, command, now=now, zone=zone, store_id=where.store_id)
    arrival_id, guest_id = subjects.named_by(command)
    other_id = command.other_id if isinstance(command, MergeGuests) else ""
    guests = {guest_id, other_id} - {""}
    seen = overlay.seen(db, {arrival_id} - {""}, guests, zone)
    arrival, guest = seen.arrivals.get(arrival_id), seen.guests.get(guest_id)
    if other_id and other_id not in seen.guests:
        raise Unknown("guest_unknown", f"no guest {other_id}", guest_id=other_id)
    # What staff do now comes after what the card shows, also where an event was stamped by a clock that runs ahead.
    at = now if arrival is None else max(now, arrival.state_at)
    deed = Deed(at=at, day=business_day(at, zone), author=author, store_id=where.store_id)
    changed = replay(command, deed, arrival, guest) != (arrival, guest)
    if changed or isinstance(command, RevealPhone | MergeGuests | UnmergeGuests):
        outbox.add(db, command, at=at, author=author, store_id=where.store_id)
    return overlay.changes(db, {arrival_id} - {""}, guests, now=now, zone=zone)


def _decide(
    db: Database, command: SettleConflict | ReopenConflict, *, author: str, now: datetime, zone: str, store_id: str
) -> ChangeSet:
    card = conflicts.seen(db, [command.conflict_id]).get(command.conflict_id)
    if card is None:
        raise Unknown("conflict_unknown", f"no conflict {command.conflict_id}")
    if isinstance(command, SettleConflict):
        after = settle(card, command.decision, by=author, at=now, note=command.note)
    else:
        after = reopen(card)
    if after != card:
        outbox.add(db, command, at=now, author=author, store_id=store_id)
    return _with_conflicts(db, {card.left_guest, card.right_guest}, {card.conflict_id}, now=now, zone=zone)


def _with_conflicts(db: Database, guests: set[str], disputes: set[str], *, now: datetime, zone: str) -> ChangeSet:
    found = overlay.changes(db, (), guests - {""}, now=now, zone=zone)
    return replace(found, conflicts=conflicts.seen(db, disputes))


def retry(db: Database, key: str, *, now: datetime) -> ChangeSet:
    """Send a parked command again, from its old place; raise `Unknown` for one that is not parked, and
    `Conflict("outbox_of_store")` for one of another store: this desk was there then, and would now send it to its own.
    """
    row = outbox.by_key(db, key)
    where = settings.enrolled(db)
    if where is not None and row.store_id != where.store_id:
        raise Conflict(
            "outbox_of_store",
            f"{key} was done in store {row.store_id}; this desk belongs to {where.store_id} now",
            store=row.store_id,
        )
    outbox.retry(db, key, now=now)
    return _about(db, row, now)


def discard(db: Database, key: str, *, now: datetime) -> ChangeSet:
    """Give a parked command up; raise `Unknown` for one that is not parked."""
    row = outbox.by_key(db, key)
    outbox.discard(db, key, now=now)
    return _about(db, row, now)


def _about(db: Database, row: OutboxRow, now: datetime) -> ChangeSet:
    found = overlay.changes(db, {row.arrival_id} - {""}, {row.guest_id} - {""}, now=now)
    return replace(found, conflicts=conflicts.seen(db, conflicts.named_in([row])), printed=printed.kinds_of([row]))
