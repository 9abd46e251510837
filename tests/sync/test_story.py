"""The desk below the screen with the real HQ in a process of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, text

from app.actions.counter import perform
from app.domain.changes import ChangeSet
from app.domain.commands import Acknowledge, AddNote, AddTaste, Command, MarkLeft, Register, Seat
from app.domain.guests import Identity
from app.domain.tastes import TasteKind
from app.hq import reading
from app.hq.database import write
from app.hq.tables import devices
from app.hq.work.enrolling import issue_code
from app.hq.work.identities import resolve_or_create
from app.localdb import cursors, digest, outbox
from app.localdb.board import board
from app.localdb.database import Database
from app.localdb.guests import find
from app.localdb.lane import Lane
from app.sync.clock import DeskClock
from app.sync.courier import Courier
from app.sync.link import LinkState, LinkWord
from app.wire.pages import Digest
from tests.kit.hq import HqProcess, Till, event, found_store, open_hq

STORE = "330"
SECONDS = 20
"""After which a story has failed; far more than it takes."""


class Office:
    """HQ with its database; may be killed and come back."""

    def __init__(self, folder: Path, clock: str = "") -> None:
        self.engine = open_hq(f"sqlite:///{folder}/hq.sqlite3")
        found_store(self.engine, STORE)
        self.till = Till(self.engine)
        self.process = HqProcess(f"sqlite:///{folder}/hq.sqlite3", clock=clock)

    def code(self) -> str:
        with write(self.engine) as connection:
            return issue_code(connection, STORE).text

    def queued(self, ticket_no: str, phone: str = "") -> None:
        identity = {"phone": phone} if phone else {}
        now = datetime.now(UTC)
        said = event("arrival.queued", now, store_id=STORE, ticket_no=ticket_no, party_size=2, identity=identity)
        self.till.send(self.process.url, [said])

    def digest(self) -> Digest:
        with reading.read(self.engine) as connection:
            return reading.digest(connection, STORE)


class Counter:
    """A desk with its courier."""

    def __init__(self, data: Path) -> None:
        self.lane = Lane(data, on_change=self._hear)
        self.lane.start().result(SECONDS)
        self.heard = threading.Condition()
        self.first: ChangeSet = self.lane.submit(board).result(SECONDS)
        self.shown = self.first
        self.links: list[LinkState] = []
        self.clock = DeskClock()
        self.courier = Courier(self.lane, clock=self.clock, on_link=self.links.append)
        self.courier.start()

    def _hear(self, changes: ChangeSet) -> None:
        if not hasattr(self, "shown"):
            return
        with self.heard:
            self.shown = self.shown.then(changes)
            self.heard.notify_all()

    def sees(self, what: Callable[[ChangeSet], bool]) -> None:
        with self.heard:
            assert self.heard.wait_for(lambda: what(self.shown), SECONDS), self.shown

    def do(self, *commands: Command) -> None:
        for command in commands:
            self.lane.submit(perform, command, author="李娜", now=self.clock.now()).result(SECONDS)
            self.courier.nudge()

    def synced(self) -> None:
        assert self.courier.wait_until_synced(SECONDS), self.courier.link

    def until(self, word: LinkWord) -> None:
        assert self.courier._shared.lamp.wait_for(lambda link: link.state is word, SECONDS), self.courier.link

    def ticket(self, ticket_no: str) -> str:
        """Wait for the card with this ticket and return its id."""
        self.sees(lambda shown: any(card.arrival.ticket_no == ticket_no for card in shown.board.values()))
        return next(name for name, card in self.shown.board.items() if card.arrival.ticket_no == ticket_no)

    def equals(self, office: Office) -> None:
        """Both sides have the same cards, by the hashes of their rows."""
        theirs = office.digest()
        until = time.monotonic() + 5
        while self.lane.submit(cursors.cursor).result(SECONDS) != theirs.cursor and time.monotonic() < until:
            with self.heard:  # not held while the lane is asked: it may have news to tell
                self.heard.wait(0.1)
        assert self.lane.submit(digest.digest).result(SECONDS) == theirs

    def close(self) -> None:
        assert self.courier.stop()
        assert self.lane.close()


@contextmanager
def story(folder: Path) -> Iterator[tuple[Office, Counter]]:
    office = Office(folder)
    with office.process as hq:
        counter = Counter(folder / "desk")
        try:
            counter.courier.enrol(hq.url, office.code(), "desk").result(SECONDS)
            counter.synced()
            yield office, counter
        finally:
            counter.close()
            office.engine.dispose()


def test_an_evening(tmp_path: Path) -> None:
    with story(tmp_path) as (office, counter):
        assert {table.name for table in counter.lane.submit(board).result(SECONDS).tables or ()} == {"A1", "A2", "A3"}
        office.queued("A01", "13800138000")
        first = counter.ticket("A01")
        office.queued("A02")
        second = counter.ticket("A02")
        guest_id = counter.shown.board[first].arrival.guest_id
        assert guest_id is not None
        counter.do(
            Acknowledge(arrival_id=first),
            Seat(arrival_id=first, table="A1"),
            AddTaste(guest_id=guest_id, tag="花生", kind=TasteKind.ALLERGY),
            Register(arrival_id=second, guest_id="made-here", name="王芳", phone="13900139000"),
            AddNote(guest_id="made-here", note_id="n1", text="靠窗"),
            MarkLeft(arrival_id=first),
        )
        counter.synced()
        counter.equals(office)
        found = counter.lane.submit(board, counter.clock.now()).result(SECONDS)
        assert list(found.board) == [second]
        assert found.board[second].sending == 0
        (known,) = counter.lane.submit(find, "9000").result(SECONDS)
        assert (known.name, [note.text for note in known.notes]) == ("王芳", ["靠窗"])
        assert counter.lane.submit(outbox.parked).result(SECONDS) == []


def test_hq_away_and_back_and_a_guest_who_turns_out_to_be_known(tmp_path: Path) -> None:
    with story(tmp_path) as (office, counter):
        with write(office.engine) as connection:  # a guest of another store: this desk holds no card
            identity = Identity(phone="13800138000")
            known = resolve_or_create(connection, identity, now=datetime.now(UTC), store_id="331", name="王小姐")
        office.process.kill9()
        counter.until(LinkWord.OFFLINE)
        counter.do(
            Register(arrival_id="walk-in", guest_id="made-here", name="王芳", phone="138 0013 8000", party_size=3),
            Seat(arrival_id="walk-in", table="A2"),
            AddNote(guest_id="made-here", note_id="n1", text="靠窗"),
        )
        assert counter.shown.board["walk-in"].sending == 3
        assert [card.guest_id for card in counter.lane.submit(find, "8000").result(SECONDS)] == ["made-here"]
        office.process.start()
        counter.synced()
        counter.equals(office)
        card = counter.shown.board["walk-in"]
        assert card.guest is not None
        assert (card.arrival.table, card.sending, card.guest.guest_id) == ("A2", 0, known)
        assert [note.text for note in card.guest.notes] == ["靠窗"]
        assert [card.guest_id for card in counter.lane.submit(find, "8000").result(SECONDS)] == [known]


def test_a_guest_who_is_here_already_gets_no_second_card(tmp_path: Path) -> None:
    with story(tmp_path) as (office, counter):
        office.queued("A01", "13800138000")
        first = counter.ticket("A01")
        office.process.kill9()
        counter.until(LinkWord.OFFLINE)
        counter.do(
            Register(arrival_id="walk-in", guest_id="made-here", name="王芳", phone="138 0013 8000", party_size=3),
            Seat(arrival_id="walk-in", table="A2"),
            AddNote(guest_id="made-here", note_id="n1", text="靠窗"),
        )
        assert set(counter.shown.board) == {first}
        assert counter.shown.board[first].sending == 3
        office.process.start()
        counter.synced()
        counter.equals(office)
        card = counter.shown.board[first]
        assert card.guest is not None
        assert (card.arrival.table, card.arrival.ticket_no, card.sending) == ("A2", "A01", 0)
        assert (card.guest.name, [note.text for note in card.guest.notes]) == ("王芳", ["靠窗"])
        assert counter.lane.submit(outbox.parked).result(SECONDS) == []


def test_a_database_with_another_history_means_a_new_snapshot_and_keeps_what_staff_did(tmp_path: Path) -> None:
    with story(tmp_path) as (office, counter):
        office.queued("A01", "13800138000")
        counter.ticket("A01")
        office.process.stop()
        counter.until(LinkWord.OFFLINE)
        counter.do(Register(arrival_id="walk-in", guest_id="made-here", name="王芳", phone="13900139000"))
        with write(office.engine) as connection:
            connection.execute(text("update house set value = 'another-history' where key = 'epoch'"))
        for file in tmp_path.rglob("*.zst"):
            file.unlink()
        office.process.start()
        counter.sees(lambda shown: "walk-in" in shown.board and shown.board["walk-in"].sending == 0)
        counter.synced()
        counter.equals(office)
        cursor = counter.lane.submit(cursors.cursor).result(SECONDS)
        assert cursor is not None
        assert cursor.startswith("another-history:")


def test_a_device_that_hq_forgot_is_locked_until_it_is_enrolled_again(tmp_path: Path) -> None:
    with story(tmp_path) as (office, counter):
        office.process.stop()  # it remembers for a while whom it trusts
        with write(office.engine) as connection:
            connection.execute(delete(devices))
        office.process.start()
        counter.do(Register(arrival_id="walk-in", guest_id="made-here", name="王芳"))
        counter.until(LinkWord.LOCKED)
        assert counter.courier.link.detail == "device_rejected"
        counter.courier.enrol(office.process.url, office.code()).result(SECONDS)
        counter.synced()
        counter.equals(office)
        assert counter.shown.board["walk-in"].sending == 0


def test_a_damaged_cache_is_noticed_by_comparing_with_hq_and_fetched_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with story(tmp_path) as (office, counter):
        office.queued("A01", "13800138000")
        counter.ticket("A01")
        counter.equals(office)
        counter.courier._care._compare()
        assert counter.courier.link.state is LinkWord.ONLINE
        assert "differ" not in caplog.text
        counter.lane.submit(Database.execute, "update cache.guests set body = replace(body, '1380', '1399')").result(9)
        before = len(counter.links)
        counter.courier._care._compare()
        assert "differ from HQ's" in caplog.text

        def synced_anew(link: LinkState) -> bool:
            syncing = any(state.state is LinkWord.SYNCING for state in counter.links[before:])
            return syncing and link.state is LinkWord.ONLINE

        assert counter.courier._shared.lamp.wait_for(synced_anew, SECONDS)
        counter.equals(office)


def test_a_desk_that_starts_again_goes_on_where_it_was(tmp_path: Path) -> None:
    with story(tmp_path) as (office, counter):
        office.queued("A01", "13800138000")
        counter.ticket("A01")
        counter.close()
        office.queued("A02")
        again = Counter(tmp_path / "desk")
        assert [card.arrival.ticket_no for card in again.first.board.values()] == ["A01"], "before anybody was asked"
        again.ticket("A02")
        again.synced()
        again.equals(office)
        assert not any(link.state is LinkWord.SYNCING for link in again.links)
        counter.lane, counter.courier = again.lane, again.courier
