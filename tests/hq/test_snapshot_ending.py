"""A snapshot that is made while HQ closes is given up at once, and what a killed HQ left behind is swept away."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import Engine

from app.domain.faults import Unavailable
from app.hq.work import searchkeys, snapshot_file, snapshots
from app.hq.work.snapshot_file import index, pour
from app.hq.work.snapshots import LEFT_SECONDS, Snapshots
from app.wire.codec import encode_card
from tests.kit.hq import found_store
from tests.kit.roster import fill, people

WAIT = 30.0


@pytest.fixture
def ready(engine: Engine, tmp_path: Path) -> Iterator[Snapshots]:
    """Snapshots of a store with guests, at each engine."""
    found_store(engine)
    fill(engine, 300, store_id="330")
    found = Snapshots(engine, tmp_path / "files")
    yield found
    found.close()


def rows(count: int) -> list[Sequence[Any]]:
    return [("guest", card.guest_id, 1, 0, encode_card(card).decode()) for card in people(count)]


def ends_with(ending: Event) -> Callable[[], None]:
    def stop() -> None:
        if ending.is_set():
            raise Unavailable("snapshots_closed", "closing")

    return stop


def test_cards_are_not_poured_on(tmp_path: Path) -> None:
    ending = Event()
    asked = []

    def parts() -> Iterator[list[Sequence[Any]]]:
        for part in range(3):
            asked.append(part)
            yield rows(10)
            ending.set()

    with pytest.raises(Unavailable, match="closing"):
        pour(tmp_path / "plain", parts(), {}, ends_with(ending))
    assert asked == [0, 1]


def test_keys_are_not_worked_out_any_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot_file, "PART", 10)
    ending = Event()
    really, added = searchkeys.add, []

    def add(*given: Any) -> None:
        added.append(given)
        really(*given)
        ending.set()

    monkeypatch.setattr(searchkeys, "add", add)
    pour(tmp_path / "plain", [rows(50)], {})
    with pytest.raises(Unavailable, match="closing"):
        index(tmp_path / "plain", ends_with(ending))
    assert len(added) == 1


def test_a_sort_under_way_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite may be at one statement for a minute: it looks up in the middle of it."""
    monkeypatch.setattr(snapshot_file, "STEPS", 1000)
    ending = Event()
    really = searchkeys.arrange

    def arrange(*given: Any) -> None:
        ending.set()
        really(*given)
        pytest.fail("the sort went on to its end")

    monkeypatch.setattr(searchkeys, "arrange", arrange)
    pour(tmp_path / "plain", [rows(500)], {})
    with pytest.raises(Unavailable, match="closing"):
        index(tmp_path / "plain", ends_with(ending))


@pytest.mark.parametrize("where", ["pour", "index", "_pack"])
def test_hq_that_closes_gives_up_the_file_it_makes(
    ready: Snapshots, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    begun, closing = Event(), Event()
    really = getattr(snapshots, where)

    def held(*given: Any) -> Any:
        begun.set()
        assert closing.wait(WAIT)
        return really(*given)

    monkeypatch.setattr(snapshots, where, held)

    async def ask() -> list[str]:
        asked = [asyncio.create_task(ready.current("330")) for _ in range(2)]
        assert await asyncio.to_thread(begun.wait, WAIT)
        ready.end()
        closing.set()
        asked.append(asyncio.create_task(ready.current("other")))
        found = await asyncio.wait_for(asyncio.gather(*asked, return_exceptions=True), WAIT)
        return [getattr(fault, "code", "") for fault in found]

    assert asyncio.run(ask()) == ["snapshots_closed"] * 3
    ready.close()
    assert list((tmp_path / "files").iterdir()) == []
    with pytest.raises(Unavailable, match="shutting down"):
        ready.make("330")


def test_what_a_killed_hq_left_is_swept_and_what_is_being_made_is_not(ready: Snapshots, tmp_path: Path) -> None:
    files = tmp_path / "files"
    long_ago = time.time() - LEFT_SECONDS - 60
    for name in ("making-left", "making-busy", "making-empty"):
        (files / name).mkdir(parents=True)
    for left in ("making-left", "making-busy"):
        (files / left / "plain").write_bytes(b"half")
        os.utime(files / left / "plain", (long_ago, long_ago))
    (files / "making-busy" / "packed").write_bytes(b"now")
    for name in ("making-left", "making-busy", "making-empty"):
        os.utime(files / name, (long_ago, long_ago))
    file, _ = ready.make("330")
    assert {path.name for path in files.iterdir()} == {"making-busy", file.name, f"{file.name}.json"}
