"""Events as HQ keeps them: read one by one, stored once by source and id, applied later in the order they came.

Storing needs nothing but the event's text, so it is quick and cannot fail on content; what cannot be read is stored
too, parked with its reason. Applying is a separate step that can be repeated: it starts from the stored rows, and a
row changes from pending to applied in the transaction that did its work.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, NamedTuple

from msgspec import Meta, Raw, Struct
from sqlalchemy import Connection

from app.domain.faults import Unreadable
from app.hq.clock import us_of
from app.wire.codec import decode
from app.wire.events import (
    TYPES,
    ArrivalChanged,
    ArrivalQueued,
    ArrivalReserved,
    ArrivalScanned,
    BillPaid,
    Data,
    Moment,
)

BATCH_LIMIT = 1000
"""Events in one request at most."""

ID_LIMIT = 200
"""Characters in a source or an id at most; PostgreSQL's indexes refuse rows beyond 2.7 kB."""


class Row(NamedTuple):
    """One row of `events` before it has a position."""

    source: str
    event_id: str
    type: str
    time_us: int | None
    accepted_us: int
    body: str
    state: str
    reason: str

    @property
    def key(self) -> tuple[str, str]:
        """What names the event for ever."""
        return self.source, self.event_id


class _Envelope(Struct, frozen=True, kw_only=True):
    """A CloudEvent whose data is read later; see `wire.events.Envelope`."""

    id: Annotated[str, Meta(min_length=1, max_length=ID_LIMIT)]
    source: Annotated[str, Meta(min_length=1, max_length=ID_LIMIT)]
    type: Annotated[str, Meta(min_length=1, max_length=ID_LIMIT)]
    specversion: str = "1.0"
    time: Moment | None = None
    data: Raw = Raw(b"{}")


@dataclass(frozen=True, slots=True)
class Parcel:
    """One event of a request: its text, and what could be read of it. `reason` says why it is parked, if it is."""

    raw: bytes
    source: str
    event_id: str
    type: str
    time: datetime | None = None
    data: Data | None = None
    reason: str = ""


def unpack(body: bytes) -> list[Parcel]:
    """Return the events in a request's body: one JSON object, or an array of them.

    Raises `Unreadable` where the body is no JSON at all, has no event in it or more than `BATCH_LIMIT`.
    """
    several = body.lstrip()[:1] == b"["
    raws = decode(body, list[Raw]) if several else [decode(body, Raw)]
    if not raws:
        raise Unreadable("batch_empty", "there is no event in the body")
    if len(raws) > BATCH_LIMIT:
        raise Unreadable("batch_too_long", f"a batch has at most {BATCH_LIMIT} events", limit=BATCH_LIMIT)
    return [_parcel(bytes(raw)) for raw in raws]


def _parcel(raw: bytes) -> Parcel:
    try:
        envelope = decode(raw, _Envelope)
    except Unreadable as wrong:
        return _unreadable(raw, wrong.detail)
    source, event_id, kind = envelope.source, envelope.id, envelope.type
    if "\0" in source + event_id + kind:
        return _unreadable(raw, "a NUL character in source, id or type")
    if envelope.specversion != "1.0":
        return Parcel(raw, source, event_id, kind, reason=f"specversion: {envelope.specversion[:20]}")
    shape = TYPES.get(kind)
    if shape is None:
        return Parcel(raw, source, event_id, kind, envelope.time, reason="unknown_type")
    try:
        data = _decoded(envelope.data, shape)
    except Unreadable as wrong:
        return Parcel(raw, source, event_id, kind, envelope.time, reason=f"data_unreadable: {wrong.detail}")
    return Parcel(raw, source, event_id, kind, envelope.time, data)


def _unreadable(raw: bytes, detail: str) -> Parcel:
    """Return a parcel for what is no event, named by what can be read of it, else by its own bytes."""
    try:
        found = decode(raw, dict[str, Any])
    except Unreadable:
        found = {}

    def named(key: str) -> str:
        value = found.get(key)
        return value if isinstance(value, str) and len(value) <= ID_LIMIT and "\0" not in value else ""

    event_id = named("id") or fingerprint(raw)
    return Parcel(raw, named("source"), event_id, named("type"), reason=f"event_unreadable: {detail}")


