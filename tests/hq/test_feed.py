"""The feed: whole cards in order, no place lost between writers, sums that two sides can compare."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, text

from app.domain.faults import Conflict, Unknown, Unreadable
from app.hq.database import epoch, write
from app.hq.feed import Publication, publish
from app.hq.reading import Cursor, digest, feed_page, heads, read, read_cursor, signed
from app.wire.codec import bucket_of, row_hash
from tests.kit.hq import found_store


def put(engine: Engine, card_id: str, body: str | None, *store_ids: str, kind: str = "arrival") -> None:
    with write(engine) as connection:
        raw = None if body is None else body.encode()
        publish(connection, [Publication(kind, card_id, raw, frozenset(store_ids))], accepted_us=7)


def page_of(
    engine: Engine, after: Cursor | None = None, limit: int = 500, store_id: str = "330"
) -> tuple[list[str], Cursor, bool]:
    with read(engine) as connection:
        page = feed_page(connection, store_id, after, limit)
    return [f"{entry.id}={(entry.body or b'gone').decode()}" for entry in page.entries], page.cursor, page.more


@pytest.fixture
def store(engine: Engine) -> Engine:
    found_store(engine, "330", tables=(), codes=False)
    found_store(engine, "331", tables=(), codes=False)
    return engine


def test_a_page_goes_on_where_the_last_one_ended(store: Engine) -> None:
    for n in range(5):
        put(store, f"a{n}", f"{n}", "330")
    first, cursor, more = page_of(store, limit=3)
    assert (first[1:], more) == (["a0=0", "a1=1"], True)
    second, cursor, more = page_of(store, cursor)
    assert (second, more) == (["a2=2", "a3=3", "a4=4"], False)
    assert page_of(store, cursor) == ([], cursor, False)


def test_a_page_is_no_larger_than_a_desk_can_take(store: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.hq.reading.PAGE_LETTERS", 10)
    for n, size in enumerate([30, 4, 6, 5, 30, 1]):
        put(store, f"a{n}", "x" * size, "330")
    sizes, cursor, more = [], None, True
    while more:
        found, cursor, more = page_of(store, cursor)
        sizes.append([len(each) - 3 for each in found])
    assert sizes[-4:] == [[4, 6], [5], [30], [1]]


def test_a_card_that_changed_stands_once_and_as_it_is_now(store: Engine) -> None:
    put(store, "a1", "1", "330")
    _, cursor, _ = page_of(store)
    put(store, "a2", "1", "330")
    put(store, "a1", "2")
    put(store, "a1", "2")  # an equal card is no news
    put(store, "a1", "3")
    entries, cursor, _ = page_of(store, cursor)
    assert entries == ["a2=1", "a1=3"]
    put(store, "a1", None)
    entries, _, _ = page_of(store, cursor)
    assert entries == ["a1=gone"]


def test_a_store_sees_its_own_cards_and_those_that_reach_it(store: Engine) -> None:
    put(store, "g1", "1", "330", kind="guest")
    assert page_of(store, store_id="331")[0][1:] == []
    put(store, "g1", "1", "331", kind="guest")
    assert page_of(store, store_id="331")[0][1:] == ["g1=1"]
    put(store, "g1", "2", kind="guest")
    assert page_of(store)[0][1:] == page_of(store, store_id="331")[0][1:] == ["g1=2"]


def test_a_version_rises_with_every_change(store: Engine) -> None:
    versions = []
    for body in ("1", "2", None, "4"):
        put(store, "a1", body, "330")
        with read(store) as connection:
            versions.append(feed_page(connection, "330", None).entries[-1].version)
    assert versions == [1, 2, 3, 4]


def test_a_cursor_of_another_history_is_refused(store: Engine) -> None:
    _, cursor, _ = page_of(store)
    for wrong in (Cursor("other", cursor.seq), Cursor(cursor.epoch, cursor.seq + 1)):
        with pytest.raises(Conflict) as refusal:
            page_of(store, wrong)
        assert refusal.value.code == "epoch_unknown"
    with pytest.raises(Unknown):
        page_of(store, store_id="777")


@pytest.mark.parametrize("text_", ["", ":", "5", "abc:", "abc:-1", "abc:x", "abc:1e3", f"abc:{'9' * 30}", "abc:٣"])
def test_what_is_no_cursor_is_unreadable(text_: str) -> None:
    with pytest.raises(Unreadable):
        read_cursor(text_)


@given(st.text(min_size=1), st.integers(0, 10**17))
def test_a_cursor_comes_back_as_it_was(name: str, seq: int) -> None:
    assert read_cursor(str(Cursor(name, seq))) == Cursor(name, seq)


def test_heads_tell_how_far_each_feed_is(store: Engine) -> None:
    put(store, "a1", "1", "330")
    with read(store) as connection:
        assert heads(connection, ["330", "331", "777"]) == {"330": 2, "331": 1}


# --- sums ------------------------------------------------------------------------------------------------------------


def sums_of(rows: dict[tuple[str, str], bytes]) -> list[int]:
    buckets = [0] * 256
    for (kind, card_id), body in rows.items():
        hashed = row_hash(kind, card_id, body)
        buckets[bucket_of(hashed)] += hashed
    return [signed(total) for total in buckets]


def test_the_digest_sums_what_the_feed_holds(store: Engine) -> None:
    dice = random.Random(5)
    with read(store) as connection:
        (first,) = feed_page(connection, "330", None).entries
    rows = {("store", "330"): first.body or b""}
    for n in range(700):
        body = str(dice.random()).encode()
        rows["arrival", f"a{n}"] = body
    with write(store) as connection:
        reach = frozenset({"330"})
        publish(connection, [Publication(kind, name, body, reach) for (kind, name), body in rows.items()])
        gone = [f"a{n}" for n in range(0, 700, 7)]
        publish(connection, [Publication("arrival", name, None) for name in gone])
        publish(connection, [Publication("arrival", "elsewhere", b"1", frozenset({"331"}))])
    for name in gone:
        del rows["arrival", name]
    with read(store) as connection:
        found = digest(connection, "330")
        assert found.cursor == str(Cursor(epoch(connection), 1 + 700 + 100))
    assert found.rows == len(rows)
    assert found.buckets == sums_of(rows)
    assert any(total < 0 for total in found.buckets)


@given(st.lists(st.integers(-(2**63), 2**63 - 1)))
def test_a_sum_is_kept_within_64_bits(numbers: list[int]) -> None:
    found = signed(sum(numbers))
    assert -(2**63) <= found < 2**63
    assert (found - sum(numbers)) % 2**64 == 0


# --- many writers ----------------------------------------------------------------------------------------------------

WRITERS, EACH = 6, 40


def followed(
    engine: Engine,
    write_one: Callable[[Connection, str], None],
    read_after: Callable[[Connection, int], list[tuple[int, str]]],
) -> set[str]:
    """Let several writers write while one reader follows its cursor; return what the reader never saw."""
    done = threading.Event()
    dice = [random.Random(n) for n in range(WRITERS)]
    names = {f"w{writer}-{n}" for writer in range(WRITERS) for n in range(EACH)}
    seen: set[str] = set()

    def run(writer: int) -> None:
        for n in range(EACH):
            with engine.connect() as connection, connection.begin():
                write_one(connection, f"w{writer}-{n}")
                # a transaction stays open for a moment after it took its place, as real ones do
                connection.exec_driver_sql(f"select pg_sleep({dice[writer].random() * 0.004})")

    def follow() -> None:
        cursor, last_look = 0, False
        while not last_look:
            last_look = done.is_set()
            with read(engine) as connection:
                for place, name in read_after(connection, cursor):
                    cursor = place
                    seen.add(name)

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        reader = pool.submit(follow)
        writers = [pool.submit(run, writer) for writer in range(WRITERS)]
        for writer in writers:
            writer.result(60)
        done.set()
        reader.result(60)
    return names - seen


def test_no_place_is_lost_between_writers_and_a_naive_cursor_loses_some(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    found_store(engine, "330", tables=(), codes=False)

    def ours(connection: Connection, name: str) -> None:
        publish(connection, [Publication("arrival", name, b"1", frozenset({"330"}))])

    def our_news(connection: Connection, after: int) -> list[tuple[int, str]]:
        page = feed_page(connection, "330", Cursor(epoch(connection), after))
        return [(page.cursor.seq, entry.id) for entry in page.entries]

    assert followed(engine, ours, our_news) == set()

    # the control: the same with a place from a counter that all writers share
    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("create table naive (place bigserial primary key, name text)")

    def naive(connection: Connection, name: str) -> None:
        connection.execute(text("insert into naive (name) values (:name)"), {"name": name})

    def naive_news(connection: Connection, after: int) -> list[tuple[int, str]]:
        query = text("select place, name from naive where place > :after order by place")
        return [(row.place, row.name) for row in connection.execute(query, {"after": after})]

    assert followed(engine, naive, naive_news) != set(), "the naive cursor lost nothing: this test proves nothing"


def test_writers_of_many_feeds_and_of_few_never_wait_for_each_other(engine: Engine) -> None:
    names = [f"{letter}{n}" for letter in "aBcD" for n in range(3)]
    for name in names:
        found_store(engine, name, tables=(), codes=False)

    def many(turn: int) -> None:
        put(engine, f"wide{turn}", "1", *names)

    def few(turn: int) -> None:
        put(engine, f"narrow{turn}", "1", "B1", "a1", "D2")

    with ThreadPoolExecutor(4) as pool:
        written = [pool.submit(work, turn) for turn in range(12) for work in (many, few)]
        assert [each.result(20) for each in written] == [None] * 24
    with read(engine) as connection:
        ends = heads(connection, names)
        assert ends == {name: 25 if name in ("B1", "a1", "D2") else 13 for name in names}
        for name in names:
            held = feed_page(connection, name, None).entries
            assert len(held) == ends[name], "each place once"


def test_two_writers_of_one_card_leave_no_store_behind(engine: Engine) -> None:
    """While one service brings a card to a new store, another changes it: the new store must hear of the change."""
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    found_store(engine, "330", tables=(), codes=False)
    found_store(engine, "331", tables=(), codes=False)
    put(engine, "g1", "1", "330", kind="guest")
    began = threading.Event()

    def second() -> None:
        began.set()
        put(engine, "g1", "3", kind="guest")

    with ThreadPoolExecutor(1) as pool:
        with write(engine) as connection:
            publish(connection, [Publication("guest", "g1", b"2", frozenset({"331"}))])
            other = pool.submit(second)
            assert began.wait(20)
            waiting = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
            with engine.connect() as looking:
                while looking.exec_driver_sql(waiting).scalar_one() == 0:
                    looking.rollback()
        other.result(20)
    for store_id in ("330", "331"):
        entries, _, _ = page_of(engine, store_id=store_id)
        assert entries[-1] == "g1=3"
    with read(engine) as connection:
        assert heads(connection, ["331"]) == {"331": 3}
