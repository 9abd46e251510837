"""What guests do with the brand beside eating there: contacts, groups, coupons, points, recommendations, consents.

An event of this kind may come from a group, a mini-programme or a back office: it names a guest and needs no store.
Whoever HQ does not know yet by that identity becomes a guest, to be recognised at the first visit. Events come late,
twice and in any order; what is kept is the same in each:

- an interaction is a row under its event's own name;
- points are what the newest event said (by when it happened; of two at one moment, what HQ heard last);
- of a coupon the latest claim and the latest use are kept: it can be used if nothing was used since it was claimed;
- a consent is what was said last, and at one moment the refusal;
- a franchise enquiry stands from the first time on.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, and_, case, func, or_, update

from app.domain.faults import Refused, Unreadable
from app.domain.names import clean_text
from app.domain.tiers import Interaction
from app.hq.clock import us_of
from app.hq.feed import insert_for
from app.hq.tables import consents, coupons, guests, interactions
from app.wire.events import (
    ConsentChanged,
    ContactAdded,
    CouponClaimed,
    CouponUsed,
    FranchiseEnquired,
    GroupJoined,
    GroupLeft,
    PointsChanged,
    Recommended,
)

from . import board, followers
from .arriving import guest_behind
from .occasion import Occasion

Said = (
    CouponClaimed
    | CouponUsed
    | GroupJoined
    | GroupLeft
    | ContactAdded
    | Recommended
    | FranchiseEnquired
    | PointsChanged
    | ConsentChanged
)

POINTS_LIMIT = 2**53 - 1
"""Points a guest can have: what every JSON reader can hold."""


def take_in(connection: Connection, data: Said, at: datetime, occasion: Occasion, key: str) -> None:
    """Do what the event says and make the guest's card anew; `key` names the event for ever.

    A group's member whom no identity names is counted, and becomes no guest. Raises `Refused("identity_missing")`
    where it names nobody, `Unknown` for a store that does not exist, `Unreadable` for a coupon, consent or number of
    points that cannot be.
    """
    if data.store_id:
        board.hold_store(connection, data.store_id)
    found = guest_behind(connection, data.identity, at, data.store_id, occasion)
    if found is None:
        if isinstance(data, GroupJoined | GroupLeft) and clean_text(data.member_id):
            followers.take_in_member(connection, data, "", at, occasion)
            return
        raise Refused("identity_missing", "the event does not say who the guest is")
    _keep(connection, data, found.own, us_of(at), key)
    match data:
        case GroupJoined() | GroupLeft():
            followers.take_in_member(connection, data, found.own, at, occasion)
        case ContactAdded():
            followers.take_in_contact(connection, data, found.own, at, occasion)
    board.refresh_board(connection, found.goes_by, occasion, *([data.store_id] if data.store_id else ()))


def _keep(connection: Connection, data: Said, guest_id: str, at_us: int, key: str) -> None:
    match data:
        case CouponClaimed():
            _claim(connection, data, guest_id, at_us)
            _note(connection, data, guest_id, at_us, key, Interaction.COUPON_CLAIMED, data.coupon_id, data.staff_id)
        case CouponUsed():
            _use(connection, data, guest_id, at_us)
            _note(connection, data, guest_id, at_us, key, Interaction.COUPON_USED, data.coupon_id)
        case GroupJoined():
            _note(connection, data, guest_id, at_us, key, Interaction.GROUP_JOINED, data.group_id, data.staff_id)
        case GroupLeft():
            _note(connection, data, guest_id, at_us, key, Interaction.GROUP_LEFT, data.group_id)
        case ContactAdded():
            _note(connection, data, guest_id, at_us, key, Interaction.CONTACT_ADDED, "", data.staff_id)
        case Recommended():
            _note(connection, data, guest_id, at_us, key, Interaction.RECOMMENDED, data.how)
        case FranchiseEnquired():
            _enquire(connection, guest_id, at_us)
        case PointsChanged():
            _count_points(connection, data.points, guest_id, at_us)
        case ConsentChanged():
            _consent(connection, data, guest_id, at_us)


def _note(
    connection: Connection,
    data: Said,
    guest_id: str,
    at_us: int,
    key: str,
    kind: Interaction,
    about: str,
    staff_id: str = "",
) -> None:
    row = {
        "key": key,
        "guest_id": guest_id,
        "kind": kind.value,
        "store_id": data.store_id,
        "about": clean_text(about),
        "staff_id": clean_text(staff_id),
        "at_us": at_us,
    }
    connection.execute(insert_for(connection, interactions).values(row).on_conflict_do_nothing())


def _claim(connection: Connection, data: CouponClaimed, guest_id: str, at_us: int) -> None:
    row = {
        "guest_id": guest_id,
        "coupon_id": _named(data.coupon_id, "coupon_id"),
        "name": clean_text(data.name),
        "expires": data.expires.isoformat() if data.expires else "",
        "claimed_us": at_us,
    }
    insert = insert_for(connection, coupons).values(row)
    new = insert.excluded
    fresh = {name: new[name] for name in ("name", "expires", "claimed_us")}
    newer = insert.on_conflict_do_update(
        index_elements=["guest_id", "coupon_id"], set_=fresh, where=new.claimed_us >= coupons.c.claimed_us
    )
    connection.execute(newer)


def _use(connection: Connection, data: CouponUsed, guest_id: str, at_us: int) -> None:
    """Note the latest use; a use that HQ hears of before its claim waits for it in a row that was never claimed."""
    coupon_id = _named(data.coupon_id, "coupon_id")
    row = {"guest_id": guest_id, "coupon_id": coupon_id, "claimed_us": 0, "used_us": at_us}
    insert = insert_for(connection, coupons).values(row)
    used = insert.excluded.used_us
    later = case((used > func.coalesce(coupons.c.used_us, 0), used), else_=coupons.c.used_us)
    connection.execute(
        insert.on_conflict_do_update(index_elements=["guest_id", "coupon_id"], set_={"used_us": later}),
    )


def _enquire(connection: Connection, guest_id: str, at_us: int) -> None:
    later = or_(guests.c.franchise_us.is_(None), guests.c.franchise_us > at_us)
    connection.execute(update(guests).where(guests.c.guest_id == guest_id, later).values(franchise_us=at_us))


def _count_points(connection: Connection, points: int, guest_id: str, at_us: int) -> None:
    if not 0 <= points <= POINTS_LIMIT:
        raise Unreadable("points_unreadable", f"a guest cannot have {points} points", points=points)
    newer = or_(guests.c.points_us.is_(None), guests.c.points_us <= at_us)
    row = {"points": points, "points_us": at_us}
    connection.execute(update(guests).where(guests.c.guest_id == guest_id, newer).values(row))


def _consent(connection: Connection, data: ConsentChanged, guest_id: str, at_us: int) -> None:
    row = {
        "guest_id": guest_id,
        "kind": _named(data.kind, "kind"),
        "granted": data.granted,
        "source": data.store_id,
        "at_us": at_us,
    }
    insert = insert_for(connection, consents).values(row)
    new = insert.excluded
    refused = and_(new.at_us == consents.c.at_us, new.granted.is_(False))
    newer = insert.on_conflict_do_update(
        index_elements=["guest_id", "kind"],
        set_={name: new[name] for name in ("granted", "source", "at_us")},
        where=or_(new.at_us > consents.c.at_us, refused),
    )
    connection.execute(newer)


def _named(text: str, field: str) -> str:
    found = clean_text(text)
    if not found:
        raise Unreadable("data_unreadable", f"{field} is empty")
    return found
