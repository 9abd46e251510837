"""Printed codes as rows and as cards: read, shown to desks, and made where a store lacks them.

A code's link begins with the chain's public address; its row is never deleted. Every store has a code for its group,
its VIP group and its manager, one for each table and one for each member of staff; a table or member of staff that is
renamed or gone keeps the code that hangs there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, Select, bindparam, select

from app.domain.paper import TEXT_LIMIT
from app.domain.printed import CodeCard, PrintedKind, Scope, link_of, new_code
from app.hq.clock import from_us, real_us
from app.hq.feed import Publication, insert_for, lock_stores, publish
from app.hq.tables import house, printed_codes, staff, store_tables
from app.wire.codec import encode_card

ADDRESS = "public_url"
"""The row of `house` with the address that printed links begin with."""

USUAL_ADDRESS = "http://127.0.0.1:8000"
"""The address where none is set: links lead to this machine only."""

TITLES = {PrintedKind.GROUP: "门店福利群", PrintedKind.VIP: "VIP 群", PrintedKind.MANAGER: "店长"}
"""What the codes are called that every store has."""

CHUNK = 500

_TRIES = 5

_AnyRow = Row[*tuple[Any, ...]]
_Subject = tuple[str, str, str]
"""Store, kind, and what the code is about."""

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_CODE = select(printed_codes).where(printed_codes.c.code == bindparam("code"))
_CODES = select(printed_codes).where(printed_codes.c.code.in_(_IDS)).order_by(printed_codes.c.code)
_OF_STORES = select(printed_codes).where(printed_codes.c.store_id.in_(_IDS)).order_by(printed_codes.c.code)
_WIDE = select(printed_codes).where(printed_codes.c.store_id == "").order_by(printed_codes.c.code)
_ADDRESS = select(house.c.value).where(house.c.key == ADDRESS)
_TABLES = select(store_tables.c.store_id, store_tables.c.name).where(store_tables.c.store_id.in_(_IDS))
_STAFF = select(staff.c.store_id, staff.c.staff_id, staff.c.name).where(staff.c.store_id.in_(_IDS))


def public_url(connection: Connection) -> str:
    """Return the address that printed links begin with, without a slash at its end."""
    found: str | None = connection.execute(_ADDRESS).scalar()
    return USUAL_ADDRESS if found is None else found


def code_of(connection: Connection, code: str) -> CodeCard | None:
    """Return the printed code as it is now, retired ones too; None for one that was never made."""
    row = connection.execute(_CODE, {"code": code}).one_or_none()
    return None if row is None else card_of_row(row, public_url(connection))


def codes_of(connection: Connection, codes: Iterable[str]) -> dict[str, CodeCard]:
    """Return those of `codes` that exist."""
    address, wanted = public_url(connection), sorted(set(codes))
    return {row.code: card_of_row(row, address) for part in chunks(wanted) for row in _asked(connection, _CODES, part)}


def card_of_row(row: _AnyRow, address: str) -> CodeCard:
    """Return the card of a row of `printed_codes`."""
    return CodeCard(
        code=row.code,
        kind=PrintedKind(row.kind),
        scope=Scope(row.scope),
        store_id=row.store_id,
        region=row.region,
        about=row.about,
        title=row.title,
        channel=row.channel,
        link=link_of(address, row.code),
        target_url=row.target_url,
        template=row.template,
        valid_from=_moment(row.valid_from_us),
        valid_until=_moment(row.valid_until_us),
        retired_at=_moment(row.retired_us),
        retired_by=row.retired_by,
        made_at=from_us(row.made_us),
        made_by=row.made_by,
    )


def _moment(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else from_us(microseconds)


def chunks(ids: Sequence[str], size: int = CHUNK) -> Iterator[Sequence[str]]:
    """Give `ids` in parts that one statement can ask for."""
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _asked(connection: Connection, query: Select[Any], ids: Sequence[str]) -> Sequence[_AnyRow]:
    return connection.execute(query, {"ids": ids}).all()


# --- on the desks ----------------------------------------------------------------------------------------------------


def show(connection: Connection, cards: Iterable[CodeCard], *, cities: Mapping[str, str] | None = None) -> None:
    """Publish codes to the desks that print them: the store's own, those of the city, or all.

    `cities`: the stores, each with its city, that a code of a region or of the chain is shown to; without it only those
    that hold it already hear of it (there are thousands of feeds, for several transactions).
    """
    known = cities or {}
    publish(connection, [Publication("code", c.code, encode_card(c), frozenset(_reach(c, known))) for c in cards])


def _reach(card: CodeCard, cities: Mapping[str, str]) -> Iterable[str]:
    match card.scope:
        case Scope.STORE:
            return (card.store_id,)
        case Scope.REGION:
            return (store_id for store_id, city in cities.items() if city == card.region)
        case Scope.CHAIN:
            return cities


def show_stores(connection: Connection, store_ids: Iterable[str]) -> None:
    """Publish every code of these stores as it is now: the address of links has changed."""
    address = public_url(connection)
    for part in chunks(sorted(set(store_ids))):
        lock_stores(connection, part)
        show(connection, [card_of_row(row, address) for row in _asked(connection, _OF_STORES, part)])


def show_wide(connection: Connection, store_ids: Sequence[str]) -> None:
    """Publish the codes of regions and of the chain to these stores."""
    rows = connection.execute(_WIDE).all() if store_ids else []
    if rows:
        address = public_url(connection)
        cities = lock_stores(connection, store_ids)
        show(connection, [card_of_row(row, address) for row in rows], cities=cities)


# --- made where they are missing -------------------------------------------------------------------------------------


def ensure_codes(connection: Connection, store_ids: Iterable[str]) -> int:
    """Make the codes that these stores lack, and show them at their desks; return how many were made.

    Each store's row is held, so that two services never make two for one thing. A retired code counts: what a manager
    took out of use does not come back by itself.
    """
    made = 0
    for part in chunks(sorted(set(store_ids))):
        cities = lock_stores(connection, part)
        held = list(cities)
        fresh = _make(connection, held, _subjects(connection, held))
        if not fresh:
            continue
        made += len(fresh)
        address = public_url(connection)
        new = {row.store_id for row in fresh if row.kind == PrintedKind.GROUP}
        wide = [card_of_row(row, address) for row in connection.execute(_WIDE)] if new else []
        cards = [card_of_row(row, address) for row in fresh]
        news = {card.code: (card, {card.store_id}) for card in cards}
        news |= {card.code: (card, set(_reach(card, {s: cities[s] for s in new}))) for card in wide}
        publish(
            connection,
            [Publication("code", code, encode_card(card), frozenset(reach)) for code, (card, reach) in news.items()],
        )
    return made


def _subjects(connection: Connection, store_ids: Sequence[str]) -> dict[_Subject, str]:
    """Return what needs a code in these stores, with what staff call it."""
    found: dict[_Subject, str] = {}
    for store_id in store_ids:
        found |= {(store_id, kind.value, ""): title for kind, title in TITLES.items()}
    for row in _asked(connection, _TABLES, store_ids):
        found[row.store_id, PrintedKind.TABLE.value, row.name] = row.name
    for row in _asked(connection, _STAFF, store_ids):
        found[row.store_id, PrintedKind.STAFF.value, row.staff_id] = row.name
    return found


def _make(connection: Connection, store_ids: Sequence[str], subjects: Mapping[_Subject, str]) -> list[_AnyRow]:
    """Insert codes until every subject has one, and return the new ones as they were read back."""
    before = {row.code: row for row in _asked(connection, _OF_STORES, store_ids)}
    held = before
    for _ in range(_TRIES):
        known = {(row.store_id, row.kind, row.about) for row in held.values()}
        missing = [subject for subject in subjects if subject not in known]
        if not missing:
            return [row for code, row in held.items() if code not in before]
        made_us = real_us()
        rows = [
            {
                "code": new_code(),
                "kind": kind,
                "scope": Scope.STORE.value,
                "store_id": store_id,
                "about": about,
                "title": subjects[store_id, kind, about][:TEXT_LIMIT],
                "made_us": made_us,
            }
            for store_id, kind, about in missing
        ]
        connection.execute(insert_for(connection, printed_codes).on_conflict_do_nothing(), rows)
        held = {row.code: row for row in _asked(connection, _OF_STORES, store_ids)}
    raise RuntimeError("codes that were written are not there")
