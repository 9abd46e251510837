"""Writes a played chain into HQ's database: in bulk, so that three thousand guests take seconds; each part whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, Table, select

from app.domain.days import SHANGHAI
from app.domain.tastes import Taste, TasteSource
from app.hq.clock import us_of
from app.hq.database import write
from app.hq.feed import Publication, publish
from app.hq.policies import current_policy
from app.hq.tables import (
    bill_items,
    bills,
    consents,
    coupons,
    guests,
    identities,
    interactions,
    notes,
    staff,
    store_tables,
    stores,
    tastes,
)
from app.hq.work.address import set_address
from app.hq.work.code_changes import Change
from app.hq.work.places import publish_stores
from app.hq.work.profiles import refresh
from app.wire.codec import encode, encode_card

from .bonds import Bond, bond_of
from .chain import Chain
from .habits import Bill
from .people import Person, registered_at
from .scans import hang_posters
from .words import words

ADDRESS = "https://yb.example.com"
"""What the links on the chain's paper begin with; it leads nowhere (RFC 2606)."""

PART = 2500
"""Guests written in one transaction."""

Row = dict[str, Any]
_Said = tuple[list[Row], list[Row]]


def found(engine: Engine, chain: Chain, progress: Callable[[int, int], None] = lambda done, of: None) -> None:
    """Write `chain` into HQ's (migrated) database; one that holds its stores already is left as it is.

    `progress` is told how many guests are written, of how many.
    """
    with write(engine) as connection:
        if connection.execute(select(stores.c.store_id).where(stores.c.store_id.in_(chain.store_ids))).first():
            return
        _houses(connection, chain)
    morning = datetime.combine(chain.today, time(9), ZoneInfo(SHANGHAI))
    front_desk = {each: [m.name for m in chain.staff if m.store_id == each] for each in chain.store_ids}
    people, done = iter(chain.guests), 0
    while part := list(islice(people, PART)):
        visits = {person.guest_id: chain.bills_of(person) for person in part}
        with write(engine) as connection:
            bonds = {p.guest_id: bond_of(chain.seed, p, visits[p.guest_id], chain.today) for p in part}
            _insert(connection, guests, (_guest_row(chain, person, bonds[person.guest_id]) for person in part))
            _insert(connection, identities, (row for person in part for row in _identity_rows(chain, person)))
            _insert(connection, bills, (_bill_row(bill) for held in visits.values() for bill in held))
            _insert(connection, bill_items, (row for held in visits.values() for b in held for row in _item_rows(b)))
            said = [_said_rows(chain, person, visits[person.guest_id], front_desk[person.home]) for person in part]
            _insert(connection, tastes, (row for rows, _ in said for row in rows))
            _insert(connection, notes, (row for _, rows in said for row in rows))
            _bind(connection, bonds)
            _cards(connection, part, visits, morning)
        done += len(part)
        progress(done, len(chain.guests))


def _cards(connection: Connection, part: Sequence[Person], visits: dict[str, list[Bill]], now: datetime) -> None:
    """Make the guests' cards, for the feeds of the stores they are at home in or have been to."""
    reach: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    for person in part:
        reach[frozenset({person.home, *(b.store_id for b in visits[person.guest_id])})].append(person.guest_id)
    policy = current_policy(connection)
    for where, ids in reach.items():
        refresh(connection, ids, policy=policy, now=now, stores=where)


def _houses(connection: Connection, chain: Chain) -> None:
    addresses = [address for _, address in words().stores]
    _insert(
        connection,
        stores,
        (
            {
                "store_id": s.store_id,
                "name": s.name,
                "city": s.city,
                "address": address,
                "opens": "10:30",
                "closes": "22:30",
            }
            for s, address in zip(chain.stores, addresses, strict=True)
        ),
    )
    _insert(
        connection,
        store_tables,
        ({"store_id": t.store_id, "name": t.name, "seats": t.seats, "area": t.area} for t in chain.tables),
    )
    _insert(
        connection,
        staff,
        ({"staff_id": m.staff_id, "store_id": m.store_id, "name": m.name, "role": m.role} for m in chain.staff),
    )
    policy = current_policy(connection)
    publish_stores(connection, chain.store_ids, policy)
    found = [
        Publication("table", f"{t.store_id}/{t.name}", encode_card(t), frozenset({t.store_id})) for t in chain.tables
    ]
    found += [Publication("staff", m.staff_id, encode_card(m), frozenset({m.store_id})) for m in chain.staff]
    publish(connection, found)
    morning = datetime.combine(chain.today, time(9), ZoneInfo(SHANGHAI))
    set_address(connection, ADDRESS, Change(key="founding/address", by="总部", at=morning))
    hang_posters(connection, chain.seed, chain.store_ids, chain.today)


