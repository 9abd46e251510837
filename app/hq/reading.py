"""What desks read: pages of their store's feed, its digest, a guest by an identity. Nothing here writes.

A page is read inside one transaction that sees one state of the database (SQLite: a WAL snapshot; PostgreSQL:
repeatable read), so that its entries, their bodies and the cursor belong together.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from msgspec import UNSET, Raw
from sqlalchemy import Connection, Engine, Row, bindparam, select, text, true

from app.domain.faults import Conflict, Unavailable, Unknown, Unreadable
from app.wire.pages import Digest, FeedEntry

from .database import database_faults, epoch
from .pairs import asked, is_among
from .tables import cards, feed, house, stores

T = TypeVar("T")

_AnyRow = Row[*tuple[Any, ...]]

PAGE = 500
"""Entries in a page unless the desk asks for fewer; one transaction at the desk."""

PAGE_LETTERS = 4_000_000
"""Letters of the cards in a page, unless one is larger alone: a batch of the whole chain is one card of a third of a
million, and there may be hundreds of them."""

_HEAD = select(stores.c.seq).where(stores.c.store_id == bindparam("store_id"))
_HEADS = select(stores.c.store_id, stores.c.seq).where(stores.c.store_id.in_(bindparam("ids", expanding=True)))
_AFTER = (
    select(feed.c.seq, feed.c.kind, feed.c.card_id, feed.c.accepted_us)
    .where(feed.c.store_id == bindparam("store_id"), feed.c.seq > bindparam("after"))
    .order_by(feed.c.seq)
    .limit(bindparam("limit"))
    .subquery()
)
_ENTRIES = (
    select(stores.c.seq.label("head"), house.c.value.label("epoch"), _AFTER, cards.c.version, cards.c.body)
    .select_from(
        stores.join(house, house.c.key == "epoch")
        .outerjoin(_AFTER, true())
        .outerjoin(cards, (cards.c.kind == _AFTER.c.kind) & (cards.c.card_id == _AFTER.c.card_id))
    )
    .where(stores.c.store_id == bindparam("store_id"))
    .order_by(_AFTER.c.seq)
)
"""A page and what its cursor must be held against, in one statement: a desk waits for every round trip of it. The
limit stands before the cards are joined, so that no engine sorts the whole feed for a page."""

_CARDS = select(cards.c.kind, cards.c.card_id, cards.c.version, cards.c.body).where(
    is_among(cards.c.kind, cards.c.card_id)
)
_SUMS = text(
    "select cards.hash & 255 as bucket, count(*) as held,"
    " sum(cards.hash >> 32) as high, sum(cards.hash & 4294967295) as low"
    " from feed join cards on cards.kind = feed.kind and cards.card_id = feed.card_id"
    " where feed.store_id = :store_id and cards.body is not null group by cards.hash & 255"
)
"""The hashes are added in two halves: their whole sum would not fit 64 bits, which SQLite answers with an error."""


@contextmanager
def read(engine: Engine) -> Iterator[Connection]:
    """Give a connection inside one read transaction that sees one state of the database."""
    options = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


class Readers:
    """A few threads that read, so that the event loop never waits for a disk."""

    def __init__(self, engine: Engine, workers: int = 8) -> None:
        """`workers` reads at once; more wait their turn."""
        self._engine = engine
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="hq-reader")

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a read transaction on a thread; raise `Unavailable` where the database does not answer."""
        try:
            reading = asyncio.get_running_loop().run_in_executor(self._pool, self._read, work)
        except RuntimeError:  # the pool is closed
            raise Unavailable("readers_closed", "HQ is shutting down") from None
        return await reading

    def _read(self, work: Callable[[Connection], T]) -> T:
        with database_faults(), read(self._engine) as connection:
            return work(connection)

    def close(self) -> None:
        """Finish what was begun."""
        self._pool.shutdown()


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a store's feed, within one history of the database."""

    epoch: str
    seq: int

    def __str__(self) -> str:
        """Return the text that a desk keeps."""
        return f"{self.epoch}:{self.seq}"


