"""The people behind guests' rows: who was merged into whom, and what their rows say together.

The kept guest's own name, phone and birthday win; what it lacks comes from the merged ones, who was registered first
before the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, select

from app.domain.days import business_day
from app.domain.guests import IdentityKind, KnownIdentity
from app.domain.tastes import Taste, TasteKind, TasteSource
from app.hq.clock import from_us, us_of
from app.hq.tables import guests, identities, merges

from .clusters import members_of

SHOWN_OF_AN_ID = 4
"""Characters of an identity on a desk, from its end; phones and member numbers are whole."""

_WHOLE = (IdentityKind.PHONE, IdentityKind.MEMBER_NO)

_AnyRow = Row[*tuple[Any, ...]]

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_GUESTS = select(guests).where(guests.c.guest_id.in_(_IDS))
_IDENTITIES = select(identities).where(identities.c.guest_id.in_(_IDS))
_MERGES = (
    select(merges.c.gone, merges.c.at_us)
    .where(merges.c.gone.in_(_IDS), merges.c.undone_us.is_(None))
    .order_by(merges.c.at_us, merges.c.merge_id)
)


@dataclass(frozen=True, slots=True)
class Person:
    """A guest's row with what the rows of those merged into it add."""

    guest_id: str
    name: str
    phone: str
    sex: str
    birthday: date | None
    vip: bool
    vip_manager: str
    points: int
    franchise_us: int | None
    other_names: tuple[str, ...]
    merged: tuple[str, ...]
    identities: tuple[KnownIdentity, ...]
    joined_us: int = 0
    """When the last of the merged guests became this one (Unix microseconds)."""


def people(connection: Connection, rows: Sequence[_AnyRow]) -> tuple[list[Person], dict[str, str]]:
    """Return the person behind each row of `guests` (none of them merged), and every guest id of theirs with the
    person it belongs to."""
    members = members_of(connection, [row.guest_id for row in rows])
    others = [guest_id for guest_id, kept in members.items() if guest_id != kept]
    below: defaultdict[str, list[_AnyRow]] = defaultdict(list)
    joined: dict[str, int] = {}
    if others:
        for row in connection.execute(_GUESTS, {"ids": others}):
            below[members[row.guest_id]].append(row)
        joined = {row.gone: row.at_us for row in connection.execute(_MERGES, {"ids": others})}
    known = _identities(connection, members)
    found = [_person(row, below.get(row.guest_id, ()), joined, known.get(row.guest_id, ())) for row in rows]
    return found, members


def _identities(connection: Connection, members: Mapping[str, str]) -> dict[str, list[_AnyRow]]:
    found: defaultdict[str, list[_AnyRow]] = defaultdict(list)
    for row in connection.execute(_IDENTITIES, {"ids": list(members)}):
        found[members[row.guest_id]].append(row)
    return found


def _person(row: _AnyRow, below: Sequence[_AnyRow], joined: Mapping[str, int], known: Sequence[_AnyRow]) -> Person:
    if not below:
        return _single(row, known)
    everybody = [row, *sorted(below, key=_seniority)]
    name, phone = _first(everybody, "name"), _first(everybody, "phone")
    born = _first(everybody, "birthday")
    names = dict.fromkeys(one.name for one in everybody)
    franchise = [one.franchise_us for one in everybody if one.franchise_us is not None]
    places = {guest_id: place for place, guest_id in enumerate(joined)}
    order = {one.guest_id: (places.get(one.guest_id, len(places)), one.guest_id) for one in below}
    return Person(
        guest_id=row.guest_id,
        name=name,
        phone=phone,
        sex=_first(everybody, "sex"),
        birthday=date.fromisoformat(born) if born else None,
        vip=any(one.vip for one in everybody),
        vip_manager=_first(everybody, "vip_manager"),
        points=sum(one.points for one in everybody),
        franchise_us=min(franchise, default=None),
        other_names=tuple(one for one in names if one and one != name),
        merged=tuple(sorted(order, key=order.__getitem__)),
        identities=_known(known, phone),
        joined_us=max((joined.get(guest_id, 0) for guest_id in order), default=0),
    )


def _single(row: _AnyRow, known: Sequence[_AnyRow]) -> Person:
    return Person(
        guest_id=row.guest_id,
        name=row.name,
        phone=row.phone,
        sex=row.sex,
        birthday=date.fromisoformat(row.birthday) if row.birthday else None,
        vip=row.vip,
        vip_manager=row.vip_manager,
        points=row.points,
        franchise_us=row.franchise_us,
        other_names=(),
        merged=(),
        identities=_known(known, row.phone),
    )


def _seniority(row: _AnyRow) -> tuple[int, int, str]:
    """Order guests by when they were registered; where nobody knows, by when HQ first heard of them."""
    return (row.created_us if row.registered_us is None else row.registered_us, row.created_us, row.guest_id)


def _first(rows: Sequence[_AnyRow], column: str) -> str:
    return next((str(value) for row in rows if (value := getattr(row, column))), "")


def _known(rows: Sequence[_AnyRow], phone: str) -> tuple[KnownIdentity, ...]:
    found = []
    for row in rows:
        kind = IdentityKind(row.kind)
        if kind is not IdentityKind.PHONE or row.value != phone:
            found.append(KnownIdentity(kind=kind, value=shown(kind, row.value), since=_day(row.since_us)))
    return tuple(sorted(found, key=_strength) if len(found) > 1 else found)


_STRENGTH = {kind: place for place, kind in enumerate(IdentityKind)}


def _strength(one: KnownIdentity) -> tuple[int, str]:
    return _STRENGTH[one.kind], one.value


@lru_cache(maxsize=1024)
def _day(since_us: int) -> date:
    """Return the day of a moment: what one import brought has one."""
    return business_day(from_us(since_us))


def said_together(said: Iterable[tuple[str, Taste]], person: Person) -> list[Taste]:
    """Return what was said (by whose id) of the one person that several guests are.

    What staff took off or corrected of one of them before they were one says nothing of another one's allergy to the
    same thing: nobody knew. The allergy stands until somebody takes it off again.
    """
    held = list(said)
    allergic = {(own, taste.tag) for own, taste in held if taste.kind is TasteKind.ALLERGY and taste.show}

    def blind(own: str, taste: Taste) -> bool:
        if taste.source is not TasteSource.STAFF or (taste.show and taste.kind is TasteKind.ALLERGY):
            return False
        knew = taste.at is not None and us_of(taste.at) >= person.joined_us
        return not knew and any(tag == taste.tag and other != own for other, tag in allergic)

    return [taste for own, taste in held if not blind(own, taste)]


def shown(kind: str, value: str) -> str:
    """Return as much of an identity as a desk is told."""
    return value if kind in _WHOLE else value[-SHOWN_OF_AN_ID:]
