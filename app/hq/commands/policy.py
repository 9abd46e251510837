"""`hq policy …`: the chain's rules checked, applied, shown; and every guest counted anew under them.

Exit codes: 0 done, 1 failed or not as it should be (with the reason), 2 wrong usage.
"""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any

import click
from sqlalchemy import Engine, select

from app.domain.faults import Unavailable, Unreadable
from app.hq.clock import Clock, from_us, parse_clock, real_us
from app.hq.database import write
from app.hq.policies import adopt, current_policy, findings, policy_text, read_policy, text_in_force
from app.hq.tables import policies
from app.hq.work.places import publish_all_stores
from app.hq.work.recomputing import Progress, begin, recompute
from app.resources import resources

from .options import BY_WHOM, CLOCK, DATABASE, JSON, opened

LINE_SECONDS = 0.2
"""Between two lines of progress on a terminal; where there is none, `LOG_SECONDS`."""

LOG_SECONDS = 10.0

_FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.group("policy", short_help="Check, apply and show the chain's rules.")
def policy() -> None:
    """The chain's rules: a TOML file with a version."""


@policy.command()
@_FILE
@JSON
@click.pass_context
def check(context: click.Context, file: Path, as_json: bool) -> None:
    """Print everything that is wrong with FILE, each with its line; exit 1 if anything is."""
    text = policy_text(file)
    found = findings(text)
    version = read_policy(text).version if not found else None
    if as_json:
        _print({"file": str(file), "ok": not found, "version": version, "problems": [asdict(each) for each in found]})
    else:
        for each in found:
            where = f"{file}:{each.line}: " + (f"{each.key}: " if each.key else "")
            click.echo(f"{where}{each.wrong}; {each.right}")
        if not found:
            click.echo(f"{file}: good, version {version}")
    if found:
        context.exit(1)


@policy.command()
@_FILE
@BY_WHOM
@DATABASE
@CLOCK
@JSON
def apply(file: Path, by: str, database: str, clock: str, as_json: bool) -> None:
    """Put the rules of FILE in force and count every guest anew.

    It can be stopped at any time; the same command goes on from where it was.
    """
    text = policy_text(file)
    found = findings(text)
    if found:
        first = " ".join((f"line {found[0].line}: {found[0].key}", found[0].wrong))
        several = f", and {len(found) - 1} more" if len(found) > 1 else ""
        raise Unreadable("policy_wrong", f"{file} is no good policy: {first}{several}; see `hq policy check {file}`")
    rules, time_of = read_policy(text), parse_clock(clock)
    with opened(database) as engine:
        with write(engine) as connection:
            fresh = adopt(connection, text, by, real_us())
            begin(connection, rules, time_of.now(), anew=fresh)
            publish_all_stores(connection, rules)
        done = _run(engine, time_of, quiet=as_json)
    _tell(rules.version, fresh, done, as_json)


@policy.command("recompute")
@DATABASE
@CLOCK
@JSON
def recompute_command(database: str, clock: str, as_json: bool) -> None:
    """Count every guest anew under the rules in force, or go on with what was stopped."""
    time_of = parse_clock(clock)
    with opened(database) as engine:
        with write(engine) as connection:
            rules = current_policy(connection)
            begin(connection, rules, time_of.now())
        done = _run(engine, time_of, quiet=as_json)
    _tell(rules.version, False, done, as_json)


@policy.command()
@click.option("--version", metavar="VERSION", help="Of an earlier version; the one in force if not said.")
@DATABASE
def show(version: str | None, database: str) -> None:
    """Print the rules in force as they were applied."""
    with opened(database) as engine, engine.connect() as connection:
        if version is not None:
            body = connection.execute(select(policies.c.body).where(policies.c.version == version)).scalar()
            if body is None:
                raise Unreadable(
                    "policy_unknown", f"no policy of version {version!r} was ever applied; see `hq policy list`"
                )
        else:
            body = text_in_force(connection) or (resources() / "policy.toml").read_text(encoding="utf-8")
    click.echo(body, nl=not body.endswith("\n"))


