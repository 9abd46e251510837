"""The snapshot file itself (`wire.snapshot`): cards poured into it as they come, then its search keys and indexes."""

from __future__ import annotations

import contextlib
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.wire.searching import searched
from app.wire.snapshot import APPLICATION_ID, INDEXES, TABLES

from . import searchkeys

PART = 2000
"""Cards handled at a time."""

FeedRow = Sequence[Any]
"""(kind, id, version, hash, body) of a card."""


def fill(file: Path, parts: Iterable[Sequence[FeedRow]], meta: Mapping[str, str]) -> int:
    """Make a whole snapshot database of cards that come part by part; return how many. The room beside it is used."""
    rows = pour(file, parts, meta)
    index(file)
    return rows


def pour(file: Path, parts: Iterable[Sequence[FeedRow]], meta: Mapping[str, str]) -> int:
    """Write the cards as they come: HQ's database is read no longer than that takes."""
    with _written(file) as made:
        made.executescript(TABLES)
        made.execute("begin")
        rows = guests = 0
        for part in parts:
            rows += len(part)
            guests = _add_guests(made, [row for row in part if row[0] == "guest"], guests)
            made.executemany(
                "insert into cards values (?, ?, ?, ?, ?)", [tuple(row) for row in part if row[0] != "guest"]
            )
        made.executemany("insert into meta values (?, ?)", meta.items())
        made.execute("commit")
    return rows


def index(file: Path) -> None:
    """Add the search keys of every guest, and the indexes."""
    staged = file.with_name(f"{file.name}.keys")
    with _written(file) as made, _letting_go():
        searchkeys.stage(made, staged)
        made.execute("begin")
        place = 0
        while rows := made.execute(_BODIES, (place, PART)).fetchall():
            searchkeys.add(made, ((place, searched(body)) for place, body in rows))
            place = rows[-1][0]
        searchkeys.arrange(made)
        made.execute("commit")
        made.executescript(INDEXES)
    staged.unlink()


_BODIES = "select place, body from guests where place > ? order by place limit ?"


@contextlib.contextmanager
def _written(file: Path) -> Iterator[sqlite3.Connection]:
    """Open a database that nobody else knows of and that can be made again: nothing in it needs a journal."""
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as made:
        for pragma in ("journal_mode = off", "synchronous = off", f"application_id = {APPLICATION_ID}"):
            made.execute(f"pragma {pragma}")
        yield made


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
