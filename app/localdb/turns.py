"""Whose turn it is: which rows of the outbox may be sent now."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from app.domain.faults import Fault

from . import outbox
from .database import Database
from .outbox import OutboxRow

_MERGE = "guest.merge"


def due(db: Database, limit: int, avoid: Iterable[str] = ()) -> list[OutboxRow]:
    """Return up to `limit` waiting rows that may be sent now, oldest first.

    A row may be sent when no older row waits with its subject, nor about a guest it names: what HQ answers to the
    older one can change whom the younger one is about. Subjects in `avoid` are left alone (their last try failed just
    now).
    """
    avoided = set(avoid)
    busy: set[str] = set()
    guests: set[str] = set()
    found: list[OutboxRow] = []
    for row in outbox.each_waiting(db):
        named = _guests_named(row)
        free = row.subject not in busy and guests.isdisjoint(named)
        busy.add(row.subject)
        guests |= named
        if free and row.subject not in avoided:
            found.append(row)
            if len(found) == limit:
                break
    return found


def _guests_named(row: OutboxRow) -> set[str]:
    named = {row.guest_id}
    if row.kind == _MERGE:
        with suppress(Fault):
            named.add(str(getattr(row.command, "other_id", "")))
    return named - {""}
