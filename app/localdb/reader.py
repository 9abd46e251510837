"""Looking into the desk's files without changing them: for the command line, also while a desk runs."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from pathlib import Path

from app.domain.faults import Refused, Unknown
from app.wire import snapshot

from .database import CACHE, LOCAL, Database, letters
from .layout import CACHE_EXTRA, LOCAL_VERSION
from .logs import is_all_that_is_left
from .opening import migrate


def open_reader(data: Path) -> Database:
    """Open both files for reading only, beside a running desk or without one.

    Raises `Unknown("no_desk")` where the folder holds no desk, `Refused("localdb_newer")` for a newer one's.
    """
    local, cache = data / LOCAL, data / CACHE
    if not local.is_file():
        raise Unknown("no_desk", f"there is no desk in {data}: start one with `yingbin desk`", folder=str(data))
    connection = read_local(local)
    if cache.is_file():
        connection.execute("attach database ? as cache", (f"{cache.resolve().as_uri()}?mode=ro",))
    else:
        connection.execute("attach database ':memory:' as cache")
        for statement in f"{snapshot.TABLES}{CACHE_EXTRA}".split(";"):
            connection.execute(_CREATE.sub(r"\g<0>cache.", statement, count=1))
    return Database(connection, data)


def read_local(file: Path) -> sqlite3.Connection:
    """Open local.db alone for reading. One of an older version is read from a copy in memory, brought up to date.

    Raises `Refused("localdb_newer")` for one of a newer version.
    """
    if is_all_that_is_left(file):
        raise sqlite3.DatabaseError("it is empty, and its log is not; start the desk, which saves what it can")
    connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=5)
    connection.text_factory = letters
    try:
        version = connection.execute("pragma user_version").fetchone()[0]
        if version > LOCAL_VERSION:
            raise Refused("localdb_newer", f"{file} was written by a newer Yingbin; install that one", version=version)
        connection.execute("pragma temp_store=memory")
        if 0 < version < LOCAL_VERSION:
            connection = _in_memory(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _in_memory(file: sqlite3.Connection) -> sqlite3.Connection:
    copy = sqlite3.connect(":memory:", uri=True, isolation_level=None)
    copy.text_factory = letters
    with contextlib.closing(file):
        file.backup(copy)
    migrate(copy)
    return copy


_CREATE = re.compile(r"create (table|index)( if not exists)? ")
