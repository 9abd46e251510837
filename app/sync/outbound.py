"""The outbox, as jobs of the lane: what to send now, and what HQ's answers mean for the rows.

An answer is taken in two transactions, in this order: first HQ's cards into the cache, on the disk when that commit
returns; then the rows of the outbox. The two files cannot be committed together. After a crash in between the rows
still wait: laid over cards that hold them already they change nothing, they are sent again, and HQ gives the same
answer to the same key. The other order would lose a walk-in from the board until HQ is heard again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.changes import ChangeSet, OutboxCount
from app.localdb import aliases, cards, conflicts, outbox, overlay, printed, turns
from app.localdb.cards import Incoming
from app.localdb.database import Database
from app.localdb.outbox import OutboxRow

from .verdict import Verdict, Word

BATCH = 64
"""Rows in one request."""


@dataclass(frozen=True, slots=True)
class Load:
    """Rows to send now, and how the whole outbox stands."""

    rows: list[OutboxRow]
    counts: OutboxCount


def take(db: Database, limit: int = BATCH, avoid: Iterable[str] = ()) -> Load:
    """Return the oldest waiting row of up to `limit` subjects, leaving out the subjects in `avoid`."""
    return Load(turns.due(db, limit, avoid), outbox.counts(db))


def absorb(db: Database, fates: dict[str, Verdict]) -> None:
    """Write the cards that came with the answers (the first transaction; durable)."""
    incoming = [
        Incoming(entry.kind, entry.id, entry.version, entry.body) for fate in fates.values() for entry in fate.cards
    ]
    cards.write(db, incoming)


def settle(db: Database, fates: dict[str, Verdict], *, now: datetime) -> ChangeSet:
    """Enter the answers in the outbox (the second transaction); return every card they touch."""
    arrivals: set[str] = set()
    guests: set[str] = set()
    disputes: set[str] = set()
    paper: set[str] = set()
    for key, fate in fates.items():
        if fate.word not in (Word.SETTLED, Word.REFUSED):
            continue
        row = outbox.by_key(db, key)
        arrivals |= {row.arrival_id} - {""}
        guests |= {row.guest_id} - {""}
        disputes |= conflicts.named_in([row])
        paper |= printed.kinds_of([row])
        if fate.word is Word.REFUSED:
            outbox.park(db, key, code=fate.code, reason=fate.reason, now=now)
            continue
        outbox.settle(db, key, now=now)
        if fate.aliases:
            aliases.rename(db, fate.aliases)
        arrivals |= {entry.id for entry in fate.cards if entry.kind == "arrival"}
        guests |= {entry.id for entry in fate.cards if entry.kind == "guest"}
        disputes |= {entry.id for entry in fate.cards if entry.kind == "conflict"}
        paper |= printed.known({entry.kind for entry in fate.cards})
    found = overlay.changes(db, arrivals, guests, now=now)
    return replace(found, conflicts=conflicts.seen(db, disputes), printed=frozenset(paper))
