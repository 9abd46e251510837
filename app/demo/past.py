"""A real day, lived again: each order of the day becomes a queue ticket, a table scan and a paid bill. Pure.

The POS kept when a table was opened and when its bill was settled; the minutes before the opening are made up, the
same for the same order every time. An order that was never settled is a party that came, sat and left without paying.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import Any

from app.domain.days import SHANGHAI, business_day

from .plan import Party, Plan, Played, cloud_event, in_order

LEAST_WAIT = 8
MOST_WAIT = 25
"""Minutes between a ticket and its table."""

BREATH = timedelta(seconds=30)
"""Between a guest's bill and the same guest's next ticket, and between a ticket and a table that was opened at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastOrder:
    """One order as the POS exported it, in our units: fen, aware datetimes."""

    order_id: str
    guest_id: str = ""
    phone: str = ""
    party_size: int | None = None
    table: str = ""
    list_fen: int = 0
    paid_fen: int = 0
    opened: datetime
    closed: datetime
    settled: bool = True
    items: tuple[tuple[str, int, int], ...] = ()
    """(dish, how many, fen for all of them)."""
    earlier: int = 0
    """Settled orders of the same guest on earlier days."""

    def day(self, timezone: str = SHANGHAI) -> date:
        """Return the business day on which the table was opened."""
        return business_day(self.opened, timezone)


def wait_of(order_id: str) -> timedelta:
    """Return how long the party of this order is said to have waited."""
    drawn = int.from_bytes(blake2b(order_id.encode(), digest_size=4).digest(), "big")
    return timedelta(minutes=LEAST_WAIT + drawn % (MOST_WAIT - LEAST_WAIT + 1))


def relive(orders: Iterable[PastOrder], store_id: str, day: date, timezone: str = SHANGHAI) -> Plan:
    """Return the plan of `day`: the parties of the orders opened on it, in the order in which they came."""
    lived = sorted((order for order in orders if order.day(timezone) == day), key=lambda o: (o.opened, o.order_id))
    visits = list(_visits(lived))
    visits.sort(key=lambda visit: (visit.queued, visit.order.order_id))
    given = {"A": 0, "B": 0, "C": 0}
    parties: list[Party] = []
    played: list[Played] = []
    for visit in visits:
        size = visit.order.party_size or 2
        letter = "A" if size <= 2 else "B" if size <= 4 else "C"
        given[letter] += 1
        visit = replace(visit, ticket_no=f"{letter}{given[letter]:03d}")
        parties.append(_party(visit, store_id))
        played += _events(visit, store_id)
    return Plan(store_id=store_id, parties=tuple(parties), played=in_order(played))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Visit:
    """An order with the moments around it."""

    order: PastOrder
    queued: datetime
    seated: datetime
    ticket_no: str = ""

    @property
    def paid(self) -> datetime:
        return max(self.order.closed, self.seated + BREATH)


def _visits(orders: list[PastOrder]) -> Iterator[_Visit]:
    """Place the tickets: nobody takes one before having paid for, or at least sat down to, the last meal."""
    before: dict[str, list[_Visit]] = defaultdict(list)
    for order in orders:
        queued = order.opened - wait_of(order.order_id)
        for last in before[order.guest_id] if order.guest_id else ():
            over = last.paid if last.paid <= order.opened else last.seated
            queued = max(queued, over + BREATH)
        visit = _Visit(order=order, queued=queued, seated=max(order.opened, queued + BREATH))
        before[order.guest_id].append(visit)
        yield visit


def party_id_of(order: PastOrder, store_id: str) -> str:
    """Return the name of the order's party."""
    return f"{store_id}-{order.order_id}"


def _party(visit: _Visit, store_id: str) -> Party:
    order = visit.order
    return Party(
        party_id=party_id_of(order, store_id),
        guest_id=order.guest_id,
        phone=order.phone,
        ticket_no=visit.ticket_no,
        table=order.table,
        party_size=order.party_size or 2,
        weight=1 + min(order.earlier, 4),
        arrives=visit.queued,
        leaves=visit.paid,
    )


def _events(visit: _Visit, store_id: str) -> Iterator[Played]:
    order, party = visit.order, party_id_of(visit.order, store_id)
    who = {"member_no": order.guest_id, "phone": order.phone}
    identity = {kind: value for kind, value in who.items() if value}
    ticket = {"store_id": store_id, "ticket_no": visit.ticket_no, "party_size": order.party_size, "identity": identity}
    scan = {"store_id": store_id, "table": order.table, "party_size": order.party_size, "identity": identity}
    signs: list[tuple[str, str, datetime, dict[str, Any]]] = [
        ("arrival.queued", "queued", visit.queued, ticket),
        ("arrival.scanned", "scanned", visit.seated, scan),
    ]
    if order.settled:
        bill = {
            "store_id": store_id,
            "bill_id": order.order_id,
            "amount_fen": order.paid_fen,
            "list_fen": order.list_fen,
            "table": order.table,
            "party_size": order.party_size,
            "items": [{"name": name, "quantity": n, "amount_fen": fen} for name, n, fen in order.items],
            "identity": identity,
        }
        signs.append(("bill.paid", "paid", visit.paid, bill))
    else:
        left = {"store_id": store_id, "ticket_no": visit.ticket_no, "state": "left"}
        signs.append(("arrival.changed", "left", visit.paid, left))
    for kind, what, at, data in signs:
        yield Played(due=at, party_id=party, event=cloud_event(kind, party, what, at, data))
