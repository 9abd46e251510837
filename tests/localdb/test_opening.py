"""Opening the files: newer ones refused, damaged ones set aside, what staff did rescued."""

from __future__ import annotations

import random
import shutil
import sqlite3
import stat
from pathlib import Path

import pytest

from app.domain.commands import AddNote, Register, Seat
from app.domain.faults import Refused, Unknown
from app.localdb import outbox, settings
from app.localdb.board import board
from app.localdb.checkup import Health, check_local
from app.localdb.database import Database
from app.localdb.lane import Lane
from app.localdb.layout import LOCAL_VERSION, OUTBOX_COLUMNS
from app.localdb.migrations import local
from app.localdb.reader import open_reader
from tests.kit.desk import NOW, acts, arrival, entry, guest, opened, stand_at, take_in


def busy_desk(data: Path, parties: int = 60) -> None:
    """A desk with cards from HQ and a full outbox, closed properly."""
    with opened(data) as lane:
        lane.submit(stand_at, "e:1").result(10)
        lane.submit(take_in, entry(guest("g", "王芳")), entry(arrival("a", "g"))).result(10)
        for number in range(parties):
            acts(lane, Register(arrival_id=f"a{number}", guest_id=f"g{number}", name=f"客人{number}", note="靠窗" * 20))
        lane.submit(settings.write, "language", "en").result(10)


def keys(data: Path) -> list[str]:
    db = open_reader(data)
    try:
        return [row.key for row in (*outbox.waiting(db), *outbox.parked(db))]
    finally:
        db.connection.close()


def test_files_are_for_this_user_only(tmp_path: Path) -> None:
    data = tmp_path / "deep" / "desk"
    with opened(data) as lane:
        acts(lane, Register(arrival_id="a1", guest_id="g1"))
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in data.iterdir()}
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert {name for name, mode in modes.items() if mode != 0o600} == set()
    assert {"local.db", "local.db-wal", "cache.db", "cache.db-wal"} <= modes.keys()


