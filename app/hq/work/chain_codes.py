"""The codes of every store at once, for posters of the whole chain; and whose a code is that was found somewhere."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Connection, bindparam, or_, select

from app.domain.faults import Unknown, Unreadable
from app.domain.printed import PrintedKind, code_in, link_of
from app.hq.clock import us_of
from app.hq.tables import printed_codes, stores
from app.wire.printed import ChainCode, WhoseCode

from .printed import code_of, public_url

_MAIN_FIRST = (printed_codes.c.channel, printed_codes.c.made_us.desc(), printed_codes.c.code)
"""Of the codes about one thing: the one without a channel ("" comes first), then the newest: made to be printed."""

_NOW = bindparam("now_us", type_=BigInteger)
_CODES = (
    select(
        printed_codes.c.code,
        printed_codes.c.store_id,
        printed_codes.c.about,
        printed_codes.c.title,
        printed_codes.c.channel,
        stores.c.name,
        stores.c.city,
    )
    .join(stores, stores.c.store_id == printed_codes.c.store_id)
    .where(
        printed_codes.c.kind == bindparam("kind"),
        printed_codes.c.scope == "store",
        printed_codes.c.retired_us.is_(None),
        or_(printed_codes.c.valid_until_us.is_(None), printed_codes.c.valid_until_us > _NOW),
    )
    .order_by(stores.c.city, printed_codes.c.store_id, printed_codes.c.about, *_MAIN_FIRST)
)
LIMIT = 20_000
"""Codes in one answer: three kinds of 6,000 stores, or the tables of 400; a city at a time is asked for more."""

_CODES = _CODES.limit(LIMIT + 1)
_STORE = select(stores.c.name, stores.c.city).where(stores.c.store_id == bindparam("store_id"))
_IN_CITY = _CODES.where(stores.c.city == bindparam("city"))


def chain_codes(connection: Connection, kind: PrintedKind, now: datetime, city: str = "") -> list[ChainCode]:
    """Return the codes of `kind` that are good now or will be, of every store or of a city's.

    Of several about one thing (a store may have a group code for each channel) it is the one without a channel, then
    the newest. Raises `Unreadable("codes_many")` for more than `LIMIT` of them.
    """
    address = public_url(connection)
    asked = {"kind": kind.value, "now_us": us_of(now)} | ({"city": city} if city else {})
    first: dict[tuple[str, str], ChainCode] = {}
    rows = connection.execute(_IN_CITY if city else _CODES, asked).all()
    if len(rows) > LIMIT:
        said = f"there are more than {LIMIT} such codes: ask for one city at a time"
        raise Unreadable("codes_many", said, limit=LIMIT)
    for row in rows:
        if (row.store_id, row.about) not in first:
            first[row.store_id, row.about] = ChainCode(
                store_id=row.store_id,
                store_name=row.name,
                city=row.city,
                kind=kind.value,
                code=row.code,
                link=link_of(address, row.code),
                title=row.title,
                about=row.about,
                channel=row.channel,
            )
    return list(first.values())


def whose_code(connection: Connection, text: str) -> WhoseCode:
    """Return whose the code in `text` is, retired ones too; raise `Unknown("printed_unknown")` for one never made."""
    code = code_in(text)
    card = code_of(connection, code) if code else None
    if card is None:
        raise Unknown("printed_unknown", f"no printed code {text[:100]}", text=text[:100])
    store = connection.execute(_STORE, {"store_id": card.store_id}).one_or_none() if card.store_id else None
    return WhoseCode(card=card, store_name=store.name if store else "", city=store.city if store else "")
