"""What staff did and HQ has not confirmed: one row a command, in the order it was done.

A row is *waiting* until HQ answered it, then *done*; *parked* if HQ refused it, until a person tries again or
discards it. No row is ever deleted while it matters: done and discarded ones are swept away a month later.

Order is kept per subject. The subject of what happens to an arrival is the arrival. The subject of what is said about
a guest is the guest, unless an unsent row already speaks of that guest: then it is that row's subject, so that a note
never reaches HQ before the registration of whom it is about. A conflict, a printed code, a group and a print job are
subjects of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import msgspec

from app.domain.changes import OutboxCount
from app.domain.commands import (
    Command,
    KeepCode,
    KeepGroup,
    MarkLost,
    RecordPrint,
    Register,
    ReopenConflict,
    RetireCode,
    SettleConflict,
    kind_of,
)
from app.domain.faults import Fault, Unknown
from app.domain.ids import new_id
from app.domain.names import normalise_phone
from app.wire.codec import decode_command, encode_command

from .database import Database

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
    subject = _subject(db, command)
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


def named_by(command: Command) -> tuple[str, str]:
    """Return the arrival and the guest that `command` changes, "" where it changes none."""
    return str(getattr(command, "arrival_id", "")), str(getattr(command, "guest_id", ""))


_CONFLICT = "conflict:"
_MERGE = "guest.merge"


def conflict_of(subject: str) -> str:
    """Return the conflict that a subject names, "" where it names none."""
    return subject.removeprefix(_CONFLICT) if subject.startswith(_CONFLICT) else ""


def _subject(db: Database, command: Command) -> str:
    match command:
        case SettleConflict() | ReopenConflict():
            return _CONFLICT + command.conflict_id
        case KeepCode() | RetireCode():
            return f"code:{command.code}"
        case KeepGroup():
            return f"group:{command.group_id}"
        case RecordPrint() | MarkLost():
            return f"print:{command.print_id}"
    arrival_id, guest_id = named_by(command)
    return arrival_id or _subject_of_guest(db, guest_id)


def _subject_of_guest(db: Database, guest_id: str) -> str:
    found: str | None = db.value(
        "select subject from outbox where guest_id = ? and state = 'waiting' order by position desc limit 1",
        (guest_id,),
    )
    return found or guest_id


def counts(db: Database) -> OutboxCount:
    """Return how many rows wait and how many are parked."""
    held = dict(db.rows("select state, count(*) from outbox where state in ('waiting', 'parked') group by state"))
    return OutboxCount(waiting=held.get("waiting", 0), parked=held.get("parked", 0))


def due(db: Database, limit: int, avoid: Iterable[str] = ()) -> list[OutboxRow]:
    """Return up to `limit` waiting rows that may be sent now, oldest first.

    A row may be sent when no older row waits with its subject, nor about a guest it names: what HQ answers to the
    older one can change whom the younger one is about. Subjects in `avoid` are left alone (their last try failed just
    now).
    """
    avoided = set(avoid)
    busy: set[str] = set()
    guests: set[str] = set()
    found: list[OutboxRow] = []
    for values in db.execute("select * from outbox where state = 'waiting' order by position"):
        row = _row(values)
        named = _guests_named(row)
        free = row.subject not in busy and guests.isdisjoint(named)
        busy.add(row.subject)
        guests |= named
        if free and row.subject not in avoided:
            found.append(row)
            if len(found) == limit:
                break
    return found


def _guests_named(row: OutboxRow) -> set[str]:
    named = {row.guest_id}
    if row.kind == _MERGE:
        with suppress(Fault):
            named.add(str(getattr(row.command, "other_id", "")))
    return named - {""}


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
    return [_row(values) for values in db.execute("select * from outbox where state = 'waiting' order by position")]


def parked(db: Database) -> list[OutboxRow]:
    """Return every parked row with its reason, oldest first: what *Unsent* shows."""
    return [_row(values) for values in db.execute("select * from outbox where state = 'parked' order by position")]


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


def newcomers(db: Database) -> list[Register]:
    """Return the unsent registrations, newest first, their phones in the one form: guests only this desk knows yet."""
    rows = db.execute(
        "select body from outbox where state = 'waiting' and kind = 'arrival.register' order by position desc"
    )
    return [found for (body,) in rows if (found := _registration(body)) is not None]


@lru_cache(4096)
def _registration(body: str) -> Register | None:
    """Return what is in a row; the same few hundred rows are looked at with every letter of a search."""
    command = decode_command("arrival.register", body)
    return replace(command, phone=normalise_phone(command.phone)) if isinstance(command, Register) else None


def sweep(db: Database, *, now: datetime) -> None:
    """Delete what has been done or discarded for longer than `KEPT`."""
    db.execute("delete from outbox where state in ('done', 'discarded') and since < ?", (_text(now - KEPT),))


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
        at=datetime.fromisoformat(str(at)),
        author=str(author),
        store_id=str(store_id),
        body=str(body),
        state=str(state),
        code=str(code),
        reason=str(reason),
        since=datetime.fromisoformat(str(since)),
    )
