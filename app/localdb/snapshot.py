"""Changing the cache for a snapshot from HQ, without touching what staff did.

The file is checked and made ready on its own connection, before anybody else knows it; the lane only swaps it in.
What the command line may have open at that moment stays readable for it: the old file lives on until it is closed.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from app.domain.arrivals import ArrivalCard
from app.domain.changes import ChangeSet
from app.domain.faults import Fault, Unreadable
from app.wire import snapshot
from app.wire.codec import decode_card

from . import board, cards, cursors
from .database import CACHE, Database
from .layout import CACHE_EXTRA
from .opening import attach_cache, remove_database


def prepare(file: Path, store_id: str, *, known_good: bool = False) -> str:
    """Check the snapshot in `file`, give it the desk's own tables, and return the cursor it stands at.

    Its structure is looked through, which takes as long as reading the whole file, unless it is `known_good`: byte for
    byte what HQ made. Needs no lane. Raises `Unreadable`: `snapshot_damaged`, `snapshot_layout`, `snapshot_store`.
    """
    try:
        with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
            # Nobody else has the file and it can be fetched again: durability comes with the fsync at the end.
            connection.execute("pragma synchronous=off")
            connection.execute("pragma journal_mode=memory")
            if not known_good and connection.execute("pragma quick_check(1)").fetchone()[0] != "ok":
                raise Unreadable("snapshot_damaged", "the snapshot is damaged")
            meta = dict(connection.execute("select key, value from meta").fetchall())
            if meta.get("layout") != str(snapshot.LAYOUT):
                raise Unreadable("snapshot_layout", "HQ's snapshot has another layout than this version reads")
            if meta.get("store_id") != store_id:
                raise Unreadable("snapshot_store", "the snapshot is of another store")
            _add_desk_tables(connection)
    except sqlite3.Error as wrong:
        raise Unreadable("snapshot_damaged", f"the snapshot is damaged: {wrong}") from wrong
    with open(file, "rb+") as written:
        os.fsync(written.fileno())
    cursor = meta.get("cursor")
    if not cursor:
        raise Unreadable("snapshot_damaged", "the snapshot does not say where in the feed it stands")
    return str(cursor)


def _add_desk_tables(connection: sqlite3.Connection) -> None:
    connection.executescript("begin;" + CACHE_EXTRA)
    unread: list[tuple[str, str, int, str]] = []
    keys = []
    for card_id, version, body in connection.execute("select id, version, body from cards where kind = 'arrival'"):
        try:
            card = decode_card("arrival", body)
        except Fault as fault:
            unread.append(("arrival", card_id, version, fault.detail))
            continue
        if isinstance(card, ArrivalCard):
            keys.append(cards.arrival_keys(card))
    connection.executemany("insert or replace into desk_arrivals values (?, ?, ?, ?, ?, ?)", keys)
    connection.executemany("insert into desk_flags (kind, id, version, reason) values (?, ?, ?, ?)", unread)
    connection.execute("commit")


def install(db: Database, file: Path, now: datetime) -> ChangeSet:
    """Swap the prepared `file` in for the cache (a bare job); return the whole board, with what left it.

    What came while the first roster was on its way stays where it is newer than the file: nobody leaves the screen
    for the moment that the feed takes to bring them again. (Of a cache with a cursor nothing stays: it may be damaged.)
    A crash in between leaves the old cache, the new one, or none: the courier goes on from any of them.
    """
    before = frozenset(board.board(db, now).board)
    history, sample = cursors.history(db), cursors.clock_sample(db)
    newer = _on_the_board(db) if cursors.cursor(db) is None else []
    with detached(db) as cache:
        remove_database(cache)
        os.chmod(file, 0o600)
        os.replace(file, cache)
        _sync_folder(db.data)
    db.execute("begin immediate")
    if newer and history == cursors.history(db):
        cards.write(db, newer)
    if sample is not None:
        cursors.heard(db, sample)
    db.execute("commit")
    return board.board(db, now, before)


def _on_the_board(db: Database) -> list[cards.Incoming]:
    """Return the store's few cards beside the guests, and the guests of its open arrivals."""
    held = db.rows("select kind, id, version, body from cache.cards")
    held += db.rows(
        "select 'guest', id, version, body from cache.guests"
        " where id in (select guest_id from cache.desk_arrivals where is_open = 1)"
    )
    return [cards.Incoming(kind, card_id, version, body.encode()) for kind, card_id, version, body in held]


def drop(db: Database, now: datetime) -> ChangeSet:
    """Throw the cache away (a bare job): it is of another store. The courier fetches a new one.

    What staff did and HQ has not confirmed stays on the board.
    """
    before = frozenset(board.board(db, now).board)
    with detached(db) as cache:
        remove_database(cache)
    return board.board(db, now, before)


@contextlib.contextmanager
def detached(db: Database) -> Iterator[Path]:
    """Give the cache's file closed, with everything in it: its log must not meet another file of that name.

    Attached again in any case; where it is missing then, an empty one is made.
    """
    db.execute("pragma cache.wal_checkpoint(truncate)")
    db.execute("detach database cache")
    try:
        yield db.data / CACHE
    finally:
        attach_cache(db)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
