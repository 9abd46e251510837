"""The courier against a tiny HQ that misbehaves: the desk goes on, the lamp says so, nothing is lost or doubled."""

from __future__ import annotations

import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.changes import ChangeSet
from app.domain.commands import AddNote, Register, Seat
from app.domain.faults import Refused, Unavailable
from app.localdb import outbox, settings
from app.localdb.board import board
from app.localdb.database import Database
from app.localdb.lane import Lane
from app.localdb.reader import open_reader
from app.localdb.secrets import token_of
from app.sync import outbound, sender
from app.sync.clock import DeskClock
from app.sync.courier import Courier
from app.sync.link import LinkState, LinkWord
from app.wire.codec import encode
from app.wire.commands import CommandOutcome, CommandsAnswer
from app.wire.pages import Enrolment, FeedEntry
from app.wire.problems import Problem
from tests.kit.desk import NOW, Reply, Request, TinyHq, acts, arrival, entry, feed, opened, stand_at


class Story:
    """A tiny HQ with a feed and receipts. `spoil` may take over an answer."""

    def __init__(self) -> None:
        self.applied: list[str] = []
        self.news: list[Any] = []
        self.spoil: dict[str, list[Reply]] = {}
        self.refuse: set[str] = set()
        self.stumble: set[str] = set()
        self.put_off: set[str] = set()
        self.answer_with: Callable[[dict[str, Any]], list[FeedEntry]] = lambda command: []
        self.guard = threading.Lock()
        self.woken = threading.Condition()

    def __call__(self, request: Request) -> Reply:
        what = request.path.rsplit("/", 1)[-1]
        with self.guard:
            if self.spoil.get(what):
                return self.spoil[what].pop(0)
        if what == "feed":
            return self.feed(request)
        if what == "commands":
            return self.commands(json.loads(request.body)["commands"])
        if what == "enrolments":
            return Reply.of(Enrolment(store_id="330", store_name="湖滨店", device_id="device-1", token="fresh"), 201)
        return Reply(status=404)

    def tell(self, *entries: object) -> None:
        with self.woken:
            self.news.extend(entries)
            self.woken.notify_all()

    def feed(self, request: Request) -> Reply:
        after = int(request.query["after"].rpartition(":")[2])
        until = time.monotonic() + min(float(request.query["wait"]), 5)
        with self.woken:
            while len(self.news) <= after and (left := until - time.monotonic()) > 0:
                self.woken.wait(left)
            fresh = self.news[after:]
        return Reply.of(feed(*fresh, cursor=f"e:{after + len(fresh)}"))

    def commands(self, commands: list[dict[str, Any]]) -> Reply:
        if any(command["subject"] in self.stumble for command in commands):
            return Reply(status=500)
        outcomes = []
        for command in commands:
            if command["subject"] in self.refuse:
                outcomes.append(CommandOutcome(key=command["key"], outcome="refused", code="no", reason="not here"))
                continue
            if command["subject"] in self.put_off:
                outcomes.append(CommandOutcome(key=command["key"], outcome="later", code="busy"))
                continue
            known = command["key"] in self.applied
            if not known:
                self.applied.append(command["key"])
            word: Any = "repeated" if known else "applied"
            outcomes.append(CommandOutcome(key=command["key"], outcome=word, cards=self.answer_with(command)))
        return Reply(body=encode(CommandsAnswer(outcomes=outcomes)))


