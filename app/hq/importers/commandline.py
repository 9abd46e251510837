"""`hq import KIND FILE…`: what a person or a script types, and what it prints.

Exit codes: 0 done, 1 failed (the door says why in one sentence), 2 wrong usage, 3 done but some rows were rejected.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import click
from sqlalchemy import Connection, select

from app.domain.names import clean_text
from app.hq.clock import parse_clock
from app.hq.commands.options import DATABASE, JSON, opened, plain_name, stores_there
from app.hq.tables import stores

from .mapping import KINDS, ColumnMap, read_map
from .report import ImportReport
from .run import import_file

SOME_REJECTED = 3
"""Exit code: done, but some rows were rejected."""

_ID_LIMIT = 100
"""Characters of a store's id."""

_A_WHILE = 0.1
"""Seconds between two lines of progress."""


@click.command("import", short_help="Read exports of stores, tables, staff, guests, orders or items.")
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--store", "store_id", default="", metavar="ID", help="The store the rows belong to.")
@click.option("--new-store", is_flag=True, help="That store is new: make it, also where HQ has the chain's list.")
@click.option("--map", "map_file", type=click.Path(path_type=Path), metavar="FILE", help="TOML: our field = column.")
@click.option("--rejects", type=click.Path(path_type=Path), metavar="FILE", help="CSV for the rows turned away.")
@DATABASE
@click.option("--clock", default="", metavar="START[@SPEED]", help="The business time tiers are worked out for.")
@JSON
@click.pass_context
def import_command(
    context: click.Context,
    kind: str,
    files: tuple[Path, ...],
    store_id: str,
    new_store: bool,
    map_file: Path | None,
    rejects: Path | None,
    database: str,
    clock: str,
    as_json: bool,
) -> None:
    """Read exports as they come: CSV or XLSX, UTF-8 or GB18030.

    KIND is stores, tables, staff, guests, orders or items. Without --map, the columns must be called what we call
    the fields. A second run of the same file changes nothing.
    """
    store_id = store_id.strip()
    if not store_id and kind != "stores":
        raise click.UsageError(f"--store ID is needed to import {kind}")
    if len(store_id) > _ID_LIMIT or clean_text(store_id) != store_id:
        raise click.UsageError(f"--store is an id of at most {_ID_LIMIT} characters on one line")
    mapping = ColumnMap() if map_file is None else read_map(map_file, kind)
    now = parse_clock(clock).now()
    line = _ProgressLine() if sys.stderr.isatty() else None
    try:
        with opened(database) as engine:
            if store_id and not new_store:
                with engine.connect() as connection:
                    _check_store(connection, store_id)
            report = import_file(
                engine,
                kind,
                files,
                store_id=store_id,
                mapping=mapping,
                rejects=rejects,
                now=now,
                progress=None if line is None else line.show,
            )
    finally:
        if line is not None:
            line.clear()
    if as_json:
        click.echo(json.dumps(report.document(), ensure_ascii=False))
    else:
        _tell(report, rejects)
    if report.counts.rejected:
        context.exit(SOME_REJECTED)


def _check_store(connection: Connection, store_id: str) -> None:
    """Raise a usage error for a store that HQ does not know where it was told which there are, or knows it by an id
    that is written otherwise. A first import makes its store."""
    rows = connection.execute(select(stores.c.store_id, stores.c.row_hash))
    listed = {row.store_id: row.row_hash for row in rows}
    if store_id in listed:
        return
    if any(listed.values()) or plain_name(store_id) in map(plain_name, listed):
        there = stores_there(connection, store_id)
        raise click.UsageError(
            f"no store is called {store_id!r}, and nothing was done; {there}. If it is a new one, say --new-store too"
        )


class _ProgressLine:
    """One line on the terminal, written over not more than a few times a second, and gone at the end."""

    def __init__(self) -> None:
        self._began = self._last = time.monotonic()

    def show(self, name: str, done: int) -> None:
        """Say how many rows of a file are done."""
        now = time.monotonic()
        if now - self._last >= _A_WHILE:
            self._last = now
            speed = done / (now - self._began)
            click.echo(f"\r\x1b[K{name}: {done:,} rows, {speed:,.0f} a second", err=True, nl=False)

    def clear(self) -> None:
        """Take the line off the terminal."""
        click.echo("\r\x1b[K", err=True, nl=False)


def _tell(report: ImportReport, rejects: Path | None) -> None:
    """Say in words what became of the rows; warnings go to stderr."""
    counts = report.counts
    click.echo(
        f"{report.kind}: {counts.read:,} read, {counts.added:,} added, {counts.updated:,} updated, "
        f"{counts.unchanged:,} unchanged, {counts.flagged:,} flagged, {counts.rejected:,} rejected, "
        f"{counts.repaired:,} repaired"
    )
    for warning in report.warnings:
        click.echo(f"warning: {warning}", err=True)
    if counts.rejected:
        where = f"see {rejects}" if rejects is not None else "name a file with --rejects to have them"
        click.echo(f"{counts.rejected:,} rows were rejected: {where}", err=True)
