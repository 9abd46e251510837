"""The outbox: durable, ordered per subject, and nothing leaves it by itself."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.commands import AddNote, Command, Register, Seat
from app.domain.faults import Unknown
from app.localdb import aliases, outbox, turns
from app.localdb.database import Database
from app.localdb.migrations import local
from app.localdb.outbox import OutboxRow
from app.localdb.rows import tables
from tests.kit.desk import NOW, STORE


def database() -> Database:
    """An outbox in memory: the same schema, no disk."""
    db = Database(sqlite3.connect(":memory:", isolation_level=None), Path())
    local.apply(tables(db))
    return db


def put(db: Database, command: Command) -> OutboxRow:
    return outbox.add(db, command, at=NOW, author="李娜", store_id=STORE)


def register(arrival_id: str, guest_id: str) -> Register:
    return Register(arrival_id=arrival_id, guest_id=guest_id)


def note(guest_id: str, text: str = "好") -> AddNote:
    return AddNote(guest_id=guest_id, note_id=f"n-{guest_id}-{text}", text=text)


def test_a_note_about_a_guest_registered_here_follows_the_registration() -> None:
    db = database()
    put(db, register("a1", "g1"))
    assert put(db, note("g1")).subject == "a1"
    assert put(db, note("g2")).subject == "g2"
    assert put(db, Seat(arrival_id="a1", table="A1")).subject == "a1"
    assert [row.kind for row in turns.due(db, 10)] == ["arrival.register", "guest.note"]


def test_rows_that_wait_for_the_same_guest_under_another_arrival_are_held_back() -> None:
    db = database()
    first = put(db, register("a1", "g1"))
    second = put(db, register("a2", "g1"))
    assert [row.key for row in turns.due(db, 10)] == [first.key]
    outbox.settle(db, first.key, now=NOW)
    assert [row.key for row in turns.due(db, 10)] == [second.key]


def test_what_was_added_comes_back_as_it_was() -> None:
    db = database()
    added = put(db, register("a1", "g1"))
    assert outbox.waiting(db) == [added]
    assert added.command == register("a1", "g1")


def test_a_parked_row_keeps_its_reason_until_a_person_decides() -> None:
    db = database()
    row = put(db, Seat(arrival_id="a1", table="A1"))
    later = put(db, Seat(arrival_id="a1", table="A2"))
    outbox.park(db, row.key, code="table_unknown", reason="no such table", now=NOW)
    (parked,) = outbox.parked(db)
    assert (parked.code, parked.reason, parked.since) == ("table_unknown", "no such table", NOW)
    assert [due.key for due in turns.due(db, 10)] == [later.key], "one refused row does not block its subject"
    fresh = outbox.retry(db, row.key, now=NOW)
    assert fresh != row.key
    assert [due.key for due in turns.due(db, 10)] == [fresh], "it is back in its old place"
    outbox.park(db, fresh, code="table_unknown", reason="still not", now=NOW)
    outbox.discard(db, fresh, now=NOW)
    assert outbox.by_key(db, fresh).state == "discarded"
    assert outbox.counts(db).parked == 0
    for nobody in (fresh, "no such key"):
        with pytest.raises(Unknown):
            outbox.retry(db, nobody, now=NOW)


def test_a_done_row_stays_done_whatever_comes_late() -> None:
    db = database()
    row = put(db, Seat(arrival_id="a1", table="A1"))
    outbox.settle(db, row.key, now=NOW)
    outbox.park(db, row.key, code="late", reason="a repeated answer", now=NOW)
    assert outbox.by_key(db, row.key).state == "done"
    outbox.sweep(db, now=NOW + timedelta(days=29))
    assert outbox.by_key(db, row.key).state == "done"
    outbox.sweep(db, now=NOW + timedelta(days=31))
    with pytest.raises(Unknown):
        outbox.by_key(db, row.key)


def test_an_alias_reaches_what_waits_what_is_parked_and_what_comes_later() -> None:
    db = database()
    registered = put(db, register("a1", "here"))
    waiting = put(db, note("here", "等"))
    parked = put(db, note("here", "停"))
    outbox.park(db, parked.key, code="x", reason="y", now=NOW)
    outbox.settle(db, registered.key, now=NOW)
    aliases.rename(db, {"here": "there"})
    for row in (waiting, parked):
        renamed = outbox.by_key(db, row.key)
        assert (renamed.guest_id, renamed.command) == ("there", note_of(row, "there"))
    aliases.rename(db, {"there": "finally"})
    assert aliases.known_as(db, "here", "there", "other") == {"here": "finally", "there": "finally"}


def test_an_alias_passes_by_a_row_that_cannot_be_read() -> None:
    db = database()
    broken, sound = put(db, note("here", "坏")), put(db, note("here", "好"))
    db.execute("update outbox set body = '{' where key = ?", (broken.key,))
    aliases.rename(db, {"here": "there"})
    assert [row.guest_id for row in outbox.waiting(db)] == ["there", "there"]
    assert outbox.by_key(db, sound.key).command == note_of(sound, "there")


def note_of(row: OutboxRow, guest_id: str) -> AddNote:
    command = row.command
    assert isinstance(command, AddNote)
    return AddNote(guest_id=guest_id, note_id=command.note_id, text=command.text)


commands = st.one_of(
    st.builds(register, st.sampled_from("abc"), st.sampled_from("xyz")),
    st.builds(Seat, arrival_id=st.sampled_from("abc"), table=st.sampled_from(["A1", "A2"])),
    st.builds(note, st.sampled_from("xyz"), st.text("好", min_size=1, max_size=3)),
)
answers = st.sampled_from(["settled", "refused", "later", "lost"])


@given(st.lists(commands, min_size=1, max_size=25), st.data())
def test_whatever_hq_answers_each_subject_and_guest_keeps_its_order_and_everything_is_sent(
    said: list[Command], data: st.DataObject
) -> None:
    db = database()
    rows = [put(db, command) for command in said]
    position = {row.key: row.position for row in rows}
    order: list[OutboxRow] = []
    refused: set[str] = set()
    for _ in range(400):
        batch = turns.due(db, data.draw(st.integers(1, 6)))
        if not batch:
            break
        assert len({row.subject for row in batch}) == len(batch), "at most one row a subject"
        for row in batch:
            answer = data.draw(answers)
            if answer == "settled":
                outbox.settle(db, row.key, now=NOW)
                order.append(row)
            elif answer == "refused":
                outbox.park(db, row.key, code="no", reason="no", now=NOW)
                refused.add(row.key)
    for name in ("subject", "guest_id"):
        for value in {getattr(row, name) for row in rows} - {""}:
            done = [position[row.key] for row in order if getattr(row, name) == value]
            assert done == sorted(done), f"{name} {value} out of order"
    left = {row.key for row in outbox.waiting(db)}
    assert {row.key for row in order} | refused | left == set(position), "no row is lost"
    assert {row.key for row in order}.isdisjoint(refused | left)
