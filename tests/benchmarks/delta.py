"""(j) A thousand guests change at HQ: from the commit there until the desk, with the whole roster, finds them so.

The desk waits in its long poll, as it does all day. Beside: sqlite3_rsync that brings the desk's file from before in
step with the one after (where that tool is not to be had: a copy of the file). Bytes are both directions on the line,
headers and all, counted in a run of their own.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.localdb import cursors
from app.localdb.database import CACHE
from app.localdb.lane import Lane
from tests.benchmarks.chain import Chain
from tests.benchmarks.desks import PATIENCE, desk_at
from tests.benchmarks.measure import Row, median, seconds
from tests.benchmarks.plan import Plan
from tests.benchmarks.relay import relayed
from tests.benchmarks.roster import STORE
from tests.benchmarks.rsync import rsync_tool, rsynced

CHANGED = 1000


class LiveHq:
    """HQ in a process of its own, at whose desk somebody changes guests."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.url = self._line()

    def _line(self) -> str:
        assert self._process.stdout is not None
        found = self._process.stdout.readline().strip()
        if not found:
            raise RuntimeError(f"the service ended with {self._process.wait(5)}")
        return found

    def change(self, first: int, count: int) -> tuple[int, str]:
        """Change guests; return when that was durable (Unix µs) and the cursor behind it."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{first} {count}\n")
        self._process.stdin.flush()
        at, cursor = self._line().split()
        return int(at), cursor


@contextmanager
def live_hq(chain: Chain) -> Iterator[LiveHq]:
    """Run HQ over the chain's database."""
    assert chain.engine is not None  # the roster is there
    arguments = [str(chain.folder / "hq.db"), str(chain.files), STORE]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.live_hq", *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    try:
        yield LiveHq(process)
    finally:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        process.wait(PATIENCE)
        process.stdout.close()


def run(plan: Plan) -> Iterator[Row]:
    """Change a thousand guests, and a thousand others, as often as there are runs; then once for the bytes."""
    chain, folder = plan.chain, plan.folder("delta")
    data, before, after = chain.desk, folder / "before.db", folder / "after.db"
    shutil.copyfile(data / CACHE, before)
    count = min(CHANGED, plan.guests // (plan.runs + 1))
    with live_hq(chain) as hq:
        with _following(data, hq.url) as lane:
            ours = [_follow(hq, lane, 0, count)]
        shutil.copyfile(data / CACHE, after)
        with _following(data, hq.url) as lane:
            ours += [_follow(hq, lane, number * count, count) for number in range(1, plan.runs)]
        with relayed(hq.url) as relay, _following(data, relay.url) as lane:
            carried = relay.carried
            _follow(hq, lane, plan.runs * count, count)
            carried = relay.carried - carried
    yield from _rows(plan, count, ours, carried, _peer(folder, before, after, plan.runs))


@contextmanager
def _following(data: Path, url: str) -> Iterator[Lane]:
    """Run the desk in `data`, in step with HQ at `url`."""
    with desk_at(data) as (lane, courier):
        courier.move(url).result()
        if not courier.wait_until_synced(PATIENCE):
            raise RuntimeError(f"the desk did not sync: {courier.link}")
        yield lane


def _follow(hq: LiveHq, lane: Lane, first: int, count: int) -> float:
    """Return the seconds from HQ's commit until the desk stands where HQ stood then."""
    at, wanted = hq.change(first, count)
    until = time.monotonic() + PATIENCE
    while lane.submit(cursors.cursor).result() != wanted:
        if time.monotonic() > until:
            raise RuntimeError(f"the desk never came to {wanted}")
        time.sleep(0.002)
    return time.time() - at / 1e6


Peer = tuple[str, list[float], float, str]
"""What it is, its seconds, its bytes, and why it is not the one that was meant."""


def _peer(folder: Path, before: Path, after: Path, runs: int) -> Peer:
    """Bring the desk's file from before the first thousand changes in step with the one after them."""
    tool, target, took, sent = rsync_tool(), folder / "target.db", [], 0
    for _ in range(runs):
        shutil.copyfile(before, target)
        if tool is None:
            took.append(seconds(lambda: shutil.copyfile(after, target)))
            sent = after.stat().st_size
            continue
        start = time.perf_counter()
        sent = rsynced(tool, after, target)
        took.append(time.perf_counter() - start)
    if tool is None:
        return "a copy of the file", took, sent, "sqlite3_rsync could not be had: neither installed nor brought by apsw"
    return "sqlite3_rsync", took, sent, ""


def _rows(plan: Plan, count: int, ours: list[float], carried: int, peer: Peer) -> Iterator[Row]:
    name, took, sent, told = peer
    mine, theirs = median(ours) * 1e3, median(took) * 1e3
    what = f"{count:,} of {plan.guests:,} guests change, HQ's commit → searchable"
    yield Row(
        letter="j", what=what, unit="ms", ours=mine, beside_what=name, beside=theirs, ratio=mine / theirs,
        goal="≤ 1/10", limit=0.1, more={"worst ms": max(ours) * 1e3}, told=told,
    )  # fmt: skip
    yield Row(
        letter="j", what=f"{what}, on the line", unit="kB", ours=carried / 1e3, beside_what=name, beside=sent / 1e3,
        ratio=carried / sent, goal="≤ 1/100", limit=0.01, more={"bytes a guest": carried / count}, told=told,
    )  # fmt: skip
