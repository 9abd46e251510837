"""(l) The desk's start, its clicks and memory with the whole roster, beside the same evening on a desk without it.

Both show the same 44 parties. Real processes, warm; memory is what each holds at the first board, and what it holds
at rest and after a hundred searches.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from app.localdb.database import CACHE, LOCAL
from tests.benchmarks.click_to_outbox import PARTIES, clicked, row_of
from tests.benchmarks.desk_start import start_desk
from tests.benchmarks.keystroke import typed, typing
from tests.benchmarks.measure import Row, median, percentile
from tests.benchmarks.peers import synced_writes
from tests.benchmarks.plan import Plan

SEARCHED = 1
"""Queries of each kind before memory is looked at again."""


def run(plan: Plan) -> Iterator[Row]:
    """Start both desks in turn."""
    full, bare = plan.chain.desk, plan.chain.bare_desk
    trace = plan.folder("start")
    start_desk(trace, full), start_desk(trace, bare)
    ours, peers = [], []
    for _ in range(plan.runs if plan.toy else 2 * plan.runs):
        peers.append(start_desk(trace, bare))
        ours.append(start_desk(trace, full))
    starts = median([sample[0] for sample in ours]), median([sample[0] for sample in peers])
    yield Row(
        letter="l", what=f"start to first board with {plan.guests:,} guests", unit="ms", ours=starts[0],
        beside_what="the same desk without them", beside=starts[1], ratio=starts[0] / starts[1],
        goal="≤ 1.3", limit=1.3,
    )  # fmt: skip
    yield _clicks(plan)
    yield _memory(plan, "peak at the first board", *(median([s[1] for s in held]) for held in (ours, peers)))
    searched = [_searched(data, full / CACHE, plan.some(SEARCHED)) for data in (full, bare)]
    yield _memory(plan, "memory at rest", *(told[0] for told in searched))
    yield _memory(plan, "memory after searches", *(told[1] for told in searched))


def _clicks(plan: Plan) -> Row:
    """Click at a copy of the desk; the roster itself is the same file, which no click writes."""
    full = plan.chain.desk
    data = plan.chain.folder / "clicks" / "desk"  # beside it: a link reaches no other file system
    data.mkdir(parents=True)
    try:
        shutil.copy(full / LOCAL, data)
        os.link(full / CACHE, data / CACHE)
        synced = percentile(synced_writes(data.parent, 200), 50) * 1e3
        clicks, bare = clicked(data, plan.some(PARTIES))
    finally:
        shutil.rmtree(data.parent)
    return row_of("l", f"click → durable outbox with {plan.guests:,} guests, p99", clicks, bare, synced)


def _searched(data: Path, cache: Path, queries: int) -> tuple[float, float]:
    told = typed(data, typing(cache, queries))
    return told["rest_kib"] / 1024, told["end_kib"] / 1024


def _memory(plan: Plan, what: str, ours: float, peer: float) -> Row:
    more = ours - peer
    return Row(
        letter="l", what=f"{what}, {plan.guests:,} guests more than none", unit="MiB", ours=more, beside=80.0,
        beside_what="the goal of 80 MiB", ratio=more / 80, goal="≤ 1", limit=1.0, more={"with": ours, "without": peer},
    )  # fmt: skip
