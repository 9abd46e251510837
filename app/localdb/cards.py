"""HQ's cards as they lie in the cache: read whole, written only where the version is newer."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import msgspec

from app.domain.arrivals import ArrivalCard
from app.domain.conflicts import ConflictCard
from app.domain.faults import Fault
from app.domain.funnel import FunnelCard
from app.domain.groups import GroupCard
from app.domain.guests import GuestCard
from app.domain.natural import natural
from app.domain.printed import CodeCard
from app.domain.prints import PrintCard
from app.domain.tables import StaffCard, StoreCard, TableCard
from app.wire.codec import Card, decode_card, row_hash
from app.wire.searching import searched

from . import keys
from .database import Database

C = TypeVar(
    "C",
    GuestCard,
    ArrivalCard,
    TableCard,
    StaffCard,
    StoreCard,
    ConflictCard,
    CodeCard,
    GroupCard,
    PrintCard,
    FunnelCard,
)


def guests(db: Database, ids: Collection[str]) -> dict[str, GuestCard]:
    """Return HQ's guest cards with these ids, of the roster or borrowed; a missing or unreadable one is left out."""
    if not ids:
        return {}
    rows = db.rows("select id, body from cache.guests where id in (select value from json_each(?))", (_listed(ids),))
    found = _read(rows, "guest", GuestCard)
    if len(found) < len(ids):
        lent = db.rows(
            "select id, body from cache.desk_borrowed where id in (select value from json_each(?))",
            (_listed(set(ids) - found.keys()),),
        )
        found |= _read(lent, "guest", GuestCard)
    return found


def arrivals(db: Database, ids: Collection[str]) -> dict[str, ArrivalCard]:
    """Return HQ's arrival cards with these ids; a missing or unreadable one is left out."""
    if not ids:
        return {}
    rows = db.rows(
        "select id, body from cache.cards where kind = 'arrival' and id in (select value from json_each(?))",
        (_listed(ids),),
    )
    return _read(rows, "arrival", ArrivalCard)


def conflicts(db: Database, ids: Collection[str] | None = None) -> dict[str, ConflictCard]:
    """Return HQ's conflict cards, all or those with these ids; an unreadable one is left out."""
    return of_kind(db, "conflict", ConflictCard, ids)


def of_kind(db: Database, kind: str, shape: type[C], ids: Collection[str] | None = None) -> dict[str, C]:
    """Return every card of `kind`, or those with these ids, by its id; an unreadable one is left out."""
    if ids is None:
        return _read(db.rows("select id, body from cache.cards where kind = ?", (kind,)), kind, shape)
    rows = db.rows(
        "select id, body from cache.cards where kind = ? and id in (select value from json_each(?))",
        (kind, _listed(ids)),
    )
    return _read(rows, kind, shape)


def store(db: Database) -> StoreCard | None:
    """Return the store that this desk stands in."""
    return next(iter(_all(db, "store", StoreCard)), None)


def tables(db: Database) -> tuple[TableCard, ...]:
    """Return the store's tables, by name, numbers in their own order."""
    return tuple(sorted(_all(db, "table", TableCard), key=lambda t: (t.area, natural(t.name))))


def staff(db: Database) -> tuple[StaffCard, ...]:
    """Return the store's staff, by name."""
    return tuple(sorted(_all(db, "staff", StaffCard), key=lambda s: s.name))


def arrivals_between(db: Database, start: datetime, end: datetime) -> list[str]:
    """Return the ids of HQ's open arrivals that are expected or came from `start` until before `end`."""
    rows = db.rows(
        "select id from cache.desk_arrivals where is_open = 1 and expected_us >= ? and expected_us < ?",
        (microseconds(start), microseconds(end)),
    )
    return [row[0] for row in rows]


def arrivals_of(db: Database, guest_ids: Iterable[str]) -> list[str]:
    """Return the ids of HQ's open arrivals of these guests."""
    rows = db.rows(
        "select id from cache.desk_arrivals indexed by desk_arrivals_guest"
        " where is_open = 1 and guest_id in (select value from json_each(?))",
        (_listed(set(guest_ids) - {""}),),
    )
    return [row[0] for row in rows]


@dataclass(frozen=True, slots=True)
class Incoming:
    """One row of a feed page; no body: the card is gone."""

    kind: str
    card_id: str
    version: int
    body: bytes | None


def write(db: Database, rows: Iterable[Incoming]) -> dict[tuple[str, str], Card | None]:
    """Write every row that is newer than what is held; return the cards that are now different (None: gone).

    A kind this desk does not know is kept for the one that will; a card that cannot be read is kept as it came, and
    flagged in `desk_flags`. Neither is returned, and neither stops its neighbours.
    """
    latest: dict[tuple[str, str], Incoming] = {}
    for row in rows:
        held = latest.get((row.kind, row.card_id))
        if held is None or row.version > held.version:
            latest[row.kind, row.card_id] = row
    versions = _versions(db, latest)
    news = [row for key, row in latest.items() if row.version > versions.get(key, -1)]
    unread: list[tuple[str, str, int, str]] = []
    changed: dict[tuple[str, str], Card | None] = {}
    kept: list[tuple[Incoming, bytes, Card | None]] = []
    for row in news:
        if row.body is None:
            changed[row.kind, row.card_id] = None
            continue
        card, reason = _card(row)
        kept.append((row, row.body, card))
        if card is not None:
            changed[row.kind, row.card_id] = card
        if reason:
            unread.append((row.kind, row.card_id, row.version, reason))
    _forget(db, news)
    _keep(db, kept)
    db.many("insert into cache.desk_flags (kind, id, version, reason) values (?, ?, ?, ?)", unread)
    return changed


