"""`yingbin desk …` and `yingbin guest …`. Looking in needs no display, no HQ and no running desk; Qt is imported only
where a window is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from app.domain.faults import Fault

from . import reports, reports_paper
from .options import DeskOptions
from .tasting import tastes

Document = dict[str, Any]


def data_folder(ctx: click.Context, _param: click.Parameter, value: Path | None) -> Path:
    """Return the data folder: the one named here, or before the subcommand, else the platform's for this user."""
    value = value or ctx.find_object(Path)
    if value is not None:
        return value
    from .places import data_folder as usual

    return usual()


with_data = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    callback=data_folder,
    help="The desk's data folder (default: this user's).",
)


class _Seconds(click.FloatRange):
    """A length of time that a timer's milliseconds can hold: eleven days at most, and a number."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401
        """Return the seconds in an option's text."""
        found: float = super().convert(value, param, ctx)
        if found != found:
            self.fail(f"{value!r} is no number of seconds", param, ctx)
        return found


SECONDS = _Seconds(0, 1_000_000)
"""How long a program runs by itself."""

_MANY = click.IntRange(1, 1_000_000)
"""How many may be asked for: more than a roster has."""

as_json = click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout, and nothing else.")


@click.group(invoke_without_command=True)
@click.option("--hq", default="", metavar="URL", help="HQ's address; needed once, with --enrol.")
@click.option("--enrol", default="", metavar="CODE", help="The one-time code that `hq enrol` printed.")
@click.option("--headless", is_flag=True, help="Run without a display.")
@click.option("--until-synced", is_flag=True, help="End when the desk holds HQ's roster and everything is sent.")
@click.option("--for", "seconds", type=SECONDS, metavar="SECONDS", help="End after so many seconds.")
@click.option(
    "--shots", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Write a PNG of every screen."
)
@with_data
@click.pass_context
def desk(
    ctx: click.Context,
    hq: str,
    enrol: str,
    headless: bool,
    until_synced: bool,
    seconds: float | None,
    shots: Path | None,
    data: Path,
) -> None:
    """The counter: without a further command, its window."""
    if ctx.invoked_subcommand is not None:
        ctx.obj = data
        return
    if enrol and not hq:
        raise click.UsageError("--enrol needs --hq URL: where the code was given out")
    from .entrance import run

    ctx.exit(
        run(
            DeskOptions(
                data=data,
                hq=hq,
                enrol=enrol,
                headless=headless,
                until_synced=until_synced,
                seconds=seconds,
                shots=shots,
            )
        )
    )


@desk.group()
def show() -> None:
    """What the desk holds, read from its database, also while it runs."""


@show.command("arrivals")
@with_data
@as_json
def show_arrivals(data: Path, as_json: bool) -> None:
    """The board: who is here or expected today."""
    _print(data, reports.arrivals, as_json, lambda found: map(reports.arrival_line, found["arrivals"]))


@show.command("guests")
@click.option("--limit", type=_MANY, default=100, show_default=True, help="At most so many guests.")
@with_data
@as_json
def show_guests(data: Path, limit: int, as_json: bool) -> None:
    """The guests that this desk knows; those who came last first."""
    _print(data, lambda db: reports.guests(db, limit), as_json, lambda found: map(reports.guest_line, found["guests"]))


@show.command("outbox")
@with_data
@as_json
def show_outbox(data: Path, as_json: bool) -> None:
    """What staff did and HQ has not confirmed."""
    _print(data, reports.unsent, as_json, _outbox_lines)


@show.command("link")
@with_data
@as_json
def show_link(data: Path, as_json: bool) -> None:
    """How the desk stands with HQ."""
    _print(data, reports.link, as_json, lambda found: [f"{key}\t{value}" for key, value in found.items()])


@show.command("codes")
@with_data
@as_json
def show_codes(data: Path, as_json: bool) -> None:
    """The printed codes of this store, and what came of each."""
    _print(data, reports_paper.codes, as_json, lambda found: map(reports_paper.code_line, found["codes"]))


@show.command("groups")
@with_data
@as_json
def show_groups(data: Path, as_json: bool) -> None:
    """The groups behind the codes: which one guests see, and what a manager must see to."""
    _print(data, reports_paper.groups, as_json, reports_paper.group_lines)


@show.command("prints")
@with_data
@as_json
def show_prints(data: Path, as_json: bool) -> None:
    """What was printed, the newest first."""
    _print(data, reports_paper.prints, as_json, lambda found: map(reports_paper.print_line, found["prints"]))


@click.group()
def guest() -> None:
    """Find guests as the counter does, and read what a note says of their tastes."""


guest.add_command(tastes)


@guest.command("find")
@click.argument("query")
@click.option("--limit", type=_MANY, default=20, show_default=True, help="At most so many guests.")
@with_data
@as_json
def guest_find(query: str, limit: int, data: Path, as_json: bool) -> None:
    """Find guests by the end of a phone, a name or part of one, or today's ticket or table."""
    _print(
        data,
        lambda db: reports.found(db, query, limit),
        as_json,
        lambda found: map(reports.guest_line, found["guests"]),
    )


def _outbox_lines(found: Document) -> list[str]:
    parked = [f"{row['since']}\t{row['kind']}\t{row['reason']}" for row in found["parked"]]
    return [f"waiting\t{found['waiting']}", f"parked\t{len(parked)}", *parked]


def _print(data: Path, ask: Callable[[Any], Document], as_json: bool, lines: Callable[[Document], Any]) -> None:
    found = _asked(data, ask)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for line in lines(found):
            click.echo(line)


def _asked(data: Path, ask: Callable[[Any], Document]) -> Document:
    import sqlite3

    from app.localdb.reader import open_reader

    try:
        db = open_reader(data)
        try:
            db.execute("begin")  # one moment of the database for the whole answer
            return ask(db)
        finally:
            db.connection.close()
    except sqlite3.Error as wrong:
        raise Fault("localdb_unreadable", f"the desk's data in {data} cannot be read: {wrong}") from wrong
