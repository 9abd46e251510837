"""Options that HQ's commands have in common, and the database that they name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from difflib import get_close_matches
from typing import TypeVar
from unicodedata import normalize

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

_NEAR = 0.66
"""How much of two ids is the same (0 to 1) where one may be meant by the other: S01 by S1 or S02, 1021 by 1012."""


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
    there = stores_there(connection, store_id)
    said = f"no store is called {store_id!r}, and nothing was done; {there}, and `hq import stores` brings more"
    raise Unknown("store_unknown", said, store_id=store_id)


def stores_there(connection: Connection, store_id: str) -> str:
    """Say which stores HQ knows, to somebody who asked for another: those written nearly so, else the first."""
    return names_there(store_id, connection.execute(select(stores.c.store_id).order_by(stores.c.store_id)).scalars())


def names_there(asked: str, known: Iterable[str]) -> str:
    """Say which names HQ knows, to somebody who asked for another: those written nearly so, else the first."""
    plain: dict[str, list[str]] = {}
    for each in known:
        plain.setdefault(plain_name(each), []).append(each)
    near = get_close_matches(plain_name(asked), plain, n=_SOME, cutoff=_NEAR)
    names = [each for written in near or plain for each in plain[written]]
    if not names:
        return "HQ knows none yet"
    return f"{'near it ' if near else ''}HQ knows {', '.join(names[:_SOME])}{' …' if len(names) > _SOME else ''}"


def plain_name(name: str) -> str:
    """Return a name as it is whatever the case and the width of its letters."""
    return normalize("NFKC", name).casefold()


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
