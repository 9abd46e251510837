"""kill -9 at any moment, on a line that drops, delays, repeats and reorders: nothing lost, nothing done twice.

25 kills here, 50 with `YINGBIN_THOROUGH=1`; for more:
`YINGBIN_KILLS=500 pytest -o faulthandler_timeout=0 tests/journeys/test_killed.py`. Each claim has a control that must
fail: with HQ's receipts off an old command is done again, and with the outbox not synced a power cut loses what staff
were told was done. (The control of the third claim, a cursor over a counter shared by all writers, stands with the
feed's own tests.)
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from app.localdb import settings
from app.localdb.lane import Lane
from app.localdb.reader import open_reader
from tests.kit.chaos import Chaos, Killable
from tests.kit.thorough import THOROUGH

KILLS = int(os.environ.get("YINGBIN_KILLS", "50"))

SEEDS = (1, 2) if THOROUGH or "YINGBIN_KILLS" in os.environ else (1,)
"""Each has half of the kills."""

PATIENCE = 60 + 3 * KILLS
"""Seconds after which a run is judged however little was done in it; far more than it takes."""

POWERCUT = Path(__file__).resolve().parents[1] / "kit" / "powercut.c"


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_lost_and_nothing_is_done_twice(tmp_path: Path, seed: int) -> None:
    chaos, until = Chaos(tmp_path, seed), time.monotonic() + PATIENCE

    def enough() -> bool:
        much = min(chaos.acts(), len(chaos.accepted)) > KILLS and len(chaos.line.dealt) == 9
        return much or time.monotonic() > until

    verdict = chaos.run(KILLS // 2, enough)
    assert sum(verdict.kills.values()) == KILLS // 2
    assert verdict.acts > KILLS
    assert verdict.events > KILLS
    assert len(verdict.dealt) == 9, f"the line was not nasty in every way: {verdict.dealt}"
    assert verdict.lost == []
    assert verdict.twice == []
    assert verdict.parked == []
    assert verdict.equal
    assert verdict.seconds_to_agree < 5, f"{verdict.unsent} commands were unsent"


def test_control_without_receipts_an_old_command_is_done_again(tmp_path: Path) -> None:
    for seed in range(1, 7):
        folder = tmp_path / str(seed)
        folder.mkdir()
        chaos = Chaos(folder, seed, hq_code="tests.kit.hq_without_receipts", share=0.75, pace="--frantic")
        chaos.line.faults = ("late",)
        verdict = chaos.run(0, enough=lambda line=chaos.line: line.dealt.get("late", 0) > 60)  # type: ignore[misc]
        if verdict.twice:
            return
    pytest.fail("HQ forgot its receipts and the harness did not notice")


@pytest.mark.parametrize("careless", [False, True])
def test_a_power_cut_takes_nothing_that_staff_were_told_was_done(tmp_path: Path, *, careless: bool) -> None:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not Path("/proc/self/fd").is_dir():
        pytest.skip("the power cut is simulated by a small C library: needs Linux and a C compiler")
    library = tmp_path / "powercut.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(POWERCUT), "-ldl"], check=True)
    data, kept, journal = tmp_path / "desk", tmp_path / "kept", tmp_path / "journal"
    kept.mkdir()
    _belong_somewhere(data)
    shutil.copy(data / "local.db", kept)
    preloaded = {"LD_PRELOAD": str(library), "POWERCUT_FOLDER": str(data), "POWERCUT_KEPT": str(kept)}
    arguments = ["tests.kit.desk_driver", str(data), "7", str(journal), *(["--careless"] if careless else [])]
    desk = Killable(*arguments, environment=preloaded)
    desk.line("ready")
    _wait_for_lines(journal, 40)
    desk.kill()
    survived = _outbox_rows(kept)
    done = _outbox_rows(data) - 1  # the last one may have been under way: staff were not told yet
    if careless:
        assert survived < done, "the power cut took nothing from a desk that does not sync: it proves nothing"
    else:
        assert survived >= done > 20


def _belong_somewhere(data: Path) -> None:
    """Enrol the desk with an HQ that is not there: staff go on all the same."""
    lane = Lane(data)
    lane.start().result()
    where = settings.Enrolled(hq="http://127.0.0.1:9", store_id="330", device_id="nobody")
    lane.submit(settings.enrol, where).result()
    lane.close()


def _wait_for_lines(file: Path, lines: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if file.exists() and len(file.read_bytes().splitlines()) >= lines:
            return
        time.sleep(0.02)
    raise AssertionError(f"{file} did not get {lines} lines")


def _outbox_rows(folder: Path) -> int:
    db = open_reader(folder)
    try:
        return int(db.value("select count(*) from outbox"))
    finally:
        db.connection.close()
