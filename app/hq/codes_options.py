"""What the commands about codes, groups and prints have in common: their options, the database, how a code is said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import click
from sqlalchemy import Connection, Engine

from app.domain.faults import Unknown
from app.domain.printed import CodeCard, Scope, code_in

from .database import database_faults, migrate, open_engine
from .feed import lock_stores
from .settings import default_database
from .work.address import warning_of
from .work.code_changes import YEARS, hold_code
from .work.printed import code_of

DATABASE = click.option(
    "--database",
    default=default_database,
    metavar="URL",
    envvar="YINGBIN_DATABASE",
    help="sqlite:///FILE or postgresql+psycopg://…; an SQLite file in the platform's data folder if not said.",
)
CLOCK = click.option("--clock", default="", metavar="START[@SPEED]", help="The business time it is done at.")
BY = click.option("--by", default="总部", show_default=True, metavar="NAME", help="Who does it; it is written down.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
MOMENT = "RFC3339"


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


def found(connection: Connection, text: str, *, hold: bool = True) -> CodeCard:
    """Return the code in `text` (a link, or the code however it is written); raise `Unknown` where there is none."""
    plain = code_in(text)
    card = code_of(connection, plain) if plain else None
    if card is not None and hold:
        lock_stores(connection, [card.store_id] if card.store_id else [])
        card = hold_code(connection, plain)
    if card is None:
        raise Unknown("printed_unknown", f"HQ has no printed code {text!r}", text=text)
    return card


def line_of(card: CodeCard) -> str:
    """Return a code as one line of a list."""
    whose = {Scope.STORE: card.store_id, Scope.REGION: card.region, Scope.CHAIN: "-"}[card.scope]
    marks = [
        card.link,
        card.title,
        card.channel and f"channel {card.channel}",
        card.target_url,
        card.retired_at and "retired",
    ]
    return "  ".join([card.code, card.kind, card.scope, whose, card.about or "-", *(str(m) for m in marks if m)])


def warn(url: str) -> None:
    """Say on stderr what is wrong with an address that links for paper begin with."""
    said = warning_of(url)
    if said:
        click.echo(f"warning: {said}", err=True)
