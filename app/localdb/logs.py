"""The write-ahead logs of both files: what is in them goes to the files themselves while nobody waits.

Left to SQLite, that is done by whichever commit finds a log long: by a click, or by a page of the feed before one. So
the lane does it when it has been idle for a moment. SQLite's own limit stays, for a lane that is never idle. Where the
disk is full, the logs are kept short: they would eat up the little room there is.
"""

from __future__ import annotations

from pathlib import Path

from .database import Database

USUAL, SHORT = 4000, 64
"""Pages (of 4 KiB) after which SQLite empties a log within a commit: as a rule, and on a full disk."""

_ROWS = 100
"""Rows changed since the last time that are worth it."""


def is_all_that_is_left(file: Path) -> bool:
    """Return whether the database `file` lost everything and its log did not. Whoever lets SQLite look at it then, if
    only for reading, has it delete the log."""
    log = Path(f"{file}-wal")
    return log.exists() and log.stat().st_size > 0 and not (file.exists() and file.stat().st_size)


class Logs:
    """How much lies in the logs, by the rows that were changed."""

    def __init__(self) -> None:
        self._emptied = self._changed = 0
        self._short = False

    @property
    def are_long(self) -> bool:
        """Whether there is enough in them to be worth emptying."""
        return self._changed - self._emptied >= _ROWS

    def note(self, db: Database, *, short: bool) -> None:
        """A job is done; keep the logs `short` from now on where that is so."""
        self._changed = db.connection.total_changes
        self._emptied = min(self._emptied, self._changed)  # a mended desk has a new connection, which counts anew
        if short or self._short:  # said again with every job: the connection may be another one
            self._short = short
            db.execute(f"pragma wal_autocheckpoint={SHORT if short else USUAL}")

    def empty(self, db: Database) -> None:
        """Write what is in the logs to the files (a bare job of the lane)."""
        self._emptied = self._changed
        db.execute("pragma main.wal_checkpoint(passive)")
        db.execute("pragma cache.wal_checkpoint(passive)")
