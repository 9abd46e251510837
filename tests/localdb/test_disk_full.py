"""A full disk: no false success, the outbox has its reserve, and the desk goes on by itself when there is room."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.desk.doctor.folder import check_folder
from app.domain.commands import Register
from app.domain.faults import Unavailable
from app.localdb import lane as lane_module
from app.localdb import outbox, reserve
from app.localdb.board import board
from app.localdb.database import Database
from app.localdb.guests import find
from app.localdb.lane import Lane
from tests.kit.desk import NOW, acts, entry, guest, opened, take_in
from tests.kit.waiting import wait_until


def limit_pages(db: Database, more: int) -> None:
    """Let local.db grow by `more` pages and no further: SQLite's own SQLITE_FULL."""
    pages = db.value("pragma main.page_count")
    db.execute(f"pragma main.max_page_count={pages + more}")


def walk_in(number: int) -> Register:
    return Register(arrival_id=f"a{number}", guest_id=f"g{number}", name=f"客人{number}", note="靠窗" * 100)


def test_a_click_that_found_no_room_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        acts(lane, walk_in(0))
        lane.submit(limit_pages, 0).result(10)
        done = 1 + until_full(lane, 1, 100)
        assert lane.submit(outbox.counts).result(10).waiting == done < 100
        assert len(lane.submit(board, NOW).result(10).board) == done
        assert [card.name for card in lane.submit(find, "客人0").result(10)] == ["客人0"]
        lane.submit(limit_pages, 1000).result(10)
        acts(lane, walk_in(100))
        assert lane.submit(outbox.counts).result(10).waiting == done + 1


def until_full(lane: Lane, start: int, end: int) -> int:
    """Let walk-ins come until the desk says that the disk is full; return how many it took."""
    for number in range(start, end):
        try:
            acts(lane, walk_in(number))
        except Unavailable as full:
            if full.code != "disk_full":
                raise
            return number - start
    raise AssertionError("the disk was never full")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 24 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("this machine mounts no small file system")
    yield folder
    subprocess.run(["umount", folder], check=True)


def fill(folder: Path) -> None:
    """Leave not one block free."""
    with open(folder / "ballast", "ab", buffering=0) as ballast:
        for size in (1 << 20, 4096, 512, 1):
            try:
                while True:
                    ballast.write(bytes(size))
            except OSError:
                continue


def test_a_desk_that_cannot_open_for_want_of_room_says_that_and_so_does_the_doctor(small_disk: Path) -> None:
    data = small_disk / "desk"
    with opened(data) as lane:
        acts(lane, walk_in(0))
    fill(small_disk)
    shut = Lane(data)
    with pytest.raises(Unavailable, match="the disk is full") as found:
        shut.start().result(10)
    assert found.value.code == "data_folder_full"
    shut.close()
    told = {finding.code: finding.remedy for finding in check_folder(data)}
    assert told["local_db.closed"] == told["cache_db.closed"] == "make room on the disk"
    (small_disk / "ballast").unlink()
    with opened(data) as lane:
        assert lane.submit(outbox.counts).result(10).waiting == 1


def test_on_a_full_disk_staff_go_on_from_the_reserve_and_feed_pages_wait(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reserve, "_LOOK_AGAIN", 0.0)
    monkeypatch.setattr(lane_module, "_IDLE", 0.001)
    data = small_disk / "desk"
    with opened(data) as lane:
        acts(lane, walk_in(0))
        wait_until(lambda: lane._reserve.there)
        assert (data / "reserve").stat().st_size == reserve.SIZE
        fill(small_disk)
        pages = [entry(guest(f"g{n}", f"客人{n}", f"138{n:08d}")) for n in range(3000)]
        with pytest.raises(Unavailable, match="full"):
            lane.submit_bulk(take_in, *pages).result(10)
        assert (data / "reserve").exists(), "the reserve is not for feed pages"
        for number in range(1, 200):
            acts(lane, walk_in(number))
        assert not (data / "reserve").exists()
        with pytest.raises(Unavailable, match="full"):
            lane.submit_bulk(take_in, *pages[:1]).result(10)
        assert lane.submit(outbox.counts).result(10).waiting == 200
        fill(small_disk)
        until_full(lane, 200, 5000)
        held = lane.submit(outbox.counts).result(10).waiting
        assert len(lane.submit(board, NOW).result(10).board) == held
        assert lane.submit(find, "客人7", 5).result(10)
        (small_disk / "ballast").unlink()
        acts(lane, walk_in(9000))
        lane.submit_bulk(take_in, *pages).result(10)
        lane.submit(outbox.counts).result(10)
        assert (data / "reserve").stat().st_size == reserve.SIZE


def test_a_desk_starts_on_a_full_disk(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reserve, "_LOOK_AGAIN", 0.0)
    monkeypatch.setattr(lane_module, "_IDLE", 0.001)
    data = small_disk / "desk"
    with opened(data) as lane:
        acts(lane, walk_in(0))
        wait_until(lambda: lane._reserve.there)
    fill(small_disk)
    with opened(data) as lane:
        assert list(lane.submit(board, NOW).result(10).board) == ["a0"]
        acts(lane, walk_in(1))
        (small_disk / "ballast").unlink()
