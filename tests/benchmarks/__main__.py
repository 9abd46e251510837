"""Run the benchmarks: `python -m tests.benchmarks [--json] [--only a,c] [--runs N] [--guests N]`."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

from tests.benchmarks.measure import Row, machine
from tests.benchmarks.plan import Plan

LETTERS = {
    "a": "event_to_card",
    "b": "first_sync",
    "c": "desk_start",
    "d": "durable_events",
    "e": "click_to_outbox",
    "f": "main_loop",
    "g": "search",
    "h": "keystroke",
    "i": "sync_at_size",
    "j": "delta",
    "k": "recompute",
    "l": "desk_at_size",
    "m": "profile_to_card",
    "n": "sheets",
    "o": "nearest_store",
    "p": "landing_page",
}

GUESTS = 1_000_000


def main() -> int:
    """Print the table or one JSON document. A missed goal is printed as missed; the figures are what was asked for."""
    parser = argparse.ArgumentParser(prog="packaging/bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout and nothing else")
    parser.add_argument("--only", default=",".join(LETTERS), help="letters, with commas between them")
    parser.add_argument("--runs", type=int, default=5, help="samples behind each median (at least 5)")
    parser.add_argument("--guests", type=int, default=GUESTS, help="guests in the roster of rows g to m")
    parser.add_argument("--keep", type=Path, help="a folder in which the roster stays for the next run")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    letters = options.only.split(",")
    for letter in letters:
        if letter not in LETTERS:
            parser.error(f"no benchmark is called {letter!r}: {', '.join(LETTERS)}")
    rows: list[Row] = []
    with Plan(max(5, options.runs), options.guests, options.keep) as plan:
        for letter in letters:
            signal.signal(signal.SIGTERM, _leave)  # anew each time: a desk in this process takes it for itself
            print(f"({letter}) {LETTERS[letter]} …", file=sys.stderr, flush=True)
            for row in rows_of(letter, plan):
                rows.append(row)
                print(_line(row), file=sys.stderr if options.json else sys.stdout, flush=True)
    if options.json:
        print(json.dumps({"machine": machine(), "rows": [row.as_json() for row in rows]}, ensure_ascii=False, indent=1))
    else:
        print("machine:", ", ".join(f"{k} {v}" for k, v in machine().items()))
    return 0


def _leave(_number: int, _frame: object) -> None:
    """End as an error would, so that what was made is deleted."""
    raise SystemExit(143)


def rows_of(letter: str, plan: Plan) -> Iterable[Row]:
    """Measure the rows of `letter`."""
    run: Callable[[Plan], Iterable[Row]] = import_module(f"tests.benchmarks.{LETTERS[letter]}").run
    return run(plan)


def _line(row: Row) -> str:
    more = "".join(f"; {name} {value:.4g}" for name, value in row.more.items())
    told = f"; {row.told}" if row.told else ""
    return (
        f"({row.letter}) {row.what}: {row.ours:.4g} {row.unit} beside {row.beside_what} {row.beside:.4g}"
        f" = {row.ratio:.3g}×, goal {row.goal}: {'met' if row.met else 'MISSED'}{more}{told}"
    )


if __name__ == "__main__":
    sys.exit(main())
