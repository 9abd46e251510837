"""Who is registered, and which party that is: one guest for a phone, and one card for a guest who is here."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.arrivals import Sign, SignKind, belongs
from app.domain.commands import Register
from app.domain.names import clean_text, normalise_phone
from app.localdb import aliases, cards, guests, outbox, overlay
from app.localdb.database import Database

WINDOW = timedelta(minutes=180)
"""How long before and after its signs a party is the same one, where HQ's policy is not at hand ([arrivals] window)."""


def same_party(db: Database, command: Register, *, now: datetime, zone: str, store_id: str) -> Register:
    """Return `command` naming the guest who has its phone, and the open arrival that this guest has already.

    The ids that the desk had made for new ones go by those from then on.
    """
    command = _known(db, command)
    theirs = set(cards.arrivals_of(db, [command.guest_id]))
    theirs |= {row.arrival_id for row in outbox.touching(db, (), [command.guest_id])} - {""}
    if not theirs:
        return command
    seen = overlay.seen(db, {command.arrival_id, *theirs}, [command.guest_id], zone)
    if command.arrival_id in seen.arrivals:
        return command
    sign = Sign(
        kind=SignKind.DESK,
        store_id=store_id,
        at=now,
        guest_id=command.guest_id,
        table=clean_text(command.table),
    )
    there = [card for card in seen.arrivals.values() if card.state.is_open]
    held = belongs(sign, there, WINDOW)
    if held is None:
        return command
    aliases.note_alias(db, command.arrival_id, held.arrival_id)
    return replace(command, arrival_id=held.arrival_id)


def _known(db: Database, command: Register) -> Register:
    """Return `command` with the guest whom this desk knows by its phone, where its own guest is nobody yet."""
    phone = normalise_phone(command.phone)
    found = guests.with_phone(db, phone) if phone else None
    if found is None or overlay.seen(db, (), [command.guest_id]).guests:
        return command
    aliases.note_alias(db, command.guest_id, found.guest_id)
    return replace(command, guest_id=found.guest_id)
