"""How HQ opens its database, brings it to the newest schema, and starts a write transaction.

One engine a process. SQLite is opened for durability (WAL with `synchronous=FULL`: a committed row survives a power
cut) and takes its write lock at the start of a write, so that two writers wait for each other and never deadlock.
"""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, NoSuchModuleError, OperationalError

from app.domain.faults import Fault, Refused, Unavailable, Unreadable

from .feed import insert_for
from .tables import house

BUSY_SECONDS = 5
"""How long a statement waits for another writer of an SQLite file."""

_PRAGMAS = (
    "pragma synchronous = full",
    "pragma foreign_keys = on",
    f"pragma busy_timeout = {BUSY_SECONDS * 1000}",
    "pragma cache_size = -65536",
    "pragma temp_store = memory",
    "pragma wal_autocheckpoint = 4000",
)

_REMEDIES = (
    ("unable to open database file", "look whether its folder is there, and whether this user may write into it"),
    ("readonly database", "let this user write the file and its folder"),
    ("database is locked", "another program writes for long: do it again when that is done"),
    ("is full", "make room on its disk, then do it again"),
)
"""What SQLite says, and what a person does about it."""

_MIGRATIONS = Path(__file__).resolve().parent / "migrations"

_WRITES = "yingbin_writes"
_MIGRATING = 0x59494E47
"""The key of the lock that keeps two services from migrating one PostgreSQL database at the same time."""


def open_engine(url: str) -> Engine:
    """Return the engine for `url` (`sqlite:///FILE` or `postgresql+psycopg://…`); a missing folder is made.

    Nothing is connected yet. Raises `Unreadable` for a URL that names no database HQ can use.
    """
    try:
        target = make_url(url)
    except ArgumentError:
        raise Unreadable(
            "database_url", f"{url!r} is no database URL: sqlite:///FILE or postgresql+psycopg://…", url=url
        ) from None
    if target.drivername == "postgresql":
        target = target.set(drivername="postgresql+psycopg")
    match target.get_backend_name():
        case "sqlite":
            return _sqlite(target)
        case "postgresql":
            try:
                return create_engine(target, pool_pre_ping=True, pool_size=10, max_overflow=20)
            except (NoSuchModuleError, ImportError) as wrong:
                raise Unreadable("database_url", f"no driver for {target.drivername}: {wrong}") from None
        case other:
            raise Unreadable("database_url", f"HQ runs on SQLite or PostgreSQL, not on {other}", url=url)


def _sqlite(target: URL) -> Engine:
    if target.database in (None, "", ":memory:"):
        raise Unreadable("database_url", "HQ's SQLite database is a file: sqlite:///FILE")
    folder = Path(str(target.database)).expanduser().resolve().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        said = f"cannot make {folder}: {wrong.strerror}; name another place with --database"
        raise Unavailable("database_folder", said) from None
    engine = create_engine(target, connect_args={"timeout": 5.0})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself: `_begin` does
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    _write_ahead(cursor)
    cursor.close()


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Bring the file to WAL. Only a new file is not; and while two services make it, SQLite does not wait by itself."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("pragma journal_mode = wal")
        except sqlite3.OperationalError as wrong:
            if wrong.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("begin immediate" if writes else "begin")


@contextmanager
def write(engine: Engine) -> Iterator[Connection]:
    """Give a connection inside one write transaction: committed at the end, rolled back if an exception leaves it."""
    with engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
        yield connection


@contextmanager
def database_faults() -> Iterator[None]:
    """Turn what a driver says into a fault a person can read: unreachable, locked, full, or no database at all.

    Also what no database can hold: a file's name or a word of a command line that is no UTF-8, or a NUL (PostgreSQL).
    """
    try:
        yield
    except UnicodeEncodeError as wrong:
        said = f"this is no text that can be written down: {wrong.object!r}; nothing was done, give it in UTF-8"
        raise Unreadable("text_unreadable", said) from wrong
    except DataError as wrong:
        said = " ".join(str(wrong.orig).split())
        raise Unreadable("text_unreadable", f"no database holds what was asked for: {said}") from wrong
    except DBAPIError as wrong:
        said = " ".join(str(wrong.orig).split())
        if "not a database" in said or "malformed" in said:
            what = f"the database cannot be read: {said}; it was left as it is, look whether this is the right file"
            raise Unreadable("database_unreadable", what, reason=said) from wrong
        remedy = next((f"; {remedy}" for sign, remedy in _REMEDIES if sign in said), "")
        raise Unavailable(
            "database_unavailable", f"the database did not answer: {said}{remedy}", reason=said
        ) from wrong


def is_engines_trouble(wrong: BaseException) -> bool:
    """Whether the database, not what it was asked, is at fault: gone, locked, full, two writers in each other's way.

    The same may work later. A statement that is too long or too deep (SQLITE_ERROR, SQLSTATE class 54) is not.
    """
    if not isinstance(wrong, OperationalError):
        return False
    said = getattr(wrong.orig, "sqlite_errorname", None) or getattr(wrong.orig, "sqlstate", None) or ""
    return said != "SQLITE_ERROR" and not said.startswith("54")


def migrate(engine: Engine) -> None:
    """Bring the database to the newest schema, and give it an epoch if it has none. Does nothing to a current one.

    Raises `Refused` for a database from a newer version of the program, `Unavailable` where it cannot be reached.
    """
    with database_faults(), write(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"select pg_advisory_xact_lock({_MIGRATING})")
        if _revision(connection) != newest_revision():
            _upgrade(connection)
        insert = insert_for(connection, house).values(key="epoch", value=secrets.token_hex(8))
        connection.execute(insert.on_conflict_do_nothing())


def newest_revision() -> str:
    """Return the revision that `migrate` brings a database to: the last of the numbers their files begin with."""
    return max(file.name.partition("_")[0] for file in (_MIGRATIONS / "versions").glob("[0-9]*.py"))


def _revision(connection: Connection) -> str | None:
    """Return the revision the database says it has; None for one that has no tables."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.exec_driver_sql("select version_num from alembic_version").scalar_one_or_none()
    return found


def _upgrade(connection: Connection) -> None:
    # Alembic takes a fifth of a second to import, and a current database needs nothing of it.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    try:
        command.upgrade(config, "head")
    except CommandError as wrong:
        if "Can't locate revision" in str(wrong):
            raise Refused("database_newer", "the database is from a newer version of Yingbin") from None
        raise Fault("migration_failed", str(wrong)) from wrong


def epoch(connection: Connection) -> str:
    """Return the name of this database's history; a restored or replaced database has another."""
    found: str = connection.execute(select(house.c.value).where(house.c.key == "epoch")).scalar_one()
    return found