def _insert(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    held = list(rows)
    if held:
        connection.execute(table.insert(), held)


def _bind(connection: Connection, bonds: Mapping[str, Bond]) -> None:
    """Write what binds the guests to the brand."""
    _insert(
        connection,
        interactions,
        (
            {
                "key": f"founding/{guest_id}/{place}",
                "guest_id": guest_id,
                "kind": deed.kind.value,
                "about": deed.about,
                "at_us": us_of(deed.at),
            }
            for guest_id, bond in bonds.items()
            for place, deed in enumerate(bond.deeds)
        ),
    )
    _insert(
        connection,
        coupons,
        (
            {
                "guest_id": guest_id,
                "coupon_id": held.coupon_id,
                "name": held.name,
                "expires": held.expires.isoformat(),
                "claimed_us": us_of(held.claimed),
                "used_us": None if held.used is None else us_of(held.used),
            }
            for guest_id, bond in bonds.items()
            for held in bond.coupons
        ),
    )
    _insert(
        connection,
        consents,
        (
            {"guest_id": guest_id, "kind": kind, "granted": granted, "at_us": us_of(at)}
            for guest_id, bond in bonds.items()
            for kind, granted, at in bond.consents
        ),
    )


def _guest_row(chain: Chain, person: Person, bond: Bond) -> Row:
    registered = us_of(registered_at(person, chain.opening))
    return {
        "guest_id": person.guest_id,
        "name": person.name,
        "phone": person.phone,
        "sex": person.sex,
        "birthday": person.birthday.isoformat() if person.birthday else "",
        "registered_us": registered,
        "vip": person.vip,
        "vip_manager": person.vip_manager,
        "points": bond.points,
        "points_us": registered,
        "franchise_us": None if bond.enquired is None else us_of(bond.enquired),
        "origin": "import",
        "created_us": registered,
    }


def _identity_rows(chain: Chain, person: Person) -> Iterator[Row]:
    since = us_of(registered_at(person, chain.opening))
    known = {"member_no": person.guest_id, "phone": person.phone, "unionid": person.unionid}
    for kind, value in known.items():
        if value:
            yield {"kind": kind, "value": value, "guest_id": person.guest_id, "origin": "import", "since_us": since}


def _bill_row(bill: Bill) -> Row:
    return {
        "store_id": bill.store_id,
        "bill_id": bill.bill_id,
        "guest_id": bill.guest_id,
        "table_name": bill.table,
        "party_size": bill.party_size,
        "list_fen": bill.list_fen,
        "paid_fen": bill.paid_fen,
        "opened_us": us_of(bill.opened),
        "closed_us": us_of(bill.closed),
    }


def _item_rows(bill: Bill) -> Iterator[Row]:
    menu, ordered = words().menu, us_of(bill.opened)
    for place, line in enumerate(bill.lines, start=1):
        dish = menu[line.dish]
        yield {
            "store_id": bill.store_id,
            "bill_id": bill.bill_id,
            "line_key": str(place),
            "dish_id": dish.dish_id,
            "dish_name": dish.name,
            "quantity": line.quantity,
            "amount_fen": line.amount_fen,
            "ordered_us": ordered,
        }


def _said_rows(chain: Chain, person: Person, visits: Sequence[Bill], staff_names: Sequence[str]) -> _Said:
    """Return the rows of what the guest said and of what staff noted, on one of the guest's visits."""
    at = visits[len(visits) // 2].closed if visits else registered_at(person, chain.opening)
    author = staff_names[person.number % len(staff_names)]
    tags = [
        {
            "guest_id": person.guest_id,
            "tag": said.tag,
            "source": source.value,
            "body": encode(Taste(tag=said.tag, kind=said.kind, source=source, date=at.date(), author=author)).decode(),
        }
        for said in person.said
        for source in (TasteSource.NOTE if said.by_note else TasteSource.STAFF,)
    ]
    if not person.note:
        return tags, []
    note = {
        "note_id": f"{person.guest_id}-note",
        "guest_id": person.guest_id,
        "store_id": person.home,
        "text": person.note,
        "author": author,
        "at_us": us_of(at),
    }
    return tags, [note]
