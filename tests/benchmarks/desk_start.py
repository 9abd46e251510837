"""(c) From starting the program to the first painted board, and the memory it took, beside the smallest window.

The board holds a full evening (44 parties of 2,000 guests). Warm: both programs were just run. Cold: their files were
dropped from the page cache before each run, as after the machine was switched on.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from app.localdb.lane import Lane
from tests.benchmarks.evening import serve_evening
from tests.benchmarks.measure import Row, median
from tests.benchmarks.plan import Plan

ROOT = Path(__file__).resolve().parents[2]
Sample = tuple[float, float]
"""Milliseconds to the first frame, peak MiB until then."""


def run(plan: Plan) -> Iterator[Row]:
    """Measure both programs in turn, warm and cold."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = folder / "desk"
        with serve_evening(folder, data):
            pass
        lane = Lane(data)
        lane.start().result()
        lane.close()
        for word, before in (("warm", _nothing), ("cold", _drop_caches)):
            _bare(folder), start_desk(folder, data)
            peers, ours = [], []
            for _ in range(plan.runs):
                before()
                peers.append(_bare(folder))
                before()
                ours.append(start_desk(folder, data))
            yield _row(f"{word} start to first board", "ms", ours, peers, 0, 1.5)
            if word == "warm":
                yield _row("memory at the first board", "MiB", ours, peers, 1, 2.0)


def _row(what: str, unit: str, ours: list[Sample], peers: list[Sample], place: int, goal: float) -> Row:
    mine, bare = median([sample[place] for sample in ours]), median([sample[place] for sample in peers])
    return Row(
        letter="c", what=what, unit=unit, ours=mine, beside_what="a bare PySide6 window", beside=bare,
        ratio=mine / bare, goal=f"≤ {goal}", limit=goal,
    )  # fmt: skip


def _bare(folder: Path) -> Sample:
    return _timed(folder, [str(ROOT / "tests" / "benchmarks" / "bare_window.py")], _read_bare)


def start_desk(folder: Path, data: Path) -> Sample:
    """Start the desk in `data` and end it after its first frame; `folder` is for its trace."""
    return _timed(folder, ["-m", "app", "desk", "--data", str(data), "--headless", "--for", "0"], _read_desk)


def _timed(folder: Path, arguments: list[str], read: Callable[[str], tuple[int, int]]) -> Sample:
    trace = folder / "trace"
    trace.unlink(missing_ok=True)
    environment = os.environ | {"YINGBIN_TRACE_START": str(trace), "QT_QPA_PLATFORM": "offscreen"}
    started = time.time_ns() // 1000
    subprocess.run([sys.executable, *arguments], env=environment, cwd=ROOT, check=True, capture_output=True)
    painted, kib = read(trace.read_text("utf-8"))
    return (painted - started) / 1000, kib / 1024


def _read_bare(text: str) -> tuple[int, int]:
    painted, kib = text.split()
    return int(painted), int(kib)


def _read_desk(text: str) -> tuple[int, int]:
    told = json.loads(text)
    return told["first_paint_unix_us"], told["peak_rss_kib"]


def _nothing() -> None:
    """Warm: leave the page cache as the last run left it."""


def _drop_caches() -> None:
    """Give back the cached pages of the interpreter, the libraries and this program."""
    os.sync()
    folders = {Path(sys.prefix), Path(sys.base_prefix), ROOT / "app", ROOT / "resources"}
    for folder in folders:
        for file in folder.rglob("*"):
            if file.is_file() and not file.is_symlink():
                with contextlib.suppress(OSError):
                    handle = os.open(file, os.O_RDONLY)
                    os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
                    os.close(handle)
