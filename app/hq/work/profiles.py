"""The guest's card, made from the facts HQ holds: bills, dishes, what people said, open conflicts.

`refresh` is called in the transaction that changed the facts, with one guest (a bill arrived) or a hundred thousand
(an import). It asks a handful of questions for each 500 guests, never one a guest, and writes only cards that differ.
What depends on time (the tier's window, expired tastes) is as of `now`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, or_, select

from app.domain.days import SHANGHAI, business_day
from app.domain.dishes import sent_back, tags_of_dish, tastes_from_dishes
from app.domain.guests import Favourite, GuestCard, Note, Visit
from app.domain.policy import Policy
from app.domain.standing import Facts, Paid, Standing, count, stand
from app.domain.tastes import DishPolicy, Taste, card_tastes, dismissals
from app.hq.clock import from_us, us_of
from app.hq.feed import Publication, publish
from app.hq.tables import bill_items, bills, conflicts, guests, notes, stores, tastes
from app.wire.codec import decode, encode_card

from . import standings
from .clusters import heads
from .holdings import Holdings, holdings
from .persons import Person, people, said_together
from .standings import Stood

RECENT = 3
"""Visits shown on a card."""

FAVOURITES = 5
"""Dishes shown on a card."""

_CHUNK = 500

_REACH = 2
"""How many of the policy's longest windows interactions are read back: one to count in, one to tell a correction."""

_FLAGS = {"phone_shared": "phone_shared", "order_identity": "identity_conflict", "event_identity": "identity_conflict"}

_AnyRow = Row[*tuple[Any, ...]]

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_GUESTS = select(guests).where(guests.c.guest_id.in_(_IDS))
_HELD_GUESTS = _GUESTS.order_by(guests.c.guest_id).with_for_update()
"""Taken before a guest's facts are read: two services that refresh one guest at once would each miss the other's
facts, or a store that the other has just put the card in (on SQLite a writer is alone anyway)."""
_BILLS = (
    select(
        bills.c.guest_id,
        bills.c.store_id,
        bills.c.bill_id,
        bills.c.party_size,
        bills.c.paid_fen,
        bills.c.opened_us,
        bills.c.closed_us,
        stores.c.name.label("store_name"),
        stores.c.timezone,
    )
    .select_from(bills.outerjoin(stores, stores.c.store_id == bills.c.store_id))
    .where(bills.c.guest_id.in_(_IDS), bills.c.settled)
)
_DISHES = (
    select(bills.c.guest_id, bills.c.store_id, bills.c.bill_id, bill_items.c.dish_name, bill_items.c.quantity)
    .select_from(
        bills.join(bill_items, (bill_items.c.store_id == bills.c.store_id) & (bill_items.c.bill_id == bills.c.bill_id))
    )
    .where(bills.c.guest_id.in_(_IDS), bills.c.settled)
)
_TASTES = select(tastes.c.guest_id, tastes.c.body).where(tastes.c.guest_id.in_(_IDS))
_NOTES = select(notes).where(notes.c.guest_id.in_(_IDS))
_CONFLICTS = select(conflicts.c.kind, conflicts.c.left_guest, conflicts.c.right_guest).where(
    conflicts.c.state == "open", or_(conflicts.c.left_guest.in_(_IDS), conflicts.c.right_guest.in_(_IDS))
)


def refresh(
    connection: Connection,
    guest_ids: Iterable[str],
    *,
    policy: Policy,
    now: datetime,
    stores: Iterable[str] = (),
    accepted_us: int = 0,
) -> None:
    """Make the cards of `guest_ids` anew and publish those that differ, to whoever holds them and to `stores`.

    For a guest that was merged it is the card of whom it goes by. An id that is no guest is passed over.
    `accepted_us` is when HQ accepted what caused this (Unix microseconds).
    """
    reach = frozenset(stores)
    wanted = list(dict.fromkeys(heads(connection, guest_ids).values()))
    for start in range(0, len(wanted), _CHUNK):
        cards = held_cards(connection, wanted[start : start + _CHUNK], policy, now)
        publications = [Publication("guest", card.guest_id, encode_card(card), reach) for card in cards]
        publish(connection, publications, accepted_us)


