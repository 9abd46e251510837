"""`hq code funnel`: how far the people came who scanned a code, the codes of a store or channel, or any of the chain.

Exit codes: 0 done, 1 failed (with the reason), 2 wrong usage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

import click
from sqlalchemy import Connection, bindparam, select, union_all

from app.domain.days import YEARS, day_bounds
from app.domain.faults import Unknown
from app.domain.funnel import Counts
from app.domain.printed import code_in
from app.hq.tables import funnel as funnel_rows
from app.hq.tables import printed_codes
from app.hq.work.funnel_counts import (
    channels,
    counts,
    counts_by_code,
    counts_of_chain,
    counts_of_channel,
    counts_of_store,
)
from app.wire.codec import encode

from .options import DATABASE, JSON, known_store, opened

_NAMED = ("code", "kind", "store_id", "channel", "title")
_OF_CHANNEL = union_all(
    *(select(rows.c.code).where(rows.c.channel == bindparam("channel")) for rows in (printed_codes, funnel_rows))
).limit(1)
_CODES = select(*(printed_codes.c[name] for name in _NAMED))


@click.command("funnel", short_help="How far the people came who scanned.")
@click.argument("code", required=False)
@click.option("--store", metavar="ID", help="Every code of this store.")
@click.option("--channel", default=None, metavar="NAME", help="Every code of this channel.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Only who came on this business day (YYYY-MM-DD) or later.",
)
@JSON
@DATABASE
def funnel(
    code: str | None, store: str | None, channel: str | None, since: datetime | None, as_json: bool, database: str
) -> None:
    """Print scans, people, who was shown a group, added the manager, joined and left: of CODE (a code or its link), of
    a store or a channel code by code, or of the chain channel by channel. Each person counts once; shares are of the
    people who scanned."""
    if sum((code is not None, store is not None, channel is not None)) > 1:
        raise click.UsageError("give a CODE, --store or --channel, not several of them")
    if since is not None and since.year not in YEARS:
        raise click.UsageError(f"--since is a day of the years {YEARS[0]} to {YEARS[-1]}")
    begin = None if since is None else day_bounds(since.date())[0]
    with opened(database) as engine, engine.connect() as connection:
        rows, total = _found(connection, code, store, channel, begin)
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
    connection: Connection, code: str | None, store: str | None, channel: str | None, since: datetime | None
) -> tuple[list[_Row], Counts]:
    """Return what was asked for, row by row, and altogether."""
    if code is not None:
        named = _named(connection, [code_in(code)])
        if not named:
            raise Unknown("code_unknown", f"no code {code!r} was ever made", asked=code)
        figures = counts(connection, code_in(code), since)
        return [(each, figures) for each in named.values()], figures
    if store is not None:
        found = counts_by_code(connection, store_id=known_store(connection, store), since=since)
        return _rows(connection, found), counts_of_store(connection, store, since)
    if channel is not None:
        if connection.execute(_OF_CHANNEL, {"channel": channel}).first() is None:
            raise Unknown("channel_unknown", f"no code has a channel {channel!r}; `hq code list` says which there are")
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


_HEAD = "  scans people located  shown  added        joined        left previews   bots doubtful"


def _line(figures: Counts, name: str) -> str:
    added, joined = _share(figures.added_share), _share(figures.joined_share)
    return (
        f"{figures.scans:7}{figures.scanned:7}{figures.located:8}{figures.shown:7}{figures.added:7}{added:>7}"
        f"{figures.joined:7}{joined:>7}{figures.left:6}{figures.previews:9}{figures.bots:7}"
        f"{figures.doubtful:9}  {name}"
    )


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share:.0%}"
