"""The codes to choose from, as Qt's views see them: tables, staff, campaigns, or the stores of a chain."""

from __future__ import annotations

from PySide6.QtCore import QObject

from .rows import RowModel
from .studio import Target


class TargetsModel(RowModel[Target]):
    """Takes targets; which of them are chosen is the view's selection."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_spoken, parent)

    def key(self, row: Target) -> str:
        """Return the code."""
        return row.code


def _spoken(target: Target) -> str:
    return f"{target.city} {target.name}".strip()
