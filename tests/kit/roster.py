"""A roster in HQ's database, published in bulk, and the rows of both sides to hold against each other."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, text

from app.domain.guests import Favourite, GuestCard
from app.hq.database import write
from app.hq.feed import Publication, publish
from app.hq.reading import read
from app.localdb.reader import open_reader
from app.wire.codec import encode_card
from tests.kit.desk import NOW, STORE

Row = tuple[str, str, int, int, str]
"""(kind, id, version, hash, body)."""

_SURNAMES = ("王", "李", "张", "刘", "曾", "单", "解", "仇", "欧阳", "尉迟", "吕")
_GIVEN = "芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚䶮"


def people(count: int, *, seed: int = 1, before: datetime = NOW) -> list[GuestCard]:
    """Return `count` invented guests; the same seed makes the same ones."""
    dice = random.Random(seed)
    return [
        GuestCard(
            guest_id=str(10**17 + number),
            name=dice.choice(_SURNAMES) + "".join(dice.choices(_GIVEN, k=dice.choice([1, 2, 2]))),
            phone=f"190{number:08d}",
            visits=number % 7,
            last_visit=before - timedelta(minutes=dice.randrange(900_000)) if number % 7 else None,
            favourites=(Favourite(dish="孜然羊排", visits=1 + number % 5),) if number % 7 else (),
        )
        for number in range(count)
    ]


def fill(engine: Engine, count: int, *, store_id: str = STORE) -> None:
    """Publish `count` guests to the store, with nothing behind their cards."""
    held = people(count)
    for start in range(0, count, 2000):
        with write(engine) as connection:
            publish(
                connection,
                [
                    Publication("guest", card.guest_id, encode_card(card), frozenset({store_id}))
                    for card in held[start : start + 2000]
                ],
            )


def rows_at_hq(engine: Engine, store_id: str = STORE) -> set[Row]:
    """Return every row that the store's feed holds."""
    sql = text(
        "select c.kind, c.card_id, c.version, c.hash, c.body from feed f"
        " join cards c on c.kind = f.kind and c.card_id = f.card_id where f.store_id = :store and c.body is not null"
    )
    with read(engine) as connection:
        return {(r[0], r[1], r[2], r[3], r[4]) for r in connection.execute(sql, {"store": store_id})}


def rows_at_desk(data: Path) -> set[Row]:
    """Return every row that the desk's cache holds."""
    db = open_reader(data)
    try:
        found = db.rows("select kind, id, version, hash, body from cache.cards")
        found += db.rows("select 'guest', id, version, hash, body from cache.guests")
    finally:
        db.connection.close()
    return {(r[0], r[1], r[2], r[3], r[4]) for r in found}
