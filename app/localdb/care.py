"""Whether the files are sound: looked at on a connection of its own, which only reads, so that staff never wait."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from pathlib import Path

from app.domain.changes import ChangeSet

from .board import board
from .database import CACHE, LOCAL, Database
from .trouble import Trouble, trouble_of

_INSTRUCTIONS = 100_000
"""SQLite's steps between two looks whether the desk closes; a few milliseconds."""


def is_sound(data: Path, *, thorough: bool, stop: threading.Event) -> bool:
    """Return whether both files pass quick_check, or integrity_check where `thorough`; True if stopped before."""
    check = "pragma integrity_check(1)" if thorough else "pragma quick_check(1)"
    return all(_passes(data / name, check, stop) for name in (LOCAL, CACHE))


def _passes(file: Path, check: str, stop: threading.Event) -> bool:
    try:
        with contextlib.closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("pragma cache_size=-4096")
            connection.set_progress_handler(stop.is_set, _INSTRUCTIONS)
            return bool(connection.execute(check).fetchone()[0] == "ok")
    except sqlite3.Error as wrong:
        return trouble_of(wrong) is not Trouble.DAMAGED


class Mending:
    """A job of the lane (a bare one) for a file that was found damaged: it fails as any job does that meets the damage,
    so the lane sets the file aside, and comes back with the board."""

    def __init__(self) -> None:
        self._told = False

    def __call__(self, db: Database) -> ChangeSet:
        """Say once that a file is damaged; return the board the second time."""
        if not self._told:
            self._told = True
            damaged = sqlite3.DatabaseError("a file of this desk is damaged")
            damaged.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise damaged
        return board(db)
