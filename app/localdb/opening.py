"""How the desk's files are opened, in this order:

1. the folder (0700) and the sign on its door (`marker`): one desk at a time, an unclean exit is noticed;
2. local.db: a damaged one is set aside under another name, never deleted, and its outbox rescued into a new one; one
   from a newer version is refused; an older one is copied, then migrated;
3. cache.db attached: a damaged one is set aside, one of another layout removed, a missing one made empty. All three
   mean the same to the courier: no cursor, take a snapshot.

Both files are in WAL mode. A transaction over both is atomic in each file, not over the pair (SQLite writes no master
journal in WAL mode). Nothing relies on more: what must not be lost is written to local.db alone, and whoever writes
first to one and then to the other does so in two transactions, in the order that can be repeated after a crash.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.faults import Refused
from app.wire import snapshot

from .database import CACHE, LOCAL, Database, letters
from .layout import CACHE_EXTRA, LOCAL_VERSION
from .logs import USUAL, is_all_that_is_left
from .marker import Marker
from .trouble import Trouble, trouble_of


@dataclass(slots=True)
class Opened:
    """What was found. `rescued` counts outbox rows saved from a damaged file, `set_aside` names files kept beside."""

    unclean: bool = False
    migrated_from: int | None = None
    rescued: int = 0
    set_aside: list[Path] = field(default_factory=list)


def open_desk(data: Path) -> tuple[Database, Opened]:
    """Open both files for this process alone.

    Raises `Unavailable("desk_running")`, `Refused("localdb_newer")`, or OSError/sqlite3.Error where the disk refuses.
    """
    if not data.exists():
        data.mkdir(mode=0o700, parents=True)
    marker = Marker(data)
    report = Opened(unclean=marker.unclean)
    try:
        return _open(data, marker, report, thorough=False), report
    except BaseException:
        marker.leave()
        raise


def mend_desk(db: Database) -> Database:
    """Set the damaged file aside and open again, with what could be rescued.

    Only local.db is looked through. Where that is sound the cache is the damaged one: looking for where in a million
    guests would keep staff waiting, and HQ has them all.
    """
    marker = db.marker
    with contextlib.suppress(sqlite3.Error):
        db.connection.close()
    return _open(db.data, marker, Opened(), thorough=True)


def close_desk(db: Database) -> None:
    """Write everything to the files themselves and take the sign off the door."""
    with contextlib.suppress(sqlite3.Error):
        db.execute(
            "pragma main.optimize"
        )  # the cache's questions name their index; a million guests take long to count
        db.execute("pragma main.wal_checkpoint(truncate)")
        db.execute("pragma cache.wal_checkpoint(truncate)")
    db.connection.close()
    if db.marker is not None:
        db.marker.remove()


def _open(data: Path, marker: Marker | None, report: Opened, *, thorough: bool) -> Database:
    local = data / LOCAL
    check = "integrity_check" if thorough else "quick_check" if report.unclean else ""
    fresh = data / f"{LOCAL}.new"
    if not local.exists() and fresh.exists():
        set_aside(local)  # a rescue was done and its last steps were missing: the old log belongs to the old file
        os.replace(fresh, local)
    try:
        _refuse_log_without_file(local)
        connection = _open_local(local, check)
    except sqlite3.DatabaseError as wrong:
        if trouble_of(wrong) is not Trouble.DAMAGED:
            raise
        report.rescued = _rescue(local, fresh)
        report.set_aside.append(set_aside(local))
        os.replace(fresh, local)
        connection = _open_local(local, "")
    try:
        _bring_up(connection, data, report)
        _attach(connection, data / CACHE, report, suspect=thorough and not report.set_aside)
    except BaseException:
        connection.close()
        raise
    return Database(connection, data, marker)


def _rescue(damaged: Path, fresh: Path) -> int:
    """Make a new file with what can be saved of `damaged`. Only a finished one ever takes its name."""
    from .rescue import rescue

    remove_database(fresh)
    connection = _open_local(fresh, "")
    with contextlib.closing(connection):
        saved = rescue(Database(connection, fresh.parent), damaged)
        connection.execute("pragma wal_checkpoint(truncate)")
    return saved


def _open_local(file: Path, check: str) -> sqlite3.Connection:
    touch_private(file)
    connection = sqlite3.connect(file, isolation_level=None, timeout=5, cached_statements=256)
    connection.text_factory = letters
    try:
        version = connection.execute("pragma user_version").fetchone()[0]
        if version > LOCAL_VERSION:
            raise Refused("localdb_newer", f"{file} was written by a newer Yingbin; install that one", version=version)
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=full")
        connection.execute("pragma foreign_keys=on")
        connection.execute("pragma temp_store=memory")
        connection.execute("pragma cache_size=-2048")
        if check:
            _check(connection, check)
        if version == 0:
            _bring_up(connection, file.parent, Opened())
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_log_without_file(local: Path) -> None:
    """Raise for a log whose file lost everything: it holds what staff did last."""
    if is_all_that_is_left(local):
        touch_private(local)
        raise _damage(f"{local} is empty, and its log is not")


def _check(connection: sqlite3.Connection, check: str) -> None:
    found = connection.execute(f"pragma main.{check}(1)").fetchone()[0]
    if found != "ok":
        raise _damage(found)


def _damage(found: str) -> sqlite3.DatabaseError:
    damaged = sqlite3.DatabaseError(found)
    damaged.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return damaged


def _bring_up(connection: sqlite3.Connection, data: Path, report: Opened) -> None:
    version = connection.execute("pragma user_version").fetchone()[0]
    if version == LOCAL_VERSION:
        return
    if version > 0:
        report.migrated_from = version
        _copy(connection, data / f"{LOCAL}.before-v{LOCAL_VERSION}")
    migrate(connection)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring local.db to the shape of this version."""
    from .migrations import local
    from .rows import tables

    local.apply(tables(Database(connection, Path())))
    connection.execute(f"pragma user_version={LOCAL_VERSION:d}")


