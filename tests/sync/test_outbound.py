"""Answers in the outbox: settled, parked, renamed; and a crash between the two files changes nothing in the end."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from app.actions.counter import perform
from app.domain.arrivals import ArrivalCard, ArrivalState
from app.domain.changes import OutboxCount
from app.domain.commands import AddNote, AddTaste, Command, MarkLeft, Register, Seat
from app.domain.days import business_day
from app.domain.faults import Fault
from app.domain.guests import GuestCard
from app.domain.replay import Deed, replay
from app.domain.tastes import TasteKind
from app.localdb import cards, outbox, subjects
from app.localdb.aliases import with_ids
from app.localdb.board import board
from app.localdb.database import Database
from app.localdb.outbox import OutboxRow
from app.sync import outbound
from app.sync.verdict import Verdict, Word
from app.wire.pages import FeedEntry
from tests.kit.desk import NOW, STORE, arrival, belong, entry, guest, take_in
from tests.sync.test_inbound import memory


@dataclass
class TrueHq:
    """HQ as far as a desk can tell: applies each key once, answers it again the same, knows some phones already."""

    arrivals: dict[str, ArrivalCard] = field(default_factory=dict)
    guests: dict[str, GuestCard] = field(default_factory=dict)
    versions: dict[tuple[str, str], int] = field(default_factory=dict)
    receipts: dict[str, Verdict] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    phones: dict[str, str] = field(default_factory=dict)
    applied: list[str] = field(default_factory=list)

    def receive(self, row: OutboxRow) -> Verdict:
        if row.key in self.receipts:
            assert self.bodies[row.key] == row.body, "the same key with another body"
            held = self.receipts[row.key]
            return Verdict(word=held.word, code=held.code, cards=self.now(held.cards), aliases=held.aliases)
        verdict = self.apply(row)
        self.receipts[row.key], self.bodies[row.key] = verdict, row.body
        return verdict

    def now(self, held: object) -> list[FeedEntry]:
        return [self.entry(card.kind, card.id) for card in held] if isinstance(held, list) else []

    def entry(self, kind: str, name: str) -> FeedEntry:
        card = self.guests[name] if kind == "guest" else self.arrivals[name]
        return entry(card, self.versions[kind, name])

    def apply(self, row: OutboxRow) -> Verdict:
        command, aliases = row.command, dict[str, str]()
        if isinstance(command, Register) and command.phone in self.phones:
            known = self.phones[command.phone]
            aliases = {command.guest_id: known} if known != command.guest_id else {}
            command = with_ids(command, aliases)
        deed = Deed(at=row.at, day=business_day(row.at), author=row.author, store_id=STORE)
        arrival_id, guest_id = subjects.named_by(command)
        try:
            card, known_guest = replay(command, deed, self.arrivals.get(arrival_id), self.guests.get(guest_id))
        except Fault as fault:
            return Verdict(word=Word.REFUSED, code=fault.code, reason=fault.detail)
        self.applied.append(row.key)
        touched = []
        if known_guest is not None:
            self.guests[known_guest.guest_id] = known_guest
            touched.append(("guest", known_guest.guest_id))
        if card is not None:
            self.arrivals[card.arrival_id] = card
            touched.append(("arrival", card.arrival_id))
        for name in touched:
            self.versions[name] = self.versions.get(name, 0) + 1
        if isinstance(command, Register) and command.phone:
            self.phones.setdefault(command.phone, command.guest_id)
        return Verdict(word=Word.SETTLED, cards=[self.entry(*name) for name in touched], aliases=aliases)


def known_hq() -> TrueHq:
    hq = TrueHq(arrivals={"a1": arrival("a1", "g1")}, guests={"g1": guest("g1", "王芳", "13800138000")})
    hq.versions = {("arrival", "a1"): 1, ("guest", "g1"): 1}
    hq.phones = {"13800138000": "g1"}
    return hq


def start(db: Database, hq: TrueHq) -> None:
    belong(db)
    take_in(db, hq.entry("guest", "g1"), hq.entry("arrival", "a1"))


def do(db: Database, *commands: Command) -> None:
    for command in commands:
        perform(db, command, author="李娜", now=NOW)


def test_a_settled_command_is_off_the_outbox_and_on_hqs_card() -> None:
    hq = known_hq()
    with memory() as db:
        start(db, hq)
        do(db, Seat(arrival_id="a1", table="A1"))
        load = outbound.take(db)
        assert load.counts == OutboxCount(waiting=1)
        fates = {row.key: hq.receive(row) for row in load.rows}
        outbound.absorb(db, fates)
        changes = outbound.settle(db, fates, now=NOW)
        card = changes.board["a1"]
        assert (card.arrival.table, card.sending, card.parked) == ("A1", 0, 0)
        assert changes.outbox == OutboxCount()
        assert outbound.take(db).rows == []


def test_a_refused_command_is_parked_and_hqs_card_is_back() -> None:
    hq = known_hq()
    with memory() as db:
        start(db, hq)
        do(db, Seat(arrival_id="a1", table="A1"))
        (row,) = outbound.take(db).rows
        refusal = Verdict(word=Word.REFUSED, code="table_unknown", reason="no such table")
        changes = outbound.settle(db, {row.key: refusal}, now=NOW)
        card = changes.board["a1"]
        assert (card.arrival.state, card.sending, card.parked) == (ArrivalState.WAITING, 0, 1)
        assert changes.outbox == OutboxCount(parked=1)
        assert outbox.parked(db)[0].reason == "no such table"


def test_a_guest_hq_knew_already_takes_the_place_of_the_one_made_here() -> None:
    hq = known_hq()
    hq.phones["13900139000"] = "g1"  # a phone that only HQ knows
    with memory() as db:
        start(db, hq)
        do(
            db,
            Register(arrival_id="a2", guest_id="mine", name="王芳", phone="13900139000"),
            AddNote(guest_id="mine", note_id="n1", text="靠窗"),
        )
        (row,) = outbound.take(db).rows
        fates = {row.key: hq.receive(row)}
        assert fates[row.key].aliases == {"mine": "g1"}
        outbound.absorb(db, fates)
        changes = outbound.settle(db, fates, now=NOW)
        card = changes.board["a2"]
        assert card.guest is not None
        assert (card.guest.guest_id, [note.text for note in card.guest.notes], card.sending) == ("g1", ["靠窗"], 1)
        (row,) = outbound.take(db).rows
        assert row.command == AddNote(guest_id="g1", note_id="n1", text="靠窗")
        assert hq.receive(row).word is Word.SETTLED
        do(db, AddNote(guest_id="mine", note_id="n2", text="常客"))
        assert outbox.waiting(db)[-1].guest_id == "g1"


ids = st.sampled_from(["a1", "a2", "a3"])
people = st.sampled_from(["g1", "n1", "n2"])
said: st.SearchStrategy[Command] = st.one_of(
    st.builds(
        Register,
        arrival_id=ids,
        guest_id=people,
        name=st.just("客"),
        phone=st.sampled_from(["", "13800138000", "13900139000"]),
    ),
    st.builds(Seat, arrival_id=ids, table=st.sampled_from(["A1", "A2"])),
    st.builds(MarkLeft, arrival_id=ids),
    st.builds(AddNote, guest_id=people, note_id=st.sampled_from(["x", "y"]), text=st.just("靠窗")),
    st.builds(AddTaste, guest_id=people, tag=st.just("香菜"), kind=st.sampled_from(list(TasteKind))),
)

MISHAPS = st.sampled_from(["fine", "request lost", "reply lost", "crash after cards", "crash after sending"])


@given(st.lists(said, min_size=1, max_size=14), st.data())
def test_lost_replies_and_crashes_at_any_point_come_to_the_same_as_none(
    commands: list[Command], data: st.DataObject
) -> None:
    hq = known_hq()
    with memory() as db:
        start(db, hq)
        keys: set[str] = set()
        for command in commands:
            try:
                perform(db, command, author="李娜", now=NOW)
            except Fault:
                continue
            keys |= {row.key for row in outbox.waiting(db)}
            if data.draw(st.booleans()):
                exchange(db, hq, data.draw(MISHAPS))
        for _ in range(100):
            if not outbox.waiting(db):
                break
            exchange(db, hq, "fine")
        done = {row.key for row in outbox.parked(db)} | set(hq.applied)
        assert outbox.waiting(db) == []
        assert keys == done, "nothing is lost"
        assert len(hq.applied) == len(set(hq.applied)), "nothing is done twice"
        take_in(db, *(hq.entry(kind, name) for kind, name in hq.versions))
        assert cards.guests(db, hq.guests) == hq.guests
        assert cards.arrivals(db, hq.arrivals) == hq.arrivals
        for card in board(db, NOW).board.values():
            assert card.arrival == hq.arrivals[card.card_id], "with an empty outbox staff see HQ's card"
            assert card.sending == 0


def exchange(db: Database, hq: TrueHq, mishap: str) -> None:
    """One batch to HQ and back, with a mishap on the way."""
    before = board(db, NOW).board
    rows = outbound.take(db).rows
    if mishap == "request lost":
        return
    fates = {row.key: hq.receive(row) for row in rows}
    if mishap in ("reply lost", "crash after sending"):
        return
    outbound.absorb(db, fates)
    if mishap == "crash after cards":
        after = board(db, NOW).board
        renamed = any(fate.aliases for fate in fates.values())
        for card_id, card in before.items():
            if not renamed and all(fate.word is Word.SETTLED for fate in fates.values()):
                assert after[card_id].arrival.state is card.arrival.state, "what staff did stays visible"
        return
    outbound.settle(db, fates, now=NOW)
