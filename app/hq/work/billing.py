"""A paid bill: kept with its items, counted in the guest's profile in the same transaction, and the party has left."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from app.domain.arrivals import ArrivalCard, ArrivalState, move
from app.domain.days import business_day
from app.domain.guests import IdentityKind
from app.domain.names import clean_name, clean_text
from app.hq.clock import us_of
from app.hq.feed import insert_for
from app.hq.tables import bill_items, bills
from app.wire.events import BillPaid

from . import board
from .arriving import guest_behind
from .occasion import Occasion


def settle(connection: Connection, data: BillPaid, at: datetime, occasion: Occasion) -> None:
    """Record the bill once, by store and bill id; refresh its guest's card; close the party's arrival.

    A bill without identity is of the guest who sat at its table. Raises `Unknown` for a store that does not exist.
    """
    timezone = board.hold_store(connection, data.store_id)
    table = clean_text(data.table)
    behind = guest_behind(connection, data.identity, at, data.store_id, occasion)
    guest_id, own = (None, None) if behind is None else (behind.goes_by, behind.own)
    days = board.around(business_day(at, timezone))
    about = board.cards_about(connection, data.store_id, days, guest_id=guest_id, table=table)
    leaving = [card for card in about if _leaves(card, guest_id, table, at)]
    if guest_id is None and (known := [card for card in leaving if card.guest_id is not None]):
        guest_id, own = known[0].guest_id, board.own_guest_of(connection, known[0].arrival_id)
    opened = min((card.state_at for card in leaving), default=None)
    carried = any(card.guest_id in (None, guest_id) for card in leaving)  # saving such a card refreshes its guest
    if _record(connection, data, table, own, opened, at) and guest_id is not None and not carried:
        board.refresh_guest(connection, guest_id, occasion, data.store_id)
    for card in leaving:
        left = move(replace(card, guest_id=card.guest_id or guest_id), ArrivalState.LEFT, at=at)
        board.save(connection, left, occasion, timezone, own_guest=own)


def _leaves(card: ArrivalCard, guest_id: str | None, table: str, at: datetime) -> bool:
    """Whether the bill ends this party's visit: it sits at the bill's table, or its guest paid and sits nowhere."""
    if not card.state.is_open or card.state is ArrivalState.RESERVED or card.state_at > at:
        return False
    if table and card.table == table:
        return card.state is ArrivalState.SEATED
    return card.guest_id is not None and card.guest_id == guest_id and not (table and card.table)


def _record(
    connection: Connection, data: BillPaid, table: str, guest_id: str | None, opened: datetime | None, at: datetime
) -> bool:
    """Write the bill and its items; return False if the bill was known."""
    bill = insert_for(connection, bills).values(
        store_id=data.store_id,
        bill_id=data.bill_id,
        guest_id=guest_id,
        guest_phone=dict(data.identity.pairs()).get(IdentityKind.PHONE, ""),
        table_name=table,
        party_size=data.party_size,
        list_fen=data.amount_fen if data.list_fen is None else data.list_fen,
        paid_fen=data.amount_fen,
        opened_us=None if opened is None else us_of(opened),
        closed_us=us_of(at),
        staff_id=data.staff_id,
    )
    if connection.execute(bill.on_conflict_do_nothing().returning(bills.c.bill_id)).scalar() is None:
        return False
    lines = [
        {
            "store_id": data.store_id,
            "bill_id": data.bill_id,
            "line_key": str(place),
            "dish_name": clean_name(item.name),
            "quantity": item.quantity,
            "amount_fen": item.amount_fen,
        }
        for place, item in enumerate(data.items, start=1)
    ]
    if lines:
        connection.execute(insert_for(connection, bill_items).on_conflict_do_nothing(), lines)
    return True
