"""What the search found: guests of the roster, and parties on the board that have no guest yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from app.desk import words_card
from app.domain.changes import BoardCard
from app.domain.guests import GuestCard
from app.sync.asked import Asked

from .board import Index

FOUND = Qt.ItemDataRole.UserRole + 2
"""The role under which an index gives its `Found`."""


class Found(Struct, frozen=True, kw_only=True):
    """One answer: a guest, and the arrival where the party is here; at least one of both.

    `asked`: HQ's answer, where the store has not cached the guest.
    """

    guest: GuestCard | None
    card: BoardCard | None = None
    asked: Asked | None = None


class FoundModel(QAbstractListModel):
    """The answers in their order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Found] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return how many answers there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt asks for anything
        """Return the answer (`FOUND`), or the name for those who hear it."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == FOUND:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " ".join((words_card.name_word(row.guest), words_card.tail_word(row.guest)))
        return None

    def show(self, rows: Sequence[Found]) -> None:
        """Show these answers."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def at(self, row: int) -> Found:
        """Return the answer in `row`."""
        return self._rows[row]


def match(query: str, guests: Sequence[GuestCard], cards: Sequence[BoardCard]) -> list[Found]:
    """Return the answers to `query`: parties here by ticket or table first, then guests, those who are here before
    the others."""
    asked = query.strip().casefold()
    by_guest = {card.guest.guest_id: card for card in cards if card.guest is not None}
    placed = [c for c in cards if asked and asked in (c.arrival.ticket_no.casefold(), c.arrival.table.casefold())]
    found = [Found(guest=card.guest, card=card) for card in placed]
    seen = {card.guest.guest_id for card in placed if card.guest is not None}
    rest = [Found(guest=g, card=by_guest.get(g.guest_id)) for g in guests if g.guest_id not in seen]
    return found + [row for row in rest if row.card is not None] + [row for row in rest if row.card is None]
