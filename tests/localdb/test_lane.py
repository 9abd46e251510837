"""The lane: one thread, one transaction a job, staff first, nothing half done."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from app.domain.changes import ChangeSet, OutboxCount
from app.domain.commands import Register
from app.domain.faults import Refused, Unavailable
from app.localdb import lane as lane_module
from app.localdb import marker, outbox, settings
from app.localdb.database import Database
from app.localdb.lane import Lane
from app.localdb.marker import Marker
from tests.kit.desk import ROOT, acts, opened


def note(db: Database, seen: list[str], what: str) -> None:
    seen.append(what)


def test_jobs_of_one_class_run_in_order_and_staff_before_bulk(tmp_path: Path) -> None:
    seen: list[str] = []
    gate = threading.Event()
    with opened(tmp_path / "desk") as lane:
        lane.submit(lambda db: gate.wait(10))
        jobs = [lane.submit_bulk(note, seen, f"bulk {n}") for n in range(3)]
        jobs += [lane.submit(note, seen, f"staff {n}") for n in range(3)]
        gate.set()
        for job in jobs:
            job.result(10)
    assert seen == ["staff 0", "staff 1", "staff 2", "bulk 0", "bulk 1", "bulk 2"]


def write_and_fail(db: Database, fault: Exception) -> None:
    settings.write(db, "colour", "red")
    raise fault


@pytest.mark.parametrize("fault", [Refused("no"), ZeroDivisionError("ours")])
def test_a_job_that_fails_leaves_nothing_behind(tmp_path: Path, fault: Exception) -> None:
    with opened(tmp_path / "desk") as lane:
        with pytest.raises(type(fault)):
            lane.submit(write_and_fail, fault).result(10)
        assert lane.submit(settings.read, "colour").result(10) is None


def test_listeners_hear_changes_in_the_order_of_the_commits_before_the_future_resolves(tmp_path: Path) -> None:
    heard: list[int] = []
    lane = Lane(
        tmp_path / "desk", on_change=lambda changes: heard.append(changes.outbox.waiting if changes.outbox else -1)
    )
    lane.start()

    def change(db: Database, number: int) -> ChangeSet:
        return ChangeSet(outbox=OutboxCount(waiting=number))

    jobs = [(lane.submit if n % 2 else lane.submit_bulk)(change, n) for n in range(20)]
    for job in jobs:
        job.result(10)
        assert job.result().outbox is not None
    assert sorted(heard) == list(range(20))
    assert [n for n in heard if n % 2] == list(range(1, 20, 2))
    lane.submit(change, 99).result(10)
    assert heard[-1] == 99
    lane.close()


def test_a_listener_that_fails_does_not_stop_the_lane(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def broken(changes: ChangeSet) -> None:
        raise ZeroDivisionError

    lane = Lane(tmp_path / "desk", on_change=broken)
    lane.start()
    assert lane.submit(lambda db: ChangeSet()).result(10) == ChangeSet()
    assert "a listener failed" in caplog.text
    lane.close()


def test_closing_finishes_what_staff_asked_for_and_drops_bulk_work(tmp_path: Path) -> None:
    lane = Lane(tmp_path / "desk")
    lane.start()
    gate, seen = threading.Event(), list[str]()
    lane.submit(lambda db: gate.wait(10))
    staff = lane.submit(note, seen, "staff")
    bulk = lane.submit_bulk(note, seen, "bulk")
    closer = threading.Thread(target=lane.close)
    closer.start()
    while not lane._closing:
        pass
    gate.set()
    closer.join(10)
    assert staff.result(10) is None
    with pytest.raises(CancelledError):
        bulk.result(10)
    assert seen == ["staff"]
    with pytest.raises(Unavailable, match="closing"):
        lane.submit(note, seen, "late").result(10)


def test_a_second_desk_in_the_same_folder_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        second = Lane(tmp_path / "desk")
        with pytest.raises(Unavailable, match="another desk") as refused:
            second.start().result(10)
        assert refused.value.code == "desk_running"
        with pytest.raises(Unavailable):
            second.submit(settings.read, "colour").result(10)
        second.close()
        lane.submit(settings.write, "colour", "red").result(10)
        assert lane.submit(settings.read, "colour").result(10) == "red"


def test_a_desk_that_starts_while_another_closes_has_the_folder_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, lock, goodbyes = Marker(tmp_path), marker._lock, [True]

    def too_late(handle: int) -> bool:
        if goodbyes:  # the first desk takes its sign away between the second one's opening and locking
            goodbyes.pop()
            first.remove()
        return lock(handle)

    monkeypatch.setattr(marker, "_lock", too_late)
    second = Marker(tmp_path)
    assert (second.unclean, marker.is_running(tmp_path)) == (False, True)
    with pytest.raises(Unavailable, match="another desk"):
        Marker(tmp_path)
    second.remove()
    assert not marker.is_running(tmp_path)


def test_what_must_be_on_the_disk_is_synced_in_both_files(tmp_path: Path) -> None:
    def levels(db: Database) -> tuple[int, int]:
        return db.value("pragma main.synchronous"), db.value("pragma cache.synchronous")

    full, normal = 2, 1
    with opened(tmp_path / "desk") as lane:
        assert lane.submit(levels).result(10) == (full, normal)
        assert lane.submit_durable(levels).result(10) == (full, full)
        assert lane.submit(levels).result(10) == (full, normal)


KILLED = """
import os, sys
from pathlib import Path
from app.domain.commands import Register
from tests.kit.desk import acts, belong
from app.localdb.lane import Lane
from app.localdb.marker import Marker
lane = Lane(Path(sys.argv[1]))
lane.start()
lane.submit(belong).result()
for number in range(50):
    acts(lane, Register(arrival_id=f"a{number}", guest_id=f"g{number}", name="王芳"))
    print(number, flush=True)
