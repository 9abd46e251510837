"""Sums of the row hashes of the cache, to compare with HQ's: equal sums mean equal cards.

The hashes are worked out again from the bodies as they lie on the disk, so a damaged page shows, and a body that a
fault wrote. In slices, so that staff never wait for it.
"""

from __future__ import annotations

from app.domain.faults import Unavailable
from app.wire.codec import bucket_of, row_hash
from app.wire.pages import Digest

from . import cursors
from .database import Database

SLICE = 300
"""Rows a job; some 1 ms, which is what a click may have to wait for it."""

_MODULUS = 1 << 64


def digest(db: Database) -> Digest:
    """Return the sums of the whole cache at its cursor; raise `Unavailable("no_snapshot")` where there is none."""
    at = cursors.cursor(db)
    if at is None:
        raise Unavailable("no_snapshot", "this desk has no snapshot yet")
    total = Sums()
    after: tuple[str, str] | None = ("", "")
    while after is not None:
        after = add_slice(db, total, after)
    return total.digest(at)


class Sums:
    """Bucket sums that grow slice by slice."""

    def __init__(self) -> None:
        self.rows = 0
        self._buckets = [0] * 256

    def add(self, kind: str, card_id: str, body: str) -> None:
        """Add one row."""
        hashed = row_hash(kind, card_id, body.encode())
        bucket = bucket_of(hashed)
        self._buckets[bucket] = (self._buckets[bucket] + hashed) % _MODULUS
        self.rows += 1

    def digest(self, cursor: str) -> Digest:
        """Return the sums as they stand at `cursor`, signed as on the wire."""
        signed = [total - _MODULUS if total >= _MODULUS >> 1 else total for total in self._buckets]
        return Digest(cursor=cursor, rows=self.rows, buckets=signed)


def add_slice(db: Database, total: Sums, after: tuple[str, str]) -> tuple[str, str] | None:
    """Add the next `SLICE` rows behind (kind, id) `after`; return where to go on, None at the end.

    The sums hold only if the cursor has not moved between the first slice and the last.
    """
    kind, card_id = after
    rows = []
    if kind != _GUESTS:
        rows = db.rows(
            "select kind, id, body from cache.cards where (kind, id) > (?, ?) order by kind, id limit ?",
            (kind, card_id, SLICE),
        )
    if not rows:
        start = card_id if kind == _GUESTS else ""
        rows = db.rows(
            "select 'guest', id, body from cache.guests where id > ? order by id limit ?",
            (start, SLICE),
        )
        if not rows:
            return None
        for row in rows:
            total.add(*row)
        return _GUESTS, rows[-1][1]
    for row in rows:
        total.add(*row)
    return rows[-1][0], rows[-1][1]


_GUESTS = "\U0010ffff guests"
"""Sorts behind every kind: the guests' table comes last."""
