"""What a benchmark is made of: samples, their middle, a ratio to something measured beside it, and a goal."""

from __future__ import annotations

import gc
import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table. `ratio` compares `ours` with `beside` as `goal` says; `limit` is where the goal lies."""

    letter: str
    what: str
    unit: str
    ours: float
    beside_what: str
    beside: float
    ratio: float
    goal: str
    limit: float
    more: dict[str, float] = field(default_factory=dict)
    told: str = ""
    """What a reader must know beside the figures: a peer that could not be had, and why."""

    @property
    def met(self) -> bool:
        """The goal holds; a goal that starts with ≥ wants a high ratio."""
        return self.ratio >= self.limit if self.goal.startswith("≥") else self.ratio <= self.limit

    def as_json(self) -> dict[str, Any]:
        """Return the row as plain data, rounded to what can be read."""
        plain = {k: _rounded(v) for k, v in asdict(self).items()}
        plain["more"] = {k: _rounded(v) for k, v in self.more.items()}
        return plain | {"met": self.met}


def _rounded(value: Any) -> Any:
    return float(f"{value:.4g}") if isinstance(value, float) else value


def seconds(work: Callable[[], object]) -> float:
    """Return how long one call of `work` takes, with the garbage collector's pause kept out of it."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def median(samples: list[float]) -> float:
    """Return the middle of at least five samples."""
    if len(samples) < 5:
        raise ValueError(f"a median of {len(samples)} samples says nothing: take five")
    return statistics.median(samples)


def percentile(samples: list[float], share: float) -> float:
    """Return the smallest sample that `share` percent of the samples do not exceed."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, max(0, -(-len(ordered) * int(share * 10) // 1000) - 1))]


def machine() -> dict[str, Any]:
    """Return what the figures belong to."""
    import sqlite3

    from PySide6 import __version__ as pyside

    return {
        "system": f"{platform.system()} {platform.machine()}",
        "cpus": os.cpu_count(),
        "python": platform.python_version(),
        "pyside6": pyside,
        "sqlite": sqlite3.sqlite_version,
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }
