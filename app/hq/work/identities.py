"""Which guest an identity belongs to, and what happens where two identities disagree.

The strongest kind decides (`IdentityKind`, strongest first). A weaker identity that is known for somebody else is
never moved and nobody is merged: the disagreement becomes a row in `conflicts`, for a person to look at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import Connection, bindparam, select, tuple_, update

from app.domain.faults import Refused
from app.domain.guests import Identity, IdentityKind
from app.domain.ids import new_id
from app.domain.names import clean_name
from app.hq.clock import us_of
from app.hq.feed import insert_for
from app.hq.tables import conflicts, guest_aliases, guests, identities
from app.wire.codec import encode

_OWNERS = select(identities.c.kind, identities.c.value, identities.c.guest_id).where(
    tuple_(identities.c.kind, identities.c.value).in_(bindparam("pairs", expanding=True))
)
_ALIAS = select(guest_aliases.c.guest_id).where(guest_aliases.c.alias == bindparam("alias"))
_EXISTS = select(guests.c.guest_id).where(guests.c.guest_id == bindparam("guest_id"))


def canonical(connection: Connection, guest_id: str) -> str:
    """Return the id that `guest_id` goes by now: itself, or the guest it is an alias of."""
    for _ in range(8):  # an alias of an alias is rare, a ring would be a bug
        found = connection.execute(_ALIAS, {"alias": guest_id}).scalar()
        if found is None:
            return guest_id
        guest_id = found
    return guest_id


def resolve(connection: Connection, identity: Identity) -> str | None:
    """Return the guest that `identity` belongs to, by its strongest known kind; None if nobody is known by it."""
    owners = _owners(connection, identity.pairs())
    for pair in identity.pairs():
        if pair in owners:
            return canonical(connection, owners[pair])
    return None


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
    """Return the guest behind `identity`, made new where nobody is known by it, with all its identities registered.

    `guest_id` is an id the caller made or knows: a known guest of that id is taken whatever the identities say; an
    unknown one names the new guest, or becomes an alias of the guest that the identities find. Name and phone fill
    what the guest lacks and never replace what it has. Identities of somebody else become conflicts of kind
    `event_identity`. Raises `Refused` if there is neither an identity, an id nor a name to know the guest by.
    """
    pairs = identity.pairs()
    if not pairs and guest_id is None and not name.strip():
        raise Refused("identity_missing", "there is nothing to know the guest by")
    owners = {pair: canonical(connection, owner) for pair, owner in _owners(connection, pairs).items()}
    found = next((owners[pair] for pair in pairs if pair in owners), None)
    target = None if guest_id is None else canonical(connection, guest_id)
    known = target is not None and connection.execute(_EXISTS, {"guest_id": target}).scalar() is not None
    phone = next((value for kind, value in pairs if kind is IdentityKind.PHONE), "")
    if target is not None and known:
        chosen = target
    elif found is not None:
        chosen = found
        if guest_id is not None:
            _alias(connection, guest_id, chosen, now)
    else:
        chosen = guest_id or new_id(now)
        _create(connection, chosen, clean_name(name), phone, origin, now)
    mine = [pair for pair in pairs if owners.get(pair, chosen) == chosen]
    register(connection, [(kind, value, chosen) for kind, value in mine if (kind, value) not in owners], now, origin)
    for pair in pairs:
        if pair not in mine:
            evidence = {"kind": str(pair[0]), "value": pair[1], "by": [[str(k), v] for k, v in mine]}
            record_conflict(connection, "event_identity", chosen, owners[pair], evidence, now, store_id)
    if known or found is not None:
        _fill(connection, chosen, clean_name(name), phone if (IdentityKind.PHONE, phone) in mine else "")
    return chosen


def register(connection: Connection, rows: Iterable[tuple[str, str, str]], now: datetime, origin: str) -> None:
    """Note that (kind, value) belongs to a guest, for each (kind, value, guest_id); a known one stays as it is."""
    said = {"origin": origin, "since_us": us_of(now)}
    values = [{"kind": str(kind), "value": value, "guest_id": guest_id, **said} for kind, value, guest_id in rows]
    if values:
        connection.execute(insert_for(connection, identities).on_conflict_do_nothing(), values)


def record_conflict(
    connection: Connection,
    kind: str,
    left: str,
    right: str,
    evidence: Mapping[str, object],
    now: datetime,
    store_id: str = "",
) -> None:
    """Keep a disagreement between two guests, once, for a person to look at."""
    row = conflict_row(kind, left, right, evidence, now, store_id)
    connection.execute(insert_for(connection, conflicts).on_conflict_do_nothing(), row)


def conflict_row(
    kind: str, left: str, right: str, evidence: Mapping[str, object], now: datetime, store_id: str
) -> dict[str, object]:
    """Return the row of `conflicts` for a disagreement; the same one has the same id whenever it is found."""
    text = encode(evidence).decode()
    digest = blake2b("\x1f".join((kind, left, right, text)).encode(), digest_size=16).hexdigest()
    return {
        "conflict_id": digest,
        "kind": kind,
        "store_id": store_id,
        "left_guest": left,
        "right_guest": right,
        "evidence": text,
        "found_us": us_of(now),
    }


def _owners(connection: Connection, pairs: tuple[tuple[IdentityKind, str], ...]) -> dict[tuple[IdentityKind, str], str]:
    if not pairs:
        return {}
    rows = connection.execute(_OWNERS, {"pairs": [(str(kind), value) for kind, value in pairs]})
    return {(IdentityKind(row.kind), row.value): row.guest_id for row in rows}


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
