"""The counter's search: phone tail, name or part of it, and the ticket or table of who is here today.

Every question is answered by an index of the snapshot (`wire.snapshot.INDEXES`): no scan, no full-text table, which
would find no two-character name. A guest registered here a moment ago is found like any other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from app.domain.days import business_day, day_bounds
from app.domain.guests import GuestCard
from app.domain.names import clean_text, normalise_phone

from . import cards, outbox, overlay
from .board import desk_time
from .database import Database

LEAST_DIGITS = 3
"""Digits from which on a number is looked for at the end of phones."""

_NUMBER = re.compile(r"\+?[\d\s()-]+")
_TAIL = 4
_LAST = "\U0010ffff"
_EVER = datetime.min.replace(tzinfo=UTC)


def find(db: Database, query: str, limit: int = 20) -> list[GuestCard]:
    """Return up to `limit` guests that `query` may mean: those here now first, then who came last.

    `query`: the last 3 digits of a phone or more (up to the whole, with +86, blanks or full-width digits), the
    beginning of a name or of its part after the first or second character, or a ticket or table of today.
    """
    text = clean_text(unicodedata.normalize("NFKC", query))
    if not text or limit <= 0:
        return []
    digits = _digits(text)
    found = _by_phone(db, digits, limit) if digits else _by_name(db, text, limit)
    here = _here(db, text, digits)
    wanted = list(dict.fromkeys([*here, *_unsent(db, text, digits), *found]))
    effective = overlay.seen(db, (), wanted).guests
    order = {guest_id: place for place, guest_id in enumerate(here)}
    held = [effective[guest_id] for guest_id in wanted if guest_id in effective]
    held.sort(key=lambda card: card.last_visit or _EVER, reverse=True)
    held.sort(key=lambda card: order.get(card.guest_id, len(order)))
    return held[:limit]


def _digits(text: str) -> str:
    """Return the digits of a number as people write one, without the country's prefix; "" for anything else."""
    if not _NUMBER.fullmatch(text):
        return ""
    return normalise_phone(text) or re.sub(r"\D", "", text)


def _by_phone(db: Database, digits: str, limit: int) -> list[str]:
    if len(digits) < LEAST_DIGITS:
        return []
    if len(digits) < _TAIL:
        # The index holds tails of four: ten short walks, one for each digit that may stand before.
        rows = [row for head in "0123456789" for row in db.rows(_TAIL_IS, (head + digits, limit))]
    elif len(digits) == _TAIL:
        rows = db.rows(_TAIL_IS, (digits, limit))
    else:
        rows = db.rows(_TAIL_ENDS, (digits[-_TAIL:], len(digits), digits, limit))
        rows += db.rows(_PHONE_BEGINS, (digits, digits + ":", limit)) if len(digits) > 6 else []
    return _latest(rows, limit)


_TAIL_IS = "select id, last_visit from cache.guests where substr(phone, -4) = ? order by last_visit desc limit ?"
_TAIL_ENDS = (
    "select id, last_visit from cache.guests where substr(phone, -4) = ? and substr(phone, -?) = ?"
    " order by last_visit desc limit ?"
)
_PHONE_BEGINS = (
    "select id, last_visit from cache.guests indexed by guests_phone where phone >= ? and phone < ?"
    " order by last_visit desc limit ?"
)


def _by_name(db: Database, text: str, limit: int) -> list[str]:
    rows: list[tuple[str, str]] = []
    for form in dict.fromkeys((text, text.title(), text.upper()) if text.isascii() else (text,)):
        for exact, begins in _NAME_QUERIES:
            rows += db.rows(exact, (form, limit))
            rows += db.rows(begins, (form, form + _LAST, limit))
    return _latest(rows, limit)


_NAME_QUERIES = (
    (
        "select id, last_visit from cache.guests where name = ? order by last_visit desc limit ?",
        "select id, last_visit from cache.guests indexed by guests_name"
        " where name > ? and name < ? order by last_visit desc limit ?",
    ),
    (
        "select id, last_visit from cache.guests where substr(name, 2) = ? order by last_visit desc limit ?",
        "select id, last_visit from cache.guests indexed by guests_name_2"
        " where substr(name, 2) > ? and substr(name, 2) < ? order by last_visit desc limit ?",
    ),
    (
        "select id, last_visit from cache.guests where substr(name, 3) = ? order by last_visit desc limit ?",
        "select id, last_visit from cache.guests indexed by guests_name_3"
        " where substr(name, 3) > ? and substr(name, 3) < ? order by last_visit desc limit ?",
    ),
)


def _latest(rows: Iterable[tuple[str, str]], limit: int) -> list[str]:
    last = dict(rows)
    return sorted(last, key=lambda guest_id: last[guest_id], reverse=True)[:limit]


def _here(db: Database, text: str, digits: str) -> list[str]:
    """Return the guests with an open arrival today whose ticket, table, phone or name `text` means."""
    zone = overlay.timezone(db)
    start, end = day_bounds(business_day(desk_time(db), zone), zone)
    rows = db.rows(_HERE, (cards.microseconds(start), cards.microseconds(end)))
    asked = text.casefold()
    there = {row[0] for row in rows if asked in (row[2].casefold(), row[3].casefold())}
    there |= {row[0] for row in db.rows(_SEATED_UNSENT, (asked,))}
    places = _guests_at(db, there, asked, zone) if there else []
    people = [row[1] for row in rows if row[1] and means(text, digits, row[4] or "", row[5] or "")]
    return list(dict.fromkeys([*places, *people]))


_HERE = (
    "select a.id, a.guest_id, a.ticket_no, a.table_name, g.name, g.phone"
    " from cache.desk_arrivals a left join cache.guests g on g.id = a.guest_id"
    " where a.is_open = 1 and a.expected_us >= ? and a.expected_us < ?"
    " order by a.expected_us desc"
)
_SEATED_UNSENT = "select arrival_id from outbox where state = 'waiting' and lower(json_extract(body, '$.table')) = ?"


def _guests_at(db: Database, arrivals: Collection[str], asked: str, zone: str) -> list[str]:
    """Return the guests of those of the arrivals that are at the place asked for, as staff see it now."""
    found = overlay.seen(db, arrivals, zone=zone)
    held = [card for name, card in found.arrivals.items() if name in arrivals and card.state.is_open and card.guest_id]
    held.sort(key=lambda card: card.arrived_at, reverse=True)
    return [str(card.guest_id) for card in held if asked in (card.ticket_no.casefold(), card.table.casefold())]


def _unsent(db: Database, text: str, digits: str) -> list[str]:
    """Return the guests registered here, not yet known to HQ, that `text` means."""
    return [
        command.guest_id
        for command, _ in outbox.newcomers(db)
        if means(text, digits, command.name, normalise_phone(command.phone))
    ]


def means(text: str, digits: str, name: str, phone: str) -> bool:
    """Return whether a guest with this name and phone is among those that the query means."""
    if digits:
        return len(digits) >= LEAST_DIGITS and (
            phone.endswith(digits) or (len(digits) > 6 and phone.startswith(digits))
        )
    asked = text.casefold()
    return any(name[start:].casefold().startswith(asked) for start in range(3))
