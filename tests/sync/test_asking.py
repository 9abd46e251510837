"""A guest whom the store has not cached: asked of the real HQ, in time or not at all; nobody waits for it."""

from __future__ import annotations

import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.actions.counter import perform
from app.domain.arrivals import ArrivalCard
from app.domain.changes import BoardCard, ChangeSet
from app.domain.commands import Register
from app.domain.guests import Identity
from app.hq.database import write
from app.hq.tables import feed
from app.hq.work.enrolling import issue_code
from app.hq.work.identities import resolve
from app.localdb import borrowed, cards, cursors, digest, settings
from app.localdb.board import board
from app.localdb.database import Database
from app.localdb.guests import find
from app.localdb.lane import Lane
from app.localdb.secrets import token_of
from app.localdb.settings import Enrolled
from app.sync.asked import SILENT, Asked, AskedWord
from app.sync.asking import AGAIN, BUDGET, Asking
from app.sync.clock import DeskClock
from app.sync.courier import Courier
from app.sync.lamp import Bell, Lamp
from app.sync.link import LinkWord
from app.sync.shared import Shared
from tests.kit.desk import NOW, arrival, entry, guest, opened, take_in
from tests.kit.hq import HqProcess, Till, event, found_store, open_hq
from tests.kit.proxy import FaultProxy

SECONDS = 20
HERE, THERE = "330", "331"
PHONE = "13800138000"


