"""The ordered writer: what many callers hand in shares a commit, and nobody suffers from a neighbour."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, insert, select, text
from sqlalchemy.exc import OperationalError

from app.domain.faults import Unavailable
from app.hq.database import write
from app.hq.feed import Publication, publish
from app.hq.tables import house
from app.hq.work.events import Row, keep
from app.hq.writer import GROUP, Writer
from tests.kit.hq import found_store


class Nothing:
    """No standing work."""

    def slice(self, connection: Connection, enough: Callable[[], bool]) -> bool:
        return False


@contextmanager
def running(engine: Engine, standing: Any = None, on_commit: Any = None) -> Iterator[Writer]:
    writer = Writer(engine, keep, standing or Nothing(), *([on_commit] if on_commit else []))
    writer.start()
    try:
        yield writer
    finally:
        writer.close()


def put(key: str, value: str = "1") -> Callable[[Connection], str]:
    def work(connection: Connection) -> str:
        connection.execute(insert(house).values(key=key, value=value))
        return key

    return work


def held(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(select(house.c.key).where(house.c.key.like("k%"))).scalars())


def stall(writer: Writer) -> threading.Event:
    """Keep the writer busy until the returned event is set, so that what is handed in meanwhile shares a group."""
    begun, go_on = threading.Event(), threading.Event()

    def wait(_: Connection) -> None:
        begun.set()
        assert go_on.wait(20)

    writer.submit(wait)
    assert begun.wait(20)
    return go_on


def test_work_handed_in_together_shares_transactions(engine: Engine) -> None:
    with running(engine) as writer:
        go_on = stall(writer)
        futures = [writer.submit(put(f"k{n}")) for n in range(GROUP + 10)]
        go_on.set()
        assert [future.result(20) for future in futures] == [f"k{n}" for n in range(GROUP + 10)]
        assert writer.counts.groups == 3
        assert writer.counts.largest == GROUP
    assert len(held(engine)) == GROUP + 10


def test_an_answer_comes_after_the_commit(engine: Engine) -> None:
    with running(engine) as writer:
        for n in range(20):
            writer.submit(put(f"k{n}")).result(20)
            assert f"k{n}" in held(engine)


def test_work_that_fails_takes_nobody_with_it(engine: Engine) -> None:
    def fails(connection: Connection) -> None:
        connection.execute(insert(house).values(key="kbad", value="1"))
        raise LookupError("mine alone")

    def breaks(connection: Connection) -> None:
        connection.execute(text("insert into house (key) values ('knull')"))

    with running(engine) as writer:
        go_on = stall(writer)
        futures: list[Any] = [writer.submit(work) for work in (put("k1"), fails, put("k2"), breaks, put("k3"))]
        go_on.set()
        with pytest.raises(LookupError):
            futures[1].result(20)
        assert futures[3].exception(20) is not None
        assert [futures[n].result(20) for n in (0, 2, 4)] == ["k1", "k2", "k3"]
    assert held(engine) == {"k1", "k2", "k3"}


def test_a_group_that_cannot_be_stored_together_is_stored_one_by_one(engine: Engine) -> None:
    def row(event_id: str) -> Row:
        return Row("till", event_id, "t", 1, 1, "{}", "pending", "")

    poison = row("e2")._replace(state=None)  # type: ignore[arg-type]

    async def send(writer: Writer) -> list[Any]:
        go_on = stall(writer)
        sending = [asyncio.ensure_future(writer.keep([one])) for one in (row("e1"), poison, row("e3"))]
        await asyncio.sleep(0)
        go_on.set()
        return await asyncio.gather(*sending, return_exceptions=True)

    with running(engine) as writer:
        first, second, third = asyncio.run(send(writer))
    assert (first, third) == ([True], [True])
    assert isinstance(second, Exception)
    with engine.connect() as connection:
        assert list(connection.execute(text("select event_id from events order by 1")).scalars()) == ["e1", "e3"]


def test_a_group_that_the_engine_gave_up_is_tried_again_one_by_one(engine: Engine) -> None:
    tries = {"moody": 0, "locked": 0}

    def moody(connection: Connection) -> str:
        tries["moody"] += 1
        if tries["moody"] == 1:
            raise LookupError("the first time")
        return put("k2")(connection)

    def locked(connection: Connection) -> str:
        tries["locked"] += 1
        if tries["locked"] == 1:
            raise OperationalError("update", {}, sqlite3.OperationalError("database is locked"))
        return put("k3")(connection)

    with running(engine) as writer:
        go_on = stall(writer)
        futures = [writer.submit(work) for work in (put("k1"), moody, locked)]
        go_on.set()
        assert [future.result(20) for future in futures] == ["k1", "k2", "k3"]
    assert held(engine) == {"k1", "k2", "k3"}


def test_desks_are_told_which_feeds_moved_after_the_commit(engine: Engine) -> None:
    found_store(engine, "330")
    found_store(engine, "331")
    told: list[frozenset[str]] = []

    def news(connection: Connection) -> None:
        publish(connection, [Publication("arrival", "a1", b"{}", frozenset({"331"}))])

    with running(engine, on_commit=told.append) as writer:
        writer.submit(put("k1")).result(20)
        writer.submit(news).result(20)
    assert told == [frozenset({"331"})]


def test_standing_work_and_callers_take_turns(engine: Engine) -> None:
    """Endless standing work does not starve callers, endless callers do not starve standing work."""
    slices = 0
    seen = threading.Event()

    class Endless:
        def slice(self, connection: Connection, enough: Callable[[], bool]) -> bool:
            nonlocal slices
            while not enough():
                pass
            slices += 1
            if slices >= 5:
                seen.set()
            return True

    with running(engine, Endless()) as writer:
        done = 0
        while not seen.is_set():
            for future in [writer.submit(put(f"k{done + n}")) for n in range(40)]:
                future.result(20)
            done += 40
            assert done < 100_000
    assert len(held(engine)) == done > 0


def test_standing_work_that_fails_is_tried_again_and_harms_nobody(engine: Engine) -> None:
    class Moody:
        tries = 0

        def slice(self, connection: Connection, enough: Callable[[], bool]) -> bool:
            self.tries += 1
            connection.execute(insert(house).values(key=f"ktry{self.tries}", value="1"))
            if self.tries == 1:
                raise LookupError("not today")
            return False

    moody = Moody()
    with running(engine, moody) as writer:
        while moody.tries < 2:
            writer.submit(lambda _: None).result(20)
        writer.submit(put("k1")).result(20)
    assert held(engine) == {"ktry2", "k1"} | {f"ktry{n}" for n in range(3, moody.tries + 1)}


def test_closing_finishes_what_was_handed_in_and_refuses_more(engine: Engine) -> None:
    with running(engine) as writer:
        go_on = stall(writer)
        futures = [writer.submit(put(f"k{n}")) for n in range(50)]
        go_on.set()
        writer.close()
        assert all(future.done() for future in futures)
        assert not writer.alive
        with pytest.raises(Unavailable):
            writer.submit(put("late"))
    assert len(held(engine)) == 50


def test_a_database_that_is_locked_is_unavailable_and_comes_back(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL's writers do not lock each other out")
    event.listen(engine, "connect", lambda connection, _: connection.execute("pragma busy_timeout = 50"))
    engine.dispose()
    with running(engine) as writer:
        with write(engine):
            future = writer.submit(put("k1"))
            with pytest.raises(Unavailable):
                future.result(20)
        writer.submit(put("k2")).result(20)
    assert held(engine) == {"k2"}
