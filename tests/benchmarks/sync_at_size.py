"""(i) First sync at size: the real desk from the real HQ, from asking to a searchable board.

Beside: sqlite3_rsync of the very file that HQ would send, into an empty folder (where that tool is not to be had: a
copy of the file and `quick_check`), and the same guests as gzipped NDJSON into the same tables. What HQ needs once to
make a store's snapshot is told apart: every desk after the first finds it made.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from app.desk.entrance import SWITCH_SECONDS
from app.localdb.database import CACHE
from tests.benchmarks.chain import FIFTH, Chain
from tests.benchmarks.desks import first_sync
from tests.benchmarks.measure import Row, median, seconds
from tests.benchmarks.peers import STREAM, read_stream, serving, write_stream
from tests.benchmarks.plan import Plan
from tests.benchmarks.roster import STORE
from tests.benchmarks.rsync import rsync_tool, rsynced


def run(plan: Plan) -> Iterator[Row]:
    """Measure the store with a fifth of the guests, then the one with all of them."""
    sys.setswitchinterval(SWITCH_SECONDS)
    for store_id, guests in ((FIFTH, plan.guests // 5), (STORE, plan.guests))[plan.toy :]:
        yield from _store(plan, plan.chain, store_id, guests)


def _store(plan: Plan, chain: Chain, store_id: str, guests: int) -> Iterator[Row]:
    folder = plan.folder("sync")
    with chain.serve() as hq:
        built = chain.snapshot_of(hq, store_id)
        ours = []
        for number in range(plan.runs):
            took, held = first_sync(chain.engine, hq.url, folder / f"desk{number}", store_id)
            if held < guests:
                raise RuntimeError(f"the desk holds {held} guests of {guests}")
            ours.append(took)
            if number:
                shutil.rmtree(folder / f"desk{number}")
    cache = folder / "desk0" / CACHE
    copied, beside, told = _file_peer(folder, cache, plan.runs)
    more = {"HQ makes the snapshot once s": built, "MB on the desk": cache.stat().st_size / 1e6}
    mine, peer = median(ours), median(copied)
    yield Row(
        letter="i", what=f"first sync of {guests:,} guests", unit="s", ours=mine, beside_what=beside,
        beside=peer, ratio=mine / peer, goal="≤ 1", limit=1.0, more=more, told=told,
    )  # fmt: skip
    write_stream(cache, folder / "stream.gz")
    with serving(STREAM, str(folder / "stream.gz")) as address:
        stream = seconds(partial(read_stream, address, folder / "stream.db"))  # once: it takes minutes at this size
    yield Row(
        letter="i", what=f"first sync of {guests:,} guests", unit="s", ours=mine,
        beside_what="the same guests as NDJSON+gzip", beside=stream,
        ratio=stream / mine, goal="≥ 8", limit=8.0,
    )  # fmt: skip
    shutil.rmtree(folder)


def _file_peer(folder: Path, cache: Path, runs: int) -> tuple[list[float], str, str]:
    """Return the seconds of bringing the finished file over by the best tool there is, and how that was."""
    tool = rsync_tool()
    target = folder / "copy.db"
    if tool is None:
        told = "sqlite3_rsync could not be had: it is not installed, nor the package apsw that brings it"
        return _times(partial(_copied, cache, target), target, runs), "a copy of the file and quick_check", told
    return _times(partial(rsynced, tool, cache, target), target, runs), "sqlite3_rsync of the same file", ""


def _times(work: Callable[[], object], target: Path, runs: int) -> list[float]:
    found = []
    for _ in range(runs):
        target.unlink(missing_ok=True)
        found.append(seconds(work))
    target.unlink()
    return found


def _copied(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    connection = sqlite3.connect(target)
    found = connection.execute("pragma quick_check(1)").fetchone()[0]
    connection.close()
    if found != "ok":
        raise RuntimeError(f"the copy is damaged: {found}")
