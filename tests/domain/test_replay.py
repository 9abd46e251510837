"""Commands on cards: what they change, that repeating them changes nothing, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.arrivals import ArrivalCard, ArrivalState
from app.domain.commands import (
    KINDS,
    Acknowledge,
    AddNote,
    AddTaste,
    Command,
    DropTaste,
    KeepCode,
    KeepGroup,
    MarkLeft,
    MarkLost,
    MarkNoShow,
    MergeGuests,
    RecordPrint,
    Register,
    Reopen,
    ReopenConflict,
    RetireCode,
    RevealPhone,
    Seat,
    SettleConflict,
    UnmergeGuests,
    kind_of,
)
from app.domain.conflicts import Decision
from app.domain.faults import Refused, Unknown
from app.domain.guests import GuestCard
from app.domain.printed import PrintedKind
from app.domain.prints import PrintedPiece
from app.domain.replay import Deed, replay
from app.domain.tastes import Taste, TasteKind, TasteSource

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
DEED = Deed(at=NOON, day=date(2026, 11, 20), author="李娜", store_id="s")
WAITING = ArrivalCard(
    arrival_id="a", store_id="s", guest_id="g", state=ArrivalState.WAITING, state_at=NOON - timedelta(minutes=9),
    arrived_at=NOON - timedelta(minutes=9), ticket_no="A01", vip=True,
)  # fmt: skip
GUEST = GuestCard(
    guest_id="g",
    name="王芳",
    tastes=(Taste(tag="羊肉", kind=TasteKind.LIKES, source=TasteSource.DISHES, date=date(2026, 11, 1), hits=3, of=4),),
)

COMMANDS: list[Command] = [
    Acknowledge(arrival_id="a"),
    Seat(arrival_id="a", table="12"),
    MarkNoShow(arrival_id="a"),
    MarkLeft(arrival_id="a"),
    Reopen(arrival_id="a", state=ArrivalState.WAITING),
    Register(arrival_id="a", guest_id="g", name="王芳", phone="138 0000 7719"),
    AddNote(guest_id="g", note_id="n1", text="靠窗，不要香菜，花生过敏"),
    AddTaste(guest_id="g", tag="花生", kind=TasteKind.ALLERGY),
    AddTaste(guest_id="g", tag="花生", kind=TasteKind.LESS, corrects=True),
    DropTaste(guest_id="g", tag="羊肉"),
    RevealPhone(guest_id="g", reason="回访"),
    MergeGuests(merge_id="m", guest_id="g", other_id="h"),
    UnmergeGuests(merge_id="m", guest_id="g"),
    SettleConflict(conflict_id="c", decision=Decision.LEFT),
    ReopenConflict(conflict_id="c"),
    KeepCode(code="K7M2QX9AB4", kind=PrintedKind.TABLE, about="A12"),
    RetireCode(code="K7M2QX9AB4"),
    KeepGroup(group_id="g1", name="福利群"),
    RecordPrint(print_id="p", template="table-card", pieces=(PrintedPiece(code="K7M2QX9AB4"),)),
    MarkLost(print_id="p", code="K7M2QX9AB4"),
]


def test_every_kind_of_command_is_tried_here() -> None:
    assert {kind_of(c) for c in COMMANDS} == set(KINDS)


@given(st.lists(st.sampled_from(COMMANDS), max_size=12))
def test_replaying_a_command_twice_in_a_row_is_the_same_as_once(commands: list[Command]) -> None:
    arrival: ArrivalCard | None = WAITING
    guest: GuestCard | None = GUEST
    for command in commands:
        once = replay(command, DEED, arrival, guest)
        assert replay(command, DEED, *once) == once
        arrival, guest = once


def test_seating_and_its_undo() -> None:
    seated, _ = replay(Seat(arrival_id="a", table=" 12 "), DEED, WAITING, GUEST)
    assert seated is not None
    assert (seated.state, seated.table) == (ArrivalState.SEATED, "12")
    undone, _ = replay(Reopen(arrival_id="a", state=ArrivalState.WAITING), DEED, seated, GUEST)
    assert undone is not None
    assert (undone.state, undone.table) == (ArrivalState.WAITING, "")


def test_a_move_to_another_table_can_be_undone() -> None:
    seated, _ = replay(Seat(arrival_id="a", table="12"), DEED, WAITING, GUEST)
    moved, _ = replay(Seat(arrival_id="a", table="14"), DEED, seated, GUEST)
    back = Reopen(arrival_id="a", state=ArrivalState.SEATED, table="12")
    undone, _ = replay(back, DEED, moved, GUEST)
    assert undone is not None
    assert (undone.state, undone.table) == (ArrivalState.SEATED, "12")
    assert replay(back, DEED, undone, GUEST)[0] is undone


def test_acknowledging_keeps_the_first_name() -> None:
    first, _ = replay(Acknowledge(arrival_id="a"), DEED, WAITING, GUEST)
    assert first is not None
    assert not first.needs_acknowledgement
    later = Deed(at=NOON + timedelta(minutes=1), day=DEED.day, author="张强", store_id="s")
    second, _ = replay(Acknowledge(arrival_id="a"), later, first, GUEST)
    assert second == first


def test_what_staff_say_takes_the_place_of_what_dishes_say() -> None:
    _, guest = replay(AddTaste(guest_id="g", tag="羊肉", kind=TasteKind.AVOID), DEED, WAITING, GUEST)
    assert guest is not None
    (taste,) = guest.tastes
    assert (taste.kind, taste.source, taste.author) == (TasteKind.AVOID, TasteSource.STAFF, "李娜")


def test_a_walk_in_is_registered_and_seated_in_one_go() -> None:
    command = Register(
        arrival_id="a9", guest_id="g9", name=" 曾小舟\n", phone="+86 138-0000-4410", party_size=4, table="C03"
    )
    arrival, guest = replay(command, DEED, None, None)
    assert guest is not None
    assert (guest.name, guest.phone) == ("曾小舟", "13800004410")
    assert arrival is not None
    assert (arrival.state, arrival.table, arrival.guest_id, arrival.party_size) == (ArrivalState.SEATED, "C03", "g9", 4)


@pytest.mark.parametrize(
    "command",
    [
        Seat(arrival_id="a", table="  "),
        AddNote(guest_id="g", note_id="n", text=""),
        AddNote(guest_id="g", note_id="n", text="字" * 501),
        AddTaste(guest_id="g", tag="", kind=TasteKind.LIKES),
        AddTaste(guest_id="g", tag="字" * 13, kind=TasteKind.LIKES),
        Register(arrival_id="b", guest_id="h", phone="12"),
        RevealPhone(guest_id="g", reason=" "),
        RevealPhone(guest_id="g", reason="字" * 501),
        MergeGuests(merge_id="m", guest_id="g", other_id="g"),
        MergeGuests(merge_id="m", guest_id="g", other_id=""),
        MergeGuests(merge_id="", guest_id="g", other_id="h"),
    ],
)
def test_content_that_cannot_be_is_refused(command: Command) -> None:
    with pytest.raises(Refused):
        replay(command, DEED, WAITING, GUEST)


@pytest.mark.parametrize(
    "command",
    [
        Seat(arrival_id="x", table="1"),
        AddTaste(guest_id="x", tag="葱", kind=TasteKind.LESS),
        RevealPhone(guest_id="x", reason="回访"),
        MergeGuests(merge_id="m", guest_id="x", other_id="y"),
        UnmergeGuests(merge_id="m", guest_id="x"),
    ],
)
def test_a_card_that_is_not_there_is_unknown(command: Command) -> None:
    with pytest.raises(Unknown):
        replay(command, DEED, None, None)
