"""Who is who, decided at real desks: conflicts, merges, one phone registered twice; HQ comes and goes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from app.actions.counter import perform
from app.domain.commands import AddNote, Command, MergeGuests, Register, ReopenConflict, Seat, SettleConflict
from app.domain.conflicts import ConflictCard, Decision
from app.domain.guests import GuestCard
from app.hq import tables
from app.hq.database import write
from app.hq.importers.mapping import read_map
from app.hq.importers.run import import_file
from app.localdb import cards, conflicts, outbox
from app.localdb.guests import find
from app.sync.link import LinkWord
from tests.kit.data import real_data
from tests.sync.test_story import SECONDS, STORE, Counter, Office

AUGUST = datetime(2016, 8, 16, 4, tzinfo=UTC)
FILES = (
    ("guests", "guests_history.gbk.csv"),
    ("guests", "guests_2016-08.gbk.csv"),
    ("orders", "orders_2016-08-01_15.gbk.csv"),
)


@contextmanager
def desks(folder: Path, office: Office, many: int = 1) -> Iterator[list[Counter]]:
    """Run HQ and desks that belong to its store and are in step with it."""
    with office.process as hq:
        counters = [Counter(folder / f"desk-{number}") for number in range(many)]
        try:
            for counter in counters:
                counter.courier.enrol(hq.url, office.code(), "desk").result(SECONDS)
                counter.synced()
            yield counters
        finally:
            for counter in counters:
                counter.close()
            office.engine.dispose()


def act(counter: Counter, author: str, *commands: Command) -> None:
    for command in commands:
        counter.lane.submit(perform, command, author=author, now=counter.clock.now()).result(SECONDS)
        counter.courier.nudge()


def queue(counter: Counter) -> list[ConflictCard]:
    return counter.lane.submit(conflicts.conflicts).result(SECONDS)


def guest(counter: Counter, guest_id: str) -> GuestCard | None:
    """Return the card on the desk."""
    return counter.lane.submit(cards.guests, [guest_id]).result(SECONDS).get(guest_id)


def pair(counter: Counter, card: ConflictCard) -> tuple[GuestCard, GuestCard]:
    """Return both sides' cards on the desk."""
    left, right = guest(counter, card.left_guest), guest(counter, card.right_guest)
    assert left is not None
    assert right is not None
    return left, right


def owner_of(office: Office, bill_id: str) -> str:
    with office.engine.connect() as connection:
        query = select(tables.bills.c.guest_id).where(tables.bills.c.bill_id == bill_id)
        return str(connection.execute(query).scalar_one())


@pytest.fixture
def august(tmp_path: Path) -> Office:
    """An HQ with the guests and a fortnight of orders of the real exports, living on the morning after."""
    exports = [(kind, real_data("orders", name)) for kind, name in FILES]
    office = Office(tmp_path, AUGUST.isoformat())
    for kind, export in exports:
        mapping = read_map(real_data("orders", "map.toml"), kind)
        import_file(office.engine, kind, [export], store_id=STORE, mapping=mapping, now=AUGUST)
    return office


def test_what_a_manager_settles_at_the_desk_reaches_hq_and_the_history_is_right(tmp_path: Path, august: Office) -> None:
    with desks(tmp_path, august) as (counter,):
        open_ones = queue(counter)
        assert len(open_ones) == 123
        card = next(card for card in open_ones if card.right_guest)
        left, right, bill = card.left_guest, card.right_guest, card.evidence["bill_id"]
        before = pair(counter, card)
        august.process.kill9()
        counter.until(LinkWord.OFFLINE)
        act(counter, "李娜", SettleConflict(conflict_id=card.conflict_id, decision=Decision.RIGHT, note="问过了"))
        assert [one.conflict_id for one in queue(counter) if not one.is_open] == [card.conflict_id], "seen at once"
        august.process.start()
        counter.synced()
        counter.equals(august)
        assert owner_of(august, bill) == right
        after = pair(counter, card)
        assert (after[0].visits, after[1].visits) == (before[0].visits - 1, before[1].visits + 1)
        paid = after[1].spend_fen - before[1].spend_fen
        assert before[0].spend_fen - after[0].spend_fen == paid > 0
        (settled,) = [one for one in queue(counter) if not one.is_open]
        assert (settled.decision, settled.settled_by, settled.note) == (Decision.RIGHT, "李娜", "问过了")
        act(counter, "李娜", ReopenConflict(conflict_id=card.conflict_id))
        counter.synced()
        counter.equals(august)
        assert owner_of(august, bill) == left
        assert pair(counter, card) == before
        assert queue(counter) == open_ones
        same = SettleConflict(conflict_id=card.conflict_id, decision=Decision.SAME, merge_id="m1", keep=right)
        act(counter, "李娜", same)
        counter.synced()
        counter.equals(august)
        kept = guest(counter, right)
        assert kept is not None
        assert kept.visits == before[0].visits + before[1].visits
        assert guest(counter, left) is None
        act(counter, "李娜", ReopenConflict(conflict_id=card.conflict_id))
        counter.synced()
        assert pair(counter, card) == before


