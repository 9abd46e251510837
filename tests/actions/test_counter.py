"""What staff do: rule, rows and outbox row in one transaction; usable at once, offline."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.actions.counter import discard, perform, retry
from app.domain.arrivals import ArrivalState
from app.domain.commands import (
    Acknowledge,
    AddNote,
    AddTaste,
    Command,
    DropTaste,
    MarkLeft,
    MarkNoShow,
    Register,
    Reopen,
    Seat,
)
from app.domain.faults import Conflict, Refused, Unavailable, Unknown
from app.domain.tastes import TasteKind
from app.localdb import aliases, outbox, settings
from app.localdb.lane import Lane
from app.localdb.settings import Enrolled
from tests.kit.desk import NOW, STORE, acts, arrival, entry, guest, opened, take_in


def test_each_command_writes_one_row_with_its_author_time_and_store(tmp_path: Path) -> None:
    commands: list[Command] = [
        Register(arrival_id="a1", guest_id="g1", name="王芳", phone="138 0013 8000", party_size=4),
        Acknowledge(arrival_id="a1"),
        Seat(arrival_id="a1", table="A1"),
        MarkLeft(arrival_id="a1"),
        Reopen(arrival_id="a1", state=ArrivalState.SEATED, table="A1"),
        MarkNoShow(arrival_id="a1"),
        AddNote(guest_id="g1", note_id="n1", text="靠窗"),
        AddTaste(guest_id="g1", tag="香菜", kind=TasteKind.AVOID),
        DropTaste(guest_id="g1", tag="香菜"),
    ]
    with opened(tmp_path / "desk") as lane:
        acts(lane, *commands)
        rows = lane.submit(outbox.waiting).result(10)
    assert [row.command for row in rows] == commands
    assert {(row.author, row.at, row.store_id, row.subject) for row in rows} == {("李娜", NOW, STORE, "a1")}
    assert len({row.key for row in rows}) == len(rows)


def test_a_walk_in_registered_offline_is_usable_at_once(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        changes = acts(lane, Register(arrival_id="a1", guest_id="g1", name="王芳", phone="+86 13800138000", table="A3"))
        card = changes.board["a1"]
        assert (card.arrival.state, card.arrival.table, card.sending) == (ArrivalState.SEATED, "A3", 1)
        assert card.guest is not None
        assert (card.guest.name, card.guest.phone, card.guest.is_new) == ("王芳", "13800138000", True)
        assert changes.outbox is not None
        assert changes.outbox.waiting == 1


@pytest.mark.parametrize(
    ("command", "fault"),
    [
        (Seat(arrival_id="nobody", table="A1"), Unknown),
        (AddNote(guest_id="nobody", note_id="n", text="x"), Unknown),
        (Seat(arrival_id="a1", table="  "), Refused),
        (AddNote(guest_id="g1", note_id="n", text=""), Refused),
        (AddTaste(guest_id="g1", tag="x" * 50, kind=TasteKind.LIKES), Refused),
        (Register(arrival_id="a1", guest_id="g1", phone="12"), Refused),
    ],
)
def test_a_fault_writes_nothing(tmp_path: Path, command: Command, fault: type[Exception]) -> None:
    with opened(tmp_path / "desk") as lane:
        lane.submit(take_in, entry(guest("g1", "王芳")), entry(arrival("a1", "g1"))).result(10)
        with pytest.raises(fault):
            acts(lane, command)
        assert lane.submit(outbox.counts).result(10).waiting == 0


def test_a_second_click_writes_nothing(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        lane.submit(take_in, entry(arrival("a1"))).result(10)
        acts(lane, Seat(arrival_id="a1", table="A1"))
        changes = acts(lane, Seat(arrival_id="a1", table="A1"), now=NOW + timedelta(seconds=2))
        assert changes.board["a1"].sending == 1


def test_what_staff_do_comes_after_what_the_card_shows_whatever_the_clocks_say(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        ahead = NOW + timedelta(seconds=90)
        lane.submit(take_in, entry(arrival("a1", at=ahead))).result(10)
        changes = acts(lane, Seat(arrival_id="a1", table="A1"))
        assert changes.board["a1"].arrival.state is ArrivalState.SEATED
        (row,) = lane.submit(outbox.waiting).result(10)
        assert row.at == ahead


def test_a_desk_that_belongs_nowhere_does_nothing(tmp_path: Path) -> None:
    lane = Lane(tmp_path / "desk")
    lane.start()
    with pytest.raises(Unavailable) as fault:
        lane.submit(perform, Register(arrival_id="a", guest_id="g"), author="", now=NOW).result(10)
    assert fault.value.code == "not_enrolled"
    lane.close()


def test_an_old_name_of_a_guest_still_works_on_the_screen(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        lane.submit(take_in, entry(guest("known", "王芳"))).result(10)
        lane.submit(aliases.rename, {"made-here": "known"}).result(10)
        changes = acts(lane, AddNote(guest_id="made-here", note_id="n1", text="靠窗"))
        assert [note.text for note in changes.guests["known"].notes] == ["靠窗"]


def test_retry_and_discard_of_what_hq_refused(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        lane.submit(take_in, entry(arrival("a1"))).result(10)
        acts(lane, Seat(arrival_id="a1", table="A1"))
        (row,) = lane.submit(outbox.waiting).result(10)
        lane.submit(outbox.park, row.key, code="no", reason="no", now=NOW).result(10)
        changes = lane.submit(retry, row.key, now=NOW).result(10)
        assert (changes.board["a1"].sending, changes.board["a1"].parked) == (1, 0)
        (row,) = lane.submit(outbox.waiting).result(10)
        lane.submit(outbox.park, row.key, code="no", reason="no", now=NOW).result(10)
        changes = lane.submit(discard, row.key, now=NOW).result(10)
        assert (changes.board["a1"].sending, changes.board["a1"].parked) == (0, 0)
        assert changes.board["a1"].arrival.state is ArrivalState.WAITING


def test_what_was_parked_in_another_store_is_not_sent_from_this_one(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        lane.submit(take_in, entry(arrival("a1"))).result(10)
        acts(lane, Seat(arrival_id="a1", table="A1"))
        (row,) = lane.submit(outbox.waiting).result(10)
        lane.submit(outbox.park, row.key, code="no", reason="no", now=NOW).result(10)
        moved = Enrolled(hq="http://hq.example", store_id="another", store_name="别处", device_id="d")
        lane.submit(settings.enrol, moved).result(10)
        with pytest.raises(Conflict) as wrong:
            lane.submit(retry, row.key, now=NOW).result(10)
        assert (wrong.value.code, wrong.value.facts["store"]) == ("outbox_of_store", STORE)
        assert [kept.key for kept in lane.submit(outbox.parked).result(10)] == [row.key]
        lane.submit(discard, row.key, now=NOW).result(10)
        assert lane.submit(outbox.parked).result(10) == []
