"""What the lane does when nobody waits: it empties the logs and makes the reserve, and a click pays for neither."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from app.domain.commands import Register
from app.localdb import lane as lane_module
from app.localdb import logs, reserve
from app.localdb.database import Database
from tests.kit.desk import acts, opened
from tests.kit.waiting import wait_until


def walk_in(number: int) -> Register:
    return Register(arrival_id=f"a{number}", guest_id=f"g{number}", name="王芳")


def in_the_file_itself(data: Path, copy: Path) -> Callable[[], bool]:
    """Return whether local.db holds 50 rows without its log."""

    def look() -> bool:
        shutil.copy(data / "local.db", copy)
        with closing(sqlite3.connect(copy)) as connection, suppress(sqlite3.OperationalError):
            return bool(connection.execute("select count(*) from outbox").fetchone()[0] == 50)
        return False  # even its tables are only in the log

    return look


def test_an_idle_lane_empties_the_logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lane_module, "_IDLE", 0.001)
    monkeypatch.setattr(logs, "_ROWS", 1)
    with opened(tmp_path / "desk") as lane:
        acts(lane, *(walk_in(number) for number in range(50)))
        wait_until(in_the_file_itself(tmp_path / "desk", tmp_path / "copy.db"))


def test_a_busy_lane_leaves_logs_and_reserve_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lane_module, "_IDLE", 60.0)
    monkeypatch.setattr(logs, "_ROWS", 1)
    monkeypatch.setattr(reserve, "_LOOK_AGAIN", 0.0)
    with opened(tmp_path / "desk") as lane:
        acts(lane, *(walk_in(number) for number in range(50)))
        assert not in_the_file_itself(tmp_path / "desk", tmp_path / "copy.db")()
        assert not (tmp_path / "desk" / "reserve").exists()


def test_the_logs_are_kept_short_while_the_disk_is_full(tmp_path: Path) -> None:
    limit = "pragma wal_autocheckpoint"
    with opened(tmp_path / "desk") as lane:
        assert lane.submit(Database.value, limit).result(10) == logs.USUAL
        lane._reserve._there = False
        lane.submit(Database.value, limit).result(10)
        assert lane.submit(Database.value, limit).result(10) == logs.SHORT
        lane._reserve._there = True
        lane.submit(Database.value, limit).result(10)
        assert lane.submit(Database.value, limit).result(10) == logs.USUAL
