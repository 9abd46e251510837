"""What staff do while a long page of news comes in is done between two slices of it, not behind the page."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from threading import Event

from app.localdb.database import Database
from app.sync import inbound
from app.sync.clock import DeskClock
from app.sync.courier import Courier
from tests.kit.desk import Reply, Request, TinyHq, entry, feed, opened, stand_at
from tests.kit.roster import people

PAGE = 4 * inbound.SLICE - 3
"""Guests that come in one page."""


def guests_held(db: Database) -> int:
    """Return how many guests are in the cache at the moment a click is served."""
    held: int = db.value("select count(*) from cache.guests")
    return held


def test_a_click_is_served_between_two_slices_of_a_page(tmp_path: Path) -> None:
    clicks: list[Future[int]] = []
    over = Event()

    def answer(request: Request) -> Reply:
        if not request.path.endswith("/feed"):
            return Reply(status=404)
        if request.query["after"] != "e:0":
            over.wait(5)
        news = people(PAGE) if request.query["after"] == "e:0" else []
        return Reply.of(feed(*map(entry, news), cursor="e:1"))

    with TinyHq(answer) as hq, opened(tmp_path / "desk", hq=hq.url) as lane:
        lane.submit(stand_at, "e:0").result(10)
        lane.listen(lambda _: clicks.append(lane.submit(guests_held)))  # the lane has just finished a slice
        courier = Courier(lane, clock=DeskClock(), on_link=lambda _: None)
        courier.start()
        try:
            hq.wait_for(lambda asked: any(request.query.get("after") == "e:1" for request in asked))
            seen = {job.result(10) for job in clicks}
        finally:
            over.set()
            assert courier.stop()
    assert sorted(seen - {0}) == [inbound.SLICE, 2 * inbound.SLICE, 3 * inbound.SLICE, PAGE]
