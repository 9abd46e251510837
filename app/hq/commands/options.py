"""Options that HQ's commands have in common, and the database that they name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

import click
from sqlalchemy import Connection, Engine, select

from app.domain.days import YEARS
from app.domain.faults import Unknown
from app.domain.names import clean_text
from app.hq.database import database_faults, migrate, open_engine
from app.hq.settings import default_database
from app.hq.tables import stores

NAME_LIMIT = 60
"""Characters of who does something: they stand beside what was done, in lists and logs."""

_SOME = 5
"""Stores that are named to whoever asks for one that HQ does not know."""


def _named(_context: click.Context, _option: click.Parameter, said: str) -> str:
    name = clean_text(said)
    if not 0 < len(name) <= NAME_LIMIT:
        raise click.BadParameter(f"say who does it, in 1 to {NAME_LIMIT} characters: it is written down")
    return name


DATABASE = click.option(
    "--database",
    default=default_database,
    metavar="URL",
    envvar="YINGBIN_DATABASE",
    help="sqlite:///FILE or postgresql+psycopg://…; an SQLite file in the platform's data folder if not said.",
)
CLOCK = click.option("--clock", default="", metavar="START[@SPEED]", help="The business time it is done at.")
BY = click.option(
    "--by", default="总部", show_default=True, metavar="NAME", callback=_named, help="Who does it; it is written down."
)
BY_WHOM = click.option("--by", required=True, metavar="NAME", callback=_named, help="Who does it; it is written down.")
STORE = click.option("--store", metavar="ID", help="Only this store's.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
MOMENT = "RFC3339"

_Command = TypeVar("_Command", bound=Callable[..., object])


def together(*options: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    """Return what gives a command all these options, in this order."""

    def wrap(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return wrap


@contextmanager
def opened(database: str) -> Iterator[Engine]:
    """Give the migrated database; what a driver says becomes a fault a person can read."""
    engine = open_engine(database)
    try:
        migrate(engine)
        with database_faults():
            yield engine
    finally:
        engine.dispose()


def known_store(connection: Connection, store_id: str) -> str:
    """Return the store's id; raise `Unknown("store_unknown")`, with some that there are, where HQ has no such store."""
    if connection.execute(select(stores.c.store_id).where(stores.c.store_id == store_id)).scalar() is not None:
        return store_id
    known = connection.execute(select(stores.c.store_id).order_by(stores.c.store_id).limit(_SOME + 1)).scalars().all()
    there = f"HQ knows {', '.join(known[:_SOME])}{' …' if len(known) > _SOME else ''}" if known else "HQ knows none yet"
    said = f"no store is called {store_id!r}, and nothing was done; {there}, and `hq import stores` brings more"
    raise Unknown("store_unknown", said, store_id=store_id)


def moment(text: str | None, name: str) -> datetime | None:
    """Return the time in an option's text, None for "" or none; raise a usage error for what is no time."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or found.year not in YEARS:
        raise click.UsageError(f"{name} is a time with its offset, as 2026-12-01T00:00:00+08:00")
    return found
