"""The disagreements about who is who, as staff see them: HQ's cards with what this desk has settled laid over."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.commands import ReopenConflict, SettleConflict
from app.domain.conflicts import ConflictCard, reopen, settle
from app.domain.faults import Fault

from . import cards, outbox, subjects
from .database import Database
from .outbox import OutboxRow


def conflicts(db: Database) -> list[ConflictCard]:
    """Return every conflict of the store, open ones first, the oldest of each first."""
    found = _laid_over(db, cards.conflicts(db))
    return sorted(found.values(), key=lambda card: (not card.is_open, card.found_at, card.conflict_id))


def count_open(db: Database) -> int:
    """Return how many wait for a manager."""
    return sum(card.is_open for card in conflicts(db))


def seen(db: Database, conflict_ids: Iterable[str]) -> dict[str, ConflictCard | None]:
    """Return these conflicts as they are now; None for one that is gone."""
    wanted = set(conflict_ids) - {""}
    if not wanted:
        return {}
    found = _laid_over(db, cards.conflicts(db, wanted))
    return {conflict_id: found.get(conflict_id) for conflict_id in wanted}


def named_in(rows: Iterable[OutboxRow]) -> set[str]:
    """Return the conflicts that these rows of the outbox are about."""
    return {name for row in rows if (name := subjects.conflict_of(row.subject))}


def _laid_over(db: Database, held: dict[str, ConflictCard]) -> dict[str, ConflictCard]:
    for row in outbox.waiting_of(db, ("conflict.settle", "conflict.reopen")):
        card = held.get(subjects.conflict_of(row.subject))
        if card is None:
            continue
        try:
            match row.command:
                case SettleConflict(decision=decision, note=note):
                    held[card.conflict_id] = settle(card, decision, by=row.author, at=row.at, note=note)
                case ReopenConflict():
                    held[card.conflict_id] = reopen(card)
        except Fault:
            continue  # HQ's card has moved on; it will answer the row, and then that is parked
    return held
