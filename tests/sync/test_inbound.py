"""HQ's news in the cache: the same cards come out, however the pages are cut, repeated or shuffled."""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw

from app.domain.arrivals import ArrivalState
from app.domain.commands import Seat
from app.domain.faults import Conflict
from app.domain.tables import StoreCard
from app.localdb import cursors, digest
from app.localdb.board import board
from app.localdb.database import Database
from app.localdb.guests import find
from app.localdb.layout import CACHE_EXTRA
from app.localdb.migrations import local
from app.localdb.rows import tables
from app.sync import inbound
from app.wire.pages import FeedEntry
from app.wire.snapshot import INDEXES, TABLES
from tests.kit.desk import NOW, STORE, acts, arrival, entry, feed, gone, guest, opened, stand_at, take_in


@contextmanager
def memory() -> Iterator[Database]:
    """Both files in memory: the same tables, no disk."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("attach database ':memory:' as cache")
    for statement in (TABLES + INDEXES + CACHE_EXTRA).split(";"):
        if statement.strip():
            connection.execute(re.sub(r"(table|index)( if not exists)? ", r"\1 cache.", statement, count=1))
    db = Database(connection, Path())
    local.apply(tables(db))
    try:
        yield db
    finally:
        connection.close()


def test_cards_and_cursor_move_together_and_whole_cards_come_back(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        lane.submit(stand_at, "e:1").result(10)
        page = feed(entry(guest("g1", "王芳")), entry(arrival("a1", "g1"), accepted_us=77), cursor="e:3")
        changes = lane.submit(inbound.apply, page, after="e:1", now=NOW).result(10)
        known = changes.board["a1"].guest
        assert known is not None
        assert known.name == "王芳"
        assert changes.accepted == {"a1": 77}
        assert list(changes.guests) == ["g1"]
        assert changes.tables is None
        assert lane.submit(cursors.cursor).result(10) == "e:3"


def test_a_page_that_does_not_begin_where_the_cache_stands_is_not_applied(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        lane.submit(stand_at, "e:5").result(10)
        page = feed(entry(guest("g1", "旧")), cursor="e:3")
        with pytest.raises(Conflict):
            lane.submit(inbound.apply, page, after="e:1", now=NOW).result(10)
        assert lane.submit(cursors.cursor).result(10) == "e:5"
        assert lane.submit(find, "旧").result(10) == []


def test_a_card_whose_guest_changed_comes_back_too(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        lane.submit(take_in, entry(guest("g1", "王芳")), entry(arrival("a1", "g1")), entry(arrival("a2"))).result(10)
        changes = lane.submit(take_in, entry(guest("g1", "王芳", visits=7), version=2, accepted_us=5)).result(10)
        assert list(changes.board) == ["a1"]
        known = changes.board["a1"].guest
        assert known is not None
        assert known.visits == 7
        assert changes.accepted == {"a1": 5}


def test_an_older_version_changes_nothing_also_after_the_card_is_gone(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        lane.submit(take_in, entry(arrival("a1", ticket_no="new"), version=5)).result(10)
        changes = lane.submit(take_in, entry(arrival("a1", ticket_no="old"), version=4)).result(10)
        assert changes.board == {}
        assert lane.submit(board, NOW).result(10).board["a1"].arrival.ticket_no == "new"
        assert lane.submit(take_in, gone("arrival", "a1", 6)).result(10).gone == {"a1"}
        lane.submit(take_in, entry(arrival("a1"), version=5)).result(10)
        assert lane.submit(board, NOW).result(10).board == {}
        lane.submit(take_in, entry(arrival("a1"), version=7)).result(10)
        assert list(lane.submit(board, NOW).result(10).board) == ["a1"]


def test_unsent_commands_stay_on_the_card_that_hq_changed(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        lane.submit(take_in, entry(arrival("a1"))).result(10)
        acts(lane, Seat(arrival_id="a1", table="A1"))
        changes = lane.submit(take_in, entry(arrival("a1", ticket_no="B7"), version=2)).result(10)
        card = changes.board["a1"]
        assert (card.arrival.ticket_no, card.arrival.table, card.sending) == ("B7", "A1", 1)
        assert card.arrival.state is ArrivalState.SEATED


def test_a_kind_of_a_newer_hq_and_a_card_that_cannot_be_read_stop_nothing(tmp_path: Path) -> None:
    bad = FeedEntry(kind="arrival", id="bad", version=1, raw=Raw(b'{"state": "flying"}'))
    odd = FeedEntry(kind="guest", id="odd", version=1, raw=Raw(b'["no card"]'))
    new = FeedEntry(kind="hologram", id="h1", version=1, raw=Raw(b'{"x": 1}'))
    with opened(tmp_path / "desk") as lane:
        lane.submit(stand_at, "e:1").result(10)
        page = feed(bad, odd, new, entry(arrival("a1")), cursor="e:5")
        changes = lane.submit(inbound.apply, page, after="e:1", now=NOW).result(10)
        assert list(changes.board) == ["a1"]
        flags = lane.submit(Database.rows, "select kind, id, reason <> '' from cache.desk_flags").result(10)
        assert sorted(flags) == [("arrival", "bad", 1), ("guest", "odd", 1)]
        kept = lane.submit(Database.rows, "select kind, body from cache.cards where kind = 'hologram'").result(10)
        assert kept == [("hologram", '{"x": 1}')]
        sums = digest.Sums()
        for held in (bad, odd, new, entry(arrival("a1"))):
            sums.add(held.kind, held.id, (held.body or b"").decode())
        assert lane.submit(digest.digest).result(10) == sums.digest("e:5"), "also what cannot be read is compared"
        mended = entry(arrival("bad"), version=2)
        changes = lane.submit(take_in, mended).result(10)
        assert list(changes.board) == ["bad"]
        assert lane.submit(Database.rows, "select kind from cache.desk_flags").result(10) == [("guest",)]


def test_tables_staff_and_store_come_whole_where_one_of_them_changed(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        changes = lane.submit(take_in, entry(StoreCard(store_id=STORE, name="湖滨店"))).result(10)
        assert changes.store is not None
        assert changes.store.name == "湖滨店"
        assert (changes.tables, changes.staff) == (None, None)


def histories() -> st.SearchStrategy[list[FeedEntry]]:
    """Every version of some cards, oldest first, as HQ's feed knew them in turn."""

    def build(steps: list[tuple[str, str, bool]]) -> list[FeedEntry]:
        versions: dict[tuple[str, str], int] = {}
        entries = []
        for kind, name, leaves in steps:
            version = versions[kind, name] = versions.get((kind, name), 0) + 1
            if leaves:
                entries.append(gone(kind, name, version))
            elif kind == "guest":
                entries.append(entry(guest(name, f"客人{version}", f"1380000{version:04d}"), version))
            else:
                entries.append(entry(arrival(name, "g1", ticket_no=str(version)), version))
        return entries

    step = st.tuples(st.sampled_from(["guest", "arrival"]), st.sampled_from(["g1", "g2", "x1", "x2"]), st.booleans())
    return st.lists(step, min_size=1, max_size=25).map(build)


@given(histories(), st.randoms(use_true_random=False), st.data())
def test_the_cache_equals_the_feed_however_pages_are_cut_repeated_and_shuffled(
    history: list[FeedEntry], dice: random.Random, data: st.DataObject
) -> None:
    newest: dict[tuple[str, str], FeedEntry] = {(held.kind, held.id): held for held in history}
    sums = digest.Sums()
    for held in newest.values():
        if held.body is not None:
            sums.add(held.kind, held.id, held.body.decode())
    delivered = history + data.draw(st.lists(st.sampled_from(history), max_size=10))
    dice.shuffle(delivered)
    with memory() as db:
        cursors.move(db, "e:1")
        while delivered:
            size = data.draw(st.integers(1, 5))
            inbound.write(db, delivered[:size], now=NOW)
            delivered = delivered[size:]
        assert digest.digest(db) == sums.digest("e:1")
        open_cards = {held.id for held in newest.values() if held.kind == "arrival" and held.body is not None}
        assert set(board(db, NOW).board) == open_cards
