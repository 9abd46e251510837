"""Run the benchmarks: `python -m tests.benchmarks [--json] [--only a,c] [--runs N]`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable
from importlib import import_module

from tests.benchmarks.measure import Row, machine

LETTERS = {
    "a": "event_to_card",
    "b": "first_sync",
    "c": "desk_start",
    "d": "durable_events",
    "e": "click_to_outbox",
    "f": "main_loop",
}


def main() -> int:
    """Print the table or one JSON document. A missed goal is printed as missed; the figures are what was asked for."""
    parser = argparse.ArgumentParser(prog="packaging/bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout and nothing else")
    parser.add_argument("--only", default=",".join(LETTERS), help="letters, with commas between them")
    parser.add_argument("--runs", type=int, default=5, help="samples behind each median (at least 5)")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    rows: list[Row] = []
    for letter in options.only.split(","):
        if letter not in LETTERS:
            parser.error(f"no benchmark is called {letter!r}: {', '.join(LETTERS)}")
        print(f"({letter}) {LETTERS[letter]} …", file=sys.stderr, flush=True)
        run: Callable[[int], Iterable[Row]] = import_module(f"tests.benchmarks.{LETTERS[letter]}").run
        for row in run(max(5, options.runs)):
            rows.append(row)
            print(_line(row), file=sys.stderr if options.json else sys.stdout, flush=True)
    if options.json:
        print(json.dumps({"machine": machine(), "rows": [row.as_json() for row in rows]}, ensure_ascii=False, indent=1))
    else:
        print("machine:", ", ".join(f"{k} {v}" for k, v in machine().items()))
    return 0


def _line(row: Row) -> str:
    more = "".join(f"; {name} {value:.4g}" for name, value in row.more.items())
    return (
        f"({row.letter}) {row.what}: {row.ours:.4g} {row.unit} beside {row.beside_what} {row.beside:.4g}"
        f" = {row.ratio:.3g}×, goal {row.goal}: {'met' if row.met else 'MISSED'}{more}"
    )


if __name__ == "__main__":
    sys.exit(main())
