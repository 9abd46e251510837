"""The one way out of HQ: cards, and in which store's feed they last changed.

A card is written with `publish`, inside the transaction that changed the facts behind it. The place in a store's feed
(`seq`) is taken from the store's own row in that same transaction, which keeps the row locked until commit: places
become visible in order, so a reader that remembers the last one it saw never misses any. A place taken from a counter
shared by all writers does lose rows under concurrency, which a control in the tests shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, Table, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.wire.codec import row_hash

from .pairs import asked, is_among
from .tables import cards, feed, stores

TOUCHED = "yingbin_touched"
"""The key in `Connection.info` of the set that `publish` adds to: stores whose feed it moved (the writer puts it
there, to wake their desks after the commit)."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A card as it is now (`body` None: it is gone) and stores that must hold it beside those that already do."""

    kind: str
    card_id: str
    body: bytes | None
    stores: frozenset[str] = frozenset()


def insert_for(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Return the engine's own INSERT for `table`, which knows ON CONFLICT."""
    return _insert(connection.dialect.name, table)


def _insert(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def publish(connection: Connection, publications: Sequence[Publication], accepted_us: int = 0) -> list[tuple[str, str]]:
    """Write the cards that differ and put them at the end of every feed that holds them.

    Returns (kind, card_id) of what really changed or newly reached a store; an equal card changes nothing. Stores are
    locked in the order of their ids, so that two writers cannot wait for each other. `accepted_us` is when HQ
    accepted what caused this (Unix microseconds), 0 for none.
    """
    wanted = {(p.kind, p.card_id): p for p in publications}
    held = _hashes(connection, wanted)
    holders = _holders(connection, held)  # a card that there is not yet is held by nobody
    changed: list[tuple[str, str]] = []
    rows: list[dict[str, object]] = []
    places: dict[str, list[tuple[str, str]]] = {}
    for key, publication in wanted.items():
        body = publication.body
        hashed = row_hash(publication.kind, publication.card_id, body or b"")
        differs = held.get(key) != hashed
        if differs:
            text = None if body is None else body.decode()
            rows.append({"kind": key[0], "card_id": key[1], "version": 1, "hash": hashed, "body": text})
        holding = holders.get(key, set())
        reached = (holding | publication.stores) if differs else publication.stores - holding
        for store_id in reached:
            places.setdefault(store_id, []).append(key)
        if differs or reached:
            changed.append(key)
    if rows:
        connection.execute(_write_cards(connection.dialect.name), rows)
    _append(connection, places, accepted_us)
    return changed


def _append(connection: Connection, places: Mapping[str, Sequence[tuple[str, str]]], accepted_us: int) -> None:
    """Put the cards in `places` at the end of each store's feed."""
    if not places:
        return
    ends = _take_places(connection, {store_id: len(keys) for store_id, keys in places.items()})
    touched = connection.info.get(TOUCHED)
    if touched is not None:
        touched.update(places)
    rows = [
        {"store_id": store_id, "kind": kind, "card_id": card_id, "seq": seq, "accepted_us": accepted_us}
        for store_id, keys in places.items()
        for seq, (kind, card_id) in enumerate(keys, start=ends[store_id] - len(keys) + 1)
    ]
    connection.execute(_write_places(connection.dialect.name), rows)


def _take_places(connection: Connection, wanted: Mapping[str, int]) -> dict[str, int]:
    """Take so many places in each store's feed, locking the stores in the order of their ids; return the last of each.

    Many stores (a code of the whole chain, an import of stores) are taken in a few statements.
    """
    order = sorted(wanted)
    if len(order) < _MANY:
        return {
            store_id: connection.execute(_TAKE_PLACES, {"store": store_id, "many": wanted[store_id]}).scalar_one()
            for store_id in order
        }
    found: dict[str, int] = {}
    for start in range(0, len(order), _CHUNK):
        part = order[start : start + _CHUNK]
        lock_stores(connection, part)
        for many in sorted({wanted[store_id] for store_id in part}):
            alike = [store_id for store_id in part if wanted[store_id] == many]
            rows = connection.execute(_TAKE_PLACES_OF_MANY, {"ids": alike, "many": many})
            found |= {row.store_id: row.seq for row in rows}
    return found


def lock_stores(connection: Connection, store_ids: Sequence[str]) -> dict[str, str]:
    """Hold these stores' rows until the transaction ends, in the order of their ids; return each with its city.

    Whoever writes to several feeds holds the stores in this one order, so nobody waits for each other.
    """
    return {row.store_id: row.city for row in connection.execute(_lock(connection.dialect.name), {"ids": store_ids})}


@cache
def _lock(dialect: str) -> Select[str, str]:
    # By code points, as Python sorts: a database's own collation may put "a" before "B".
    order = stores.c.store_id.collate("C") if dialect == "postgresql" else stores.c.store_id
    return (
        select(stores.c.store_id, stores.c.city).where(stores.c.store_id.in_(_STORES)).order_by(order).with_for_update()
    )


_MANY = 8
"""Stores from which on locking them first, all at once, is the quicker way."""

_TAKE_PLACES = (
    update(stores)
    .where(stores.c.store_id == bindparam("store"))
    .values(seq=stores.c.seq + bindparam("many"))
    .returning(stores.c.seq)
)
_STORES: BindParameter[Any] = bindparam("ids", expanding=True)
_TAKE_PLACES_OF_MANY = (
    update(stores)
    .where(stores.c.store_id.in_(_STORES))
    .values(seq=stores.c.seq + bindparam("many"))
    .returning(stores.c.store_id, stores.c.seq)
)


@cache
def _write_cards(dialect: str) -> postgresql.Insert | sqlite.Insert:
    insert = _insert(dialect, cards)
    new = insert.excluded
    return insert.on_conflict_do_update(
        index_elements=["kind", "card_id"],
        set_={"version": cards.c.version + 1, "hash": new.hash, "body": new.body},
    )


@cache
def _write_places(dialect: str) -> postgresql.Insert | sqlite.Insert:
    insert = _insert(dialect, feed)
    return insert.on_conflict_do_update(
        index_elements=["store_id", "kind", "card_id"],
        set_={"seq": insert.excluded.seq, "accepted_us": insert.excluded.accepted_us},
    )


_CHUNK = 400
"""Keys asked for in one statement; SQLite allows 32,766 parameters, PostgreSQL 65,535."""


def _chunks(keys: Iterable[tuple[str, str]]) -> Iterable[list[tuple[str, str]]]:
    held = list(keys)
    return (held[start : start + _CHUNK] for start in range(0, len(held), _CHUNK))


_HASHES = (
    select(cards.c.kind, cards.c.card_id, cards.c.hash)
    .where(is_among(cards.c.kind, cards.c.card_id))
    .order_by(cards.c.kind, cards.c.card_id)
    .with_for_update()
)
"""The cards are held until the end of the transaction (PostgreSQL; SQLite has one writer anyway): whoever changes one
of them at the same time reads its holders only after this transaction, so no store misses a change."""

_HOLDERS = select(feed.c.kind, feed.c.card_id, feed.c.store_id).where(is_among(feed.c.kind, feed.c.card_id))


def _hashes(connection: Connection, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    return {
        (row.kind, row.card_id): row.hash
        for chunk in _chunks(sorted(keys))
        for row in connection.execute(_HASHES, asked(chunk))
    }


def _holders(connection: Connection, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for chunk in _chunks(keys):
        for row in connection.execute(_HOLDERS, asked(chunk)):
            found.setdefault((row.kind, row.card_id), set()).add(row.store_id)
    return found
