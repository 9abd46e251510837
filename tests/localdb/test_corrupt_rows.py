"""One row that rotted on the disk, where SQLite cannot see it, takes nothing else with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.desk import preferences
from app.domain.commands import AddNote, Register, Seat
from app.localdb import cursors, outbox, settings, turns
from app.localdb.board import board
from app.localdb.database import Database
from app.localdb.guests import find
from app.localdb.settings import Enrolled
from app.sync import outbound
from tests.kit.desk import NOW, STORE, acts, entry, guest, opened, take_in

ROTTEN = {
    "no JSON any more": "update outbox set body = '{broken' where arrival_id = 'a1'",
    "not what a registration is": "update outbox set body = '[7]' where arrival_id = 'a1'",
    "no text any more": "update outbox set body = cast(x'7b226e616d65223a22e7ff7d' as text) where arrival_id = 'a1'",
    "no author any more": "update outbox set author = cast(x'ffff' as text) where arrival_id = 'a1'",
    "no time any more": "update outbox set at = 'x', since = 'y' where arrival_id = 'a1'",
    "a kind of a later version": "update outbox set kind = 'arrival.applaud' where arrival_id = 'a1'",
}


@pytest.mark.parametrize("rotten", ["{broken", "[7]", '"\ufffd'])
def test_a_rotten_setting_or_clock_is_as_if_it_had_never_been_set(tmp_path: Path, rotten: str) -> None:
    with opened(tmp_path / "desk") as lane:
        acts(lane, Register(arrival_id="a1", guest_id="g1", name="客人甲", phone="13800000001"))
        lane.submit(Database.execute, "update settings set value = ?", (rotten,)).result(10)
        lane.submit(Database.execute, "insert into cache.meta values ('desk_clock', ?)", (rotten,)).result(10)
        assert lane.submit(settings.enrolled).result(10) is None
        assert lane.submit(cursors.clock_sample).result(10) is None
        assert lane.submit(preferences.load).result(10) == preferences.Preferences()
        assert lane.submit(board, NOW).result(10).board.keys() == {"a1"}
        lane.submit(settings.enrol, Enrolled(hq="http://hq", store_id=STORE, device_id="d")).result(10)
        assert [row.arrival_id for row in lane.submit(turns.due, 9).result(10)] == ["a1"]


@pytest.mark.parametrize("sql", ROTTEN.values(), ids=ROTTEN)
def test_a_rotten_row_stops_no_click_no_search_and_no_sending(tmp_path: Path, sql: str) -> None:
    with opened(tmp_path / "desk") as lane:
        lane.submit(take_in, entry(guest("g9", "王芳", "13800138000"))).result(10)
        acts(lane, Register(arrival_id="a1", guest_id="g1", name="客人甲", phone="13800000001", table="A1"))
        acts(lane, Register(arrival_id="a2", guest_id="g2", name="客人乙", phone="13800000002"))
        lane.submit(Database.execute, sql).result(10)
        acts(lane, Seat(arrival_id="a2", table="A1"), AddNote(guest_id="g9", note_id="n", text="好"))
        acts(lane, Register(arrival_id="a3", guest_id="g3", name="", phone="13800000002"))
        shown = lane.submit(board, NOW).result(10).board
        assert shown["a2"].arrival.table == "A1"
        assert "a3" not in shown, "the same phone is the same guest, who is here already"
        for query, wanted in (("客人乙", "g2"), ("0002", "g2"), ("王芳", "g9"), ("A1", "g2")):
            assert wanted in {card.guest_id for card in lane.submit(find, query).result(10)}, query
        assert len(lane.submit(turns.due, 64).result(10)) == 3
        assert lane.submit(outbound.take).result(10).counts.waiting == lane.submit(outbox.counts).result(10).waiting


def test_a_rotten_card_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    rot = "update cache.guests set body = cast(x'7b22ff' as text), name = cast(x'ff' as text) where id = 'g1'"
    with opened(tmp_path / "desk") as lane:
        cards = guest("g1", "王芳", "13800138000"), guest("g2", "王小芳", "13912348000")
        lane.submit(take_in, *(entry(card) for card in cards)).result(10)
        lane.submit(Database.execute, rot).result(10)
        assert [card.guest_id for card in lane.submit(find, "8000").result(10)] == ["g2"]
        lane.submit(take_in, entry(guest("g1", "王芳", "13800138000"), 2)).result(10)
        assert [card.guest_id for card in lane.submit(find, "王芳").result(10)] == ["g1"]
