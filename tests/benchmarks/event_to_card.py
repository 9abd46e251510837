"""(a) From HQ's durable acceptance of an event to the painted frame with its card, beside a bare loopback round trip.

Real HQ process, real desk (offscreen) in this process, the till in a third. One event at a time, 60 ms apart; parties
leave as others come, so that every card is in sight when it comes.
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
from tests.benchmarks.evening import serve_evening
from tests.benchmarks.measure import Row, percentile
from tests.benchmarks.peers import round_trips
from tests.benchmarks.plan import Plan

EVENTS = 300


def run(plan: Plan) -> Iterator[Row]:
    """Play the events once; the medians are over all of them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = folder / "desk"
        with serve_evening(folder, data, parties=6) as evening:
            trips = round_trips(500)
            events = plan.some(EVENTS)
            sender = subprocess.Popen(
                [sys.executable, "-m", "tests.benchmarks.till", evening.hq.url, evening.till.secret, str(events)],
                stdin=subprocess.PIPE,
            )
            samples = watch_painted(data, sender)
    trip, p50, p99 = percentile(trips, 50) * 1e3, percentile(samples, 50), percentile(samples, 99)
    more = {"p99 ms": p99, "max ms": max(samples), "events": float(len(samples))}
    yield Row(
        letter="a", what="event accepted → card painted, p50", unit="ms", ours=p50,
        beside_what="a loopback round trip with requests", beside=trip, ratio=p50 / trip, goal="≤ 10", limit=10.0,
        more=more,
    )  # fmt: skip
    yield Row(
        letter="a", what="event accepted → card painted, p99", unit="ms", ours=p99, beside_what="the goal of 50 ms",
        beside=50.0, ratio=p99 / 50, goal="≤ 1", limit=1.0,
    )  # fmt: skip


def watch_painted(data: Path, sender: subprocess.Popen[bytes], least: int = 100) -> list[float]:
    """Run the desk until the till is done and everything was painted; return the milliseconds of each.

    Raises where fewer than `least` cards were painted in sight.
    """
    from PySide6.QtCore import QTimer

    held: list[Counter] = []

    def watch(counter: Counter) -> None:
        held.append(counter)
        timer = QTimer(counter)
        timer.setInterval(200)

        def look() -> None:
            if counter.link.state.value == "online" and sender.stdin is not None and not sender.stdin.closed:
                sender.stdin.close()  # the signal to begin
            if sender.poll() is not None and not counter.paint_log.waiting:
                timer.stop()
                counter.shell.close()

        timer.timeout.connect(look)
        timer.start()

    began = time.time_ns() // 1000
    code = open_counter(DeskOptions(data=data, headless=True, seconds=120), watch)
    if code or sender.wait(10):
        raise RuntimeError(f"the desk ended with {code}, the till with {sender.returncode}")
    painted = [p for p in held[0].paint_log.painted if p.seen and p.accepted_us >= began]
    if len(painted) < least:
        raise RuntimeError(f"only {len(painted)} of {len(held[0].paint_log.painted)} cards were painted in sight")
    return [(p.painted_us - p.accepted_us) / 1000 for p in painted]
