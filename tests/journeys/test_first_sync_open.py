"""The counter works while the roster is still on its way: who arrives is there, is found, and can be seated."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from app.domain.arrivals import ArrivalState
from app.domain.commands import AddNote, Seat
from app.localdb import cursors
from app.localdb.guests import find
from app.sync.link import LinkWord
from tests.kit.hq import event
from tests.kit.proxy import FaultProxy
from tests.kit.roster import fill
from tests.sync.test_story import SECONDS, STORE, Counter, Office

GUESTS = 2000


def reserved(office: Office, phone: str) -> None:
    now = datetime.now(UTC)
    booked = event(
        "arrival.reserved",
        now,
        store_id=STORE,
        reserved_for=now.isoformat(),
        party_size=4,
        note="",
        identity={"phone": phone},
    )
    office.till.send(office.process.url, [booked])


def test_who_arrives_during_the_first_sync_is_on_the_board(tmp_path: Path) -> None:
    office = Office(tmp_path)
    fill(office.engine, GUESTS)
    with office.process as hq, FaultProxy(("127.0.0.1", hq.port), seed=1, share=0.0) as line:
        line.pace = 2000  # the roster would take minutes
        office.queued("A01", "19000000007")
        reserved(office, "19055550001")
        counter = Counter(tmp_path / "desk")
        gone: set[str] = set()
        counter.lane.listen(lambda changes: gone.update(changes.gone))
        counter.courier.enrol(line.url, office.code(), "desk").result(SECONDS)

        first = counter.ticket("A01")
        assert counter.shown.board[first].arrival.guest_id
        counter.sees(lambda shown: shown.store is not None and len(shown.tables or ()) == 3 and len(shown.board) == 2)
        office.queued("A02", "19000000008")
        second = counter.ticket("A02")
        guest_id = counter.shown.board[second].arrival.guest_id
        assert guest_id
        counter.do(Seat(arrival_id=second, table="A2"), AddNote(guest_id=guest_id, note_id="n1", text="靠窗"))
        counter.sees(lambda shown: shown.outbox is not None and shown.outbox.waiting == 0)
        counter.sees(lambda shown: shown.board[second].arrival.state is ArrivalState.SEATED)
        found = counter.lane.submit(find, "0008").result(SECONDS)
        assert [card.guest_id for card in found] == [guest_id]
        assert [card.guest_id for card in counter.lane.submit(find, "A02").result(SECONDS)] == [guest_id]

        link = counter.courier.link
        assert (link.state, link.detail) == (LinkWord.SYNCING, "downloading")
        assert link.progress is not None
        assert 0 <= link.progress < 0.9
        assert counter.lane.submit(cursors.cursor).result(SECONDS) is None
        assert counter.lane.submit(lambda db: db.value("select count(*) from cache.guests")).result(SECONDS) < 10

        line.pace = 0
        counter.synced()
        counter.equals(office)
        assert counter.lane.submit(lambda db: db.value("select count(*) from cache.guests")).result(SECONDS) > GUESTS
        assert {first, second} <= counter.shown.board.keys()
        assert gone == set(), "a card left the screen although its party did not"
        counter.close()


def test_the_roster_finds_its_way_to_a_desk_that_hq_tells_nothing_meanwhile(tmp_path: Path) -> None:
    """An older HQ has no such call: the desk waits for its roster as it did."""
    office = Office(tmp_path)
    fill(office.engine, 300)
    with office.process as hq, FaultProxy(("127.0.0.1", hq.port), seed=1, share=0.0) as line:
        line.unknown = "/today"
        counter = Counter(tmp_path / "desk")
        counter.courier.enrol(line.url, office.code(), "desk").result(SECONDS)
        counter.synced()
        counter.equals(office)
        counter.close()
