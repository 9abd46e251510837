"""The codes to choose from, as Qt's views see them: tables, staff, campaigns, or the stores of a chain."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from .rows import Index
from .studio import Target

TARGET = int(Qt.ItemDataRole.UserRole)


class TargetsModel(QAbstractListModel):
    """Takes targets; which of them are chosen is the view's selection."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.targets: tuple[Target, ...] = ()

    def show(self, targets: Sequence[Target]) -> bool:
        """Show these; True if they are others than before."""
        if tuple(targets) == self.targets:
            return False
        self.beginResetModel()
        self.targets = tuple(targets)
        self.endResetModel()
        return True

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's own default
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.targets)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return the target, or its name for whoever hears or types it."""
        if not index.isValid() or index.row() >= len(self.targets):
            return None
        target = self.targets[index.row()]
        if role == TARGET:
            return target
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{target.city} {target.name}".strip()
        return None