"""


def test_what_the_desk_said_was_done_survives_kill_9(tmp_path: Path) -> None:
    data = tmp_path / "desk"
    child = subprocess.Popen([sys.executable, "-c", KILLED, str(data)], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert child.stdout is not None
    said = -1
    for line in child.stdout:
        said = int(line)
        if said == 30:
            os.kill(child.pid, signal.SIGKILL)
    child.wait(10)
    child.stdout.close()
    with opened(data) as lane:
        assert lane.report.unclean
        assert lane.submit(outbox.counts).result(10).waiting >= said + 1


def test_the_first_board_needs_neither_sqlite_utils_nor_http(tmp_path: Path) -> None:
    with opened(tmp_path / "desk") as lane:
        acts(lane, Register(arrival_id="a1", guest_id="g1", name="王芳"))
    program = (
        "import sys; from pathlib import Path; from app.localdb.lane import Lane; from app.localdb.board import board;"
        "lane = Lane(Path(sys.argv[1])); lane.start(); lane.submit(board).result(10);"
        "print(*[m for m in ('sqlite_utils','requests','urllib3','click','keyring','zstandard','app.domain.noting')"
        " if m in sys.modules]);"
        "from app.actions.ready import get_ready; lane.submit_bulk(get_ready).result(10);"
        "print('app.domain.noting' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "desk")], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.split() == ["True"], "and what the first click needs comes after it"


def test_a_file_that_another_program_holds_is_said_to_be_busy(tmp_path: Path) -> None:
    data = tmp_path / "desk"
    with opened(data) as lane:
        lane.submit_bare(Database.execute, "pragma busy_timeout=10").result(10)
        with contextlib.closing(sqlite3.connect(data / "local.db", isolation_level=None)) as other:
            other.execute("begin immediate")
            with pytest.raises(Unavailable) as busy:
                lane.submit(settings.write, "colour", "red").result(10)
            assert busy.value.code == "localdb_busy"
        lane.submit(settings.write, "colour", "red").result(10)


def test_a_lane_that_could_not_be_mended_tries_again_with_the_next_job(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(db: Database) -> None:
        wrong = sqlite3.DatabaseError("malformed")
        wrong.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise wrong

    def no_disk(db: Database) -> Database:
        db.connection.close()
        raise OSError(5, "input/output error")

    with opened(tmp_path / "desk") as lane:
        acts(lane, Register(arrival_id="a1", guest_id="g1"))
        monkeypatch.setattr(lane_module, "mend_desk", no_disk)
        with pytest.raises(OSError, match="input/output"):
            lane.submit(damaged).result(10)
        monkeypatch.undo()
        assert lane.submit(outbox.counts).result(10).waiting == 1
