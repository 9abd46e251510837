"""The ground: migrations, one write transaction, the epoch."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine

from app.hq.database import epoch, migrate
from app.hq.tables import metadata


def test_migrations_make_exactly_the_tables_in_the_schema(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        differences = compare_metadata(context, metadata)
    assert [d for d in differences if "comment" not in str(d[0])] == []


def test_migrating_twice_keeps_the_epoch(engine: Engine) -> None:
    with engine.connect() as connection:
        before = epoch(connection)
    migrate(engine)
    with engine.connect() as connection:
        assert epoch(connection) == before