def test_the_version_counts_the_migrations_and_the_columns_are_as_the_rescue_reads_them(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        assert len(local._migrations) == LOCAL_VERSION
        assert lane.submit(Database.value, "pragma user_version").result(10) == LOCAL_VERSION
        columns = lane.submit(Database.rows, "select name from pragma_table_info('outbox')").result(10)
        assert tuple(row[0] for row in columns) == OUTBOX_COLUMNS


def test_a_newer_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    data = tmp_path / "desk"
    busy_desk(data, 3)
    with sqlite3.connect(data / "local.db") as connection:
        connection.execute(f"pragma user_version={LOCAL_VERSION + 1}")
    connection.close()
    before = (data / "local.db").read_bytes()
    lane = Lane(data)
    with pytest.raises(Refused, match="newer") as refused:
        lane.start().result(10)
    assert refused.value.code == "localdb_newer"
    lane.close()
    assert (data / "local.db").read_bytes() == before
    with pytest.raises(Refused, match="newer"):
        open_reader(data)


def test_an_older_file_is_copied_then_migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "desk"
    busy_desk(data, 3)
    from app.localdb import opening

    local(name="m999_test")(lambda db: db.execute("create table later (x)") and None)
    try:
        monkeypatch.setattr(opening, "LOCAL_VERSION", LOCAL_VERSION + 1)
        with opened(data) as lane:
            assert lane.report.migrated_from == LOCAL_VERSION
            assert lane.submit(Database.value, "select count(*) from later").result(10) == 0
            assert lane.submit(outbox.counts).result(10).waiting == 3
    finally:
        local._migrations.pop()
    copy = data / f"local.db.before-v{LOCAL_VERSION + 1}"
    with sqlite3.connect(copy) as connection:
        assert connection.execute("select count(*) from outbox").fetchone() == (3,)
    connection.close()


def header(content: bytearray) -> None:
    content[:4096] = b"\xff" * 4096


def text(content: bytearray) -> None:
    content[:100] = b"this is no database".ljust(100)


def schema(content: bytearray) -> None:
    content[100:2000] = bytes(1900)


@pytest.mark.parametrize("harm", [header, text, schema])
def test_a_damaged_file_is_set_aside_and_every_command_is_rescued(tmp_path: Path, harm: object) -> None:
    data = tmp_path / "desk"
    busy_desk(data)
    before = keys(data)
    content = bytearray((data / "local.db").read_bytes())
    assert callable(harm)
    harm(content)
    (data / "local.db").write_bytes(content)
    with opened(data) as lane:
        assert lane.report.rescued == len(before) == 60
        (aside,) = lane.report.set_aside
        assert aside.read_bytes() == bytes(content)
        found = lane.submit(board, NOW).result(10)
        assert len(found.board) == 61
    assert keys(data) == before


@pytest.mark.parametrize("seed", range(12))
def test_one_damaged_page_costs_at_most_what_was_on_it(tmp_path: Path, seed: int) -> None:
    data = tmp_path / "desk"
    busy_desk(data)
    before = keys(data)
    dice = random.Random(seed)
    content = bytearray((data / "local.db").read_bytes())
    page = dice.randrange(1, len(content) // 4096)
    for place in range(page * 4096, page * 4096 + 4096):
        content[place] = dice.randrange(256)
    (data / "local.db").write_bytes(content)
    (data / "running").write_text("1\n")  # as after a power cut
    with opened(data) as lane:
        assert lane.report.unclean
        acts(lane, Seat(arrival_id="a", table="A1"))
    after = keys(data)
    assert [key for key in after if key in before] == [key for key in before if key in after]
    assert len(set(after) & set(before)) >= len(before) - 25


def test_commands_that_are_still_in_the_log_are_rescued_too(tmp_path: Path) -> None:
    data = tmp_path / "desk"
    busy_desk(data, 20)
    with opened(data) as lane:
        acts(lane, Register(arrival_id="late", guest_id="late", name="后来"))
        wal, main = (data / "local.db-wal").read_bytes(), bytearray((data / "local.db").read_bytes())
    assert wal
    for side in ("local.db-wal", "local.db-shm"):
        (data / side).unlink(missing_ok=True)
    main[:4096] = bytes(4096)
    (data / "local.db").write_bytes(main)
    (data / "local.db-wal").write_bytes(wal)
    with opened(data) as lane:
        rows = lane.submit(outbox.waiting).result(10)
    assert {"late", *(f"a{n}" for n in range(20))} == {row.arrival_id for row in rows}


@pytest.mark.parametrize("gone", [False, True])
def test_commands_in_the_log_of_a_file_that_lost_everything_are_rescued(tmp_path: Path, gone: bool) -> None:
    data = tmp_path / "desk"
    with opened(tmp_path / "running") as lane:
        acts(lane, *(Register(arrival_id=f"a{n}", guest_id=f"g{n}", name="客人") for n in range(9)))
        data.mkdir()
        shutil.copy(tmp_path / "running" / "local.db-wal", data)
    if not gone:
        (data / "local.db").touch()
        with pytest.raises(sqlite3.DatabaseError, match="empty"):
            open_reader(data)
    assert check_local(data).health is Health.DAMAGED, "whoever looks in deletes nothing"
    lane = Lane(data)
    assert lane.start().result(10).rescued == 9
    assert [row.arrival_id for row in lane.submit(outbox.waiting).result(10)] == [f"a{n}" for n in range(9)]
    assert lane.close()


def test_a_row_that_cannot_be_read_any_more_is_kept_with_its_reason(tmp_path: Path) -> None:
    data = tmp_path / "desk"
    with opened(data) as lane:
        acts(lane, Register(arrival_id="a1", guest_id="g1"), AddNote(guest_id="g1", note_id="n1", text="好"))
        lane.submit(
            Database.execute, "update outbox set body = '{broken' where guest_id = 'g1' and kind = 'guest.note'"
        ).result(10)
    content = bytearray((data / "local.db").read_bytes())
    header(content)
    (data / "local.db").write_bytes(content)
    with opened(data) as lane:
        (parked,) = lane.submit(outbox.parked).result(10)
        assert (parked.code, parked.body) == ("rescued_unreadable", "{broken")
        assert lane.submit(outbox.counts).result(10).waiting == 1


def test_a_rescue_that_was_cut_off_is_finished(tmp_path: Path) -> None:
    """The new file is complete, the damaged one has gone aside, and the power went before the last rename."""
    data = tmp_path / "desk"
    busy_desk(data, 5)
    before = keys(data)
    (data / "local.db").rename(data / "local.db.new")
    with opened(data):
        pass
    assert keys(data) == before


def test_damage_met_while_working_is_mended_and_the_click_still_counts(tmp_path: Path) -> None:
    data = tmp_path / "desk"
    with opened(data) as lane:
        lane.submit(stand_at, "e:1").result(10)
        cards = [entry(guest(f"g{n}", "王芳", f"138{n:08d}")) for n in range(2000)]
        lane.submit(take_in, *cards).result(10)

        def harm(db: Database) -> None:
            db.execute("pragma cache.wal_checkpoint(truncate)")
            size = (db.data / "cache.db").stat().st_size
            with open(db.data / "cache.db", "r+b") as file:
                file.seek(4096)
                file.write(b"\x77" * (size - 4096))
            db.execute("pragma cache.shrink_memory")
            db.execute("detach database cache")
            db.execute("attach database ? as cache", (str(db.data / "cache.db"),))

        lane.submit_bare(harm).result(10)
        changes = acts(lane, Register(arrival_id="a1", guest_id="g1", name="王芳"))
        assert changes.board["a1"].sending == 1
        assert list(data.glob("cache.db.corrupt-*"))


@pytest.mark.parametrize("content", [b"", b"rubbish" * 1000, None])
def test_a_cache_that_cannot_be_used_is_replaced_by_an_empty_one_and_nothing_staff_did_is_lost(
    tmp_path: Path, content: bytes | None
) -> None:
    data = tmp_path / "desk"
    busy_desk(data, 4)
    (data / "cache.db").unlink()
    if content is not None:
        (data / "cache.db").write_bytes(content)
    with opened(data) as lane:
        found = lane.submit(board, NOW).result(10)
        assert sorted(found.board) == ["a0", "a1", "a2", "a3"]
        assert bool(list(data.glob("cache.db.corrupt-*"))) == (content == b"rubbish" * 1000)


def test_a_cache_of_another_layout_is_thrown_away(tmp_path: Path) -> None:
    data = tmp_path / "desk"
    busy_desk(data, 1)
    with sqlite3.connect(data / "cache.db") as connection:
        connection.execute("update meta set value = '999' where key = 'layout'")
    connection.close()
    with opened(data) as lane:
        assert lane.submit(Database.value, "select count(*) from cache.guests").result(10) == 0
        assert lane.submit(Database.value, "select value from cache.meta where key = 'cursor'").result(10) is None


def test_a_reader_sees_what_the_running_desk_wrote_and_says_so_where_there_is_none(tmp_path: Path) -> None:
    data = tmp_path / "desk"
    with pytest.raises(Unknown, match="no desk"):
        open_reader(data)
    with opened(data) as lane:
        acts(lane, Register(arrival_id="a1", guest_id="g1"))
        assert len(keys(data)) == 1
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            open_reader(data).execute("delete from outbox")
    (data / "cache.db").unlink()
    db = open_reader(data)
    assert list(board(db, NOW).board) == ["a1"]
    db.connection.close()
