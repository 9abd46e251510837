"""`hq print …`: the print register at head office; nothing here changes anything."""

from __future__ import annotations

import click
from sqlalchemy import Connection

from app.domain.faults import Unreadable
from app.domain.prints import PrintCard, Reprint, reprints
from app.hq.clock import parse_clock
from app.hq.work.printed import codes_of
from app.hq.work.prints import register
from app.wire.codec import encode

from .options import CLOCK, DATABASE, JSON, known_store, opened

_STORE = click.option("--store", metavar="ID", help="Only what this store printed.")


@click.group("print", short_help="The print register: what was printed, where, by whom.")
def prints() -> None:
    """What was printed."""


@prints.command("list")
@_STORE
@DATABASE
@JSON
def list_prints(store: str | None, database: str, as_json: bool) -> None:
    """Print the print jobs, the oldest first."""
    with opened(database) as engine, engine.connect() as connection:
        found = _register(connection, store)
    if as_json:
        click.echo(encode({"prints": found}).decode())
        return
    for job in found:
        missing = sum(piece.lost_at is not None for piece in job.pieces)
        lost = f"  {missing} lost" if missing else ""
        what = f"{len(job.pieces)} codes, {job.copies} copies"
        when = f"{job.at.astimezone():%Y-%m-%d %H:%M}"
        click.echo(
            f"{job.print_id}  {when}  {job.store_id}  {job.template}  {what}  {job.place or '-'}  {job.by}{lost}"
        )
    click.echo(f"{len(found)} print jobs", err=True)


@prints.command("reprints")
@_STORE
@DATABASE
@CLOCK
@JSON
def list_reprints(store: str | None, database: str, clock: str, as_json: bool) -> None:
    """Print what should be printed anew or taken down, and why, the most urgent first.

    Why is one of retired (the code leads nowhere: take it down), link (the address has changed), lost, template (its
    template has changed since).
    """
    versions = _versions()
    with opened(database) as engine, engine.connect() as connection:
        jobs = _register(connection, store)
        codes = codes_of(connection, [piece.code for job in jobs for piece in job.pieces])
    found = reprints(jobs, codes, versions, parse_clock(clock).now())
    if as_json:
        click.echo(encode({"reprints": found}).decode())
        return
    for each in found:
        click.echo(_line(each))
    click.echo(f"{len(found)} to see to", err=True)


def _versions() -> dict[str, str]:
    """Return the present version of each template; of one that cannot be read what is wrong is said on stderr."""
    from app.printing.template import template_version
    from app.printing.templates import load_template, template_names

    found = {}
    for name in template_names():
        try:
            found[name] = template_version(load_template(name))
        except Unreadable as wrong:
            click.echo(f"warning: {wrong.detail}", err=True)
    return found


def _register(connection: Connection, store: str | None) -> list[PrintCard]:
    return register(connection, "" if store is None else known_store(connection, store))


def _line(one: Reprint) -> str:
    when = f"{one.at.astimezone():%Y-%m-%d}"
    return f"{one.why}  {one.piece.code}  {one.template}  {one.place or '-'}  {when}  {one.print_id}"
