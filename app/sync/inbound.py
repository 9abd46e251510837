"""HQ's news, applied by the lane: cards and cursor in one transaction, and whole board cards back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from app.domain.changes import ChangeSet
from app.domain.faults import Conflict
from app.localdb import cards, conflicts, cursors, overlay, printed
from app.localdb.cards import Incoming
from app.localdb.cursors import ClockSample
from app.localdb.database import Database
from app.wire.codec import Card
from app.wire.pages import FeedEntry, FeedPage

SLICE = 25
"""Entries a transaction: some 10 ms among a million guests, and what staff do never waits longer behind a page."""


def write(db: Database, entries: Sequence[FeedEntry], *, now: datetime) -> ChangeSet:
    """Write the entries that are newer than what is held; return the cards of the board that they change.

    Done twice, out of order, or in other portions, it comes to the same cards: the newest version wins.
    """
    incoming = [_incoming(entry) for entry in entries]
    accepted = {(entry.kind, entry.id): entry.accepted_us for entry in entries if entry.accepted_us}
    return _changes(db, cards.write(db, incoming), accepted, now)


def apply(db: Database, page: FeedPage, *, after: str, clock: ClockSample | None = None, now: datetime) -> ChangeSet:
    """Apply a page that was asked for with the cursor `after`: its entries and the cursor behind it.

    Of a long page the first entries may have been written before. Raises `Conflict("cursor_moved")` where the cache
    no longer stands at `after` (a snapshot came in between, or the page is an old one): nothing is written then.
    """
    if cursors.cursor(db) != after:
        raise Conflict("cursor_moved", "the cache does not stand where this page begins")
    changes = write(db, page.entries, now=now)
    cursors.move(db, page.cursor)
    if clock is not None:
        cursors.heard(db, clock)
    return changes


def _incoming(entry: FeedEntry) -> Incoming:
    return Incoming(entry.kind, entry.id, entry.version, entry.body)


def _changes(
    db: Database,
    changed: dict[tuple[str, str], Card | None],
    accepted: dict[tuple[str, str], int],
    now: datetime,
) -> ChangeSet:
    arrivals = {card_id for kind, card_id in changed if kind == "arrival"}
    guests = {card_id for kind, card_id in changed if kind == "guest"}
    kinds = {kind for kind, _ in changed}
    found = overlay.changes(db, arrivals, guests, now=now, accepted=_moments(db, changed, accepted))
    return replace(
        found,
        tables=cards.tables(db) if "table" in kinds else None,
        staff=cards.staff(db) if "staff" in kinds else None,
        store=cards.store(db) if "store" in kinds else None,
        conflicts=conflicts.seen(db, {card_id for kind, card_id in changed if kind == "conflict"}),
        printed=printed.known(kinds),
    )


def _moments(db: Database, changed: Iterable[tuple[str, str]], accepted: dict[tuple[str, str], int]) -> dict[str, int]:
    """Return when HQ accepted what changed each arrival: by its own entry, else by its guest's."""
    moments: dict[str, int] = {}
    for key in changed:
        at = accepted.get(key)
        if at is None:
            continue
        if key[0] == "arrival":
            moments[key[1]] = at
        elif key[0] == "guest":
            for arrival_id in cards.arrivals_of(db, [key[1]]):
                moments.setdefault(arrival_id, at)
    return moments