def read_cursor(text_: str) -> Cursor:
    """Return the cursor in `text_`; raise `Unreadable` if there is none."""
    name, _, seq = text_.rpartition(":")
    if not name or not seq.isascii() or not seq.isdigit() or len(seq) > 18:
        raise Unreadable("cursor_unreadable", "this is no cursor of a feed")
    return Cursor(name, int(seq))


def cursor_now(connection: Connection, store_id: str) -> Cursor:
    """Return where the store's feed stands; raise `Unknown` for a store that does not exist."""
    seq = connection.execute(_HEAD, {"store_id": store_id}).scalar()
    if seq is None:
        raise Unknown("store_unknown", f"no store is called {store_id!r}", store_id=store_id)
    return Cursor(epoch(connection), seq)


@dataclass(frozen=True, slots=True)
class Page:
    """Entries after a cursor, in order, the cursor after them, and whether more wait."""

    cursor: Cursor
    entries: list[FeedEntry]
    more: bool


def feed_page(connection: Connection, store_id: str, after: Cursor | None, limit: int = PAGE) -> Page:
    """Return what changed in the store's feed after the cursor (None: from its beginning).

    Raises `Unknown` for a store that does not exist, `Conflict` (`epoch_unknown`) for a cursor of another history:
    another epoch, or a place that this database has not reached (it was restored).
    """
    start = after.seq if after is not None else 0
    rows = connection.execute(_ENTRIES, {"store_id": store_id, "after": start, "limit": limit + 1}).all()
    if not rows:
        raise Unknown("store_unknown", f"no store is called {store_id!r}", store_id=store_id)
    head = rows[0]
    if after is not None and (after.epoch != head.epoch or start > head.head):
        raise Conflict("epoch_unknown", "this cursor is of another history; take a new snapshot")
    kept = _fitting([row for row in rows[:limit] if row.seq is not None])
    last = kept[-1].seq if kept else start
    entries = [_entry(row.kind, row.card_id, row.version, row.body, row.accepted_us) for row in kept]
    return Page(Cursor(head.epoch, last), entries, bool(kept) and len(rows) > len(kept))


def _fitting(rows: list[_AnyRow]) -> list[_AnyRow]:
    """Return as many of these rows as a page holds, one at least."""
    letters = 0
    for place, row in enumerate(rows):
        letters += len(row.body or "")
        if place and letters > PAGE_LETTERS:
            return rows[:place]
    return rows


def entries_of(connection: Connection, keys: Iterable[tuple[str, str]]) -> list[FeedEntry]:
    """Return the cards of these (kind, id) as they are now, in the order asked for; unknown ones are left out."""
    wanted = list(keys)
    if not wanted:
        return []
    rows = {(row.kind, row.card_id): row for row in connection.execute(_CARDS, asked(wanted))}
    found = [rows[key] for key in wanted if key in rows]
    return [_entry(row.kind, row.card_id, row.version, row.body) for row in found]


def _entry(kind: str, card_id: str, version: int, body: str | None, accepted_us: int = 0) -> FeedEntry:
    raw = UNSET if body is None else Raw(body)
    return FeedEntry(kind=kind, id=card_id, version=version, raw=raw, accepted_us=accepted_us)


def heads(connection: Connection, store_ids: Iterable[str]) -> dict[str, int]:
    """Return the last place given out in the feed of each of these stores."""
    rows = connection.execute(_HEADS, {"ids": list(store_ids)})
    return {row.store_id: row.seq for row in rows}


def digest(connection: Connection, store_id: str) -> Digest:
    """Return the sums of the row hashes of everything the store's feed holds now, by bucket.

    Raises `Unknown` for a store that does not exist.
    """
    head = cursor_now(connection, store_id)
    buckets, rows = [0] * 256, 0
    for row in connection.execute(_SUMS, {"store_id": store_id}):
        buckets[row.bucket] = signed((int(row.high) << 32) + int(row.low))
        rows += row.held
    return Digest(cursor=str(head), rows=rows, buckets=buckets)


def signed(total: int) -> int:
    """Return `total` modulo 2^64 as a signed 64-bit number."""
    low = total & (1 << 64) - 1
    return low - (1 << 64) if low >> 63 else low
