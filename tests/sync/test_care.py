"""The quiet third thread: files checked where that is due, and mended; and the desk's clock."""

from __future__ import annotations

import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.commands import Seat
from app.domain.faults import Unavailable
from app.localdb import care as files
from app.localdb import cursors, outbox, settings
from app.localdb.board import board
from app.localdb.database import Database
from app.localdb.lane import Lane
from app.sync.care import Care
from app.sync.clock import DeskClock
from app.sync.lamp import Lamp
from app.sync.link import LinkWord
from app.sync.shared import Shared
from app.wire.pages import Clock
from tests.kit.desk import NOW, STORE, Reply, Request, TinyHq, arrival, entry, guest, opened, stand_at, take_in
from tests.kit.waiting import wait_until
from tests.sync.test_courier import Desk, Story
from tests.sync.test_download import Source


def harm_cache(data: Path) -> None:
    content = bytearray((data / "cache.db").read_bytes())
    for page in range(4, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\x99" * 64
    (data / "cache.db").write_bytes(content)


def test_after_an_unclean_exit_a_damaged_cache_is_noticed_set_aside_and_fetched_anew(tmp_path: Path) -> None:
    data = tmp_path / "desk"
    source, story = Source(tmp_path / "hq"), Story()

    def answer(request: Request) -> Reply:
        if request.path.endswith("/snapshot"):
            return source(request)
        if request.query.get("after") == "e:9":
            request.query["after"] = "e:0"
        return story(request)

    with TinyHq(answer) as hq:
        with opened(data, hq=hq.url) as lane:
            lane.submit(stand_at, "e:0").result(10)
            people = [entry(guest(f"old{n}", "王芳", f"138{n:08d}")) for n in range(400)]
            lane.submit(take_in, *people, entry(arrival("a1"))).result(10)
        harm_cache(data)
        (data / "running").write_text("1\n")
        lane = Lane(data)
        lane.start()
        assert lane.report.unclean
        counter = Desk(lane)
        counter.courier.start()
        lamp = counter.courier._shared.lamp
        assert lamp.wait_for(lambda link: link.state is LinkWord.SYNCING, 10)
        assert lamp.wait_for(lambda link: link.state is LinkWord.ONLINE, 10)
        assert lane.submit(Database.value, "select count(*) from cache.guests").result(10) == 3000
        assert list(data.glob("cache.db.corrupt-*"))
        assert counter.courier.stop()
        lane.close()


def test_sound_files_are_sound_and_a_check_ends_when_the_desk_closes(tmp_path: Path) -> None:
    data = tmp_path / "desk"
    never, now = threading.Event(), threading.Event()
    now.set()
    with opened(data) as lane:
        people = [entry(guest(f"g{n}", "王芳", f"138{n:08d}")) for n in range(3000)]
        lane.submit(take_in, *people).result(10)
        assert files.is_sound(data, thorough=True, stop=never)
        assert files.is_sound(data, thorough=False, stop=now)
    harm_cache(data)
    assert not files.is_sound(data, thorough=False, stop=never)


@pytest.mark.parametrize(("days", "checked_again"), [(1, False), (8, True), (-400, True)])
def test_the_files_are_checked_thoroughly_once_a_week(tmp_path: Path, days: int, checked_again: bool) -> None:
    before = (datetime.now(UTC) - timedelta(days=days)).isoformat()
    with opened(tmp_path / "desk") as lane:
        shared = Shared(lane, DeskClock(), Lamp(lambda link: None))
        care = Care(shared, reader=None)  # type: ignore[arg-type]
        lane.submit(settings.write, settings.CHECKED, before).result(10)
        care._check_files()
        after = lane.submit(settings.read, settings.CHECKED).result(10)
        assert (after != before) is checked_again


def test_what_hq_answered_long_ago_is_swept_away_a_little_at_a_time(tmp_path: Path) -> None:
    def long_ago(db: Database) -> None:
        for number in range(1100):
            seat = Seat(arrival_id=f"a{number}", table="A1")
            outbox.add(db, seat, at=datetime.now(UTC) - timedelta(days=40), author="", store_id=STORE)
        db.execute("update outbox set state = 'done' where position > 2")

    with opened(tmp_path / "desk") as lane:
        lane.submit(long_ago).result(10)
        assert lane.submit_bulk(outbox.sweep, now=datetime.now(UTC)).result(10) < 1000
        Care(Shared(lane, DeskClock(), Lamp(lambda link: None)), reader=None)._sweep()  # type: ignore[arg-type]
        assert lane.submit(Database.value, "select count(*) from outbox").result(10) == 2
        assert lane.submit(outbox.counts).result(10).waiting == 2


def test_a_round_that_finds_no_room_is_made_up_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.sync.care.FIRST", 0.01)
    monkeypatch.setattr("app.sync.care.EVERY", 0.01)
    with opened(tmp_path / "desk") as lane:
        full = lane._reserve
        monkeypatch.setattr(full, "keep", lambda: None)  # a disk that stays full
        full._there = False
        care = Care(Shared(lane, DeskClock(), Lamp(lambda link: None)), reader=None)  # type: ignore[arg-type]
        thread = threading.Thread(target=care.run)
        thread.start()
        with pytest.raises(Unavailable, match="full"):
            lane.submit_bulk(settings.read, settings.CHECKED).result(10)
        assert lane.submit(settings.read, settings.CHECKED).result(10) is None
        full._there = True
        wait_until(lambda: lane.submit(settings.read, settings.CHECKED).result(10) is not None)
        care.stop()
        thread.join(10)
        assert not thread.is_alive()


def test_sums_that_do_not_belong_to_one_moment_are_not_compared(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        shared = Shared(lane, DeskClock(), Lamp(lambda link: None))
        care = Care(shared, reader=None)  # type: ignore[arg-type]
        lane.submit(stand_at, "e:1").result(10)
        held = care.own_digest()
        assert held is not None
        assert held.cursor == "e:1"
        asked = iter(["e:1", "e:2"])
        original = cursors.cursor
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(cursors, "cursor", lambda db: next(asked) if original(db) else None)
            assert care.own_digest() is None


def test_the_desks_clock_follows_hqs_also_when_it_runs_fast() -> None:
    clock = DeskClock()
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    sample = clock.follow(Clock(now=NOW, speed=3600.0))
    assert (sample.hq, sample.speed) == (NOW, 3600.0)
    first = clock.now()
    while clock.now() <= first + timedelta(seconds=30):
        pass
    assert first >= NOW
    clock = DeskClock()
    clock.restore(sample)
    assert clock.now() == NOW, "a day lived again stands still until HQ is heard"
    clock.restore(cursors.ClockSample(hq=NOW, here=datetime.now(UTC) - timedelta(hours=2)))
    assert timedelta(hours=2) <= clock.now() - NOW < timedelta(hours=2, minutes=1)
    clock.restore(None)
    assert clock.now() > NOW
    clock.restore(cursors.ClockSample(hq=NOW, here=datetime.now(UTC) + timedelta(days=9000)))
    assert timedelta(0) <= clock.now() - NOW < timedelta(minutes=1), "this machine's clock was set back meanwhile"


@pytest.mark.skipif(sys.platform != "linux", reason="each system has another clock that goes on")
def test_the_desks_clock_goes_on_while_the_machine_sleeps(monkeypatch: pytest.MonkeyPatch) -> None:
    slept = timedelta(hours=9)
    awake = time.clock_gettime(time.CLOCK_BOOTTIME)
    clock = DeskClock()
    clock.follow(Clock(now=NOW, speed=1.0))
    monkeypatch.setattr(time, "clock_gettime", lambda _: awake + slept.total_seconds())
    assert slept - timedelta(minutes=1) < clock.now() - NOW <= slept


def test_a_history_that_hq_itself_does_not_know_is_not_asked_for_without_end(tmp_path: Path) -> None:
    source = Source(tmp_path / "hq")
    problem = Reply(status=409, body=b'{"title":"no","status":409,"code":"epoch_unknown"}')

    def answer(request: Request) -> Reply:
        return source(request) if request.path.endswith("/snapshot") else problem

    with TinyHq(answer) as hq, opened(tmp_path / "desk", hq=hq.url) as lane:
        counter = Desk(lane)
        counter.courier.start()
        counter.until(LinkWord.OFFLINE, "history_unknown")
        assert len(source.asked) <= 3
        assert lane.submit(board, NOW).result(10).board == {}
        assert counter.courier.stop()
