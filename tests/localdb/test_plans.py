"""No click and no keystroke goes through a table: not the guests', and not the rows that HQ answered long ago."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.actions.counter import perform
from app.domain.arrivals import ArrivalState
from app.domain.commands import AddNote, Command, MarkLeft, MergeGuests, Register, Reopen, RevealPhone, Seat
from app.localdb import borrowed, outbox, today, turns
from app.localdb.board import board
from app.localdb.database import Database
from app.localdb.guests import find
from app.localdb.lane import Lane
from tests.kit.desk import NOW, STORE, arrival, entry, guest, opened, stand_at, take_in

SHORT = {"tally", "newcomers", "desk_borrowed", "json_each", "s"}
"""What may be gone through: two rows, registrations as numbers, guests kept for three days, what is asked itself."""

CLICKS: list[Command] = [
    Register(arrival_id="new", guest_id="nobody", name="曾单", phone="13800004242"),
    Register(arrival_id="known", guest_id="somebody", name="王芳", phone="13800138000"),
    Seat(arrival_id="a", table="B7"),
    AddNote(guest_id="g", note_id="n1", text="靠窗"),
    RevealPhone(guest_id="g", reason="回电"),
    MarkLeft(arrival_id="a"),
    Reopen(arrival_id="a", state=ArrivalState.SEATED, table="B7"),
    MergeGuests(merge_id="m", guest_id="g", other_id="h"),
]


@pytest.fixture
def lane(tmp_path: Path) -> Iterator[Lane]:
    with opened(tmp_path / "desk") as lane:
        lane.submit(stand_at, "e:1").result(10)
        cards = guest("g", "王芳", "13800138000"), guest("h", "王方"), arrival("a", "g", table="A1")
        lane.submit(take_in, *(entry(card) for card in cards)).result(10)
        lane.submit(month).result(10)
        yield lane


def month(db: Database) -> None:
    """Much was done and confirmed, and a little was not."""
    for number in range(400):
        party = Register(arrival_id=f"a{number}", guest_id=f"g{number}", name="李娜", phone=f"1390000{number:04d}")
        outbox.add(db, party, at=NOW, author="李娜", store_id=STORE)
    for row in outbox.waiting(db)[:390]:
        outbox.settle(db, row.key, now=NOW)


def looks(db: Database) -> None:
    for query in ("王", "wang", "wf", "王f", "wangf", "138", "8000", "13800138000", "B7"):
        find(db, query, 8)
    board(db, NOW)
    today.figures(db, NOW)
    borrowed.missing(db)
    turns.due(db, 64)
    outbox.parked(db)
    outbox.sweep(db, now=NOW)


def clicks(db: Database) -> None:
    for number, command in enumerate(CLICKS):
        perform(db, command, author="李娜", now=NOW + timedelta(seconds=number))


def gone_through(db: Database, work: Callable[[Database], None]) -> dict[str, str]:
    """Return the statements of `work` that go through a table, each with SQLite's plan."""
    asked: list[str] = []
    db.connection.set_trace_callback(asked.append)
    work(db)
    db.connection.set_trace_callback(None)
    found = {}
    for sql in dict.fromkeys(asked):
        if re.match(r"select|insert|update|delete", sql):
            plan = [str(row[3]) for row in db.rows(f"explain query plan {sql}")]
            scans = {name for step in plan for name in re.findall(r"SCAN (?:\w+\.)?(\w+)", step)}
            if scans - SHORT:
                found[sql] = " | ".join(plan)
    assert len(asked) > 50
    return found


@pytest.mark.parametrize("work", [clicks, looks])
@pytest.mark.parametrize("counted", [False, True])
def test_nothing_goes_through_a_table(lane: Lane, work: Callable[[Database], None], *, counted: bool) -> None:
    if counted:  # as after `pragma optimize`, when SQLite plans by what it counted
        lane.submit_bare(Database.execute, "analyze main").result(10)
    assert lane.submit(gone_through, work).result(10) == {}