class Desk:
    """A lane with its courier, and what both said."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self.changes: list[ChangeSet] = []
        self.links: list[LinkState] = []
        self.clock = DeskClock()
        self.heard = threading.Condition()
        self.courier = Courier(lane, clock=self.clock, on_link=self.links.append, on_change=self.hear)

    def hear(self, changes: ChangeSet) -> None:
        with self.heard:
            self.changes.append(changes)
            self.heard.notify_all()

    def left(self, waiting: int) -> None:
        """Wait until so many commands wait."""
        with self.heard:
            said = self.heard.wait_for(
                lambda: any(c.outbox is not None and c.outbox.waiting == waiting for c in self.changes[-1:]), 10
            )
        assert said, self.changes[-1:]

    def until(self, word: LinkWord, detail: str | None = None) -> LinkState:
        lamp = self.courier._shared.lamp
        found = lamp.wait_for(lambda link: link.state is word and detail in (None, link.detail), 10)
        assert found, self.courier.link
        return self.courier.link

    def do(self, *commands: Any) -> None:
        """Do them all, then tell the courier: this HQ answers without cards, so nothing may be settled in between."""
        acts(self.lane, *commands)
        self.courier.nudge()

    def walk_in(self, *numbers: int, then: tuple[Any, ...] = ()) -> None:
        self.do(*(Register(arrival_id=f"a{n}", guest_id=f"g{n}", name=f"客人{n}") for n in numbers), *then)

    def synced(self) -> None:
        assert self.courier.wait_until_synced(20), self.courier.link


@contextmanager
def desk(data: Path, url: str, cursor: str | None = "e:0") -> Iterator[Desk]:
    with opened(data, hq=url) as lane:
        if cursor is not None:
            lane.submit(stand_at, cursor).result(10)
        found = Desk(lane)
        found.courier.start()
        try:
            yield found
        finally:
            assert found.courier.stop(), "the courier stops within two seconds"


def test_news_reaches_the_board_and_commands_reach_hq(tmp_path: Path) -> None:
    story = Story()
    with TinyHq(story) as hq, desk(tmp_path / "desk", hq.url) as counter:
        counter.until(LinkWord.ONLINE)
        story.tell(entry(arrival("a1"), accepted_us=5))
        hq.wait_for(lambda asked: any(request.query.get("after") == "e:1" for request in asked))
        assert list(counter.lane.submit(board, NOW).result(10).board) == ["a1"]
        assert any(changes.accepted == {"a1": 5} for changes in counter.changes)
        counter.do(Seat(arrival_id="a1", table="A1"))
        counter.synced()
        assert len(story.applied) == 1
        assert counter.courier.link.waiting == 0
        assert counter.courier.link.as_of is not None


@pytest.mark.parametrize(
    "spoilt",
    [
        [Reply(drop=True)],
        [Reply(status=500)],
        [Reply(status=503, headers={"Retry-After": "1"})],
        [Reply(body=b"<html>rubbish</html>")],
        [Reply(body=b'{"outcomes": []}')],
        [Reply(body=b'{"outcomes": [{"key"', cut=10)],
        [Reply(status=302, headers={"Location": "/"})],
        [Reply(drop=True), Reply(status=502), Reply(body=b""), Reply(drop=True)],
    ],
)
def test_whatever_comes_instead_of_an_answer_nothing_is_lost_or_doubled(tmp_path: Path, spoilt: list[Reply]) -> None:
    story = Story()
    story.spoil["commands"] = list(spoilt)
    with TinyHq(story) as hq, desk(tmp_path / "desk", hq.url) as counter:
        counter.walk_in(1, 2, 3, then=(AddNote(guest_id="g1", note_id="n1", text="靠窗"),))
        counter.synced()
        assert len(story.applied) == len(set(story.applied)) == 4
        assert counter.lane.submit(outbox.counts).result(10).parked == 0


def test_a_full_batch_is_entered_in_portions_between_which_staff_have_their_turn(tmp_path: Path) -> None:
    with TinyHq(Story()) as hq, desk(tmp_path / "desk", hq.url) as counter:
        counter.walk_in(*range(50))
        counter.synced()
        counter.left(0)
        waiting = [changes.outbox.waiting for changes in counter.changes if changes.outbox is not None]
    fell = [before - after for before, after in itertools.pairwise(waiting) if after < before]
    assert sum(fell) >= 50
    assert max(fell) <= sender.PORTION


def test_a_reply_lost_after_hq_did_it_is_asked_for_again_under_the_same_key(tmp_path: Path) -> None:
    story = Story()
    real, lost = story.commands, threading.Event()

    def lose_the_first(commands: list[dict[str, Any]]) -> Reply:
        reply = real(commands)
        if not lost.is_set():
            lost.set()
            return Reply(drop=True)
        return reply

    story.commands = lose_the_first  # type: ignore[method-assign]
    with TinyHq(story) as hq, desk(tmp_path / "desk", hq.url) as counter:
        counter.walk_in(1)
        counter.synced()
        assert len(story.applied) == 1
        assert hq.count("commands") >= 2


def test_hqs_cards_are_kept_before_the_row_is_settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash between the two transactions leaves a row that is sent again, never a walk-in that left the board."""
    story = Story()
    story.answer_with = lambda command: [entry(arrival(command["subject"], ticket_no="HQ"))]
    settle, seen = outbound.settle, list[str]()

    def cut_once(db: Database, fates: Any, *, now: datetime) -> ChangeSet:
        if not seen:
            card = board(db, NOW).board["a1"]
            seen.append(f"{card.arrival.ticket_no} {card.sending}")
            raise Unavailable("disk_full")
        return settle(db, fates, now=now)

    monkeypatch.setattr(outbound, "settle", cut_once)
    with TinyHq(story) as hq, desk(tmp_path / "desk", hq.url) as counter:
        counter.walk_in(1)
        counter.synced()
        assert seen == ["HQ 1"]
        assert len(story.applied) == 1
        assert hq.count("commands") == 2
        assert counter.lane.submit(board, NOW).result(10).board["a1"].sending == 0


