"""What the importers share: the occasion of a batch, and rows looked up and written many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Any, Protocol, TypeVar

from sqlalchemy import BindParameter, Column, ColumnElement, Connection, Table, bindparam, select

from app.domain.policy import Policy
from app.hq.clock import us_of
from app.hq.feed import insert_for
from app.hq.tables import feed, guest_aliases
from app.wire.codec import encode

from .cells import Row
from .report import Counts, ImportReport

T = TypeVar("T")

CHUNK = 1000
"""Values asked for in one statement, and rows written in one transaction (well under a second of the write lock)."""


@dataclass(slots=True)
class Batch:
    """One transaction of an import: where its rows go, by which rules, when, and what became of them."""

    connection: Connection
    store_id: str
    policy: Policy
    now: datetime
    report: ImportReport
    counts: Counts = field(default_factory=Counts)

    @property
    def now_us(self) -> int:
        """The moment of the import as UTC microseconds."""
        return us_of(self.now)

    def compare(self, held: str | None, fresh: str) -> bool:
        """Count a row as added, updated or unchanged by the hashes of its two forms; True if it must be written."""
        if held is None:
            self.counts.added += 1
        elif held == fresh:
            self.counts.unchanged += 1
        else:
            self.counts.updated += 1
        return held != fresh


class Importer(Protocol[T]):
    """Reads and writes the rows of one kind. One is made for each run, and may remember what it saw."""

    def read(self, row: Row) -> T:
        """Return what a record says; raise `Unreadable` where it cannot be."""
        ...

    def write(self, batch: Batch, rows: Sequence[T]) -> None:
        """Write rows and everything that follows from them, in the batch's transaction."""
        ...

    def finish(self, report: ImportReport) -> None:
        """Say what only shows at the end of a file."""
        ...


def content_hash(*values: object) -> str:
    """Return a hash of what a row says, to tell later whether it says the same."""
    return blake2b(encode(values), digest_size=16).hexdigest()


def lookup(
    connection: Connection,
    columns: Sequence[Column[Any]],
    by: Column[Any],
    values: Iterable[str],
    *also: ColumnElement[bool],
) -> Iterator[Any]:
    """Give the rows of a table whose `by` is among `values`, asked for many at a time."""
    wanted: BindParameter[Any] = bindparam("wanted", expanding=True)
    query = select(*columns).where(by.in_(wanted), *also)
    held = list(dict.fromkeys(values))
    for start in range(0, len(held), CHUNK):
        yield from connection.execute(query, {"wanted": held[start : start + CHUNK]})


def upsert(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, object]], keep: Iterable[str] = ()
) -> None:
    """Insert rows, or give those that are there the new values (but not of the columns in `keep`).

    All rows have the same columns.
    """
    if not rows:
        return
    insert = insert_for(connection, table)
    keys = [column.name for column in table.primary_key]
    changed = {name: insert.excluded[name] for name in rows[0] if name not in keys and name not in keep}
    connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=changed), rows)


def canonical_ids(connection: Connection, guest_ids: Iterable[str]) -> dict[str, str]:
    """Return the aliases among `guest_ids`, each with the id it goes by now."""
    found: dict[str, str] = {}
    pending = list(dict.fromkeys(guest_ids))
    for _ in range(8):
        columns = (guest_aliases.c.alias, guest_aliases.c.guest_id)
        step: dict[str, str] = {
            row.alias: row.guest_id for row in lookup(connection, columns, guest_aliases.c.alias, pending)
        }
        if not step:
            break
        found = {alias: step.get(guest_id, guest_id) for alias, guest_id in (found | step).items()}
        pending = list(step.values())
    return found


def unheld(connection: Connection, store_id: str, guest_ids: Iterable[str]) -> set[str]:
    """Return those of `guest_ids` whose cards the store does not hold yet."""
    wanted = set(guest_ids)
    in_store = (feed.c.store_id == store_id, feed.c.kind == "guest")
    return wanted - {row.card_id for row in lookup(connection, (feed.c.card_id,), feed.c.card_id, wanted, *in_store)}
