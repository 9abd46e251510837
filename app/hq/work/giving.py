"""What changes hands when a conflict is settled: a bill, a phone, another identity. And how it comes back."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row, delete, select, update

from app.domain.conflicts import ConflictKind, Decision
from app.domain.faults import Refused
from app.domain.guests import Identity
from app.domain.names import clean_name
from app.domain.replay import Deed
from app.hq.feed import Publication, publish
from app.hq.tables import (
    arrivals,
    bills,
    conflicts,
    consents,
    coupons,
    guest_aliases,
    guests,
    identities,
    interactions,
    merges,
    notes,
    standings,
    tastes,
)

from .clusters import heads
from .disputes import evidence_of
from .identities import identify

ORIGIN = "settled"
"""The origin of an identity that a manager gave to its guest: no file takes it away again."""

_Found = Row[*tuple[Any, ...]]


class Moved(Struct, omit_defaults=True):
    """What a settlement gave from one guest to another (ids of their own), and whose it was."""

    giver: str = ""
    taker: str = ""
    bill: tuple[str, str] | None = None
    """(store, bill)."""
    identity: tuple[str, str] | None = None
    """(kind, value)."""
    origin: str = ""
    """Who had said so before."""
    made: bool = False
    """The taker was nobody before."""
    phones: dict[str, str] = {}
    """Phones on the guests' own rows before, where they changed."""


def give(connection: Connection, row: _Found, decision: Decision, deed: Deed) -> Moved:
    """Let what is disputed be of the side decided for; return what was moved."""
    evidence = evidence_of(row.evidence)
    taker = row.left_guest if decision is Decision.LEFT else row.right_guest
    if row.kind == ConflictKind.ORDER_IDENTITY:
        return _give_bill(connection, row, evidence, taker, deed)
    kind = "phone" if row.kind == ConflictKind.PHONE_SHARED else evidence.get("kind", "")
    value = evidence.get("phone", "") if row.kind == ConflictKind.PHONE_SHARED else evidence.get("value", "")
    return _give_identity(connection, row, kind, value, taker)


def _give_bill(connection: Connection, row: _Found, evidence: dict[str, str], taker: str, deed: Deed) -> Moved:
    place = (row.store_id, evidence.get("bill_id", ""))
    this = (bills.c.store_id == place[0]) & (bills.c.bill_id == place[1])
    giver = connection.execute(select(bills.c.guest_id).where(this).with_for_update()).scalar()
    giver = _still_theirs(connection, row, giver)
    made = False
    if not taker:
        taker, made = _newcomer(connection, evidence, row, deed)
    if giver == taker:
        return Moved()
    connection.execute(update(bills).where(this).values(guest_id=taker))
    return Moved(giver=giver, taker=taker, bill=place, made=made)


def _newcomer(connection: Connection, evidence: dict[str, str], row: _Found, deed: Deed) -> tuple[str, bool]:
    """Return the guest of the name and phone on the bill, and whether it had to be made."""
    phone, name = evidence.get("phone", ""), clean_name(evidence.get("name", ""))
    before = connection.execute(
        select(identities.c.guest_id).where(identities.c.kind == "phone", identities.c.value == phone)
    ).scalar()
    found = identify(
        connection, Identity(phone=phone), now=deed.at, store_id=row.store_id, name=name or phone, origin=ORIGIN
    )
    return found.own, before is None


def _give_identity(connection: Connection, row: _Found, kind: str, value: str, taker: str) -> Moved:
    this = (identities.c.kind == kind) & (identities.c.value == value)
    held = connection.execute(select(identities).where(this).with_for_update()).one_or_none()
    _still_theirs(connection, row, None if held is None else held.guest_id)
    if held is None or held.guest_id == taker:
        return Moved()
    connection.execute(update(identities).where(this).values(guest_id=taker, origin=ORIGIN))
    phones: dict[str, str] = {}
    if kind == "phone":
        rows = select(guests.c.guest_id, guests.c.phone).where(guests.c.guest_id.in_([held.guest_id, taker]))
        shown = {row.guest_id: row.phone for row in connection.execute(rows)}
        if shown.get(held.guest_id) == value:
            phones[held.guest_id] = value
            _show_phone(connection, held.guest_id, "")
        if shown.get(taker) == "":
            phones[taker] = ""
            _show_phone(connection, taker, value)
    return Moved(giver=held.guest_id, taker=taker, identity=(kind, value), origin=held.origin, phones=phones)


def _still_theirs(connection: Connection, row: _Found, holder: str | None) -> str:
    """Return the holder: one of both sides, or somebody who is one person with them; else raise `conflict_moved`."""
    if holder is None:
        raise Refused("conflict_moved", "what is disputed is nobody's by now")
    sides = [side for side in (row.left_guest, row.right_guest) if side]
    goes_by = heads(connection, [holder, *sides])
    if goes_by[holder] not in [goes_by[side] for side in sides]:
        raise Refused("conflict_moved", "what is disputed is somebody else's by now")
    return holder


def _show_phone(connection: Connection, guest_id: str, phone: str) -> None:
    connection.execute(update(guests).where(guests.c.guest_id == guest_id).values(phone=phone))


def take_back(connection: Connection, moved: Moved) -> None:
    """Put back what a settlement moved, where it still is where that had put it."""
    if moved.bill is not None:
        this = (bills.c.store_id == moved.bill[0]) & (bills.c.bill_id == moved.bill[1])
        connection.execute(update(bills).where(this, bills.c.guest_id == moved.taker).values(guest_id=moved.giver))
    if moved.identity is not None:
        this = (identities.c.kind == moved.identity[0]) & (identities.c.value == moved.identity[1])
        back = update(identities).where(this, identities.c.guest_id == moved.taker)
        if connection.execute(back.values(guest_id=moved.giver, origin=moved.origin)).rowcount:
            for guest_id, phone in moved.phones.items():
                shown = "" if phone else moved.identity[1]  # since then a file may have named another one
                unchanged = (guests.c.guest_id == guest_id) & (guests.c.phone == shown)
                connection.execute(update(guests).where(unchanged).values(phone=phone))
    if moved.made and not _has_facts(connection, moved.taker):
        for table in (identities, standings, guests):
            connection.execute(delete(table).where(table.c.guest_id == moved.taker))
        publish(connection, [Publication("guest", moved.taker, None)])


_FACTS = (
    bills.c.guest_id,
    arrivals.c.guest_id,
    notes.c.guest_id,
    tastes.c.guest_id,
    interactions.c.guest_id,
    coupons.c.guest_id,
    consents.c.guest_id,
    guest_aliases.c.guest_id,
    guests.c.merged_into,
    merges.c.kept,
    merges.c.gone,
    conflicts.c.left_guest,
    conflicts.c.right_guest,
)


def _has_facts(connection: Connection, guest_id: str) -> bool:
    """Whether anything but the settlement that made this guest speaks of it."""
    known = select(identities.c.guest_id).where(identities.c.guest_id == guest_id, identities.c.origin != ORIGIN)
    asked = (known, *(select(column).where(column == guest_id) for column in _FACTS))
    return any(connection.execute(query.limit(1)).first() is not None for query in asked)
