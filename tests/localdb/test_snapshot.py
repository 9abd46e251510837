"""Snapshots change places with the cache; what staff did stays; digests tell whether both sides are equal."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from app.domain.arrivals import ArrivalState
from app.domain.commands import Register
from app.domain.faults import Unavailable, Unreadable
from app.hq.work.snapshot_file import fill
from app.localdb import cursors, digest, snapshot
from app.localdb.board import board
from app.localdb.database import Database
from app.localdb.reader import open_reader
from app.wire.codec import Card, encode_card, row_hash
from app.wire.snapshot import LAYOUT
from tests.kit.desk import NOW, STORE, acts, arrival, card_id, entry, guest, opened, stand_at, take_in


def hq_snapshot(file: Path, *cards: Card, cursor: str = "e:9", store_id: str = STORE, layout: int = LAYOUT) -> Path:
    """Write a snapshot as HQ does."""
    rows = []
    for card in cards:
        kind, body = entry(card).kind, encode_card(card)
        rows.append((kind, card_id(card), 1, row_hash(kind, card_id(card), body), body.decode()))
    fill(file, [rows], {"layout": str(layout), "epoch": "e", "store_id": store_id, "cursor": cursor})
    return file


def test_a_snapshot_takes_the_caches_place_and_leaves_what_staff_did(tmp_path: Path) -> None:
    data = tmp_path / "desk"
    with opened(data) as lane:
        lane.submit(stand_at, "old:1").result(10)
        lane.submit(take_in, entry(guest("g1", "旧")), entry(arrival("a1", "g1")), entry(arrival("a2"))).result(10)
        acts(lane, Register(arrival_id="walk-in", guest_id="new", name="曾单"))
        cards: list[Card] = [
            guest("g1", "新"),
            arrival("a1", "g1"),
            arrival("a3", state=ArrivalState.SEATED, table="B1"),
        ]
        file = hq_snapshot(data / "snapshot.db", *cards)
        assert snapshot.prepare(file, STORE) == "e:9"
        reader = open_reader(data)
        before = reader.rows("select id from cache.guests")
        changes = lane.submit_bare(snapshot.install, file, NOW).result(10)
        assert reader.rows("select id from cache.guests") == before
        reader.connection.close()
        assert sorted(changes.board) == ["a1", "a3", "walk-in"]
        assert changes.gone == {"a2"}
        known = changes.board["a1"].guest
        assert known is not None
        assert known.name == "新"
        assert lane.submit(cursors.cursor).result(10) == "e:9"
        assert not file.exists()
        lane.submit(take_in, entry(arrival("a4"))).result(10)
    with opened(data) as lane:
        assert sorted(lane.submit(board, NOW).result(10).board) == ["a1", "a3", "a4", "walk-in"]


def test_a_swap_that_fails_leaves_a_cache_to_work_with(tmp_path: Path) -> None:
    data = tmp_path / "desk"
    with opened(data) as lane:
        lane.submit(take_in, entry(arrival("a1"))).result(10)
        acts(lane, Register(arrival_id="walk-in", guest_id="new", name="曾单"))
        with pytest.raises(Unavailable):
            lane.submit_bare(snapshot.install, data / "not there", NOW).result(10)
        assert "walk-in" in lane.submit(board, NOW).result(10).board
        lane.submit_bare(Database.execute, "detach database cache").result(10)
        assert "walk-in" in lane.submit(board, NOW).result(10).board, "attached again with the next job"


def test_the_cache_of_another_store_is_dropped_and_what_staff_did_stays(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        lane.submit(take_in, entry(arrival("a1"))).result(10)
        acts(lane, Register(arrival_id="walk-in", guest_id="new", name="曾单"))
        changes = lane.submit_bare(snapshot.drop, NOW).result(10)
        assert list(changes.board) == ["walk-in"]
        assert changes.gone == {"a1"}
        assert lane.submit(cursors.cursor).result(10) is None


def test_an_unreadable_arrival_in_a_snapshot_is_flagged_and_stops_nothing(tmp_path: Path) -> None:
    data = tmp_path / "desk"
    with opened(data) as lane:
        file = hq_snapshot(data / "snapshot.db", arrival("a1"))
        with contextlib.closing(sqlite3.connect(file)) as connection:
            connection.execute("insert into cards values ('arrival', 'bad', 1, 0, '{\"state\":\"flying\"}')")
            connection.execute("insert into cards values ('drone', 'd1', 1, 0, '{}')")
            connection.commit()
        snapshot.prepare(file, STORE)
        changes = lane.submit_bare(snapshot.install, file, NOW).result(10)
        assert list(changes.board) == ["a1"]
        flags = lane.submit(Database.rows, "select kind, id from cache.desk_flags").result(10)
        assert flags == [("arrival", "bad")]


@pytest.mark.parametrize(
    ("how", "code"),
    [("other store", "snapshot_store"), ("other layout", "snapshot_layout"), ("damaged", "snapshot_damaged"),
     ("rubbish", "snapshot_damaged"), ("no cursor", "snapshot_damaged")],
)  # fmt: skip
def test_a_snapshot_that_does_not_fit_is_not_prepared(tmp_path: Path, how: str, code: str) -> None:
    cards = [guest(f"g{n}", "王芳", f"138{n:08d}") for n in range(500)]
    file = hq_snapshot(
        tmp_path / "snapshot.db",
        *cards,
        store_id="other" if how == "other store" else STORE,
        layout=LAYOUT + 1 if how == "other layout" else LAYOUT,
        cursor="" if how == "no cursor" else "e:9",
    )
    if how == "damaged":
        content = bytearray(file.read_bytes())
        content[8192 : len(content) - 8192] = b"\x55" * (len(content) - 16384)
        file.write_bytes(content)
    if how == "rubbish":
        file.write_bytes(b"<html>502 Bad Gateway</html>")
    with pytest.raises(Unreadable) as wrong:
        snapshot.prepare(file, STORE)
    assert wrong.value.code == code


def test_equal_cards_have_equal_digests_and_one_changed_byte_shows(tmp_path: Path) -> None:
    cards: list[Card] = [guest(f"g{n}", f"客人{n}", f"138{n:08d}") for n in range(2500)]
    cards += [arrival(f"a{n}", f"g{n}") for n in range(300)]
    sums = digest.Sums()
    for card in cards:
        sums.add(entry(card).kind, card_id(card), encode_card(card).decode())
    with opened(tmp_path / "desk") as lane:
        with pytest.raises(Unavailable):
            lane.submit(digest.digest).result(10)
        lane.submit(stand_at, "e:1").result(10)
        lane.submit(take_in, *(entry(card) for card in reversed(cards))).result(10)
        ours = lane.submit(digest.digest).result(10)
        assert ours == sums.digest("e:1")
        assert (ours.rows, len(ours.buckets)) == (2800, 256)
        lane.submit(Database.execute, "update cache.guests set body = replace(body, '客人7\"', '客人八\"')").result(10)
        damaged = lane.submit(digest.digest).result(10)
    assert sum(a != b for a, b in zip(ours.buckets, damaged.buckets, strict=True)) in (1, 2)
