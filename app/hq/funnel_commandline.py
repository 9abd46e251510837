"""`hq code funnel`: how far the people came who scanned a code, the codes of a store or channel, or any of the chain.

Exit codes: 0 done, 1 failed (with the reason), 2 wrong usage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

import click
from sqlalchemy import Connection, select

from app.domain.days import day_bounds
from app.domain.faults import Unknown
from app.domain.funnel import Counts
from app.domain.printed import code_in
from app.wire.codec import encode

from .database import database_faults, migrate, open_engine
from .settings import default_database
from .tables import printed_codes, stores
from .work.funnel_counts import (
    channels,
    counts,
    counts_by_code,
    counts_of_chain,
    counts_of_channel,
    counts_of_store,
)

_NAMED = ("code", "kind", "store_id", "channel", "title")
_CODES = select(*(printed_codes.c[name] for name in _NAMED))


@click.command("funnel", short_help="How far the people came who scanned.")
@click.argument("code", required=False)
@click.option("--store", default="", metavar="ID", help="Every code of this store.")
@click.option("--channel", default=None, metavar="NAME", help="Every code of this channel.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Only who came on this business day (YYYY-MM-DD) or later.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option(
    "--database",
    default=default_database,
    metavar="URL",
    envvar="YINGBIN_DATABASE",
    help="sqlite:///FILE or postgresql+psycopg://…; an SQLite file in the platform's data folder if not said.",
)
def funnel(
    code: str | None, store: str, channel: str | None, since: datetime | None, as_json: bool, database: str
) -> None:
    """Print scans, people, who was shown a group, added the manager, joined and left: of CODE (a code or its link), of
    a store or a channel code by code, or of the chain channel by channel. Each person counts once; shares are of the
    people who scanned."""
    if sum((code is not None, bool(store), channel is not None)) > 1:
        raise click.UsageError("give a CODE, --store or --channel, not several of them")
    begin = None if since is None else day_bounds(since.date())[0]
    engine = open_engine(database)
    try:
        migrate(engine)
        with database_faults(), engine.connect() as connection:
            rows, total = _found(connection, code, store, channel, begin)
    finally:
        engine.dispose()
    if as_json:
        shown = {"since": begin, "rows": [_said(*row) for row in rows], "total": _said({}, total)}
        click.echo(encode(shown).decode())
        return
    click.echo(_HEAD)
    for named, figures in rows:
        click.echo(_line(figures, " ".join(text for text in named.values() if text) or "(no channel)"))
    click.echo(_line(total, "altogether, each person once"))


_Row = tuple[Mapping[str, str], Counts]


def _found(
    connection: Connection, code: str | None, store: str, channel: str | None, since: datetime | None
) -> tuple[list[_Row], Counts]:
    """Return what was asked for, row by row, and altogether."""
    if code is not None:
        named = _named(connection, [code_in(code)])
        if not named:
            raise Unknown("code_unknown", f"no code {code!r} was ever made", asked=code)
        figures = counts(connection, code_in(code), since)
        return [(each, figures) for each in named.values()], figures
    if store:
        if connection.execute(select(stores.c.store_id).where(stores.c.store_id == store)).first() is None:
            raise Unknown("store_unknown", f"no store is called {store!r}", store_id=store)
        found = counts_by_code(connection, store_id=store, since=since)
        return _rows(connection, found), counts_of_store(connection, store, since)
    if channel is not None:
        found = counts_by_code(connection, channel=channel, since=since)
        return _rows(connection, found), counts_of_channel(connection, channel, since)
    by_channel: list[_Row] = [
        ({"channel": each}, counts_of_channel(connection, each, since)) for each in channels(connection)
    ]
    return by_channel, counts_of_chain(connection, since)


def _rows(connection: Connection, found: Mapping[str, Counts]) -> list[_Row]:
    named = _named(connection, list(found))
    return [(named.get(code, {"code": code}), figures) for code, figures in found.items()]


def _named(connection: Connection, codes: list[str]) -> dict[str, Mapping[str, str]]:
    """Return what is said of each code beside its figures."""
    said: dict[str, Mapping[str, str]] = {}
    for start in range(0, len(codes), 500):
        rows = connection.execute(_CODES.where(printed_codes.c.code.in_(codes[start : start + 500])))
        said |= {row["code"]: dict(row) for row in rows.mappings()}
    return said


def _said(named: Mapping[str, str], figures: Counts) -> dict[str, Any]:
    return {**named, **asdict(figures), "added_share": figures.added_share, "joined_share": figures.joined_share}


_HEAD = "  scans people located  shown  added        joined        left previews   bots"


def _line(figures: Counts, name: str) -> str:
    added, joined = _share(figures.added_share), _share(figures.joined_share)
    return (
        f"{figures.scans:7}{figures.scanned:7}{figures.located:8}{figures.shown:7}{figures.added:7}{added:>7}"
        f"{figures.joined:7}{joined:>7}{figures.left:6}{figures.previews:9}{figures.bots:7}  {name}"
    )


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share:.0%}"
