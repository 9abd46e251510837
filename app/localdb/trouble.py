"""What SQLite's and the system's errors mean for the desk."""

from __future__ import annotations

import errno
import sqlite3
from enum import StrEnum


class Trouble(StrEnum):
    """What should be done about an error."""

    FULL = "full"
    DAMAGED = "damaged"
    BUSY = "busy"
    DISK = "disk"
    OURS = "ours"


def trouble_of(error: Exception) -> Trouble:
    """Return what `error` means: no room, a damaged file, held by another program, a failing disk, or our own fault.

    A full disk shows as SQLITE_FULL, or as SQLITE_IOERR_SHMSIZE where the log's index could not grow.
    """
    if isinstance(error, OSError):
        return Trouble.FULL if error.errno in (errno.ENOSPC, errno.EDQUOT) else Trouble.DISK
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return Trouble.OURS
    if code == sqlite3.SQLITE_IOERR_SHMSIZE:
        return Trouble.FULL
    return _PRIMARY.get(code & 0xFF, Trouble.OURS)


def disk_word(wrong: OSError) -> str:
    """Return the code of a fault for a file that the system would not read or write."""
    return "disk_full" if trouble_of(wrong) is Trouble.FULL else "disk_error"


_PRIMARY = {
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_CORRUPT: Trouble.DAMAGED,
    sqlite3.SQLITE_NOTADB: Trouble.DAMAGED,
    sqlite3.SQLITE_BUSY: Trouble.BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.BUSY,
    sqlite3.SQLITE_IOERR: Trouble.DISK,
    sqlite3.SQLITE_READONLY: Trouble.DISK,
    sqlite3.SQLITE_CANTOPEN: Trouble.DISK,
}