class Chain:
    """HQ with two stores, and a guest who was only ever in the other one."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder}/hq.sqlite3"
        self.engine = open_hq(self.url)
        for store_id in (HERE, THERE):
            found_store(self.engine, store_id)
        self.till = Till(self.engine)
        self.hq = HqProcess(self.url)
        self._numbers = itertools.count(1)

    def comes(self, store_id: str, phone: str = PHONE, member_no: str = "") -> None:
        identity = {"phone": phone, "member_no": member_no} if member_no else {"phone": phone}
        now = datetime.now(UTC)
        said = event("arrival.queued", now, store_id=store_id, ticket_no=f"T{phone[-4:]}", identity=identity)
        self.till.send(self.hq.url, [said])

    def stranger(self, member_no: str = "") -> str:
        """Let somebody new come to the other store; return their phone once HQ knows them."""
        phone = f"1380013{next(self._numbers):04d}"
        self.comes(THERE, phone, member_no)
        wait_until(lambda: self.holders(phone) == {THERE})
        return phone

    def holders(self, phone: str) -> set[str]:
        with self.engine.connect() as connection:
            guest_id = resolve(connection, Identity(phone=phone))
            rows = connection.execute(feed.select().where(feed.c.kind == "guest", feed.c.card_id == guest_id))
            return {row.store_id for row in rows}


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """One HQ for the whole module; every test has a desk of its own."""
    made = Chain(tmp_path_factory.mktemp("hq"))
    with made.hq:
        yield made
    made.engine.dispose()


@pytest.fixture
def lane(tmp_path: Path) -> Iterator[Lane]:
    made = Lane(tmp_path / "desk")
    made.start().result(SECONDS)
    made.submit(board).result(SECONDS)
    yield made
    assert made.close()


@pytest.fixture
def courier(chain: Chain, lane: Lane) -> Iterator[Courier]:
    """A desk of the first store that is in step with HQ."""
    made = Courier(lane, clock=DeskClock(), on_link=lambda _: None)
    made.start()
    with write(chain.engine) as connection:
        code = issue_code(connection, HERE).text
    made.enrol(chain.hq.url, code, "desk").result(SECONDS)
    assert made.wait_until_synced(SECONDS)
    yield made
    assert made.stop()


def wait_until(what: Callable[[], bool]) -> None:
    until = time.monotonic() + SECONDS
    while not what():
        assert time.monotonic() < until
        threading.Event().wait(0.01)


def answer(courier: Courier, **identity: str) -> Asked:
    return courier.ask(Identity(**identity)).result(SECONDS)


def test_a_guest_of_another_store_is_known_within_the_budget(chain: Chain, lane: Lane, courier: Courier) -> None:
    phone = chain.stranger("M88001")
    answer(courier, phone="13900000000")  # the first question also opens the connection
    start = time.monotonic()
    found = answer(courier, phone=f"+86 {phone[:3]} {phone[3:7]} {phone[7:]}")
    assert time.monotonic() - start < BUDGET
    assert found.word is AskedWord.FOUND
    assert found.guest is not None
    assert (found.guest.phone, found.version > 0) == (phone, True)
    assert answer(courier, member_no="M88001").guest == found.guest
    assert answer(courier, phone="13900000000").word is AskedWord.UNKNOWN
    assert answer(courier) == SILENT
    assert lane.submit(find, phone).result(SECONDS) == []
    assert chain.holders(phone) == {THERE}


def test_a_chosen_guest_is_registered_without_a_line_and_held_once_hq_knows(
    chain: Chain, lane: Lane, courier: Courier
) -> None:
    phone = chain.stranger()
    found = answer(courier, phone=phone)
    assert found.guest is not None
    now = datetime.now(UTC)
    lane.submit(borrowed.keep, found.guest, found.version, now=now).result(SECONDS)
    chain.hq.stop()
    command = Register(arrival_id="walk-in", guest_id=found.guest.guest_id, name="")
    changes = lane.submit(perform, command, author="李娜", now=now).result(SECONDS)
    card = changes.board["walk-in"]
    assert card.guest is not None
    assert (card.guest.phone, card.sending) == (phone, 1)
    chain.hq.start()
    courier.nudge()
    assert courier.wait_until_synced(SECONDS)
    wait_until(lambda: chain.holders(phone) == {HERE, THERE})
    wait_until(lambda: found.guest.guest_id in lane.submit(_roster).result(SECONDS))  # type: ignore[union-attr]
    wait_until(lambda: not lane.submit(lambda db: db.value("select count(*) from cache.desk_borrowed")).result(SECONDS))
    assert [card.guest_id for card in lane.submit(find, phone).result(SECONDS)] == [found.guest.guest_id]
    wait_until(lambda: _in_step(chain, lane))


def _roster(db: Database) -> set[str]:
    return {row[0] for row in db.rows("select id from cache.guests")}


def _in_step(chain: Chain, lane: Lane) -> bool:
    from app.hq import reading

    with reading.read(chain.engine) as connection:
        theirs = reading.digest(connection, HERE)
    return lane.submit(cursors.cursor).result(SECONDS) == theirs.cursor and (
        lane.submit(digest.digest).result(SECONDS) == theirs
    )


def test_a_guest_whom_only_a_card_names_is_fetched_and_painted(chain: Chain, lane: Lane, courier: Courier) -> None:
    chain.comes(HERE, "13700137000")
    wait_until(lambda: bool(_with_ticket(lane, "T7000")))
    card = _with_ticket(lane, "T7000")[0]
    guest_id = str(card.arrival.guest_id)
    seen: list[ChangeSet] = []
    lane.listen(seen.append)

    def lose(db: Database) -> ChangeSet:
        db.execute("delete from cache.guests where id = ?", (guest_id,))
        return board(db)

    lost = lane.submit(lose).result(SECONDS)
    assert lost.board[card.card_id].guest is None
    wait_until(lambda: any(c.board.get(card.card_id, card).guest is not None for c in seen if c.board))
    assert lane.submit(board).result(SECONDS).board[card.card_id].guest is not None


def _with_ticket(lane: Lane, ticket_no: str) -> list[BoardCard]:
    cards = lane.submit(board).result(SECONDS).board.values()
    return [card for card in cards if card.arrival.ticket_no == ticket_no]


def test_without_a_link_the_answer_is_silence_at_once(tmp_path: Path) -> None:
    with opened(tmp_path / "off") as lane:
        courier = Courier(lane, clock=DeskClock(), on_link=lambda _: None)
        assert answer(courier, phone=PHONE) == SILENT


def test_who_is_missing_is_not_asked_for_over_and_over_while_hq_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests: list[float | None] = []
    with opened(tmp_path / "off") as lane:
        shared = Shared(lane, DeskClock(), Lamp(lambda _: None))
        shared.lamp.reads(LinkWord.OFFLINE, "unreachable")
        asking = Asking(shared, lambda: None)
        named = BoardCard(arrival=arrival("a1", "g1"))
        asking.hear(ChangeSet(board={"a1": named}))
        monkeypatch.setattr(asking, "_bell", bell := Resting(rests, shared.stopping))
        asking.run()
        assert rests == [AGAIN]
        asking.online()
        assert bell.rung, "they are asked for as soon as HQ is back"


class Resting(Bell):
    """Notes how long somebody waits, and ends it."""

    def __init__(self, rests: list[float | None], stopping: threading.Event) -> None:
        super().__init__()
        self._rests, self._stopping, self.rung = rests, stopping, False

    def wait(self, seconds: float | None) -> bool:
        self._rests.append(seconds)
        self._stopping.set()
        return True

    def ring(self) -> None:
        self.rung = True


# --- a line that does not work ---------------------------------------------------------------------------------------


class Line:
    """An `Asking` alone, at whatever listens at `url`."""

    def __init__(self, lane: Lane, url: str, token: str = "t") -> None:
        self.shared = Shared(lane, DeskClock(), Lamp(lambda _: None))
        self.shared.lamp.reads(LinkWord.ONLINE)
        where = Enrolled(hq=url, store_id=HERE, device_id="d")
        self.asking = Asking(self.shared, lambda: (where, token))
        self.thread = threading.Thread(target=self.asking.run)
        self.thread.start()

    def ask(self, phone: str = PHONE) -> Future[Asked]:
        return self.asking.ask(Identity(phone=phone))

    def close(self) -> None:
        self.shared.stopping.set()
        self.asking.refresh()
        self.thread.join(SECONDS)
        assert not self.thread.is_alive()


@pytest.fixture
def black_hole() -> Iterator[str]:
    """A machine that accepts connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def test_an_hq_that_says_nothing_costs_no_more_than_the_budget(tmp_path: Path, black_hole: str) -> None:
    with opened(tmp_path / "desk") as lane:
        line = Line(lane, black_hole)
        line.ask().result(SECONDS)
        start = time.monotonic()
        assert line.ask().result(SECONDS) == SILENT
        assert time.monotonic() - start < BUDGET + 0.15
        line.close()


