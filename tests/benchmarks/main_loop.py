"""(f) How late the desk's main loop runs while 10,000 changed cards arrive, beside the same loop with nothing to do.

A precise timer asks to be woken every 5 ms; how much later it is woken is the lateness. A frame at 60 Hz lasts
16.7 ms: a lateness beyond it is a frame that staff could see missing. Cards on the board are among the changed ones.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from app.desk.entrance import run as open_counter
from app.desk.options import DeskOptions
from app.desk.wiring import Counter
from app.localdb.database import Database
from tests.benchmarks.evening import serve_evening
from tests.benchmarks.measure import Row, median, percentile
from tests.benchmarks.plan import Plan

CHANGES = 10_000
TICK_MS = 5
FRAME_MS = 1000 / 60
IDLE_TICKS = 400


def run(plan: Plan) -> Iterator[Row]:
    """Open the desk once for each run; quote the median run."""
    idle, busy, worst, took = [], [], [], []
    for _ in range(plan.runs):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            with serve_evening(folder, folder / "desk"):
                quiet, loud, seconds = _one(folder)
        idle.append(percentile(quiet, 99))
        busy.append(percentile(loud, 99))
        worst.append(max(loud))
        took.append(seconds)
    yield Row(
        letter="f", what="main-loop lateness while 10,000 cards arrive, p99", unit="ms", ours=median(busy),
        beside_what="the same loop idle", beside=median(idle), ratio=median(busy) / median(idle), goal="≤ 10",
        limit=10.0, more={"all 10,000 here after s": median(took)},
    )  # fmt: skip
    yield Row(
        letter="f", what="main-loop lateness while 10,000 cards arrive, worst", unit="ms", ours=median(worst),
        beside_what="a frame at 60 Hz", beside=FRAME_MS, ratio=median(worst) / FRAME_MS, goal="≤ 1", limit=1.0,
    )  # fmt: skip


class _Probe:
    """Counts how late each tick comes: idle first, then while the changes arrive, until the desk holds them all."""

    def __init__(self, counter: Counter, folder: Path) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.counter, self.folder = counter, folder
        self.quiet: list[float] = []
        self.loud: list[float] = []
        self.began = self.ended = 0.0
        self.sender: subprocess.Popen[bytes] | None = None
        self.last = time.perf_counter()
        self.timer = QTimer(counter)
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.setInterval(TICK_MS)
        self.timer.timeout.connect(self._tick)
        QTimer.singleShot(1500, self.timer, self.timer.start)

    def _tick(self) -> None:
        now = time.perf_counter()
        late = max((now - self.last) * 1000 - TICK_MS, 0.0)
        self.last = now
        if self.sender is None:
            self.quiet.append(late)
            if len(self.quiet) >= IDLE_TICKS:
                arguments = [sys.executable, "-m", "tests.benchmarks.news", str(self.folder / "hq.db"), str(CHANGES)]
                self.sender = subprocess.Popen(arguments)
                self.began = now
            return
        self.loud.append(late)
        if len(self.loud) % 100 == 0 and self.sender.poll() is not None:
            self.counter.bridge.hear(self.counter.lane.submit_bulk(_changed), self._heard)

    def _heard(self, count: int) -> None:
        if count >= CHANGES and self.timer.isActive():
            self.ended = time.perf_counter()
            self.timer.stop()
            self.counter.shell.close()


def _changed(db: Database) -> int:
    return int(db.value("select count(*) from cache.guests where name like '改%'"))


def _one(folder: Path) -> tuple[list[float], list[float], float]:
    probes: list[_Probe] = []
    options = DeskOptions(data=folder / "desk", headless=True, seconds=120)
    if open_counter(options, lambda counter: probes.append(_Probe(counter, folder))):
        raise RuntimeError("the desk did not close well")
    (probe,) = probes
    if not probe.ended:
        raise RuntimeError("the desk did not get all changes in two minutes")
    return probe.quiet, probe.loud, probe.ended - probe.began
