"""The snapshot file itself (`wire.snapshot`): cards poured into it as they come, then its search keys and indexes."""

from __future__ import annotations

import contextlib
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.domain.faults import Fault
from app.wire.searching import searched
from app.wire.snapshot import APPLICATION_ID, INDEXES, TABLES

from . import searchkeys

PART = 2000
"""Cards handled at a time."""

STEPS = 500_000
"""Steps of SQLite's machine between two looks at whether to stop: some 20 ms of a sort."""

Stop = Callable[[], None]
"""Raises the `Fault` that ends the work where it shall end; called often, from the thread that works."""


def _go_on() -> None:
    """Never stop."""


FeedRow = Sequence[Any]
"""(kind, id, version, hash, body) of a card."""


def fill(file: Path, parts: Iterable[Sequence[FeedRow]], meta: Mapping[str, str]) -> int:
    """Make a whole snapshot database of cards that come part by part; return how many. The room beside it is used."""
    rows = pour(file, parts, meta)
    index(file)
    return rows


def pour(file: Path, parts: Iterable[Sequence[FeedRow]], meta: Mapping[str, str], stop: Stop = _go_on) -> int:
    """Write the cards as they come: HQ's database is read no longer than that takes."""
    with _written(file, stop) as made:
        made.executescript(TABLES)
        made.execute("begin")
        rows = guests = 0
        for part in parts:
            stop()
            rows += len(part)
            guests = _add_guests(made, [row for row in part if row[0] == "guest"], guests)
            made.executemany(
                "insert into cards values (?, ?, ?, ?, ?)", [tuple(row) for row in part if row[0] != "guest"]
            )
        made.executemany("insert into meta values (?, ?)", meta.items())
        made.execute("commit")
    return rows


def index(file: Path, stop: Stop = _go_on) -> None:
    """Add the search keys of every guest, and the indexes."""
    staged = file.with_name(f"{file.name}.keys")
    with _written(file, stop) as made, _letting_go():
        searchkeys.stage(made, staged)
        made.execute("begin")
        place = 0
        while rows := made.execute(_BODIES, (place, PART)).fetchall():
            stop()
            searchkeys.add(made, ((place, searched(body)) for place, body in rows))
            place = rows[-1][0]
        searchkeys.arrange(made)
        made.execute("commit")
        made.executescript(INDEXES)
    staged.unlink()


_BODIES = "select place, body from guests where place > ? order by place limit ?"


@contextlib.contextmanager
def _written(file: Path, stop: Stop) -> Iterator[sqlite3.Connection]:
    """Open a database that nobody else knows of and that can be made again: nothing in it needs a journal.

    A statement is given up as soon as `stop` raises, which then goes on to the caller.
    """
    ended: list[Fault] = []

    def look() -> int:
        try:
            stop()
        except Fault as fault:
            ended.append(fault)
        return len(ended)

    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as made:
        made.set_progress_handler(look, STEPS)
        for pragma in ("journal_mode = off", "synchronous = off", f"application_id = {APPLICATION_ID}"):
            made.execute(f"pragma {pragma}")
        try:
            yield made
        except sqlite3.OperationalError as cut:
            raise ended[0] if ended else cut from None


@contextlib.contextmanager
def _letting_go() -> Iterator[None]:
    """Let go of the interpreter more often: half a minute of names must not hold up an event for 5 ms each time."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


_SWITCH_SECONDS = 0.0005


def _add_guests(made: sqlite3.Connection, rows: Sequence[FeedRow], last: int) -> int:
    """Add guests behind the place `last`; return the last place that is taken now."""
    held = [(place, row, searched(row[4])) for place, row in enumerate(rows, last + 1)]
    made.executemany(
        "insert into guests values (?, ?, ?, ?, ?, ?, ?, ?)",
        [(place, *row[1:4], who.name, who.phone, who.seen, row[4]) for place, row, who in held],
    )
    return last + len(held)
