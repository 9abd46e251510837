"""What all commands do while they write: progress on stderr, and on Ctrl-C or SIGTERM an end without a half file."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import click

from app.domain.faults import Fault
from app.printing.finish import Cancelled

_HERE = ("localhost", "127.0.0.1", "::1", "0.0.0.0")


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Yield a question whether to go on: on Ctrl-C and SIGTERM its answer is no, and the block ends as `Fault`."""
    asked: list[int] = []

    def stop(number: int, _frame: object) -> None:
        asked.append(number)

    kept = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: not asked
    except Cancelled:
        raise Fault("stopped", "stopped: what is written is whole, and nothing half is left") from None
    finally:
        for each, handler in kept.items():
            signal.signal(each, handler)


class Progress:
    """How far long work is, on stderr: on a terminal one line that changes, else a line for every tenth."""

    def __init__(self, total: int, what: str, *, quiet: bool = False) -> None:
        self._total, self._what = total, what
        self._live = sys.stderr.isatty() and not quiet and total > 1
        self._tenths = total >= 60 and not quiet
        self._said = 0

    def show(self, done: int) -> None:
        """Say that `done` of the total are done."""
        if self._live:
            click.echo(f"\r{self._what}: {done}/{self._total}", nl=done >= self._total, err=True)
        elif self._tenths and done * 10 // self._total > self._said:
            self._said = done * 10 // self._total
            click.echo(f"{self._what}: {done}/{self._total}", err=True)


def warn_of_links(links: Iterable[str]) -> list[str]:
    """Say on stderr what is wrong with links that go on paper; return the same sentences."""
    hosts = {urlsplit(link).hostname or "" for link in links}
    warnings = [
        f"the links begin with {host}, which leads to this machine only: set HQ's public address first, with"
        " `yingbin hq code address`"
        for host in sorted(hosts.intersection(_HERE))
    ]
    for warning in warnings:
        click.echo(f"yingbin: warning: {warning}", err=True)
    return warnings


def check_folder(path: Path, endings: Sequence[str]) -> None:
    """Raise `click.UsageError` where a file to write has another ending, or its folder does not exist."""
    if path.suffix.lower() not in endings:
        raise click.UsageError(f"{path.name} ends with {' or '.join(endings)}")
    if not path.parent.is_dir():
        raise click.UsageError(f"there is no folder {path.parent}")
