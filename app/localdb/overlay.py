"""What staff see: HQ's card with this desk's unsent commands laid over it, in the order they were done.

A parked command is not laid over: HQ refused it, so the card shows HQ's side, and says that something is parked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.domain.arrivals import ArrivalCard
from app.domain.changes import BoardCard, ChangeSet
from app.domain.commands import MergeGuests, ReopenConflict, SettleConflict, UnmergeGuests
from app.domain.conflicts import Decision
from app.domain.days import SHANGHAI, business_day, day_bounds
from app.domain.faults import Fault
from app.domain.guests import GuestCard
from app.domain.heads_up import heads_up
from app.domain.replay import Deed, replay
from app.domain.suggestions import suggestions

from . import cards, outbox
from .database import Database
from .outbox import OutboxRow


@dataclass(slots=True)
class Seen:
    """Effective cards by id, the waiting rows laid over them, and all waiting and parked rows by position under the
    arrival or guest that they name."""

    arrivals: dict[str, ArrivalCard] = field(default_factory=dict)
    guests: dict[str, GuestCard] = field(default_factory=dict)
    waiting: list[OutboxRow] = field(default_factory=list)
    about: dict[str, dict[int, OutboxRow]] = field(default_factory=dict)


def timezone(db: Database) -> str:
    """Return the store's time zone."""
    held = cards.store(db)
    return held.timezone if held is not None else SHANGHAI


def deed_of(row: OutboxRow, zone: str) -> Deed:
    """Return who did it, when and where, as the rules want it."""
    return Deed(at=row.at, day=business_day(row.at, zone), author=row.author, store_id=row.store_id)


def seen(db: Database, arrival_ids: Iterable[str], guest_ids: Iterable[str] = (), zone: str | None = None) -> Seen:
    """Return the effective cards of these arrivals, their guests, and these guests.

    A registration ties an arrival to a guest, so what is unsent about either belongs to both.
    """
    zone = zone or timezone(db)
    one_person = merged_here(db)
    found = _unsent_about(db, set(arrival_ids), set(guest_ids), one_person)
    touched: dict[str, datetime] = {}
    for row in found.waiting:
        if _lay_over(found, row, zone):
            touched |= {row.arrival_id: row.at, row.guest_id: row.at}
    for arrival_id, card in found.arrivals.items() if one_person else ():
        if card.guest_id in one_person:
            found.arrivals[arrival_id] = _of(card, found.guests.get(one_person[card.guest_id]))
    store = cards.store(db) if touched else None
    for arrival_id, card in found.arrivals.items():
        at = touched.get(arrival_id) or touched.get(card.guest_id or "-")
        if at is not None:
            guest = found.guests.get(card.guest_id or "")
            today = heads_up(guest, store, business_day(at, zone)) if guest is not None and store is not None else ()
            found.arrivals[arrival_id] = replace(card, suggestions=suggestions(card, guest, at, today))
    return found


def _unsent_about(db: Database, arrivals: set[str], guests: set[str], one_person: dict[str, str]) -> Seen:
    """Return HQ's cards of the arrivals, the guests and everybody whom waiting rows tie to them, with their rows."""
    found = Seen()
    rows: dict[int, OutboxRow] = {}
    arrivals_asked, guests_asked = set[str](), set[str]()
    while arrivals - arrivals_asked or guests - guests_asked:
        found.arrivals |= cards.arrivals(db, arrivals - arrivals_asked)
        guests |= {card.guest_id for card in found.arrivals.values() if card.guest_id}
        guests |= {one_person[guest_id] for guest_id in guests if guest_id in one_person}
        touching = outbox.touching(db, arrivals - arrivals_asked, guests - guests_asked)
        arrivals_asked, guests_asked = set(arrivals), set(guests)
        for row in touching:
            rows[row.position] = row
            if row.state == "waiting":
                arrivals |= {row.arrival_id} - {""}
                guests |= {row.guest_id} - {""}
    for position in sorted(rows):
        row = rows[position]
        if row.state == "waiting":
            found.waiting.append(row)
        for name in {row.arrival_id, row.guest_id} - {""}:
            found.about.setdefault(name, {})[position] = row
    found.guests = cards.guests(db, guests)
    return found


