"""The commands that HQ has not confirmed, as rows: parked ones first."""

from __future__ import annotations

from app.desk.verbs import Unsent

from .rows import RowModel


class UnsentModel(RowModel[Unsent]):
    """The rows, called by their command's key."""

    def key(self, row: Unsent) -> str:
        """Return the key that the command is sent under."""
        return row.key
