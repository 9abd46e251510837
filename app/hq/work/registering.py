"""Who a party is, said at a desk: a walk-in nobody announced, or the name of a ticket that had none.

One party has one card. A guest who is registered and has an open arrival already (a reservation, a ticket, the other
desk) is that arrival: the id that the desk made, or the nameless ticket, becomes another name for it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection, delete, update

from app.domain.arrivals import ArrivalCard, Sign, SignKind, belongs, join
from app.domain.commands import Register
from app.domain.days import business_day
from app.domain.guests import Identity
from app.domain.names import clean_text
from app.domain.replay import Deed, replay
from app.hq.clock import us_of
from app.hq.feed import Publication, insert_for, publish
from app.hq.tables import arrival_aliases, arrivals

from . import board
from .identities import identify
from .occasion import Occasion
from .receipts import Done, keys_of
from .tasting import hear


def register(connection: Connection, command: Register, deed: Deed, occasion: Occasion, timezone: str) -> Done:
    """Note who the party is; return the cards it touched and which of the desk's ids are known by another."""
    held = board.card_of(connection, deed.store_id, command.arrival_id)
    who = identify(
        connection,
        Identity(phone=command.phone),
        now=deed.at,
        store_id=deed.store_id,
        name=command.name,
        origin="desk",
        guest_id=command.guest_id,
    )
    board.tell(connection, who, occasion)
    party, gone = _party(connection, command, held, who.goes_by, deed, occasion, timezone)
    named = replace(command, arrival_id=command.arrival_id if party is None else party.arrival_id)
    card, _ = replay(named, deed, party, board.fresh_guest(connection, who.goes_by, occasion))
    if card is None:  # it never is for a registration
        return Done()
    hear(connection, who.own, card.said, occasion.policy.dishes)
    saved = board.save(connection, card, occasion, timezone, own_guest=who.own)
    aliases = {command.arrival_id: saved.arrival_id, command.guest_id: who.own}
    changed = {alias: known for alias, known in aliases.items() if alias != known}
    return Done(touched=[*keys_of(saved), *(("arrival", arrival_id) for arrival_id in gone)], aliases=changed)


def _party(
    connection: Connection,
    command: Register,
    held: ArrivalCard | None,
    guest_id: str,
    deed: Deed,
    occasion: Occasion,
    timezone: str,
) -> tuple[ArrivalCard | None, list[str]]:
    """Return the card of the party that is registered, None for a new one, and cards that became part of it."""
    ticket_no = "" if held is None else held.ticket_no
    sign = Sign(
        kind=SignKind.QUEUE if ticket_no else SignKind.DESK,
        store_id=deed.store_id,
        at=deed.at if held is None else held.arrived_at,
        guest_id=guest_id,
        ticket_no=ticket_no,
        table=clean_text(command.table),
    )
    days = board.around(business_day(deed.at, timezone))
    theirs = board.cards_about(connection, deed.store_id, days, guest_id=guest_id)
    mine = "" if held is None else held.arrival_id
    there = [card for card in theirs if card.state.is_open and card.arrival_id != mine]
    other = belongs(sign, there, timedelta(minutes=occasion.policy.arrival_window_minutes))
    if other is None or (held is not None and not held.state.is_open):
        return held, []
    _alias(connection, command.arrival_id if held is None else held.arrival_id, other.arrival_id, deed)
    if held is None:
        return other, []
    connection.execute(delete(arrivals).where(arrivals.c.arrival_id == held.arrival_id))
    publish(connection, [Publication("arrival", held.arrival_id, None)], occasion.accepted_us)
    return join(other, held), [held.arrival_id]


def _alias(connection: Connection, alias: str, arrival_id: str, deed: Deed) -> None:
    same = arrival_aliases.c.arrival_id == alias
    connection.execute(update(arrival_aliases).where(same).values(arrival_id=arrival_id))
    row = {"alias": alias, "arrival_id": arrival_id, "since_us": us_of(deed.at)}
    connection.execute(insert_for(connection, arrival_aliases).on_conflict_do_nothing(), row)
