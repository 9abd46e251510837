"""What tests of codes, groups and prints at HQ have in common: a command sent, cards that a desk holds."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select

from app.domain.groups import GroupCard
from app.domain.printed import CodeCard
from app.domain.prints import PrintCard
from app.hq import tables
from app.hq.database import write
from app.hq.work.commanding import Commanding, read_commands
from app.hq.work.enrolling import Device
from app.wire.codec import decode_card
from app.wire.commands import CommandOutcome

from .hq import command
from .story import StoppedClock, minutes

THEN = minutes(5)


def send(
    engine: Engine,
    kind: str,
    /,
    *,
    author: str = "李娜",
    now: datetime = THEN,
    store: str = "330",
    hq_now: datetime | None = None,
    **body: Any,
) -> CommandOutcome:
    """Do a command at `now`, which is HQ's time as well unless `hq_now` is said."""
    told = command(kind, now, author=author, **body)
    sent = read_commands(json.dumps({"commands": [told]}, default=str).encode())
    with write(engine) as connection:
        desk = Device(device_id=f"desk-{store}", store_id=store, revoked=False)
        return Commanding(StoppedClock(hq_now or now)).perform(connection, desk, sent)[0]


def cards(engine: Engine, kind: str, store: str = "330") -> dict[str, CodeCard | GroupCard | PrintCard]:
    """Return the cards of a kind that the store's desks hold, by id."""
    held = (tables.feed.c.kind == tables.cards.c.kind) & (tables.feed.c.card_id == tables.cards.c.card_id)
    query = select(tables.cards.c.card_id, tables.cards.c.body).join(tables.feed, held)
    query = query.where(tables.feed.c.store_id == store, tables.cards.c.kind == kind, tables.cards.c.body.is_not(None))
    with engine.connect() as connection:
        found = {row.card_id: decode_card(kind, row.body) for row in connection.execute(query)}
    return {name: card for name, card in found.items() if isinstance(card, CodeCard | GroupCard | PrintCard)}


def codes(engine: Engine, store: str = "330") -> list[CodeCard]:
    """Return the codes that the store's desks hold."""
    return [card for card in cards(engine, "code", store).values() if isinstance(card, CodeCard)]


def code_about(engine: Engine, kind: str, about: str = "", store: str = "330") -> CodeCard:
    """Return the one code of this kind and subject that the store's desks hold."""
    (found,) = [card for card in codes(engine, store) if (card.kind, card.about) == (kind, about)]
    return found
