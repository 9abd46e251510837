"""The search keys of a snapshot file (`wire.snapshot`): sorted once, beside the file, and appended in their order.

SQLite sorts them with bounded memory and without holding up Python's other threads. Which beginnings are hot is told
by a sample; those it misses a desk finds out itself.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.domain.naming.keys import beginnings
from app.wire.searching import Searched
from app.wire.snapshot import KEPT, LONG

SAMPLE = 64
"""One guest in so many is looked at for the beginnings that many keys have."""

_ENOUGH = LONG // SAMPLE * 3 // 4
"""Keys in the sample that make a beginning hot."""

_LAST = "\U0010ffff"


def stage(connection: sqlite3.Connection, file: Path) -> None:
    """Attach `file`, which is deleted with its folder, as the place where keys wait to be sorted."""
    connection.execute("attach database ? as staging", (str(file),))
    connection.execute("pragma staging.journal_mode = off")
    connection.execute("pragma staging.synchronous = off")
    connection.execute("create table staging.keys (key text not null, seen integer not null, guest integer not null)")


def add(connection: sqlite3.Connection, guests: Iterable[tuple[int, Searched]]) -> None:
    """Let the keys of the guests at these places wait."""
    rows: list[tuple[str, int, int]] = []
    for place, held in guests:
        seen = held.seen
        rows += [(key, seen, place) for key in held.search_keys]
    connection.executemany("insert into staging.keys values (?, ?, ?)", rows)


def arrange(connection: sqlite3.Connection) -> None:
    """Write every key to its place, and the answers to the hot beginnings."""
    connection.execute("insert into main.keys select key, seen, guest from staging.keys order by key, seen desc, guest")
    for prefix in list(_hot(connection)):
        rows = connection.execute(_ANSWER, (prefix, prefix + _LAST, KEPT)).fetchall()
        if len(rows) < KEPT:
            continue
        connection.executemany("insert into hot (prefix, seen, guest) values (?, ?, ?)", [(prefix, *r) for r in rows])
        connection.execute("insert into heads (prefix, least) values (?, ?)", (prefix, rows[-1][0]))


_ANSWER = "select seen, guest from keys where key >= ? and key < ? group by guest, seen order by seen desc limit ?"


def _hot(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the beginnings that at least `LONG` keys seem to have."""
    counted: dict[str, int] = {}
    before: list[str] = []
    for (key,) in connection.execute("select key from keys where guest % ? = 0 order by key", (SAMPLE,)):
        here = beginnings(key)
        stay = set(here)
        for prefix in before:
            if prefix not in stay and counted.pop(prefix) >= _ENOUGH:
                yield prefix
        for prefix in here:
            counted[prefix] = counted.get(prefix, 0) + 1
        before = here
    yield from (prefix for prefix, count in counted.items() if count >= _ENOUGH)
