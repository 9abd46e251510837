"""Signs of parties become arrivals: a queue ticket and a table scan by one guest are one card.

Signs come late, twice and out of order. What each does to a card is the domain's (`arrivals.belongs`, `apply_sign`,
`move`); here the cards that may be meant are found, and what another event said before its time is caught up with.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, select, update

from app.domain.arrivals import ArrivalCard, ArrivalState, Sign, SignKind, apply_sign, belongs, move
from app.domain.days import business_day
from app.domain.faults import Unknown
from app.domain.guests import Identity
from app.domain.ids import new_id
from app.domain.names import clean_text
from app.hq.clock import from_us, us_of
from app.hq.tables import bills, events
from app.wire.events import ArrivalChanged, ArrivalQueued, ArrivalReserved, ArrivalScanned

from .board import around, card_of, cards_about, hold_store, save, tell
from .clusters import members_of
from .identities import Identified, identify
from .occasion import Occasion
from .tasting import hear

_PAID_SINCE = select(func.min(bills.c.closed_us)).where(
    bills.c.guest_id.in_(bindparam("guest_ids", expanding=True)),
    bills.c.store_id == bindparam("store_id"),
    bills.c.closed_us >= bindparam("since_us"),
    bills.c.closed_us <= bindparam("until_us"),
)


def sign_of(data: ArrivalQueued | ArrivalReserved | ArrivalScanned, at: datetime, guest_id: str | None) -> Sign:
    """Return what the event says about a party, in the rules' words."""
    match data:
        case ArrivalQueued():
            kind, ticket = SignKind.QUEUE, clean_text(data.ticket_no)
            return Sign(
                kind=kind,
                store_id=data.store_id,
                at=at,
                guest_id=guest_id,
                party_size=data.party_size,
                ticket_no=ticket,
            )
        case ArrivalReserved():
            return Sign(
                kind=SignKind.RESERVATION,
                store_id=data.store_id,
                at=at,
                guest_id=guest_id,
                party_size=data.party_size,
                reserved_for=data.reserved_for,
                note=clean_text(data.note),
            )
        case ArrivalScanned():
            return Sign(
                kind=SignKind.SCAN,
                store_id=data.store_id,
                at=at,
                guest_id=guest_id,
                party_size=data.party_size,
                table=clean_text(data.table),
            )


def guest_behind(
    connection: Connection, identity: Identity, at: datetime, store_id: str, occasion: Occasion
) -> Identified | None:
    """Return the guest of the identity, a new one if nobody is known by it; None if the event names none.

    What the identities disagree about is told to the desks concerned.
    """
    if not identity.pairs():
        return None
    found = identify(connection, identity, now=at, store_id=store_id)
    tell(connection, found, occasion)
    return found


def sign_in(
    connection: Connection,
    data: ArrivalQueued | ArrivalReserved | ArrivalScanned,
    at: datetime,
    occasion: Occasion,
) -> ArrivalCard:
    """Put what the event says on the party's card, or open one; return the card as saved.

    Raises `Unknown` for a store that does not exist.
    """
    timezone = hold_store(connection, data.store_id)
    behind = guest_behind(connection, data.identity, at, data.store_id, occasion)
    sign = sign_of(data, at, None if behind is None else behind.goes_by)
    days = around(business_day(sign.reserved_for or at, timezone))
    table = sign.table if sign.kind is SignKind.SCAN else ""
    candidates = cards_about(
        connection, sign.store_id, days, guest_id=sign.guest_id, ticket_no=sign.ticket_no, table=table
    )
    window = timedelta(minutes=occasion.policy.arrival_window_minutes)
    held = belongs(sign, candidates, window)
    card = apply_sign(held, sign, held.arrival_id if held is not None else new_id(at))
    card = _paid_before(connection, card, at, window)
    if sign.ticket_no:
        _retry(connection, sign.store_id, sign.ticket_no, at)
    own = None if behind is None else behind.own
    if card.guest_id is not None and card.said and (held is None or held.said != card.said or not held.guest_id):
        hear(connection, own or card.guest_id, card.said, occasion.policy.dishes)
    return save(connection, card, occasion, timezone, own_guest=own)


def _paid_before(connection: Connection, card: ArrivalCard, at: datetime, window: timedelta) -> ArrivalCard:
    """Return the card as left if its guest's bill was paid after the sign, but reached HQ before it."""
    if card.guest_id is None or not card.state.is_open:
        return card
    asked = {"guest_ids": list(members_of(connection, [card.guest_id])), "store_id": card.store_id}
    spans = {"since_us": us_of(at), "until_us": us_of(at + window)}
    paid = connection.execute(_PAID_SINCE, asked | spans).scalar()
    return card if paid is None else move(card, ArrivalState.LEFT, at=from_us(paid))


def change(connection: Connection, data: ArrivalChanged, at: datetime, occasion: Occasion) -> ArrivalCard:
    """Move the party that the event names by arrival id or ticket; return its card as saved.

    Raises `Unknown`: `ticket_unknown` (tried again when the ticket appears), `arrival_unknown`, `store_unknown`.
    """
    timezone = hold_store(connection, data.store_id)
    table, state = clean_text(data.table), ArrivalState(data.state)
    if data.arrival_id:
        card = card_of(connection, data.store_id, data.arrival_id)
        if card is None:
            raise Unknown("arrival_unknown", "no arrival of this id")
    else:
        card = _ticket_holder(connection, data.store_id, clean_text(data.ticket_no), at, timezone)
    moved = move(card, state, at=at, table=table)
    return save(connection, moved, occasion, timezone)


def _ticket_holder(connection: Connection, store_id: str, ticket_no: str, at: datetime, timezone: str) -> ArrivalCard:
    """Return who holds the ticket: of this business day, else still here from the one before; the latest of several."""
    day = business_day(at, timezone)
    held = cards_about(connection, store_id, around(day), ticket_no=ticket_no)
    of_day = [card for card in held if business_day(card.arrived_at, timezone) == day]
    meant = of_day or [card for card in held if card.state.is_open and card.arrived_at <= at]
    before = [card for card in meant if card.arrived_at <= at]
    if not meant:
        raise Unknown("ticket_unknown", f"{store_id} {ticket_no}")
    return max(before or meant, key=lambda card: card.arrived_at)


def _retry(connection: Connection, store_id: str, ticket_no: str, at: datetime) -> None:
    """Let parked events that named this ticket before it was known be applied now: events come out of order."""
    asked = {"why": f"ticket_unknown: {store_id} {ticket_no}", "since": us_of(at) - DAY_US, "until": us_of(at) + DAY_US}
    connection.execute(_RETRY, asked)


DAY_US = 24 * 3600 * 1_000_000

_RETRY = (
    update(events)
    .where(
        events.c.state == "parked",
        events.c.reason == bindparam("why"),
        events.c.time_us.between(bindparam("since"), bindparam("until")),
    )
    .values(state="pending", reason="")
)