def merged_here(db: Database) -> dict[str, str]:
    """Return the guests that were merged at this desk and HQ has not confirmed it, each with the guest it goes by."""
    by_merge: dict[str, tuple[str, str]] = {}
    for row in outbox.waiting_of(db, _MERGING):
        with suppress(Fault):
            match row.command:
                case MergeGuests(merge_id=merge_id, guest_id=kept, other_id=gone):
                    by_merge[merge_id] = (gone, kept)
                case SettleConflict(conflict_id=conflict_id, merge_id=merge_id, decision=Decision.SAME, keep=keep):
                    by_merge[conflict_id] = by_merge[merge_id] = _sides(db, conflict_id, keep)
                case UnmergeGuests(merge_id=merge_id):
                    by_merge.pop(merge_id, None)
                case ReopenConflict(conflict_id=conflict_id):
                    undone = by_merge.pop(conflict_id, None)
                    by_merge = {name: sides for name, sides in by_merge.items() if sides is not undone}
    found = {gone: kept for gone, kept in by_merge.values() if gone and kept}
    for gone in found:
        for _ in found:
            found[gone] = found.get(found[gone], found[gone])
    return {gone: kept for gone, kept in found.items() if gone != kept}


_MERGING = ("guest.merge", "guest.unmerge", "conflict.settle", "conflict.reopen")


def hidden_guests(db: Database) -> frozenset[str]:
    """Return the guests that go by another one since a merge at this desk: searches show that one instead."""
    return frozenset(merged_here(db))


def _sides(db: Database, conflict_id: str, keep: str) -> tuple[str, str]:
    """Return who is gone and who is kept when both sides of a conflict are one person."""
    card = cards.conflicts(db, [conflict_id]).get(conflict_id)
    if card is None or not card.right_guest:
        return "", ""
    kept = keep or card.left_guest
    return (card.right_guest if kept == card.left_guest else card.left_guest), kept


def _of(card: ArrivalCard, guest: GuestCard | None) -> ArrivalCard:
    return card if guest is None else replace(card, guest_id=guest.guest_id, vip=guest.vip)


def _lay_over(found: Seen, row: OutboxRow, zone: str) -> bool:
    try:
        arrival, guest = replay(
            row.command, deed_of(row, zone), found.arrivals.get(row.arrival_id), found.guests.get(row.guest_id)
        )
    except Fault:
        return False  # Its card is gone from HQ, or the row cannot be read; HQ will answer it, and then it is parked.
    if guest is not None:
        found.guests[guest.guest_id] = guest
    if arrival is not None:
        found.arrivals[arrival.arrival_id] = arrival
    return True


def changes(
    db: Database,
    arrival_ids: Iterable[str],
    guest_ids: Iterable[str] = (),
    *,
    now: datetime,
    accepted: dict[str, int] | None = None,
    zone: str | None = None,
) -> ChangeSet:
    """Return whole cards for these arrivals, for these guests, and for every open arrival of these guests.

    What is not open today is `gone` from the board. The outbox's counts come along.
    """
    zone = zone or timezone(db)
    guests = set(guest_ids)
    arrivals = set(arrival_ids) | set(cards.arrivals_of(db, guests) if guests else ())
    found = seen(db, arrivals, guests, zone)
    arrivals |= {row.arrival_id for row in found.waiting if row.arrival_id}
    start, end = day_bounds(business_day(now, zone), zone)
    board: dict[str, BoardCard] = {}
    for arrival_id in arrivals:
        card = found.arrivals.get(arrival_id)
        if card is not None and card.state.is_open and start <= cards.expected_at(card) < end:
            board[arrival_id] = board_card(found, card)
    return ChangeSet(
        board=board,
        gone=frozenset(arrivals - board.keys()),
        guests={guest_id: found.guests[guest_id] for guest_id in guests if guest_id in found.guests},
        outbox=outbox.counts(db),
        accepted={key: at for key, at in (accepted or {}).items() if key in arrivals},
    )


def board_card(found: Seen, card: ArrivalCard) -> BoardCard:
    """Return what the board paints of `card`."""
    guest_id = card.guest_id or ""
    about = found.about.get(card.arrival_id, {}) | (found.about.get(guest_id, {}) if guest_id else {})
    states = Counter(row.state for row in about.values())
    guest = found.guests.get(guest_id)
    return BoardCard(arrival=card, guest=guest, sending=states["waiting"], parked=states["parked"])
