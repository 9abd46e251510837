"""The disagreements about who is who, as rows: open ones first, of guests who are here before the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from app.domain.alerts import MANAGER
from app.domain.conflicts import ConflictCard, Decision
from app.domain.guests import GuestCard
from app.domain.tables import StaffCard

from .board import Index

CONFLICT = Qt.ItemDataRole.UserRole + 4
"""The role under which an index gives its `ConflictRow`."""


class ConflictRow(Struct, frozen=True, kw_only=True):
    """One disagreement; `place` is where the guest it is about stands now (table, ticket, time), "" for nobody here."""

    card: ConflictCard
    place: str = ""
    here: bool = False


def rows_of(cards: Iterable[ConflictCard], here: Mapping[str, str]) -> list[ConflictRow]:
    """Return the rows in their order: open ones about a guest who is here, open ones, settled ones; newest first.

    `here` has where each guest stands who is in the house, by id.
    """
    rows = [_row(card, here) for card in cards]
    return sorted(rows, key=lambda row: (not row.card.is_open, not row.here, -_moment(row.card), row.card.conflict_id))


def _row(card: ConflictCard, here: Mapping[str, str]) -> ConflictRow:
    place = next((here[side] for side in (card.left_guest, card.right_guest) if side in here), None)
    return ConflictRow(card=card, place=place or "", here=place is not None)


def _moment(card: ConflictCard) -> float:
    at = card.found_at if card.is_open or card.settled_at is None else card.settled_at
    return at.timestamp()


def open_count(cards: Iterable[ConflictCard]) -> int:
    """Return how many nobody has settled."""
    return sum(card.is_open for card in cards)


def may_settle(name: str, staff: Sequence[StaffCard]) -> bool:
    """Whether the member of staff called `name` decides who is who: a manager, or anybody where the store has none."""
    managers = managers_of(staff)
    return not managers or name in managers


def managers_of(staff: Sequence[StaffCard]) -> list[str]:
    """Return the names of the store's managers."""
    return [person.name for person in staff if person.role == MANAGER]


def can_be(card: ConflictCard, decision: Decision) -> bool:
    """Whether this answer can be given: two sides that are nobody, or one person already, cannot be merged."""
    if not card.is_open:
        return False
    return decision is not Decision.SAME or (bool(card.right_guest) and card.left_guest != card.right_guest)


def usual_keep(card: ConflictCard, guests: Mapping[str, GuestCard]) -> str:
    """Return who stays unless somebody says otherwise: whom the house knows better, the left one in doubt."""
    left, right = guests.get(card.left_guest), guests.get(card.right_guest)
    if right is not None and right.visits > (left.visits if left is not None else -1):
        return card.right_guest
    return card.left_guest


class ConflictModel(QAbstractListModel):
    """The rows. `say` makes a row's sentence."""

    def __init__(self, say: Callable[[ConflictRow], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._rows: list[ConflictRow] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt asks for anything
        """Return the row (`CONFLICT`), or its sentence."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == CONFLICT:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._say(row)
        return None

    def show(self, rows: Sequence[ConflictRow]) -> bool:
        """Show these rows; False where they are the same as before."""
        if list(rows) == self._rows:
            return False
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()
        return True

    def at(self, row: int) -> ConflictRow | None:
        """Return a row, None where there is none."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, conflict_id: str) -> int | None:
        """Return where a disagreement stands, None where it does not."""
        return next((place for place, row in enumerate(self._rows) if row.card.conflict_id == conflict_id), None)

    def first_about(self, guest_id: str) -> int | None:
        """Return the first row about a guest: an open one if there is any; None where there is none."""
        sides = ((place, row.card) for place, row in enumerate(self._rows))
        return next((place for place, card in sides if guest_id in (card.left_guest, card.right_guest)), None)