def fingerprint(raw: bytes) -> str:
    """Return an id for bytes that have none: the same bytes have the same one."""
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def row_of(parcel: Parcel, signer: str, now: datetime, accepted_us: int, known_stores: frozenset[str]) -> Row:
    """Return the row to store for an event that `signer` sent; `now` is its time if it has none (business time).

    An event that names another source than its signer is kept under the signer's name and an id of its own, so that
    it cannot take the place of the true one.
    """
    reason, source, event_id = parcel.reason, signer, parcel.event_id
    if parcel.source not in (signer, ""):
        event_id, reason = fingerprint(parcel.raw), "source_not_signed"
    elif not reason and parcel.data is not None and not _store_is_known(parcel.data, known_stores):
        reason = "store_unknown"
    time_us = us_of(parcel.time or now)
    state = "parked" if reason else "pending"
    return Row(source, event_id, parcel.type, time_us, accepted_us, parcel.raw.decode(), state, reason)


def _store_is_known(data: Data, known_stores: frozenset[str]) -> bool:
    """Whether the event can be applied as far as its store goes: what happens in no store names none."""
    return data.store_id in known_stores or (not data.store_id and not isinstance(data, IN_A_STORE))


IN_A_STORE = (ArrivalQueued, ArrivalReserved, ArrivalScanned, ArrivalChanged, BillPaid)
"""What can only happen in a store."""


def keep(connection: Connection, rows: Sequence[Row]) -> list[bool]:
    """Store the rows that are not known yet; return for each whether it is new. The first of two equal ones is."""
    insert = _keep_postgresql if connection.dialect.name == "postgresql" else _keep_sqlite
    inserted = insert(connection, rows)
    fresh = []
    for row in rows:
        fresh.append(row.key in inserted)
        inserted.discard(row.key)
    return fresh


def _keep_sqlite(connection: Connection, rows: Sequence[Row]) -> set[tuple[str, str]]:
    last = connection.exec_driver_sql("select coalesce(max(position), 0) from events").scalar_one()
    connection.exec_driver_sql(
        "insert into events (source, event_id, type, time_us, accepted_us, body, state, reason)"
        " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        [tuple(row) for row in rows],
    )
    found = connection.exec_driver_sql("select source, event_id from events where position > ?", (last,))
    return {(row[0], row[1]) for row in found}


def _keep_postgresql(connection: Connection, rows: Sequence[Row]) -> set[tuple[str, str]]:
    # %b sends the columns as binary arrays: written as text they cost the driver six times as much
    found = connection.exec_driver_sql(
        "insert into events (source, event_id, type, time_us, accepted_us, body, state, reason)"
        " select source, event_id, type, time_us, accepted_us, body, state, reason"
        " from unnest(%b::text[], %b::text[], %b::text[], %b::bigint[], %b::bigint[], %b::text[], %b::text[],"
        " %b::text[]) with ordinality"
        " as new (source, event_id, type, time_us, accepted_us, body, state, reason, place)"
        " order by place on conflict do nothing returning source, event_id",
        tuple(list(column) for column in zip(*rows, strict=True)),
    )
    return {(row[0], row[1]) for row in found}


def data_of(kind: str, body: str) -> Data:
    """Return the data of a stored event; raise `Unreadable` if its type is unknown or it does not fit."""
    shape = TYPES.get(kind)
    if shape is None:
        raise Unreadable("unknown_type", f"no event is called {kind!r}")
    return _decoded(decode(body, _Envelope).data, shape)


_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")


def _decoded(raw: Raw, shape: type[Data]) -> Data:
    """Return an event's data without NUL: tills pad their fields with it, and PostgreSQL holds none in a text."""
    data = bytes(raw)
    return decode(_NUL.sub(rb"\1", data) if b"\\u0000" in data else data, shape)


def name_of(body: str) -> str:
    """Return what names a stored event for ever: its source and id."""
    envelope = decode(body, _Envelope)
    return f"{envelope.source}\x1f{envelope.id}"
