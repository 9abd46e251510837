"""The first sync as the lamp tells it: HQ may need long for the roster, and tells of today meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.domain.changes import ChangeSet
from app.localdb import cursors
from app.localdb.board import board
from app.localdb.database import Database
from app.localdb.lane import Lane
from app.sync import meanwhile, reader
from app.sync.clock import DeskClock
from app.sync.courier import Courier
from app.sync.link import LinkState, LinkWord
from app.wire.pages import Clock, TodayPage
from app.wire.problems import Problem
from tests.kit.desk import NOW, STORE, Reply, Request, TinyHq, arrival, entry, feed, guest, opened
from tests.localdb.test_snapshot import hq_snapshot


class Hq:
    """A tiny HQ whose roster takes `making` questions to be ready, and whose feed says what it is told."""

    def __init__(self, folder: Path, *, making: int = 0, epoch: str = "e") -> None:
        self.making, self.epoch = making, epoch
        self.asked: list[str] = []
        self.news: list[Reply] = []
        self.today = TodayPage(
            epoch=epoch,
            cursor=f"{epoch}:7",
            entries=[entry(guest("g1", "曾杰", "13800138000"), 3), entry(arrival("a1", "g1", ticket_no="A1"), 2)],
            clock=Clock(now=NOW),
        )
        self.file = hq_snapshot(folder / "hq.db", guest("g1", "旧名", "13800138000"), guest("g2", "单单"), cursor="e:3")
        self.release = threading.Event()

    def __call__(self, request: Request) -> Reply:
        what = request.path.rsplit("/", 1)[-1]
        self.asked.append(what)
        if what == "today":
            return Reply.of(self.today)
        if what == "feed":
            return self._feed(request.query["after"])
        if what == "snapshot":
            self.making -= 1
            if self.making >= 0 or not self.release.is_set():
                return Reply.of(Problem(title="later", status=503, code="snapshot_making"), 503)
            return Reply(body=self.file.read_bytes(), headers={"ETag": '"v1"'})
        return Reply(status=404)

    def _feed(self, after: str) -> Reply:
        if self.news:
            return self.news.pop(0)
        if after == "e:3":
            rest = [entry(guest("g1", "曾杰", "13800138000"), 3), entry(arrival("a1", "g1", ticket_no="A1"), 2)]
            return Reply.of(feed(*rest, cursor="e:7"))
        time.sleep(0.02)
        return Reply.of(feed(cursor=after))


@contextmanager
def desk(data: Path, url: str) -> Iterator[tuple[Lane, Courier, list[LinkState], list[ChangeSet]]]:
    with opened(data, hq=url) as lane:
        links: list[LinkState] = []
        changes: list[ChangeSet] = []
        courier = Courier(lane, clock=DeskClock(), on_link=links.append, on_change=changes.append)
        courier.start()
        try:
            yield lane, courier, links, changes
        finally:
            assert courier.stop()


def eventually(lane: Lane, sql: str, wanted: object) -> None:
    until = time.monotonic() + 10
    while (found := lane.submit(Database.value, sql).result(10)) != wanted:
        assert time.monotonic() < until, (sql, found)
        time.sleep(0.01)


def test_while_hq_makes_the_roster_the_lamp_says_syncing_and_today_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "ASK_AGAIN", 0.05)
    story = Hq(tmp_path, making=3)
    story.news.append(Reply.of(feed(entry(arrival("a2", ticket_no="A2")), cursor="e:8")))
    with TinyHq(story) as hq, desk(tmp_path / "desk", hq.url) as (lane, courier, links, changes):
        eventually(lane, "select count(*) from cache.desk_arrivals", 2)
        assert courier.link.state is LinkWord.SYNCING
        shown = lane.submit(board, NOW).result(10).board
        assert {card.arrival.ticket_no for card in shown.values()} == {"A1", "A2"}
        assert lane.submit(cursors.cursor).result(10) is None
        assert lane.submit(cursors.history).result(10) == "e"
        story.release.set()
        assert courier.wait_until_synced(10)
        assert LinkWord.OFFLINE not in {link.state for link in links}
        eventually(lane, "select name from cache.guests where id = 'g1'", "曾杰")
        eventually(lane, "select name from cache.guests where id = 'g2'", "单单")
        assert not any("a1" in change.gone or "a2" in change.gone for change in changes)
        assert story.asked.count("snapshot") >= 4


def test_what_came_meanwhile_of_another_history_does_not_outlive_the_roster(tmp_path: Path) -> None:
    story = Hq(tmp_path, epoch="older")
    story.today = TodayPage(
        epoch="older", cursor="older:9", entries=[entry(arrival("gone", ticket_no="A9"), 99)], clock=Clock(now=NOW)
    )
    with TinyHq(story) as hq, desk(tmp_path / "desk", hq.url) as (lane, courier, _, _):
        eventually(lane, "select count(*) from cache.desk_arrivals", 1)
        story.release.set()
        assert courier.wait_until_synced(10)
        eventually(lane, "select count(*) from cache.desk_arrivals where id = 'gone'", 0)
        eventually(lane, "select count(*) from cache.desk_arrivals where id = 'a1'", 1)


def test_a_history_that_ends_meanwhile_is_asked_for_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meanwhile, "WAIT", 0.05)
    story = Hq(tmp_path)
    story.news.append(Reply.of(Problem(title="gone", status=409, code="epoch_unknown"), 409))
    with TinyHq(story) as hq, desk(tmp_path / "desk", hq.url) as (lane, courier, _, _):
        hq.wait_for(lambda asked: sum(request.path.endswith("/today") for request in asked) >= 2)
        story.release.set()
        assert courier.wait_until_synced(10)
        assert lane.submit(cursors.store_of_cache).result(10) == STORE


def test_a_desk_that_closes_meanwhile_closes_at_once(tmp_path: Path) -> None:
    story = Hq(tmp_path)
    with TinyHq(story) as hq, desk(tmp_path / "desk", hq.url) as (lane, courier, _, _):
        eventually(lane, "select count(*) from cache.desk_arrivals", 1)
        began = time.monotonic()
        assert courier.stop()
        assert time.monotonic() - began < 2