def test_one_row_that_hq_stumbles_over_does_not_hold_up_the_next_guest(tmp_path: Path) -> None:
    story = Story()
    story.stumble = {"a1"}
    with TinyHq(story) as hq, desk(tmp_path / "desk", hq.url) as counter:
        counter.until(LinkWord.ONLINE)
        counter.walk_in(1, 2, 3, 4)
        counter.left(1)
        assert len(story.applied) == 3
        assert [row.subject for row in counter.lane.submit(outbox.waiting).result(10)] == ["a1"]
        story.stumble = set()
        counter.courier.nudge()
        counter.synced()
        assert len(story.applied) == 4


def test_after_one_answer_that_said_nothing_the_rest_of_a_long_day_goes_out_in_batches_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "BATCH", 4)
    story = Story()
    with TinyHq(story) as hq, desk(tmp_path / "desk", hq.url) as counter:
        counter.until(LinkWord.ONLINE)
        story.spoil["commands"] = [Reply(status=500)]
        counter.walk_in(*range(24))
        counter.synced()
        assert len(story.applied) == 24
        assert hq.count("commands") <= 1 + 4 + 5 + 2


def test_a_row_that_hq_puts_off_waits_while_the_desk_stays_online(tmp_path: Path) -> None:
    story = Story()
    story.put_off = {"a1"}
    with TinyHq(story) as hq, desk(tmp_path / "desk", hq.url) as counter:
        counter.until(LinkWord.ONLINE)
        counter.walk_in(1)
        hq.wait_for(lambda asked: sum(request.path.endswith("commands") for request in asked) >= 3)
        counter.walk_in(2)
        counter.left(1)
        assert all(link.state is not LinkWord.OFFLINE for link in counter.links)
        story.put_off = set()
        counter.synced()
        assert len(story.applied) == 2


def test_a_refused_command_is_parked_with_its_reason_and_the_rest_goes_on(tmp_path: Path) -> None:
    story = Story()
    story.refuse = {"a1"}
    with TinyHq(story) as hq, desk(tmp_path / "desk", hq.url) as counter:
        counter.walk_in(1, 2)
        counter.synced()
        (parked,) = counter.lane.submit(outbox.parked).result(10)
        assert (parked.subject, parked.reason) == ("a1", "not here")
        assert counter.courier.link.parked == 1
        assert len(story.applied) == 1
        assert any("a1" in changes.gone for changes in counter.changes), "HQ's side is shown again"


def test_hq_that_comes_and_goes(tmp_path: Path) -> None:
    story = Story()
    with TinyHq(story) as hq:
        url = hq.url
    with desk(tmp_path / "desk", url) as counter:
        state = counter.until(LinkWord.OFFLINE, "unreachable")
        assert state.as_of is None
        counter.walk_in(1)
        assert list(counter.lane.submit(board, NOW).result(10).board) == ["a1"]
        with TinyHq(story) as back:
            counter.courier.move(back.url).result(10)
            counter.synced()
            assert len(story.applied) == 1
            since = counter.courier.link.since
            story.spoil["feed"] = [Reply(status=500)] * 3
            story.tell(entry(arrival("x")))
            counter.until(LinkWord.OFFLINE, "server_error")
            counter.until(LinkWord.ONLINE)
            assert counter.courier.link.since > since


def test_a_quiet_line_that_is_cut_is_no_news(tmp_path: Path) -> None:
    story = Story()
    with TinyHq(story) as hq, desk(tmp_path / "desk", hq.url) as counter:
        counter.until(LinkWord.ONLINE)
        hq.wait_for(lambda asked: any(request.query.get("wait") == "25" for request in asked))
        shown = len(counter.links)
        story.spoil["feed"] = [Reply(drop=True)]
        story.tell(entry(arrival("a1")))
        story.tell(entry(arrival("a2")))
        hq.wait_for(lambda asked: any(request.query.get("after") == "e:2" for request in asked))
        assert all(link.state is LinkWord.ONLINE for link in counter.links[shown:])


