"""A desk that is brought up to date over a full outbox: what waits, what is parked, and how it is found."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.changes import OutboxCount
from app.domain.commands import Register, Seat, kind_of
from app.domain.ids import new_id
from app.localdb import outbox, settings, turns
from app.localdb.database import Database
from app.localdb.guests import find
from app.localdb.layout import LOCAL_VERSION
from app.localdb.migrations import local
from app.localdb.reader import open_reader
from app.localdb.rows import tables
from app.localdb.settings import Enrolled
from app.wire.codec import encode_command
from tests.kit.desk import NOW, STORE, opened

OLDER = {1: "m002_waiting_by_kind", 2: "m003_counted_and_found_in_place"}
"""The versions that were in the world, each with the first migration that it did not have."""


def older_desk(data: Path, version: int) -> list[str]:
    """Leave the outbox of an older desk in `data`; return its keys in order: one done, three waiting, one parked."""
    data.mkdir()
    with closing(sqlite3.connect(data / "local.db", isolation_level=None)) as connection:
        db = Database(connection, data)
        local.apply(tables(db), stop_before=OLDER[version])
        connection.execute(f"pragma user_version={version}")
        settings.enrol(db, Enrolled(hq="http://127.0.0.1:9", store_id=STORE, device_id="device-1"))
        return [
            _old_row(db, Register(arrival_id="a0", guest_id="g0", name="李娜"), "done"),
            _old_row(db, Register(arrival_id="a1", guest_id="g1", name="曾单", phone="138 0000 4242"), "waiting"),
            _old_row(db, Seat(arrival_id="a1", table="C3"), "waiting"),
            _old_row(db, Register(arrival_id="a2", guest_id="g2", name="王芳"), "waiting"),
            _old_row(db, Seat(arrival_id="a2", table="Z9"), "parked"),
        ]


def _old_row(db: Database, command: Register | Seat, state: str) -> str:
    key, at, arrival_id = new_id(NOW), NOW.isoformat(), command.arrival_id
    guest_id = command.guest_id if isinstance(command, Register) else ""
    body = encode_command(command).decode()
    db.execute(
        "insert into outbox (key, subject, kind, arrival_id, guest_id, at, author, store_id, body, state, since)"
        " values (?, ?, ?, ?, ?, ?, '李娜', ?, ?, ?, ?)",
        (key, arrival_id, kind_of(command), arrival_id, guest_id, at, STORE, body, state, at),
    )
    return key


@pytest.mark.parametrize("version", OLDER)
def test_an_older_desk_keeps_what_is_unsent_and_finds_it(tmp_path: Path, version: int) -> None:
    data = tmp_path / "desk"
    keys = older_desk(data, version)
    with opened(data) as lane:
        assert lane.report.migrated_from == version
        assert lane.submit(outbox.counts).result(10) == OutboxCount(waiting=3, parked=1)
        assert [row.key for row in lane.submit(turns.due, 64).result(10)] == [keys[1], keys[3]]
        for query, wanted in (("zengdan", "g1"), ("4242", "g1"), ("c3", "g1"), ("王芳", "g2")):
            assert [card.guest_id for card in lane.submit(find, query).result(10)] == [wanted], query
        lane.submit(outbox.settle, keys[1], now=NOW).result(10)
        lane.submit(outbox.retry, keys[4], now=NOW).result(10)
        assert lane.submit(outbox.counts).result(10) == OutboxCount(waiting=3, parked=0)
        assert lane.submit_bare(Database.value, "pragma main.integrity_check").result(10) == "ok"
    with closing(sqlite3.connect(data / f"local.db.before-v{LOCAL_VERSION}")) as copy:
        assert copy.execute("select count(*) from outbox").fetchone() == (5,)


@pytest.mark.parametrize("version", OLDER)
def test_the_command_line_reads_an_older_desk_without_changing_it(tmp_path: Path, version: int) -> None:
    data = tmp_path / "desk"
    older_desk(data, version)
    before = (data / "local.db").read_bytes()
    db = open_reader(data)
    with closing(db.connection):
        assert outbox.counts(db) == OutboxCount(waiting=3, parked=1)
        assert [card.guest_id for card in find(db, "曾")] == ["g1"]
        assert outbox.parked(db)[0].kind == "arrival.seat"
    assert (data / "local.db").read_bytes() == before
    assert {file.name for file in data.iterdir()} == {"local.db"}


def test_a_count_is_right_whatever_happens_to_rows(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:

        def story(db: Database) -> list[tuple[int, int]]:
            told = []
            rows = [
                outbox.add(db, Seat(arrival_id="a", table="A1"), at=NOW, author="", store_id=STORE) for _ in range(3)
            ]
            told.append(outbox.counts(db))
            outbox.park(db, rows[0].key, code="no", reason="no", now=NOW)
            outbox.park(db, rows[0].key, code="no", reason="said twice", now=NOW)
            outbox.settle(db, rows[1].key, now=NOW)
            outbox.settle(db, rows[1].key, now=NOW)
            told.append(outbox.counts(db))
            outbox.discard(db, rows[0].key, now=NOW)
            db.execute("delete from outbox where key = ?", (rows[2].key,))
            told.append(outbox.counts(db))
            return [(count.waiting, count.parked) for count in told]

        assert lane.submit(story).result(10) == [(3, 0), (1, 1), (0, 0)]
