"""(e) From a click to a durable outbox row, beside one synced write of 4 KiB in the same folder."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from app.actions.counter import perform
from app.domain.commands import AddNote, Register, Seat
from app.domain.ids import new_id
from tests.benchmarks.measure import Row, percentile
from tests.benchmarks.peers import synced_writes
from tests.benchmarks.plan import Plan
from tests.kit.desk import opened

CLICKS = 400


def run(plan: Plan) -> Iterator[Row]:
    """Register parties, seat them and write notes, one at a time, as staff do."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("YINGBIN_BENCH_FOLDER")) as name:
        folder = Path(name)
        floor = synced_writes(folder, 200)
        clicks = _clicks(folder / "desk", CLICKS * plan.runs // 5)
    p50, p99 = percentile(clicks, 50), percentile(clicks, 99)
    synced = percentile(floor, 50)
    yield Row(
        letter="e", what="click → durable outbox, p99", unit="ms", ours=p99 * 1e3, beside_what="the goal of 2 ms",
        beside=2.0, ratio=p99 * 1e3 / 2, goal="≤ 1", limit=1.0,
        more={"p50 ms": p50 * 1e3, "fsync of 4 KiB p50 ms": synced * 1e3, "p50 / fsync": p50 / synced},
    )  # fmt: skip


def _clicks(data: Path, count: int) -> list[float]:
    samples = []
    with opened(data) as lane:
        for number in range(count):
            now = datetime.now(UTC)
            arrival_id, guest_id = new_id(now), new_id(now)
            for command in (
                Register(arrival_id=arrival_id, guest_id=guest_id, name="曾小舟", phone=f"138{number:08d}"),
                Seat(arrival_id=arrival_id, table="A12"),
                AddNote(guest_id=guest_id, note_id=new_id(now), text="靠窗"),
            ):
                start = time.perf_counter()
                lane.submit(perform, command, author="李娜", now=now).result()
                samples.append(time.perf_counter() - start)
    return samples
