"""The typed seam over sqlite-utils: small tables read and written as plain values.

sqlite-utils takes 100 ms to import, so it is loaded the first time somebody asks for `tables`, never on the way to the
first board, and bulk rows go round it (`Database.many`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from sqlite_utils import Database as Tables
    from sqlite_utils.db import Table

    from .database import Database


def tables(db: Database) -> Tables:
    """Return the tables of local.db, on the lane's own connection and inside its transaction."""
    from sqlite_utils import Database as Tables

    return Tables(db.connection, recursive_triggers=False, execute_plugins=False)


def table(db: Database, name: str) -> Table:
    """Return one table of local.db."""
    return cast("Table", tables(db)[name])


def upsert(db: Database, name: str, row: dict[str, Any], key: str) -> None:
    """Insert `row` or replace what is held under its `key`."""
    table(db, name).upsert(row, pk=key)


def insert_new(db: Database, name: str, rows: list[dict[str, Any]], key: str) -> None:
    """Insert the rows whose `key` is not held yet."""
    table(db, name).insert_all(rows, pk=key, ignore=True)
