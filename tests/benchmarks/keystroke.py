"""(h) From a key pressed in the search to the painted answer, with the whole roster behind it.

Real window (offscreen), real lane, a process of its own. Every key asks anew, so every key is a sample: digits, pinyin,
initials and characters, typed as people type. Once from the key, which is held back until it is clear that no scanner
sent it; and once from the moment at which its character stands in the field and the question is asked.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.localdb.database import CACHE
from tests.benchmarks.measure import Row, percentile
from tests.benchmarks.plan import Plan
from tests.benchmarks.search import KINDS, questions

QUERIES = 4
"""Of each kind."""

FRAME_MS = 1000 / 60


def run(plan: Plan) -> Iterator[Row]:
    """Type once; the percentiles are over all keys."""
    queries = typing(plan.chain.desk / CACHE, plan.some(QUERIES))
    told = typed(plan.chain.desk, queries[:3] if plan.toy else queries)
    pressed, reached = told["painted"], told["reached"]
    shown = [whole - held for whole, held in zip(pressed, reached, strict=True)]
    held_back = percentile(reached, 50)
    yield _row(plan, "keystroke → painted answer", pressed, {"until it stands in the field p50 ms": held_back})
    yield _row(plan, "character in the field → painted answer", shown, {})


def _row(plan: Plan, what: str, samples: list[float], more: dict[str, float]) -> Row:
    p95 = percentile(samples, 95)
    spread = {"p50 ms": percentile(samples, 50), "p99 ms": percentile(samples, 99), "keys": float(len(samples))}
    return Row(
        letter="h", what=f"{what}, {plan.guests:,} guests, p95", unit="ms", ours=p95, beside_what="a frame at 60 Hz",
        beside=FRAME_MS, ratio=p95 / FRAME_MS, goal="≤ 1", limit=1.0, more=spread | more,
    )  # fmt: skip


def typing(cache: Path, count: int) -> list[str]:
    """Return `count` queries of every kind."""
    asked = questions(cache, count)
    return [asked[kind][place][0] for place in range(count) for kind in KINDS]


def typed(data: Path, queries: list[str]) -> dict[str, Any]:
    """Run the desk in `data` with somebody who types `queries`; return what `typing_desk` tells."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.typing_desk", str(data), json.dumps(queries)],
        capture_output=True, text=True, check=False, cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"the desk with the typist ended with {done.returncode}: {done.stderr[-2000:]}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if told["missed"] or len(told["painted"]) != len(told["reached"]):
        raise RuntimeError(f"{told['missed']} keys were never answered")
    return told