@pytest.mark.parametrize(("status", "detail"), [(401, "device_rejected"), (426, "wire_too_old")])
def test_a_desk_that_hq_does_not_trust_is_locked_and_goes_on_after_enrolment(
    tmp_path: Path, status: int, detail: str
) -> None:
    story = Story()
    refusal = Reply.of(Problem(title="no", status=status, code="x"), status)
    story.spoil = {"feed": [refusal] * 50, "commands": [refusal] * 50}
    with TinyHq(story) as hq, desk(tmp_path / "desk", hq.url) as counter:
        counter.walk_in(1)
        state = counter.until(LinkWord.LOCKED, detail)
        assert state.waiting == 1 or counter.lane.submit(outbox.counts).result(10).waiting == 1
        story.spoil = {}
        where = counter.courier.enrol(hq.url, "7K2M-9QXF", "desk").result(10)
        assert where.store_name == "湖滨店"
        counter.synced()
        assert len(story.applied) == 1
        assert any(request.headers.get("authorization") == "Bearer fresh" for request in hq.asked)


def test_a_desk_without_enrolment_says_so(tmp_path: Path) -> None:
    lane = Lane(tmp_path / "desk")
    lane.start()
    counter = Desk(lane)
    counter.courier.start()
    counter.until(LinkWord.LOCKED, "not_enrolled")
    with pytest.raises(Refused, match="address"):
        counter.courier.enrol("ftp://hq", "code").result(10)
    with pytest.raises(Unavailable):
        counter.courier.move("http://hq").result(10)
    assert counter.courier.stop()
    lane.close()


def test_a_desk_with_unsent_commands_does_not_go_to_another_store(tmp_path: Path) -> None:
    story = Story()
    story.spoil["commands"] = [Reply(status=503, headers={"Retry-After": "30"})] * 50
    elsewhere = Enrolment(store_id="999", store_name="别处", device_id="device-2", token="t")
    with TinyHq(story) as hq, desk(tmp_path / "desk", hq.url) as counter:
        counter.walk_in(1)
        story.spoil["enrolments"] = [Reply.of(elsewhere, 201)]
        with pytest.raises(Refused) as refused:
            counter.courier.enrol(hq.url, "code").result(10)
        assert refused.value.code == "outbox_other_store"
        where = counter.lane.submit(settings.enrolled).result(10)
        assert where is not None
        assert where.store_id == "330"
        assert token_of(counter.lane.data, where.device_id) == "token-1", "what waits can still be sent"


def test_a_desk_that_goes_to_another_store_forgets_the_cards_of_the_first(tmp_path: Path) -> None:
    story = Story()
    elsewhere = Enrolment(store_id="999", store_name="别处", device_id="device-2", token="t")
    with TinyHq(story) as hq, desk(tmp_path / "desk", hq.url) as counter:
        story.tell(entry(arrival("a1")))
        hq.wait_for(lambda asked: any(request.query.get("after") == "e:1" for request in asked))
        story.spoil["enrolments"] = [Reply.of(elsewhere, 201)]
        assert counter.courier.enrol(hq.url, "code").result(10).store_id == "999"
        assert (token_of(tmp_path / "desk", "device-1"), token_of(tmp_path / "desk", "device-2")) == (None, "t")
        assert counter.lane.submit(board, NOW).result(10).board == {}
        hq.wait_for(lambda asked: any(request.path == "/v1/stores/999/snapshot" for request in asked))


def test_stopping_ends_a_long_poll_and_a_hanging_request_at_once(tmp_path: Path) -> None:
    story = Story()
    story.spoil["commands"] = [Reply(hold=threading.Event())]
    with TinyHq(story) as hq, desk(tmp_path / "desk", hq.url) as counter:
        counter.until(LinkWord.ONLINE)
        counter.walk_in(1)
        hq.wait_for(lambda asked: any(request.path.endswith("commands") for request in asked))
        began = time.monotonic()
        assert counter.courier.stop()
        assert time.monotonic() - began < 1
        assert counter.lane.submit(outbox.counts).result(10).waiting == 1


def test_clicks_while_hq_is_down_do_not_hammer_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "LEAST", 30.0)
    story = Story()
    story.spoil["commands"] = [Reply(status=503, headers={"Retry-After": "30"})] * 1000
    with TinyHq(story) as hq, desk(tmp_path / "desk", hq.url) as counter:
        counter.walk_in(*range(40))
        counter.until(LinkWord.OFFLINE, "server_error")
        assert hq.count("commands") <= 3


def test_how_the_link_stands_is_written_down_for_the_command_line(tmp_path: Path) -> None:
    from app.desk.reports import link

    data = tmp_path / "desk"
    story = Story()
    with TinyHq(story) as hq, desk(data, hq.url) as counter:
        counter.until(LinkWord.ONLINE)
        counter.lane.submit_bulk(lambda db: None).result(10)
        db = open_reader(data)
        found = link(db)
        db.connection.close()
        assert (found["state"], found["running"], found["waiting"]) == ("online", True, 0)
    db = open_reader(data)
    found = link(db)
    db.connection.close()
    assert (found["state"], found["detail"], found["running"]) == ("offline", "not_running", False)
