"""What the outside world tells HQ: CloudEvents 1.0 in structured JSON, one or a batch.

The envelope is read first and leniently (`Envelope`), the `data` of a known type second and strictly, so that one
event that cannot be read never hides its neighbours.
"""

from __future__ import annotations

from datetime import datetime
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


Data = ArrivalQueued | ArrivalReserved | ArrivalScanned | ArrivalChanged | BillPaid

TYPES: dict[str, type[Data]] = {
    "yingbin.arrival.queued": ArrivalQueued,
    "yingbin.arrival.reserved": ArrivalReserved,
    "yingbin.arrival.scanned": ArrivalScanned,
    "yingbin.arrival.changed": ArrivalChanged,
    "yingbin.bill.paid": BillPaid,
}


class EventOutcome(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What HQ did with one event: accepted (stored), repeated (known already), parked (kept, with the reason)."""

    id: str
    outcome: Literal["accepted", "repeated", "parked"]
    reason: str = ""


class EventsAnswer(Struct, frozen=True, kw_only=True):
    """One outcome an event, in the order they came."""

    events: list[EventOutcome]
