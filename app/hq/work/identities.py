"""Which guest an identity belongs to, and what happens where two identities disagree.

The strongest kind decides (`IdentityKind`, strongest first). A weaker identity that is known for somebody else is
never moved and nobody is merged: the disagreement becomes a row in `conflicts`, for a person to look at.

Merges change nothing here: an identity belongs to the guest under whose id it was registered, whoever that guest goes
by now, so that what comes by it goes back to that guest if the merge is undone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update

from app.domain.faults import Refused, Unavailable
from app.domain.guests import Identity, IdentityKind
from app.domain.ids import new_id
from app.domain.names import clean_name
from app.hq.clock import us_of
from app.hq.feed import insert_for
from app.hq.pairs import asked, is_among
from app.hq.tables import guest_aliases, guests, identities

from .clusters import canonical, canonicals, own_id, own_ids
from .disputes import conflict_row, record

__all__ = ["Identified", "Pair", "canonical", "identify", "register", "resolve", "resolve_or_create"]

Pair = tuple[IdentityKind, str]

_OWNERS = select(identities.c.kind, identities.c.value, identities.c.guest_id).where(
    is_among(identities.c.kind, identities.c.value)
)
_EXISTS = select(guests.c.guest_id).where(guests.c.guest_id == bindparam("guest_id"))

_RELEASE = delete(identities).where(is_among(identities.c.kind, identities.c.value))

_TRIES = 20
"""How often an identity is looked up anew because another service registered it in between."""


@dataclass(frozen=True, slots=True)
class Identified:
    """Who an identity belongs to: `own`, the guest that its facts are kept under, and whom that guest goes by.

    `disputed`: conflicts that were found on the way and are new, `against` these guests (under their own ids).
    """

    own: str
    goes_by: str
    disputed: frozenset[str] = frozenset()
    against: frozenset[str] = frozenset()


def resolve(connection: Connection, identity: Identity) -> str | None:
    """Return whom the guest of `identity` goes by, by its strongest known kind; None if nobody is known by it."""
    owners = _owners(connection, identity.pairs())
    found = next((owners[pair] for pair in identity.pairs() if pair in owners), None)
    return None if found is None else canonical(connection, found)


def resolve_or_create(
    connection: Connection,
    identity: Identity,
    *,
    now: datetime,
    store_id: str,
    name: str = "",
    origin: str = "event",
    guest_id: str | None = None,
) -> str:
    """Return the guest that facts about `identity` are kept under; see `identify`."""
    found = identify(connection, identity, now=now, store_id=store_id, name=name, origin=origin, guest_id=guest_id)
    return found.own


def identify(
    connection: Connection,
    identity: Identity,
    *,
    now: datetime,
    store_id: str,
    name: str = "",
    origin: str = "event",
    guest_id: str | None = None,
) -> Identified:
    """Find the guest behind `identity`, made new where nobody is known by it, with all its identities registered.

    `guest_id` is an id the caller made or knows: a known guest of that id is taken whatever the identities say; an
    unknown one names the new guest, or becomes an alias of the guest that the identities find. Name and phone fill
    what the guest lacks and never replace what it has. Identities of somebody else become conflicts of kind
    `event_identity`. Raises `Refused` if there is neither an identity, an id nor a name to know the guest by.
    """
    pairs = identity.pairs()
    if not pairs and guest_id is None and not name.strip():
        raise Refused("identity_missing", "there is nothing to know the guest by")
    target = None if guest_id is None else own_id(connection, guest_id)
    known = target is not None and connection.execute(_EXISTS, {"guest_id": target}).scalar() is not None
    made = target if known else guest_id or new_id(now)
    for _ in range(_TRIES):
        owners = _owners(connection, pairs)
        found = next((owners[pair] for pair in pairs if pair in owners), None)
        chosen = target if target is not None and known else found or made or ""
        missing = [pair for pair in pairs if pair not in owners]
        if _take(connection, missing, chosen, now, origin):
            break
    else:
        raise Unavailable("identity_busy", "other services register these identities just now")
    phone = next((value for kind, value in pairs if kind is IdentityKind.PHONE), "")
    if not known and found is None:
        _create(connection, chosen, clean_name(name), phone, origin, now)
    elif guest_id is not None and not known:
        _alias(connection, guest_id, chosen, now)
    lost = {pair: owner for pair, owner in owners.items() if owner != chosen}
    rows = [_dispute(pair, owner, chosen, now, store_id) for pair, owner in lost.items()]
    fresh = record(connection, rows)
    if known or found is not None:
        _fill(connection, chosen, clean_name(name), "" if (IdentityKind.PHONE, phone) in lost else phone)
    goes_by = canonicals(connection, [chosen])[chosen]
    against = {str(row["left_guest"]) for row in rows if row["conflict_id"] in fresh}
    return Identified(chosen, goes_by, frozenset(fresh), frozenset(against))


def register(connection: Connection, rows: Iterable[tuple[str, str, str]], now: datetime, origin: str) -> None:
    """Note that (kind, value) belongs to a guest, for each (kind, value, guest_id); a known one stays as it is."""
    values = _rows(rows, now, origin)
    if values:
        connection.execute(insert_for(connection, identities).on_conflict_do_nothing(), values)


def _rows(rows: Iterable[tuple[str, str, str]], now: datetime, origin: str) -> list[dict[str, object]]:
    said = {"origin": origin, "since_us": us_of(now)}
    return [{"kind": str(kind), "value": value, "guest_id": guest_id, **said} for kind, value, guest_id in rows]


def _take(connection: Connection, pairs: list[Pair], guest_id: str, now: datetime, origin: str) -> bool:
    """Register all of `pairs` for the guest; False, with nothing done, where another service has one of them by now.

    Whoever inserts second waits for the first one's commit (PostgreSQL), and then finds the guest it made. All insert
    in one order, so that no two wait for each other.
    """
    if not pairs:
        return True
    taken = []
    for row in _rows([(kind, value, guest_id) for kind, value in sorted(pairs)], now, origin):
        insert = insert_for(connection, identities).on_conflict_do_nothing().returning(identities.c.value)
        if connection.execute(insert, row).scalar() is None:
            break
        taken.append((str(row["kind"]), str(row["value"])))
    if len(taken) == len(pairs):
        return True
    if taken:
        connection.execute(_RELEASE, asked(taken))
    return False


def _dispute(pair: Pair, owner: str, chosen: str, now: datetime, store_id: str) -> dict[str, object]:
    evidence = {"kind": str(pair[0]), "value": pair[1]}
    return conflict_row("event_identity", owner, chosen, evidence, now, store_id)


def _owners(connection: Connection, pairs: tuple[Pair, ...]) -> dict[Pair, str]:
    if not pairs:
        return {}
    rows = connection.execute(_OWNERS, asked((str(kind), value) for kind, value in pairs)).all()
    own = own_ids(connection, [row.guest_id for row in rows])
    return {(IdentityKind(row.kind), row.value): own[row.guest_id] for row in rows}


def _create(connection: Connection, guest_id: str, name: str, phone: str, origin: str, now: datetime) -> None:
    row = {"guest_id": guest_id, "name": name, "phone": phone, "origin": origin, "created_us": us_of(now)}
    connection.execute(insert_for(connection, guests).on_conflict_do_nothing(), row)


def _alias(connection: Connection, alias: str, guest_id: str, now: datetime) -> None:
    if alias != guest_id:
        row = {"alias": alias, "guest_id": guest_id, "since_us": us_of(now)}
        connection.execute(insert_for(connection, guest_aliases).on_conflict_do_nothing(), row)


def _fill(connection: Connection, guest_id: str, name: str, phone: str) -> None:
    for column, value in ((guests.c.name, name), (guests.c.phone, phone)):
        if value:
            empty = (guests.c.guest_id == guest_id) & (column == "")
            connection.execute(update(guests).where(empty).values({column: value}))
