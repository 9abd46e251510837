"""A feed's places become visible in order, so that a reader who remembers the last one it saw misses nothing.

The control is the tempting design, one counter for all writers: it must lose rows, else these tests prove nothing.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, Engine, insert, select, text

from app.domain.guests import GuestCard
from app.hq.database import write
from app.hq.feed import Publication, publish
from app.hq.tables import cards, feed, stores
from app.wire.codec import encode_card

PATIENCE = 30
"""Seconds after which a thread is given up: far more than it ever takes."""


@pytest.fixture
def two_stores(engine: Engine) -> Engine:
    with write(engine) as connection:
        connection.execute(insert(stores), [{"store_id": s, "name": s} for s in ("330", "331")])
    return engine


def publication(guest_id: str, name: str, *store_ids: str) -> Publication:
    return Publication("guest", guest_id, encode_card(GuestCard(guest_id=guest_id, name=name)), frozenset(store_ids))


def after(connection: Connection, store_id: str, cursor: int) -> list[tuple[int, str, str | None]]:
    """Return what a reader at `cursor` is told: (place, card, body)."""
    query = (
        select(feed.c.seq, feed.c.card_id, cards.c.body)
        .join(cards, (cards.c.kind == feed.c.kind) & (cards.c.card_id == feed.c.card_id))
        .where(feed.c.store_id == store_id, feed.c.seq > cursor)
        .order_by(feed.c.seq)
    )
    return [(row.seq, row.card_id, row.body) for row in connection.execute(query)]


def test_what_changed_is_told_and_each_card_stands_in_the_feed_once(two_stores: Engine) -> None:
    with write(two_stores) as connection:
        first = publish(connection, [publication("a", "1", "330"), publication("b", "1", "330", "331")], 7)
        assert sorted(first) == [("guest", "a"), ("guest", "b")]
        assert publish(connection, [publication("a", "1", "330")]) == []
        assert publish(connection, [publication("b", "2", "330")]) == [("guest", "b")]
        assert [(seq, card) for seq, card, _ in after(connection, "330", 0)] == [(1, "a"), (3, "b")]
        assert [(seq, card) for seq, card, _ in after(connection, "331", 0)] == [(2, "b")]
        assert publish(connection, [Publication("guest", "a", None)]) == [("guest", "a")]
        assert [(seq, body) for seq, _, body in after(connection, "330", 3)] == [(4, None)]


def test_the_same_card_twice_in_one_call_is_the_last_of_them(two_stores: Engine) -> None:
    with write(two_stores) as connection:
        publish(connection, [publication("a", "old", "330"), publication("a", "new", "330")])
        assert [(seq, "new" in str(body)) for seq, _, body in after(connection, "330", 0)] == [(1, True)]


def test_a_reader_beside_many_writers_ends_with_every_card_as_it_is(two_stores: Engine) -> None:
    engine, rounds, writers = two_stores, 40, 4
    finished = threading.Event()
    seen: dict[str, str | None] = {}
    backwards: list[int] = []

    def work(number: int) -> None:
        dice = random.Random(number)
        for turn in range(rounds):
            with write(engine) as connection:
                chosen = sorted(f"g{dice.randrange(30)}" for _ in range(3))
                publish(connection, [publication(g, f"{number}.{turn}", "330", "331") for g in chosen])

    def read() -> None:
        cursor = 0
        while True:
            last = finished.is_set()
            with engine.connect() as connection:
                page = after(connection, "330", cursor)
            for seq, card_id, body in page:
                backwards.extend([seq] if seq <= cursor else [])
                cursor = seq
                seen[card_id] = body
            if last and not page:
                return

    threads = [threading.Thread(target=work, args=(number,)) for number in range(writers)]
    reader = threading.Thread(target=read)
    for thread in (*threads, reader):
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    finished.set()
    reader.join(PATIENCE)
    with engine.connect() as connection:
        truth = {card_id: body for _, card_id, body in after(connection, "330", 0)}
    assert backwards == []
    assert seen == truth


def read_beside_two_writers(
    engine: Engine, put: Callable[[Connection, str], None], places: Callable[[Connection, int], list[int]]
) -> list[int]:
    """Let a second writer commit before the first if it can; return the places that a reader saw from first to last.

    `put` writes one row of a name, `places` gives the places after a cursor.
    """
    second_done = threading.Event()

    def second() -> None:
        with write(engine) as connection:
            put(connection, "second")
        second_done.set()

    thread = threading.Thread(target=second)
    with write(engine) as first:
        put(first, "first")
        thread.start()
        second_done.wait(0.3)  # long enough to overtake; a writer that waits for the first never does
        with engine.connect() as connection:
            seen = places(connection, 0)
    thread.join(PATIENCE)
    assert second_done.is_set()
    with engine.connect() as connection:
        return seen + places(connection, max(seen, default=0))


def test_a_place_from_the_store_s_row_cannot_be_overtaken(two_stores: Engine) -> None:
    def put(connection: Connection, name: str) -> None:
        publish(connection, [publication(name, name, "330")])

    def places(connection: Connection, cursor: int) -> list[int]:
        return [seq for seq, _, _ in after(connection, "330", cursor)]

    assert read_beside_two_writers(two_stores, put, places) == [1, 2]


def test_control_a_place_from_one_counter_for_all_writers_loses_a_row(two_stores: Engine) -> None:
    if two_stores.dialect.name == "sqlite":
        return  # one writer at a time: there is nobody to overtake
    with write(two_stores) as connection:
        connection.execute(text("create table line (place bigserial primary key, name text)"))

    def put(connection: Connection, name: str) -> None:
        connection.execute(text("insert into line (name) values (:name)"), {"name": name})

    def places(connection: Connection, cursor: int) -> list[int]:
        rows = connection.execute(text("select place from line where place > :c order by place"), {"c": cursor})
        return list(rows.scalars())

    assert read_beside_two_writers(two_stores, put, places) == [2], "the first writer's row was never seen"
