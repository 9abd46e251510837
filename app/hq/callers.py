"""What callers hand to the writer, and how they get their answers: on a thread, or on an event loop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from .database import is_engines_trouble

_log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Job:
    """A piece of work, or events to store, and the future of whoever handed it in (on `loop`, or on a thread)."""

    work: Callable[[Connection], Any] | None
    rows: Sequence[Any]
    future: Future[Any] | asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop | None = None
    result: Any = None
    error: Exception | None = None


def do(connection: Connection, job: Job, work: Callable[[Connection], Any]) -> None:
    """Do the job's work in a savepoint and keep its result or its error; raise only what is the engine's trouble."""
    job.error = None  # it may be tried again, after a group that could not be committed
    try:
        with connection.begin_nested():
            job.result = work(connection)
    except Exception as wrong:
        if is_engines_trouble(wrong):
            raise  # not this job's: SQLite may have given up the whole transaction
        job.error = wrong


def answer(jobs: Iterable[Job]) -> None:
    """Give every caller its answer; the callers of one event loop are woken together."""
    loops: dict[asyncio.AbstractEventLoop, list[Job]] = {}
    for job in jobs:
        if job.loop is None:
            _settle([job])
        else:
            loops.setdefault(job.loop, []).append(job)
    for loop, answered in loops.items():
        try:
            loop.call_soon_threadsafe(_settle, answered)
        except RuntimeError:
            _log.warning("%d callers were gone before their answer", len(answered))


def _settle(jobs: Iterable[Job]) -> None:
    for job in jobs:
        if job.future.done():
            continue
        if job.error is not None:
            job.future.set_exception(job.error)
        else:
            job.future.set_result(job.result)
