"""`yingbin demo`: the whole house in one command, on a chain that does not exist or on a day that did."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from app.desk.commandline import SECONDS

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)

CHAIN_SPEED = 20.0
"""At it a party waits a minute for its table, and something happens every few seconds."""

PAST_SPEED = 60.0

CHAIN_GUESTS = 3000


def number_or_file(ctx: click.Context, param: click.Parameter, value: str | None) -> int | Path | None:
    """Return a number of guests to invent if `value` is all digits, else the file of those there were."""
    if value is None or value.isdigit():
        return None if value is None else int(value)
    path: Path = FILE.convert(value, param, ctx)
    return path


@click.command()
@click.option("--store", default="", metavar="ID", help="The store whose counter is played.")
@click.option("--seed", default=1, show_default=True, help="Another seed, another chain and another evening.")
@click.option(
    "--guests",
    callback=number_or_file,
    metavar="N|FILE",
    help=f"How many guests the invented chain has (default: {CHAIN_GUESTS:,}); with --orders, the guests' export.",
)
@click.option("--orders", type=FILE, help="Live a real day again: the orders' export.")
@click.option("--items", type=FILE, help="With --orders: the export of what was on the tables.")
@click.option("--map", "map_", type=FILE, help="With --orders: how the exports' columns are called (TOML).")
@click.option(
    "--day", type=click.DateTime(["%Y-%m-%d"]), help="With --orders: the day that is lived (default: the last one)."
)
@click.option(
    "--speed",
    type=click.FloatRange(min=0.1, max=100_000),
    help=f"Business seconds in a second (default: {CHAIN_SPEED:g}; with --orders {PAST_SPEED:g}).",
)
@click.option("--for", "seconds", type=SECONDS, metavar="SECONDS", help="End after so many seconds.")
@click.option("--headless", is_flag=True, help="Run without a display, and end when the day is over.")
@click.option("--shots", type=FOLDER, metavar="DIR", help="Write a PNG of every screen when the board is full.")
@click.option("--data", type=FOLDER, metavar="DIR", help="Keep everything there (default: a folder that is removed).")
@click.option("--json", "as_json", is_flag=True, help="What came of the day as one JSON document on stdout.")
@click.option("--play", is_flag=True, hidden=True)
@click.pass_context
def demo(
    ctx: click.Context,
    store: str,
    seed: int,
    guests: int | Path | None,
    orders: Path | None,
    items: Path | None,
    map_: Path | None,
    day: datetime | None,
    speed: float | None,
    seconds: float | None,
    headless: bool,
    shots: Path | None,
    data: Path | None,
    as_json: bool,
    play: bool,
) -> None:
    """HQ, the counter and a day of guests in front of it.

    Without --orders an invented chain on a Friday evening; with it, a real day from the exports of a real restaurant.
    Nothing is sent to anybody, and nothing is written outside the data folder.
    """
    if play:
        from .player import main

        main()
        return
    if orders is None and (items or map_ or day or isinstance(guests, Path)):
        raise click.UsageError("--items, --map, --day and a file of --guests go with --orders FILE")
    if orders is not None and isinstance(guests, int):
        raise click.UsageError("with --orders, --guests names the file of the guests")
    from .run import Options, run

    options = Options(
        store_id=store,
        seed=seed,
        count=guests if isinstance(guests, int) else CHAIN_GUESTS,
        guests=guests if isinstance(guests, Path) else None,
        orders=orders,
        items=items,
        map=map_,
        day=None if day is None else date(day.year, day.month, day.day),
        speed=speed if speed is not None else CHAIN_SPEED if orders is None else PAST_SPEED,
        seconds=seconds,
        headless=headless,
        shots=shots,
        data=data,
        as_json=as_json,
    )
    ctx.exit(run(options))
