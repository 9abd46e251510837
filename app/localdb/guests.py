"""The counter's search: a name in any spelling, a phone or member number, and the ticket or table of who is here.

Every question is a walk along the keys of the snapshot (`wire.snapshot`, `domain.naming`), none longer than a fixed
number of steps: no scan, and no full-text table, which would find no name of two characters. A guest registered here a
moment ago is found like any other.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from functools import lru_cache

from app.domain.days import business_day, day_bounds
from app.domain.guests import GuestCard
from app.domain.names import clean_text
from app.domain.naming.asked import Asked, Probe, asked
from app.domain.naming.keys import HEAD, number_keys
from app.wire.searching import keys_of_name, readings, searched, whole_name

from . import cards, keys, newcomers, overlay
from .board import desk_time
from .database import Database

_EVER = datetime.min.replace(tzinfo=UTC)


def find(db: Database, query: str, limit: int = 20) -> list[GuestCard]:
    """Return up to `limit` guests that `query` may mean: those here now or expected today first, then whose whole name
    it is, then who came last.

    `query`: a phone's last 3 digits or more (up to the whole, with +86, blanks or full-width digits), a member number,
    a name or its part in characters, pinyin, initials or a mix of them, or a ticket or table of today.
    """
    text = clean_text(query)
    if not text or limit <= 0:
        return []
    what = asked(text, readings())
    found = _known(db, what, limit)
    here = _here(db, text, what, frozenset(found))
    hidden = overlay.hidden_guests(db)
    effective = overlay.seen(db, (), {*here, *found}).guests
    wanted = [name for name in (*here, *found) if name in effective and name not in hidden]
    # One guest may be here under two ids: HQ's, and the one that a desk gave before it knew.
    held = list({effective[name].guest_id: effective[name] for name in wanted}.values())
    places = {effective[name].guest_id: place for place, name in enumerate(here) if name in effective}
    return _ranked(held, what, places)[:limit]


def with_phone(db: Database, phone: str) -> GuestCard | None:
    """Return the guest with this phone (in its one form); of several, one who is here, else who came last."""
    known = _known(db, Asked(probes=(Probe(HEAD + phone),)), _NAMESAKES)
    if not known:
        return None
    hidden, effective = overlay.hidden_guests(db), overlay.seen(db, (), known).guests
    held = {card.guest_id: card for name, card in effective.items() if name not in hidden and card.phone == phone}
    here = cards.arrivals(db, cards.arrivals_of(db, held)) if len(held) > 1 else {}
    places = {card.guest_id: 0 for card in here.values() if card.guest_id}
    return next(iter(_ranked(list(held.values()), Asked(), places)), None)


_NAMESAKES = 5
"""Guests with one phone that are looked at."""


def _known(db: Database, what: Asked, limit: int) -> list[str]:
    """Return the ids of guests by their keys: borrowed, registered here a moment ago, and of the roster."""
    roster = keys.ids(db, keys.lately(db, what, limit))
    return [*_borrowed(db, what), *newcomers.found(db, what, limit), *roster]


def _ranked(held: list[GuestCard], what: Asked, here: dict[str, int]) -> list[GuestCard]:
    called = {card.guest_id for card in held if what.exact in whole_name(card.name)} if what.exact else set()
    held.sort(key=lambda card: card.last_visit or _EVER, reverse=True)
    held.sort(key=lambda card: (here.get(card.guest_id, len(here)), card.guest_id not in called))
    return held


def _here(db: Database, text: str, what: Asked, found: frozenset[str]) -> list[str]:
    """Return the guests with an open arrival today whose ticket, table, phone or name is asked for, or who are among
    those `found` by any other key."""
    zone = overlay.timezone(db)
    start, end = day_bounds(business_day(desk_time(db), zone), zone)
    rows = db.rows(_HERE, (cards.microseconds(start), cards.microseconds(end)))
    place = text.casefold()
    there = {row[0] for row in rows if place in (row[2].casefold(), row[3].casefold())}
    there |= {row[0] for row in db.rows(_SEATED_UNSENT, (place,))}
    placed = _guests_at(db, there, place, zone) if there else []
    people = [row[1] for row in rows if row[1] and (row[1] in found or means(what, row[4] or "", row[5] or ""))]
    return list(dict.fromkeys([*placed, *people]))


_HERE = (
    "select a.id, a.guest_id, a.ticket_no, a.table_name, g.name, g.phone"
    " from cache.desk_arrivals a left join cache.guests g on g.id = a.guest_id"
    " where a.is_open = 1 and a.expected_us >= ? and a.expected_us < ?"
    " order by a.expected_us desc"
)
_SEATED_UNSENT = (
    "select arrival_id from outbox indexed by outbox_place"
    " where state = 'waiting' and kind in ('arrival.register', 'arrival.seat', 'arrival.reopen') and json_valid(body)"
    " and lower(json_extract(body, '$.table')) = ? order by position desc limit 20"
)
"""The last parties at a table: of those before them none sits there any more."""


def _guests_at(db: Database, arrivals: Collection[str], asked_for: str, zone: str) -> list[str]:
    """Return the guests of those of the arrivals that are at the place asked for, as staff see it now."""
    found = overlay.seen(db, arrivals, zone=zone)
    held = [card for name, card in found.arrivals.items() if name in arrivals and card.state.is_open and card.guest_id]
    held.sort(key=lambda card: card.arrived_at, reverse=True)
    return [str(card.guest_id) for card in held if asked_for in (card.ticket_no.casefold(), card.table.casefold())]


def _borrowed(db: Database, what: Asked) -> list[str]:
    """Return the guests of other stores, kept here for a while, that are asked for; there are never many."""
    rows = db.rows("select id, body from cache.desk_borrowed")
    return [guest_id for guest_id, body in rows if what.finds(searched(body).search_keys)]


def means(what: Asked, name: str, phone: str) -> bool:
    """Return whether a guest with this name and phone is among those that are asked for."""
    joined, held = _keys_of(name, phone)
    # Whoever is here is tried with every character typed, and is nearly always somebody else.
    return any(_BETWEEN + probe.prefix in joined for probe in what.probes) and what.finds(held)


@lru_cache(1024)
def _keys_of(name: str, phone: str) -> tuple[str, frozenset[str]]:
    """Return a guest's search keys, also as one text with `_BETWEEN` before each."""
    held = keys_of_name(name) | number_keys((phone,), ())
    return "".join([_BETWEEN + key for key in held]), held


_BETWEEN = "\n"