@policy.command("list")
@DATABASE
@JSON
def list_command(database: str, as_json: bool) -> None:
    """Print every version that was applied: when, by whom, and which one is in force."""
    with opened(database) as engine, engine.connect() as connection:
        in_force = current_policy(connection).version
        rows = connection.execute(select(policies).order_by(policies.c.at_us, policies.c.version)).all()
    held = [{"version": r.version, "by": r.by, "at": from_us(r.at_us), "in_force": r.version == in_force} for r in rows]
    if as_json:
        _print({"in_force": in_force, "policies": [{**each, "at": each["at"].isoformat()} for each in held]})
        return
    for each in held:
        mark = "  (in force)" if each["in_force"] else ""
        click.echo(f"{each['version']}\t{_local(each['at'])}\t{each['by']}{mark}")
    if not any(each["in_force"] for each in held):
        click.echo(f"{in_force}\t-\tcomes with the program  (in force)")


def _local(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


# --- the recompute, watched and stopped -------------------------------------------------------------------------------


def _run(engine: Engine, clock: Clock, *, quiet: bool) -> Progress:
    """Recompute to the end; raise `Unavailable` saying how to go on where somebody stops it before."""
    stop = threading.Event()
    line = _Line(quiet=quiet)
    with _stoppable(stop):
        done = recompute(engine, clock, progress=line.show, stop=stop)
    line.clear()
    if done is None:
        if stop.is_set():
            raise Unavailable("recompute_stopped", "stopped before the first guest; run it again to go on")
        return Progress(0, 0, 0, finished=True)  # another process has finished it meanwhile
    if not done.finished and stop.is_set():
        said = f"stopped at {done.done:,} of {done.total:,} guests; run it again to go on from there"
        raise Unavailable("recompute_stopped", said, done=done.done, total=done.total)
    return done


@contextmanager
def _stoppable(stop: threading.Event) -> Iterator[None]:
    """Set `stop` on Ctrl-C and SIGTERM instead of breaking off in the middle of a range."""

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before: dict[signal.Signals, Callable[[int, FrameType | None], Any] | int | None] = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(ValueError):  # not in the main thread: whoever runs it there ends it
            before[number] = signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Line:
    """How far it is, on stderr: one line written over on a terminal, a line now and then elsewhere."""

    def __init__(self, *, quiet: bool) -> None:
        self._terminal = sys.stderr.isatty()
        self._every = LINE_SECONDS if self._terminal else LOG_SECONDS
        self._quiet = quiet and not self._terminal
        self._began = self._last = time.monotonic()
        self._from: int | None = None

    def show(self, progress: Progress) -> None:
        """Say how far it is, how fast, and how long it may still take."""
        now = time.monotonic()
        if self._from is None:
            self._from, self._began = progress.done, now
        if self._quiet or now - self._last < self._every:
            return
        self._last = now
        speed = (progress.done - self._from) / max(now - self._began, 0.001)
        left = (progress.total - progress.done) / speed if speed else 0
        said = f"{progress.done:,} of {progress.total:,} guests, {speed:,.0f} a second, {left:,.0f} s left"
        click.echo(f"\r\x1b[K{said}" if self._terminal else said, err=True, nl=not self._terminal)

    def clear(self) -> None:
        """Take the line off the terminal."""
        if self._terminal:
            click.echo("\r\x1b[K", err=True, nl=False)


def _tell(version: str, fresh: bool, done: Progress, as_json: bool) -> None:
    if as_json:
        _print({"version": version, "applied": fresh, "guests": done.done, "changed": done.changed})
        return
    said = "is in force" if fresh else "was in force already"
    click.echo(f"policy {version} {said}; {done.done:,} guests counted, {done.changed:,} changed")


def _print(document: dict[str, Any]) -> None:
    click.echo(json.dumps(document, ensure_ascii=False))