def _copy(connection: sqlite3.Connection, target: Path) -> None:
    touch_private(target)
    with contextlib.closing(sqlite3.connect(target)) as copy:
        connection.backup(copy)


def _attach(connection: sqlite3.Connection, file: Path, report: Opened, *, suspect: bool = False) -> None:
    if suspect and file.exists():
        _set_cache_aside(file, report)
    for _ in range(2):
        if not file.exists():
            make_cache(file)
        try:
            connection.execute("attach database ? as cache", (str(file),))
            connection.execute("pragma cache.journal_mode=wal")
            connection.execute("pragma cache.synchronous=normal")
            # 16 MiB: enough for the upper pages of every index at a million guests, and little beside a Qt window.
            connection.execute("pragma cache.cache_size=-16384")
            connection.execute(f"pragma wal_autocheckpoint={USUAL}")
            if _layout(connection) == str(snapshot.LAYOUT):
                return
            connection.execute("detach database cache")
            remove_database(file)
        except sqlite3.DatabaseError as wrong:
            if trouble_of(wrong) is not Trouble.DAMAGED:
                raise
            with contextlib.suppress(sqlite3.OperationalError):  # a file without SQLite's header was never attached
                connection.execute("detach database cache")
            _set_cache_aside(file, report)
    raise sqlite3.OperationalError("the cache cannot be made")


def _set_cache_aside(file: Path, report: Opened) -> None:
    """Keep the damaged cache beside the new one, instead of the one before it."""
    for older in file.parent.glob(f"{CACHE}.corrupt-*"):
        older.unlink(missing_ok=True)
    report.set_aside.append(set_aside(file))


def attach_cache(db: Database) -> None:
    """Attach the cache again, after another file took its place or where that failed; nothing to do where it is."""
    if any(row[1] == "cache" for row in db.rows("pragma database_list")):
        return
    _attach(db.connection, db.data / CACHE, Opened())


def _layout(connection: sqlite3.Connection) -> str:
    names = {row[0] for row in connection.execute("select name from cache.sqlite_schema where type = 'table'")}
    if not names >= _TABLES:
        return ""
    found = connection.execute("select value from cache.meta where key = 'layout'").fetchone()
    return str(found[0]) if found else ""


_TABLES = {
    "meta",
    "cards",
    "guests",
    "keys",
    "heads",
    "hot",
    "desk_arrivals",
    "desk_gone",
    "desk_flags",
    "desk_borrowed",
}


def make_cache(file: Path) -> None:
    """Make an empty cache at `file`: no cursor, no cards."""
    touch_private(file)
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("pragma journal_mode=wal")
        connection.executescript("begin;" + snapshot.TABLES + snapshot.INDEXES + CACHE_EXTRA)
        connection.execute("insert into meta values ('layout', ?)", (str(snapshot.LAYOUT),))
        connection.execute("commit")


def touch_private(file: Path) -> None:
    """Make `file` where it is missing, for this user's eyes only; SQLite's own side files inherit that."""
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))


def set_aside(file: Path) -> Path:
    """Rename a damaged database with its log, and return its new name; nothing is deleted."""
    stamp = time.strftime("%Y%m%dT%H%M%S", time.gmtime())
    aside = file.with_name(f"{file.name}.corrupt-{stamp}")
    number = 1
    while aside.exists():
        number += 1
        aside = file.with_name(f"{file.name}.corrupt-{stamp}-{number}")
    for suffix in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            os.replace(f"{file}{suffix}", f"{aside}{suffix}")
    return aside


def remove_database(file: Path) -> None:
    """Delete a database with its log."""
    for suffix in ("-wal", "-shm", ""):
        Path(f"{file}{suffix}").unlink(missing_ok=True)
