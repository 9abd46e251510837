"""One connection to both files: `main` is local.db, `cache` is cache.db. Handed to every job of the lane."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from .marker import Marker

Params = Sequence[Any] | dict[str, Any]

LOCAL = "local.db"
CACHE = "cache.db"


def letters(text: bytes) -> str:
    """Return what a column holds, with a mark for every letter that rotted on the disk: one bad row must not keep
    SQLite from handing over the others."""
    return text.decode("utf-8", "replace")


class Database:
    """The desk's data at `data`. Values are plain SQLite values; cards are read by `cards` and `board`."""

    def __init__(self, connection: sqlite3.Connection, data: Path, marker: Marker | None = None) -> None:
        self.connection = connection
        self.data = data
        self.marker = marker

    def execute(self, sql: str, params: Params = ()) -> sqlite3.Cursor:
        """Run one statement."""
        return self.connection.execute(sql, params)

    def many(self, sql: str, rows: Iterable[Params]) -> None:
        """Run one statement for every row (the bulk path)."""
        self.connection.executemany(sql, rows)

    def rows(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """Return every row of a query."""
        return self.connection.execute(sql, params).fetchall()

    def row(self, sql: str, params: Params = ()) -> tuple[Any, ...] | None:
        """Return the first row of a query, or None."""
        found: tuple[Any, ...] | None = self.connection.execute(sql, params).fetchone()
        return found

    def value(self, sql: str, params: Params = ()) -> Any:  # noqa: ANN401 — what a column holds is the caller's to know
        """Return the first value of the first row, or None."""
        found = self.row(sql, params)
        return None if found is None else found[0]