def test_of_two_desks_that_settle_differently_the_first_stands_and_the_other_is_told(
    tmp_path: Path, august: Office
) -> None:
    with desks(tmp_path, august, 2) as (first, second):
        card = next(card for card in queue(first) if card.right_guest)
        august.process.kill9()
        for counter, decision in ((first, Decision.LEFT), (second, Decision.RIGHT)):
            counter.until(LinkWord.OFFLINE)
            act(counter, "李娜", SettleConflict(conflict_id=card.conflict_id, decision=decision))
        second.courier.stop()
        august.process.start()
        first.synced()
        second.close()
        again = Counter(tmp_path / "desk-1")
        second.lane, second.courier = again.lane, again.courier
        second.synced()
        for counter in (first, second):
            counter.equals(august)
            (settled,) = [one for one in queue(counter) if not one.is_open]
            assert settled.decision is Decision.LEFT
        (parked,) = second.lane.submit(outbox.parked).result(SECONDS)
        assert (parked.code, parked.kind) == ("conflict_settled", "conflict.settle")


def test_only_a_manager_s_decision_counts_where_there_is_one(tmp_path: Path) -> None:
    office = Office(tmp_path)
    with write(office.engine) as connection:
        row = {"staff_id": "s8", "store_id": STORE, "name": "张店长", "role": "manager"}
        connection.execute(insert(tables.staff), row)
    with desks(tmp_path, office) as (counter,):
        office.queued("A01", "13800138000")
        office.queued("A02", "13900139000")
        places = [counter.ticket(ticket) for ticket in ("A01", "A02")]
        kept, gone = (counter.shown.board[place].arrival.guest_id for place in places)
        assert kept is not None
        assert gone is not None
        merge = MergeGuests(merge_id="m1", guest_id=kept, other_id=gone, reason="同一个人")
        act(counter, "李娜", merge)
        counter.synced()
        (parked,) = counter.lane.submit(outbox.parked).result(SECONDS)
        assert parked.code == "manager_only"
        assert {card.guest_id for card in counter.lane.submit(find, "9000").result(SECONDS)} == {gone}
        act(counter, "张店长", MergeGuests(merge_id="m2", guest_id=kept, other_id=gone, reason="同一个人"))
        counter.synced()
        counter.equals(office)
        assert guest(counter, gone) is None


def test_guests_merged_with_the_cable_out_are_one_on_the_board_at_once(tmp_path: Path) -> None:
    office = Office(tmp_path)
    with desks(tmp_path, office) as (counter,):
        office.queued("A01", "13800138000")
        office.queued("A02", "13900139000")
        places = [counter.ticket(ticket) for ticket in ("A01", "A02")]
        kept, gone = (counter.shown.board[place].arrival.guest_id for place in places)
        assert kept is not None
        assert gone is not None
        office.process.kill9()
        counter.until(LinkWord.OFFLINE)
        act(
            counter,
            "李娜",
            AddNote(guest_id=gone, note_id="n1", text="靠窗"),
            MergeGuests(merge_id="m1", guest_id=kept, other_id=gone, reason="同一个人"),
            AddNote(guest_id=gone, note_id="n2", text="安静"),
        )
        shown = [counter.shown.board[place].guest for place in places]
        assert [card.guest_id for card in shown if card is not None] == [kept, kept]
        assert counter.lane.submit(find, "9000").result(SECONDS) == []
        office.process.start()
        counter.synced()
        counter.equals(office)
        shown = [counter.shown.board[place].guest for place in places]
        assert [card.guest_id for card in shown if card is not None] == [kept, kept]
        card = guest(counter, kept)
        assert card is not None
        assert ({note.text for note in card.notes}, card.merged) == ({"靠窗", "安静"}, (gone,))
        assert [one.guest_id for one in counter.lane.submit(find, "9000").result(SECONDS)] == [kept], "by either phone"


def test_one_phone_registered_at_two_desks_without_a_line_is_one_guest(tmp_path: Path) -> None:
    office = Office(tmp_path)
    with desks(tmp_path, office, 2) as counters:
        office.process.kill9()
        for number, counter in enumerate(counters):
            counter.until(LinkWord.OFFLINE)
            act(
                counter,
                f"店员{number}",
                Register(arrival_id=f"a{number}", guest_id=f"g{number}", name="王芳", phone="138 0013 8000"),
                AddNote(guest_id=f"g{number}", note_id=f"n{number}", text=f"备注{number}"),
                Seat(arrival_id=f"a{number}", table="A1"),
            )
            assert [card.guest_id for card in counter.lane.submit(find, "8000").result(SECONDS)] == [f"g{number}"]
        office.process.start()
        for counter in counters:
            counter.synced()
        for counter in counters:
            counter.equals(office)
            counter.sees(lambda shown: len(shown.board) == 1)
            (card,) = counter.shown.board.values()
            assert card.guest is not None
            assert {note.text for note in card.guest.notes} == {"备注0", "备注1"}
            assert (card.arrival.table, card.sending, card.parked) == ("A1", 0, 0)
            assert counter.lane.submit(outbox.parked).result(SECONDS) == []
            (found,) = counter.lane.submit(find, "8000").result(SECONDS)
            assert found.guest_id == card.guest.guest_id
        with office.engine.connect() as connection:
            assert len(connection.execute(select(tables.guests)).all()) == 1
            assert len(connection.execute(select(tables.arrivals)).all()) == 1