def held_cards(connection: Connection, guest_ids: Sequence[str], policy: Policy, now: datetime) -> list[GuestCard]:
    """Return the cards of those of `guest_ids` that are guests, for the caller to publish; their guests stay locked.

    Of a guest that was merged meanwhile it is the card of whom it goes by.
    """
    rows = connection.execute(_HELD_GUESTS, {"ids": guest_ids}).all()
    while any(row.merged_into is not None for row in rows):
        kept = sorted(set(heads(connection, [row.guest_id for row in rows]).values()))
        rows = connection.execute(_HELD_GUESTS, {"ids": kept}).all()
    return _cards(connection, rows, policy, now, keep=True)


def make_cards(connection: Connection, guest_ids: Sequence[str], policy: Policy, now: datetime) -> list[GuestCard]:
    """Return the cards of those of `guest_ids` (at most a few thousand) that are guests, without publishing them."""
    kept = list(dict.fromkeys(heads(connection, guest_ids).values()))
    return _cards(connection, connection.execute(_GUESTS, {"ids": kept}).all(), policy, now, keep=False)


def _cards(
    connection: Connection, rows: Sequence[_AnyRow], policy: Policy, now: datetime, *, keep: bool
) -> list[GuestCard]:
    persons, members = people(connection, rows)
    facts = _facts(connection, members)
    held = holdings(connection, members, now - _REACH * policy.longest_window, now)
    stood = _stand(connection, persons, facts, held, policy, now, keep=keep)
    return [
        _card(person, facts[person.guest_id], held[person.guest_id], stood[person.guest_id], policy, now)
        for person in persons
    ]


def _stand(
    connection: Connection,
    persons: Sequence[Person],
    facts: Mapping[str, _Facts],
    held: Mapping[str, Holdings],
    policy: Policy,
    now: datetime,
    *,
    keep: bool,
) -> dict[str, Stood]:
    """Return where each person stands, and keep it where it is to be kept."""
    before = standings.held_standings(connection, (person.guest_id for person in persons))
    known: dict[str, Facts] = {}
    for person in persons:
        franchise_at = None if person.franchise_us is None else from_us(person.franchise_us)
        paid = [Paid(at=bill.visit.at, paid_fen=bill.visit.paid_fen) for bill in facts[person.guest_id].bills.values()]
        known[person.guest_id] = Facts(paid=paid, done=held[person.guest_id].done, franchise_at=franchise_at)

    def then(guest_id: str, moment: datetime) -> Standing:
        return stand(count(known[guest_id].until(moment), policy, moment), policy, moment)

    found = {}
    for guest_id, theirs in known.items():
        counts = count(theirs, policy, now)
        standing = stand(counts, policy, now)
        found[guest_id] = standings.stood(guest_id, before.get(guest_id), counts, standing, now, then)
    if keep:
        standings.keep(connection, list(found.values()), before, now, then)
    return found


@dataclass(slots=True)
class _Bill:
    """A settled bill as a visit, the business day it fell in, and its dishes where they are known."""

    visit: Visit
    day: date
    dishes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Facts:
    """What is known of one guest beside the guest's own row."""

    bills: dict[tuple[str, str], _Bill] = field(default_factory=dict)
    said: list[tuple[str, Taste]] = field(default_factory=list)
    """With the guest, of those who are this one, of whom it was said."""
    notes: list[Note] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)


def _facts(connection: Connection, members: Mapping[str, str]) -> Mapping[str, _Facts]:
    """Return what is known of each person; `members` says which guest ids are whose."""
    asked = {"ids": list(members)}
    facts: defaultdict[str, _Facts] = defaultdict(_Facts)
    for bill in connection.execute(_BILLS, asked):
        facts[members[bill.guest_id]].bills[bill.store_id, bill.bill_id] = _bill(bill)
    dishes = connection.execute(_DISHES, asked).all() if facts else []
    back = sent_back((dish[1:4], dish.quantity) for dish in dishes)
    for dish in dishes:
        if not back or dish[1:4] not in back:
            facts[members[dish.guest_id]].bills[dish.store_id, dish.bill_id].dishes.append(dish.dish_name)
    for taste in connection.execute(_TASTES, asked):
        facts[members[taste.guest_id]].said.append((taste.guest_id, decode(taste.body, Taste)))
    for row in connection.execute(_NOTES, asked):
        note = Note(note_id=row.note_id, text=row.text, author=row.author, at=from_us(row.at_us))
        facts[members[row.guest_id]].notes.append(note)
    for conflict in connection.execute(_CONFLICTS, asked):
        sides = {members[side] for side in (conflict.left_guest, conflict.right_guest) if side in members}
        apart = members.get(conflict.left_guest) != members.get(conflict.right_guest)
        for guest_id in sides if apart else ():  # nobody is at odds with themselves
            facts[guest_id].flags.add(_FLAGS.get(conflict.kind, conflict.kind))
    return facts


