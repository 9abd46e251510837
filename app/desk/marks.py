"""When the start came how far: for the benchmark, and for whoever wonders why a start took long."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

TRACE = "YINGBIN_TRACE_START"
"""Environment: the file that the moments are written to at the first paint."""

moments: dict[str, float] = {}
"""Name → `time.perf_counter()` of this process."""


def mark(name: str) -> None:
    """Note that the start came to `name`; the first time counts."""
    moments.setdefault(name, time.perf_counter())


def write_trace() -> None:
    """Write the moments to the file named in the environment: ms since the process began, and the Unix time (µs)."""
    target = os.environ.get(TRACE)
    if not target:
        return
    began = time.perf_counter() - _age()
    told = {
        "ms": {name: round((at - began) * 1000, 2) for name, at in moments.items()},
        "first_paint_unix_us": time.time_ns() // 1000 - int((time.perf_counter() - moments["first_paint"]) * 1e6),
        "peak_rss_kib": _peak(),
    }
    Path(target).write_text(json.dumps(told), "utf-8")


def _age() -> float:
    """Seconds since this process began, to 10 ms where the system tells (Linux), else since these marks began."""
    try:
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        return time.clock_gettime(time.CLOCK_BOOTTIME) - int(fields[19]) / os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError, IndexError, ValueError):
        return time.perf_counter() - min(moments.values(), default=time.perf_counter())


def _peak() -> int:
    """The most memory this process held since it began, KiB; 0 where the system does not tell.

    Not `getrusage`: its peak may be that of the process that started this one.
    """
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)