def test_the_newest_question_cuts_the_older_ones_off(tmp_path: Path, black_hole: str) -> None:
    with opened(tmp_path / "desk") as lane:
        line = Line(lane, black_hole)
        questions = [line.ask(f"1380013800{n}") for n in range(10)]
        for question in questions[:-1]:
            with pytest.raises(CancelledError):
                question.result(SECONDS)
        assert questions[-1].result(SECONDS) == SILENT
        line.close()


@pytest.mark.parametrize("fault", ["refuse", "lose", "cut", "garble", "fault"])
def test_a_bad_line_is_silence(chain: Chain, lane: Lane, courier: Courier, tmp_path: Path, fault: str) -> None:
    where = lane.submit(settings.enrolled).result(SECONDS)
    assert where is not None
    token = token_of(lane.data, where.device_id)
    with FaultProxy(("127.0.0.1", chain.hq.port), seed=1, share=1.0, faults=(fault,)) as proxy:
        phone = chain.stranger()
        line = Line(lane, proxy.url, token or "")
        assert [line.ask(phone).result(SECONDS) for _ in range(3)] == [SILENT] * 3
        proxy.share = 0.0
        assert line.ask(phone).result(SECONDS).word is AskedWord.FOUND
        line.close()


@pytest.mark.parametrize(
    ("word", "answered"),
    [
        (LinkWord.ONLINE, AskedWord.FOUND),
        (LinkWord.SYNCING, AskedWord.FOUND),
        (LinkWord.OFFLINE, AskedWord.SILENT),
        (LinkWord.LOCKED, AskedWord.SILENT),
    ],
)
def test_hq_is_asked_while_it_is_there_also_during_the_first_sync(
    chain: Chain, lane: Lane, courier: Courier, word: LinkWord, answered: AskedWord
) -> None:
    where = lane.submit(settings.enrolled).result(SECONDS)
    assert where is not None
    line = Line(lane, chain.hq.url, token_of(lane.data, where.device_id) or "")
    line.shared.lamp.reads(word)
    assert line.ask(chain.stranger()).result(SECONDS).word is answered
    line.close()


def test_a_device_that_asks_too_often_is_told_to_wait(chain: Chain, courier: Courier) -> None:
    words = [answer(courier, phone=f"139000{n:05d}").word for n in range(40)]
    assert words[0] is AskedWord.UNKNOWN
    assert words[-1] is AskedWord.SILENT
    assert 25 <= words.count(AskedWord.UNKNOWN) <= 31


# --- what is kept ----------------------------------------------------------------------------------------------------


def test_a_borrowed_guest_gives_way_to_the_feeds_and_to_time(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        mine: ArrivalCard = arrival("a", "g1")
        lane.submit(take_in, entry(mine)).result(SECONDS)
        assert lane.submit(borrowed.missing).result(SECONDS) == ["g1"]
        changes = lane.submit(borrowed.keep, guest("g1", "王芳"), 3, now=NOW).result(SECONDS)
        card = changes.board["a"]
        assert card.guest is not None
        assert card.guest.name == "王芳"
        assert lane.submit(borrowed.missing).result(SECONDS) == []
        lane.submit(take_in, entry(guest("g1", "王芳芳"), 4)).result(SECONDS)
        assert lane.submit(cards.guests, ["g1"]).result(SECONDS)["g1"].name == "王芳芳"
        lane.submit(borrowed.keep, guest("g2", "老客"), 1, now=NOW).result(SECONDS)
        later = NOW + 2 * borrowed.KEPT
        lane.submit(borrowed.keep, guest("g3", "新客"), 1, now=later).result(SECONDS)
        assert set(lane.submit(cards.guests, ["g2", "g3"]).result(SECONDS)) == {"g3"}