def _bill(row: _AnyRow) -> _Bill:
    at = from_us(row.closed_us or row.opened_us or 0)
    visit = Visit(
        at=at,
        store_id=row.store_id,
        store_name=row.store_name or "",
        party_size=row.party_size,
        paid_fen=row.paid_fen,
    )
    return _Bill(visit, business_day(at, row.timezone or SHANGHAI))


def _card(person: Person, facts: _Facts, holds: Holdings, stood: Stood, policy: Policy, now: datetime) -> GuestCard:
    settled = sorted(facts.bills.values(), key=lambda bill: bill.visit.at)
    held = [bill for bill in settled if bill.visit.paid_fen >= 0]  # a refund is no visit
    known = [(bill.day, bill.dishes) for bill in held if bill.dishes]
    said = said_together(facts.said, person)
    dropped = dismissals(said)
    since = {tag: mark.date for tag, mark in dropped.items()}
    tags = _tags(known, policy.dishes)
    spoken = tastes_from_dishes(known, policy.dishes, policy.version, tags, since) if known else ()
    return GuestCard(
        guest_id=person.guest_id,
        name=person.name,
        phone=person.phone,
        sex=person.sex,
        birthday=person.birthday,
        tier=stood.standing.tier,
        tier_reason=stood.standing.reason,
        tier_before=stood.tier_before,
        tier_since=stood.tier_since,
        placing=stood.standing.placing,
        vip=person.vip,
        vip_manager=person.vip_manager,
        tastes=card_tastes((*said, *spoken), business_day(now), None),
        dropped=tuple(dropped[tag] for tag in sorted(dropped)),
        visits=len(held),
        last_visit=held[-1].visit.at if held else None,
        first_visit=held[0].visit.at if held else None,
        spend_fen=sum(bill.visit.paid_fen for bill in settled),
        recent=tuple(bill.visit for bill in reversed(held[-RECENT:])),
        favourites=_favourites(known, policy.dishes),
        notes=tuple(sorted(facts.notes, key=lambda note: (-us_of(note.at), note.note_id))),
        identities=person.identities,
        other_names=person.other_names,
        merged=person.merged,
        points=person.points,
        coupons=holds.coupons,
        consents=holds.consents,
        flags=tuple(sorted(facts.flags)),
    )


def _favourites(visits: Sequence[tuple[date, Iterable[str]]], policy: DishPolicy) -> tuple[Favourite, ...]:
    """Count on how many visits each dish was ordered; on a tie the one ordered last comes first."""
    hits: dict[str, int] = {}
    last: dict[str, int] = {}
    for place, (_, dishes) in enumerate(visits):
        for dish in set(dishes):
            hits[dish] = hits.get(dish, 0) + 1
            last[dish] = place
    wanted = [dish for dish in hits if not any(word in dish for word in policy.staples)]
    wanted.sort(key=lambda dish: (-hits[dish], -last[dish], dish))
    return tuple(Favourite(dish=dish, visits=hits[dish]) for dish in wanted[:FAVOURITES])


def _tags(visits: Sequence[tuple[date, Iterable[str]]], policy: DishPolicy) -> dict[str, tuple[str, ...]]:
    memory = _memory(policy)
    found: dict[str, tuple[str, ...]] = {}
    for _, dishes in visits:
        for dish in dishes:
            if dish not in memory:
                memory[dish] = tags_of_dish(dish, policy)
            found[dish] = memory[dish]
    return found


@lru_cache(maxsize=4)
def _memory(_policy: DishPolicy) -> dict[str, tuple[str, ...]]:
    """Return the tags of dishes worked out so far under a policy: a chain has thousands of dishes, not millions."""
    return {}
