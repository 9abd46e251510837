"""How the desk's two files are, without changing them: for whoever looks in from outside, also while a desk runs."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.wire import snapshot

from .database import CACHE, LOCAL, Database
from .layout import LOCAL_VERSION
from .logs import is_all_that_is_left
from .reader import read_local
from .trouble import Trouble, trouble_of


class Health(StrEnum):
    """How a file is."""

    MISSING = "missing"
    GOOD = "good"
    OLDER = "older"
    NEWER = "newer"
    DAMAGED = "damaged"
    CLOSED = "closed"
    """The system does not let it be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """How one file is. `version`: its layout; `detail`: SQLite's or the system's words where it is not well."""

    file: Path
    health: Health
    version: int = 0
    detail: str = ""


def check_local(data: Path) -> Checkup:
    """Look at local.db: all of it, down to every index entry (it is small)."""
    return _check(data / LOCAL, "integrity_check", "pragma user_version", LOCAL_VERSION)


def check_cache(data: Path) -> Checkup:
    """Look at cache.db: its structure (some two seconds for a million guests)."""
    version = "select cast(value as integer) from meta where key = 'layout'"
    return _check(data / CACHE, "quick_check", version, snapshot.LAYOUT)


def set_aside_files(data: Path) -> list[Path]:
    """Return the damaged files that were kept."""
    return sorted(file for file in data.glob("*.corrupt-*") if not file.name.endswith(("-wal", "-shm")))


@contextlib.contextmanager
def local_alone(data: Path) -> Iterator[Database]:
    """Open local.db for reading without the cache, which may be damaged: the outbox, the settings, the aliases."""
    with contextlib.closing(read_local(data / LOCAL)) as connection:
        yield Database(connection, data)


def _check(file: Path, check: str, version_sql: str, ours: int) -> Checkup:
    try:
        if is_all_that_is_left(file):
            return Checkup(file=file, health=Health.DAMAGED, detail="it is empty, and its log is not")
        if not file.is_file():
            return Checkup(file=file, health=Health.MISSING)
        uri = f"{file.resolve().as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=5)) as connection:
            version = int((connection.execute(version_sql).fetchone() or (0,))[0])
            found = str(connection.execute(f"pragma {check}(1)").fetchone()[0])
    except (sqlite3.Error, OSError) as wrong:
        damaged = isinstance(wrong, sqlite3.Error) and trouble_of(wrong) in (Trouble.DAMAGED, Trouble.OURS)
        return Checkup(file=file, health=Health.DAMAGED if damaged else Health.CLOSED, detail=str(wrong))
    if found != "ok":
        return Checkup(file=file, health=Health.DAMAGED, version=version, detail=found)
    if version == ours:
        return Checkup(file=file, health=Health.GOOD, version=version)
    return Checkup(file=file, health=Health.NEWER if version > ours else Health.OLDER, version=version)