def _versions(db: Database, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    by_kind: dict[str, list[str]] = {}
    for kind, card_id in keys:
        by_kind.setdefault(kind, []).append(card_id)
    found: dict[tuple[str, str], int] = {}
    for kind, ids in by_kind.items():
        listed = _listed(ids)
        rows = db.rows(_VERSION_OF_GUESTS, (listed,)) if kind == "guest" else db.rows(_VERSION_OF_CARDS, (kind, listed))
        gone = db.rows(_VERSION_OF_GONE, (kind, listed))
        for card_id, version in (*rows, *gone):
            found[kind, card_id] = max(version, found.get((kind, card_id), -1))
    return found


_VERSION_OF_GUESTS = "select id, version from cache.guests where id in (select value from json_each(?))"
_VERSION_OF_CARDS = "select id, version from cache.cards where kind = ? and id in (select value from json_each(?))"
_VERSION_OF_GONE = "select id, version from cache.desk_gone where kind = ? and id in (select value from json_each(?))"


def _card(row: Incoming) -> tuple[Card | None, str]:
    """Return the card, or None with the reason; a kind of a newer HQ has no card and needs no reason."""
    try:
        return decode_card(row.kind, row.body or b""), ""
    except Fault as fault:
        return None, "" if fault.code == "card_kind" else fault.detail


def _forget(db: Database, news: Iterable[Incoming]) -> None:
    """Take away what was held beside the cards; of a gone card only its version stays."""
    named = [(row.kind, row.card_id) for row in news]
    gone = [row for row in news if row.body is None]
    db.many("delete from cache.desk_flags where kind = ? and id = ?", named)
    db.many("delete from cache.desk_gone where kind = ? and id = ?", named)
    db.many("insert into cache.desk_gone (kind, id, version) values (?, ?, ?)", [_stone(row) for row in gone])
    _forget_guests(db, [row.card_id for row in gone if row.kind == "guest"])
    db.many("delete from cache.desk_borrowed where id = ?", [(row.card_id,) for row in news if row.kind == "guest"])
    db.many("delete from cache.cards where kind = ? and id = ?", [(row.kind, row.card_id) for row in gone])
    db.many("delete from cache.desk_arrivals where id = ?", [(row.card_id,) for row in gone if row.kind == "arrival"])


def _forget_guests(db: Database, ids: list[str]) -> None:
    if not ids:
        return
    held = db.rows("select place, body from cache.guests where id in (select value from json_each(?))", (_listed(ids),))
    keys.reindex(db, (keys.Change(place, searched(body), None) for place, body in held))
    db.many("delete from cache.guests where place = ?", [row[:1] for row in held])


def _stone(row: Incoming) -> tuple[str, str, int]:
    return row.kind, row.card_id, row.version


def _keep(db: Database, kept: Iterable[tuple[Incoming, bytes, Card | None]]) -> None:
    guest_rows, card_rows, arrival_rows = [], [], []
    for row, body, card in kept:
        hashed, text = row_hash(row.kind, row.card_id, body), body.decode()
        if row.kind == "guest":
            guest_rows.append((row.card_id, row.version, hashed, text))
            continue
        card_rows.append((row.kind, row.card_id, row.version, hashed, text))
        if isinstance(card, ArrivalCard):
            arrival_rows.append(arrival_keys(card))
    _keep_guests(db, guest_rows)
    db.many(
        "insert into cache.cards (kind, id, version, hash, body) values (?, ?, ?, ?, ?)"
        " on conflict (kind, id) do update set version = excluded.version, hash = excluded.hash, body = excluded.body",
        card_rows,
    )
    db.many("insert or replace into cache.desk_arrivals values (?, ?, ?, ?, ?, ?)", arrival_rows)


def _keep_guests(db: Database, rows: list[tuple[str, int, int, str]]) -> None:
    """Write guests with their search keys; who is not here yet gets the next place."""
    if not rows:
        return
    listed = _listed(row[0] for row in rows)
    held: dict[str, tuple[int, str]] = {
        card_id: (place, body)
        for card_id, place, body in db.rows(
            "select id, place, body from cache.guests where id in (select value from json_each(?))", (listed,)
        )
    }
    free = (db.value("select max(place) from cache.guests") or 0) + 1
    written, changes = [], []
    for card_id, version, hashed, text in rows:
        place, before = held.get(card_id, (free, None))
        free += card_id not in held
        now = searched(text)
        written.append((place, card_id, version, hashed, now.name, now.phone, now.seen, text))
        changes.append(keys.Change(place, None if before is None else searched(before), now))
    db.many("insert or replace into cache.guests values (?, ?, ?, ?, ?, ?, ?, ?)", written)
    keys.reindex(db, changes)


def arrival_keys(card: ArrivalCard) -> tuple[str, str, int, int, str, str]:
    """Return a row of `desk_arrivals`."""
    return (
        card.arrival_id,
        card.guest_id or "",
        int(card.state.is_open),
        microseconds(expected_at(card)),
        card.ticket_no,
        card.table,
    )


def expected_at(card: ArrivalCard) -> datetime:
    """Return when the party came, or is expected to."""
    return card.arrived_at


def microseconds(at: datetime) -> int:
    """Return `at` as Unix time in microseconds."""
    return int(at.timestamp() * 1_000_000)


def _all(db: Database, kind: str, shape: type[C]) -> list[C]:
    return list(of_kind(db, kind, shape).values())


def _read(rows: Iterable[tuple[str, str]], kind: str, shape: type[C]) -> dict[str, C]:
    found: dict[str, C] = {}
    for card_id, body in rows:
        try:
            card = decode_card(kind, body)
        except Fault:
            continue
        if isinstance(card, shape):
            found[card_id] = card
    return found


def _listed(ids: Iterable[str]) -> str:
    return msgspec.json.encode(list(ids)).decode()
