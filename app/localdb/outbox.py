"""What staff did and HQ has not confirmed: one row a command, in the order it was done.

A row is *waiting* until HQ answered it, then *done*; *parked* if HQ refused it, until a person tries again or
discards it. No row is ever deleted while it matters: done and discarded ones are swept away a month later.

Order is kept per subject (`subjects`); what may be sent now is in `turns`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from app.domain.changes import OutboxCount
from app.domain.commands import Command, kind_of
from app.domain.faults import Unknown
from app.domain.ids import made_at, new_id
from app.wire.codec import decode_command, encode_command

from .database import Database
from .subjects import named_by, subject_of

KEPT = timedelta(days=30)
"""How long a done or discarded row is kept to answer questions."""


class OutboxRow(msgspec.Struct, frozen=True, kw_only=True):
    """One command. `at` is when staff did it, `since` when it came into `state`; `code` and `reason` are HQ's."""

    position: int
    key: str
    subject: str
    kind: str
    arrival_id: str
    guest_id: str
    at: datetime
    author: str
    store_id: str
    body: str
    state: str
    code: str = ""
    reason: str = ""
    since: datetime

    @property
    def command(self) -> Command:
        """The command itself; raises `Unreadable` for one of a newer or damaged kind."""
        return decode_command(self.kind, self.body)


def add(db: Database, command: Command, *, at: datetime, author: str, store_id: str) -> OutboxRow:
    """Write `command` as waiting, under a key that is born here and sent with every try."""
    arrival_id, guest_id = named_by(command)
    key, text = new_id(at), _text(at)
    subject = subject_of(db, command)
    body = encode_command(command).decode()
    kind = kind_of(command)
    position = db.execute(
        "insert into outbox (key, subject, kind, arrival_id, guest_id, at, author, store_id, body, state, since)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?)",
        (key, subject, kind, arrival_id, guest_id, text, author, store_id, body, text),
    ).lastrowid
    return OutboxRow(
        position=position or 0,
        key=key,
        subject=subject,
        kind=kind,
        arrival_id=arrival_id,
        guest_id=guest_id,
        at=at,
        author=author,
        store_id=store_id,
        body=body,
        state="waiting",
        since=at,
    )


def counts(db: Database) -> OutboxCount:
    """Return how many rows wait and how many are parked."""
    held = dict(db.rows("select state, rows from tally"))
    return OutboxCount(waiting=held.get("waiting", 0), parked=held.get("parked", 0))


def touching(db: Database, arrivals: Iterable[str], guests: Iterable[str]) -> list[OutboxRow]:
    """Return the waiting and parked rows that name one of the arrivals or guests, oldest first."""
    found: dict[int, OutboxRow] = {}
    for sql, ids in ((_BY_ARRIVAL, arrivals), (_BY_GUEST, guests)):
        named = sorted(set(ids) - {""})
        if named:
            for values in db.execute(sql, (msgspec.json.encode(named).decode(),)):
                found[values[0]] = _row(values)
    return [found[position] for position in sorted(found)]


_BY_ARRIVAL = (
    "select * from outbox indexed by outbox_arrival"
    " where arrival_id in (select value from json_each(?)) and state in ('waiting', 'parked')"
)
_BY_GUEST = (
    "select * from outbox indexed by outbox_guest"
    " where guest_id in (select value from json_each(?)) and state in ('waiting', 'parked')"
)
"""The index is named: SQLite would rather read every open row, of which a day without HQ leaves a thousand."""


def waiting_of(db: Database, kinds: Sequence[str]) -> list[OutboxRow]:
    """Return the waiting rows of these kinds of command, oldest first."""
    marks = ", ".join("?" * len(kinds))
    rows = db.execute(
        f"select * from outbox where state = 'waiting' and kind in ({marks}) order by position",  # noqa: S608 - marks
        tuple(kinds),
    )
    return [_row(values) for values in rows]


def waiting(db: Database) -> list[OutboxRow]:
    """Return every waiting row, oldest first."""
    return list(each_waiting(db))


def each_waiting(db: Database) -> Iterator[OutboxRow]:
    """Yield the waiting rows, oldest first, read as they are asked for."""
    yield from map(_row, db.execute(_OPEN, ("waiting",)))


