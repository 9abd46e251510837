"""The commands that HQ has not confirmed, as rows: parked ones first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from app.desk.verbs import Unsent

from .board import Index

UNSENT = Qt.ItemDataRole.UserRole + 3
"""The role under which an index gives its `Unsent`."""


class UnsentModel(QAbstractListModel):
    """The rows in their order. `say` makes a row's sentence."""

    def __init__(self, say: Callable[[Unsent], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._rows: list[Unsent] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt asks for anything
        """Return the row (`UNSENT`), or its sentence."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == UNSENT:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._say(row)
        return None

    def show(self, rows: Sequence[Unsent]) -> None:
        """Show these rows; the same ones again change nothing."""
        if list(rows) == self._rows:
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def at(self, row: int) -> Unsent | None:
        """Return a row, None where there is none."""
        return self._rows[row] if 0 <= row < len(self._rows) else None
