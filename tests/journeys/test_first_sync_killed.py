"""kill -9 at random points of a first sync: the desk goes on where it was, and ends with exactly HQ's roster.

The real desk against the real HQ over a slow line, 6 kills here, 8 with `YINGBIN_THOROUGH=1`; for a larger one by hand:
`YINGBIN_ROSTER=1000000 YINGBIN_KILLS=100 pytest -o faulthandler_timeout=0 tests/journeys/test_first_sync_killed.py`.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.hq.database import write
from app.hq.feed import Publication, publish
from app.localdb.reader import open_reader
from app.wire.codec import encode_card
from tests.kit.chaos import Killable
from tests.kit.desk import STORE, guest
from tests.kit.proxy import FaultProxy
from tests.kit.roster import fill, rows_at_desk, rows_at_hq
from tests.kit.thorough import THOROUGH
from tests.sync.test_story import Office

ROSTER = int(os.environ.get("YINGBIN_ROSTER", "10000" if THOROUGH else "6000"))
KILLS = int(os.environ.get("YINGBIN_KILLS", "8" if THOROUGH else "6"))

PATIENCE = 60 + ROSTER / 2000
"""Seconds after which a desk that does not get on has failed."""


class Desk:
    """The program in a folder, started again and again."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.part = data / "snapshot.part"
        self.starts = 0

    def start(self, *more: str) -> Killable:
        self.starts += 1
        return Killable("app", "desk", "--headless", "--data", str(self.data), *more, anew=True)

    def part_size(self) -> int:
        try:
            return self.part.stat().st_size
        except FileNotFoundError:
            return 0

    def has_roster(self) -> bool:
        """Whether a roster is installed (read from outside, as the command line does)."""
        db = open_reader(self.data)
        try:
            return db.value("select value from cache.meta where key = 'cursor'") is not None
        finally:
            db.connection.close()


def wait_until(what: Callable[[], bool], process: Killable) -> None:
    until = time.monotonic() + PATIENCE
    while not what():
        assert process.process.poll() is None, f"the desk ended with {process.process.poll()}"
        assert time.monotonic() < until, "the desk does not get on"
        time.sleep(0.001)


def test_a_first_sync_killed_at_any_point_ends_byte_equal_to_hqs_roster(tmp_path: Path) -> None:
    dice = random.Random(20261122)
    office = Office(tmp_path)
    fill(office.engine, ROSTER)
    desk = Desk(tmp_path / "desk")
    with office.process as hq, FaultProxy(("127.0.0.1", hq.port), seed=1, share=0.0) as line:
        line.pace = 500_000 + ROSTER * 20
        running = desk.start("--hq", line.url, "--enrol", office.code())
        wait_until(lambda: desk.part_size() > 0, running)
        begun_at: list[int] = []
        for number in range(KILLS - 3):
            # Somewhere in the download: each start must come farther than the one before.
            before = desk.part_size()
            step = dice.randrange(1, max(2, ROSTER * 15))
            wait_until(lambda: desk.part_size() >= before + step or not desk.part.exists(), running)  # noqa: B023
            running.kill()
            begun_at.append(desk.part_size())
            office.queued(f"A{number:02d}", f"1900000{number:04d}")
            with write(office.engine) as connection:
                card = guest(str(10**17 + number), "改了名的", f"190{number:08d}")
                publish(connection, [Publication("guest", card.guest_id, encode_card(card))])
            running = desk.start()
        assert begun_at == sorted(begun_at)
        line.pace = 0
        if not desk.has_roster():
            wait_until(lambda: (desk.data / "snapshot.db").exists() or desk.has_roster(), running)
        running.kill()  # while it unpacks, checks, or swaps
        for pause in (dice.uniform(0.2, 1.5), dice.uniform(0.5, 2.5)):
            running = desk.start()
            time.sleep(pause)
            running.kill()
        last = desk.start("--until-synced", "--for", str(int(PATIENCE)))
        assert last.process.wait(PATIENCE + 20) == 0
        last.end()
    assert not list(desk.data.glob("snapshot*"))
    theirs, ours = rows_at_hq(office.engine, STORE), rows_at_desk(desk.data)
    assert len(theirs) > ROSTER
    assert ours == theirs


def test_control_a_desk_that_forgets_its_part_begins_anew(tmp_path: Path) -> None:
    """The kills above prove nothing unless a desk that lost its part is seen to begin at the first byte."""
    office = Office(tmp_path)
    fill(office.engine, 3000)
    desk = Desk(tmp_path / "desk")
    with office.process as hq, FaultProxy(("127.0.0.1", hq.port), seed=1, share=0.0) as line:
        line.pace = 100_000
        running = desk.start("--hq", line.url, "--enrol", office.code())
        wait_until(lambda: desk.part_size() > 50_000, running)
        running.kill()
        held = desk.part_size()
        (desk.data / "snapshot.part.json").unlink()
        running = desk.start()
        wait_until(lambda: desk.part_size() < held, running)
        running.kill()


if KILLS < 4:
    pytest.skip("at least four kills, one of each kind", allow_module_level=True)
