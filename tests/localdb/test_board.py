"""The board: HQ's open arrivals of the day with this desk's unsent commands laid over them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from app.domain.arrivals import ArrivalState
from app.domain.changes import OutboxCount
from app.domain.commands import AddNote, AddTaste, MarkLeft, Register, Reopen, Seat
from app.domain.tables import StaffCard, StoreCard, TableCard
from app.domain.tastes import TasteKind
from app.localdb import outbox
from app.localdb.board import board, desk_time
from app.localdb.cursors import ClockSample, heard
from tests.kit.desk import NOW, STORE, acts, arrival, entry, gone, guest, opened, take_in


def test_the_first_board_has_everything_to_paint(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        lane.submit(
            take_in,
            entry(StoreCard(store_id=STORE, name="湖滨店")),
            *(entry(TableCard(store_id=STORE, name=name)) for name in ("A10", "A2", "A1")),
            entry(StaffCard(staff_id="s1", store_id=STORE, name="李娜")),
            entry(guest("g1", "王芳")),
            entry(arrival("a1", "g1")),
            entry(arrival("a2", state=ArrivalState.SEATED, table="A2")),
            entry(arrival("left", "g1", state=ArrivalState.LEFT)),
            entry(arrival("yesterday", at=NOW - timedelta(days=1))),
            entry(arrival("tomorrow", state=ArrivalState.RESERVED, at=NOW + timedelta(days=1))),
        ).result(10)
        found = lane.submit(board, NOW, frozenset({"a1", "stale"})).result(10)
    assert sorted(found.board) == ["a1", "a2"]
    known = found.board["a1"].guest
    assert known is not None
    assert known.name == "王芳"
    assert found.board["a2"].guest is None
    assert found.gone == {"stale"}
    assert found.guests == {"g1": known}
    assert found.store is not None
    assert found.store.name == "湖滨店"
    assert [table.name for table in found.tables or ()] == ["A1", "A2", "A10"]
    assert [person.name for person in found.staff or ()] == ["李娜"]
    assert found.outbox == OutboxCount()


def test_the_day_is_cut_at_four_in_the_stores_morning(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        late = NOW.replace(hour=18)  # two in the morning in Shanghai
        lane.submit(take_in, entry(arrival("a1", at=late))).result(10)
        assert list(lane.submit(board, late + timedelta(minutes=90)).result(10).board) == ["a1"]
        assert list(lane.submit(board, late + timedelta(minutes=150)).result(10).board) == []


def test_unsent_commands_lie_over_hqs_card_in_their_order(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        lane.submit(take_in, entry(guest("g1", "王芳", visits=3, days_ago=3)), entry(arrival("a1", "g1"))).result(10)
        acts(
            lane,
            Seat(arrival_id="a1", table="A1"),
            Seat(arrival_id="a1", table="A2"),
            AddTaste(guest_id="g1", tag="花生", kind=TasteKind.ALLERGY),
            AddNote(guest_id="g1", note_id="n1", text="靠窗"),
        )
        card = lane.submit(board, NOW).result(10).board["a1"]
    assert (card.arrival.state, card.arrival.table, card.sending, card.parked) == (ArrivalState.SEATED, "A2", 4, 0)
    assert card.guest is not None
    assert [taste.tag for taste in card.guest.tastes] == ["花生"]
    assert [said.code for said in card.arrival.suggestions] == ["mind_allergy", "welcome_back"]


def test_a_parked_command_is_counted_but_not_laid_over(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        lane.submit(take_in, entry(arrival("a1"))).result(10)
        acts(lane, Seat(arrival_id="a1", table="A1"))
        (row,) = lane.submit(outbox.waiting).result(10)
        lane.submit(outbox.park, row.key, code="no", reason="no", now=NOW).result(10)
        found = lane.submit(board, NOW).result(10)
    card = found.board["a1"]
    assert (card.arrival.state, card.sending, card.parked) == (ArrivalState.WAITING, 0, 1)
    assert found.outbox == OutboxCount(waiting=0, parked=1)


def test_what_left_the_board_here_comes_back_with_an_undo_also_before_hq_knows(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        lane.submit(take_in, entry(arrival("a1", state=ArrivalState.LEFT))).result(10)
        assert lane.submit(board, NOW).result(10).board == {}
        changes = acts(lane, Reopen(arrival_id="a1", state=ArrivalState.SEATED, table="A1"))
        assert changes.board["a1"].arrival.table == "A1"
        assert list(lane.submit(board, NOW).result(10).board) == ["a1"]
        changes = acts(lane, MarkLeft(arrival_id="a1"), now=NOW + timedelta(minutes=1))
        assert changes.board == {}
        assert changes.gone == {"a1"}


def test_after_days_without_hq_the_board_is_todays(tmp_path: Path) -> None:
    yesterday, expected = NOW - timedelta(days=1), arrival("a1", state=ArrivalState.NO_SHOW)
    with opened(tmp_path / "desk") as lane:
        lane.submit(take_in, entry(replace(expected, state_at=yesterday, reserved_for=NOW))).result(10)
        acts(lane, Register(arrival_id="old", guest_id="g1"), Seat(arrival_id="old", table="A1"), now=yesterday)
        acts(lane, Reopen(arrival_id="a1", state=ArrivalState.RESERVED), now=yesterday + timedelta(minutes=1))
        acts(lane, Register(arrival_id="new", guest_id="g1"))
        found = lane.submit(board, NOW).result(10)
    assert sorted(found.board) == ["a1", "new"], "who was expected today after all, and who came today"
    assert (found.board["a1"].sending, found.board["new"].sending) == (1, 2)
    assert found.outbox == OutboxCount(waiting=4)


def test_a_command_whose_card_hq_took_away_does_not_hide_the_rest(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        lane.submit(take_in, entry(arrival("a1")), entry(arrival("a2"))).result(10)
        acts(lane, Seat(arrival_id="a1", table="A1"), Seat(arrival_id="a2", table="A2"))
        lane.submit(take_in, gone("arrival", "a1", 2)).result(10)
        found = lane.submit(board, NOW).result(10)
        assert list(found.board) == ["a2"]
        assert found.outbox == OutboxCount(waiting=2)


def test_a_registration_ties_an_old_ticket_to_its_guest(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        lane.submit(take_in, entry(arrival("a1", ticket_no="B12"))).result(10)
        acts(lane, Register(arrival_id="a1", guest_id="new", name="曾单"))
        changes = acts(lane, AddNote(guest_id="new", note_id="n1", text="靠窗"))
        assert changes.board["a1"].sending == 2
        assert changes.board["a1"].arrival.ticket_no == "B12"
        known = changes.board["a1"].guest
        assert known is not None
        assert (known.name, len(known.notes)) == ("曾单", 1)


def test_the_desks_time_goes_on_from_what_hq_said_last(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        running = ClockSample(hq=NOW, here=NOW - timedelta(days=400), speed=1.0)
        assert running.at(running.here + timedelta(minutes=5)) == NOW + timedelta(minutes=5)
        lane.submit(heard, ClockSample(hq=NOW, here=NOW, speed=600.0)).result(10)
        assert lane.submit(desk_time).result(10) == NOW, "a day lived again stands still until HQ is heard"
