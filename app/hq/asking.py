"""Guests asked for one at a time: by an exact identity, or by the id an arrival at the store names them by."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from app.domain.faults import Unknown, Unreadable
from app.domain.guests import Identity
from app.wire.pages import FeedEntry

from .reading import entries_of
from .tables import arrivals
from .work.identities import canonical, resolve


def guest_behind(connection: Connection, identity: Identity) -> FeedEntry:
    """Return the card of the guest that `identity` belongs to.

    Raises `Unreadable` if it names none, `Unknown` if nobody is known by it.
    """
    if not identity.pairs():
        raise Unreadable("identity_missing", "name the guest by phone, unionid, member_no or another identity")
    guest_id = resolve(connection, identity)
    found = entries_of(connection, [("guest", guest_id)]) if guest_id is not None else []
    if not found:
        raise Unknown("guest_unknown", "nobody is known by this identity")
    return found[0]


_HERE = (
    select(arrivals.c.arrival_id)
    .where(arrivals.c.guest_id == bindparam("guest_id"), arrivals.c.store_id == bindparam("store_id"))
    .limit(1)
)


def guest_here(connection: Connection, store_id: str, guest_id: str) -> FeedEntry:
    """Return the card of a guest who came to this store, by the id that an arrival names them by.

    Raises `Unknown` for anybody else: ids can be guessed, and a desk is told only of guests who were at its store.
    """
    came = connection.execute(_HERE, {"guest_id": guest_id, "store_id": store_id}).scalar() is not None
    found = entries_of(connection, [("guest", canonical(connection, guest_id))]) if came else []
    if not found:
        raise Unknown("guest_unknown", "no guest of this store goes by this id")
    return found[0]
