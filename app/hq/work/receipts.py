"""Receipts: each command is answered once for ever, and the same answer again when it comes again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select

from app.domain.arrivals import ArrivalCard
from app.domain.faults import Conflict, Fault
from app.domain.names import clean_text
from app.hq.clock import real_us
from app.hq.reading import entries_of
from app.hq.tables import receipts
from app.wire.codec import decode, encode
from app.wire.commands import CommandEnvelope, CommandOutcome

from .enrolling import Device

_RECEIPT = select(receipts).where(receipts.c.key == bindparam("key"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a command touched, as (kind, card id), and which of the desk's ids are known by another."""

    touched: list[tuple[str, str]] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)


def keys_of(card: ArrivalCard) -> list[tuple[str, str]]:
    """Return the arrival's card and its guest's, as `Done.touched` names them."""
    guest = [("guest", card.guest_id)] if card.guest_id is not None else []
    return [*guest, ("arrival", card.arrival_id)]


def answer_again(connection: Connection, key: str, hashed: str) -> CommandOutcome | None:
    """Return the answer to a command that has its receipt, with the cards as they are now; None if it has none."""
    known = connection.execute(_RECEIPT, {"key": key}).one_or_none()
    return None if known is None else _again(connection, known, hashed)


def body_hash(store_id: str, envelope: CommandEnvelope) -> str:
    """Return what tells two commands of one key apart: everything but the key, whatever the order of the fields."""
    body = decode(bytes(envelope.body), dict[str, Any])
    parts = (store_id, envelope.kind, envelope.subject, envelope.at, envelope.author, body)
    return hashlib.sha256(encode(parts)).hexdigest()


def _again(connection: Connection, known: Row[*tuple[Any, ...]], hashed: str) -> CommandOutcome:
    if known.body_hash != hashed:
        return refused(known.key, Conflict("key_reused", "this key was used for another command"))
    if known.outcome == "refused":
        return CommandOutcome(key=known.key, outcome="refused", code=known.code, reason=known.reason)
    touched = [(kind, card_id) for kind, card_id in decode(known.touched, list[tuple[str, str]])]
    aliases = decode(known.aliases, dict[str, str])
    cards = entries_of(connection, dict.fromkeys(touched))
    return CommandOutcome(key=known.key, outcome="repeated", cards=cards, aliases=aliases)


def refused(key: str, fault: Fault) -> CommandOutcome:
    """Return the answer to a command that will never be done."""
    return CommandOutcome(key=key, outcome="refused", code=fault.code, reason=fault.detail)


def give_receipt(
    connection: Connection,
    device: Device,
    envelope: CommandEnvelope,
    hashed: str,
    done: Done,
    fault: Fault | None = None,
) -> None:
    """Write the receipt of a command that was done, or refused with `fault`."""
    values = {
        "key": envelope.key,
        "store_id": device.store_id,
        "device_id": device.device_id,
        "kind": envelope.kind,
        "body_hash": hashed,
        "outcome": "applied" if fault is None else "refused",
        "code": "" if fault is None else fault.code,
        "reason": ""
        if fault is None
        else clean_text(fault.detail),  # it may quote what came, and PostgreSQL has no NUL
        "touched": encode(done.touched).decode(),
        "aliases": encode(done.aliases).decode(),
        "at_us": real_us(),
        "envelope": encode(envelope).decode(),
    }
    connection.execute(insert(receipts).values(values))