def arrivals_since(db: Database, start: datetime) -> list[str]:
    """Return the arrivals that waiting rows may have put on the board of the day that began at `start`: parties that
    came since, and older ones that are open again."""
    return [row[0] for row in db.rows(_SINCE, (_text(start),))]


_SINCE = (
    "select distinct arrival_id from outbox indexed by outbox_open where state in ('waiting', 'parked')"
    " and state = 'waiting' and arrival_id <> '' and (at >= ? or kind = 'arrival.reopen')"
)


def parked(db: Database) -> list[OutboxRow]:
    """Return every parked row with its reason, oldest first: what *Unsent* shows."""
    return [_row(values) for values in db.execute(_OPEN, ("parked",))]


_OPEN = (
    "select * from outbox indexed by outbox_open where state in ('waiting', 'parked') and state = ? order by position"
)
"""The index's own condition is repeated: else SQLite cannot see that it holds, and goes through all settled rows."""


def by_key(db: Database, key: str) -> OutboxRow:
    """Return the row with `key`; raise `Unknown`."""
    values = db.row("select * from outbox where key = ?", (key,))
    if values is None:
        raise Unknown("outbox_key", f"the outbox has no row {key}", key=key)
    return _row(values)


def settle(db: Database, key: str, *, now: datetime) -> None:
    """HQ did it: the row is done, whatever it was before (an answer may come twice, or after a rescue)."""
    _enter(db, key, "done", now, "", "")


def park(db: Database, key: str, *, code: str, reason: str, now: datetime) -> None:
    """HQ will never do it: the row leaves the queue and keeps the reason for a person to see."""
    _enter(db, key, "parked", now, code, reason)


def discard(db: Database, key: str, *, now: datetime) -> None:
    """A person gave it up. The row stays, discarded. Raises `Unknown` for a row that is not parked."""
    row = _parked(db, key)
    _enter(db, key, "discarded", now, row.code, row.reason)


def retry(db: Database, key: str, *, now: datetime) -> str:
    """Put a parked row back in its old place and return its new key; raise `Unknown` for a row that is not parked.

    It needs a new key: HQ has answered the old one, and would only give the same answer again.
    """
    row = _parked(db, key)
    fresh = new_id(now)
    db.execute(
        "update outbox set key = ?, state = 'waiting', code = '', reason = '', since = ? where position = ?",
        (fresh, _text(now), row.position),
    )
    return fresh


def sweep(db: Database, *, now: datetime, limit: int = 500) -> int:
    """Delete up to `limit` rows that have been done or discarded for longer than `KEPT`; return how many those were."""
    return db.execute(
        "delete from outbox where position in (select position from outbox indexed by outbox_settled"
        " where state in ('done', 'discarded') and since < ? limit ?)",
        (_text(now - KEPT), limit),
    ).rowcount


def _parked(db: Database, key: str) -> OutboxRow:
    row = by_key(db, key)
    if row.state != "parked":
        raise Unknown("outbox_not_parked", f"{key} is not parked but {row.state}", key=key)
    return row


def _enter(db: Database, key: str, state: str, now: datetime, code: str, reason: str) -> None:
    db.execute(
        "update outbox set state = ?, since = ?, code = ?, reason = ? where key = ? and state <> 'done'",
        (state, _text(now), code, reason, key),
    )


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _when(text: str, key: str) -> datetime:
    """Return the moment in `text`; where it rotted, the one at which the row's key was made."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return made_at(key)


def _row(values: tuple[str | int, ...]) -> OutboxRow:
    # The columns of `layout.OUTBOX_COLUMNS`; what a later migration appends comes behind them.
    (position, key, subject, kind, arrival_id, guest_id, at, author, store_id, body, state, code, reason, since) = (
        values[:14]
    )
    return OutboxRow(
        position=int(position),
        key=str(key),
        subject=str(subject),
        kind=str(kind),
        arrival_id=str(arrival_id),
        guest_id=str(guest_id),
        at=_when(str(at), str(key)),
        author=str(author),
        store_id=str(store_id),
        body=str(body),
        state=str(state),
        code=str(code),
        reason=str(reason),
        since=_when(str(since), str(key)),
    )
