"""What the outside world tells HQ: CloudEvents 1.0 in structured JSON, one or a batch.

The envelope is read first and leniently (`Envelope`), the `data` of a known type second and strictly, so that one
event that cannot be read never hides its neighbours.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from app.domain.guests import Identity

Moment = Annotated[datetime, Meta(tz=True)]
"""A time with its offset; one without is refused, nobody can know which it is."""


class Envelope(Struct, frozen=True, kw_only=True):
    """A CloudEvent. `source` + `id` name it for ever; `time` is when it happened (RFC 3339 with an offset)."""

    id: str
    source: str
    type: str
    specversion: str = "1.0"
    time: Moment | None = None
    data: dict[str, Any] = field(default_factory=dict)


class ArrivalQueued(Struct, frozen=True, kw_only=True):
    """A party took a queue ticket."""

    store_id: str
    ticket_no: str
    party_size: int | None = None
    identity: Identity = Identity()


class ArrivalReserved(Struct, frozen=True, kw_only=True):
    """A party will come at `reserved_for`."""

    store_id: str
    reserved_for: Moment
    party_size: int | None = None
    note: str = ""
    identity: Identity = Identity()


class ArrivalScanned(Struct, frozen=True, kw_only=True):
    """A guest scanned the code of a table to order."""

    store_id: str
    table: str
    party_size: int | None = None
    identity: Identity = Identity()


class ArrivalChanged(Struct, frozen=True, kw_only=True):
    """The queue machine or POS says where a party is now. Names it by ticket or by arrival id."""

    store_id: str
    state: Literal["called", "seated", "no_show", "cancelled", "left"]
    ticket_no: str = ""
    arrival_id: str = ""
    table: str = ""


class BillItem(Struct, frozen=True, kw_only=True):
    """One line of a bill; `amount_fen` is for the whole line."""

    name: str
    quantity: int = 1
    amount_fen: int = 0


class BillPaid(Struct, frozen=True, kw_only=True):
    """A bill was settled: `amount_fen` paid of `list_fen` asked."""

    store_id: str
    bill_id: str
    amount_fen: int
    list_fen: int | None = None
    table: str = ""
    party_size: int | None = None
    items: tuple[BillItem, ...] = ()
    identity: Identity = Identity()
    staff_id: str = ""


class CouponClaimed(Struct, frozen=True, kw_only=True):
    """A guest took a coupon; `expires` is the last day it is good (YYYY-MM-DD)."""

    coupon_id: str
    name: str = ""
    expires: date | None = None
    store_id: str = ""
    staff_id: str = ""
    identity: Identity = Identity()


class CouponUsed(Struct, frozen=True, kw_only=True):
    """A guest's coupon was used, or taken back; it can no longer be offered."""

    coupon_id: str
    store_id: str = ""
    identity: Identity = Identity()


class GroupJoined(Struct, frozen=True, kw_only=True):
    """Somebody joined a group chat.

    `code`: the printed code they came by, or the link it stands in (WeCom hands it on as `state`). `member_id`: the
    vendor's id of the member; with it a member without any identity is counted, and becomes no guest.
    """

    group_id: str
    store_id: str = ""
    staff_id: str = ""
    code: str = ""
    member_id: str = ""
    identity: Identity = Identity()


class GroupLeft(Struct, frozen=True, kw_only=True):
    """Somebody left a group chat; a source that gives `member_id` for who joins gives it here too."""

    group_id: str
    store_id: str = ""
    member_id: str = ""
    identity: Identity = Identity()


class ContactAdded(Struct, frozen=True, kw_only=True):
    """A guest added a member of staff as a contact; `code` is the printed code they came by (WeCom's `state`)."""

    staff_id: str = ""
    store_id: str = ""
    code: str = ""
    identity: Identity = Identity()


class Recommended(Struct, frozen=True, kw_only=True):
    """A guest recommended the brand: brought somebody along, wrote a good review, said so in a survey."""

    how: str = ""
    store_id: str = ""
    identity: Identity = Identity()


class FranchiseEnquired(Struct, frozen=True, kw_only=True):
    """A guest asked about opening a store of the chain: from now on human care only, never a promotion."""

    store_id: str = ""
    identity: Identity = Identity()


class PointsChanged(Struct, frozen=True, kw_only=True):
    """How many points the guest can redeem now."""

    points: int
    store_id: str = ""
    identity: Identity = Identity()


class ConsentChanged(Struct, frozen=True, kw_only=True):
    """A guest allowed or forbade one way of being written to: "mass_message", "moments", "call", "profiling"."""

    kind: str
    granted: bool
    store_id: str = ""
    identity: Identity = Identity()


Data = (
    ArrivalQueued
    | ArrivalReserved
    | ArrivalScanned
    | ArrivalChanged
    | BillPaid
    | CouponClaimed
    | CouponUsed
    | GroupJoined
    | GroupLeft
    | ContactAdded
    | Recommended
    | FranchiseEnquired
    | PointsChanged
    | ConsentChanged
)

TYPES: dict[str, type[Data]] = {
    "yingbin.arrival.queued": ArrivalQueued,
    "yingbin.arrival.reserved": ArrivalReserved,
    "yingbin.arrival.scanned": ArrivalScanned,
    "yingbin.arrival.changed": ArrivalChanged,
    "yingbin.bill.paid": BillPaid,
    "yingbin.coupon.claimed": CouponClaimed,
    "yingbin.coupon.used": CouponUsed,
    "yingbin.group.joined": GroupJoined,
    "yingbin.group.left": GroupLeft,
    "yingbin.contact.added": ContactAdded,
    "yingbin.guest.recommended": Recommended,
    "yingbin.franchise.enquired": FranchiseEnquired,
    "yingbin.points.changed": PointsChanged,
    "yingbin.consent.changed": ConsentChanged,
}


class EventOutcome(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What HQ did with one event: accepted (stored), repeated (known already), parked (kept, with the reason)."""

    id: str
    outcome: Literal["accepted", "repeated", "parked"]
    reason: str = ""


class EventsAnswer(Struct, frozen=True, kw_only=True):
    """One outcome an event, in the order they came."""

    events: list[EventOutcome]
