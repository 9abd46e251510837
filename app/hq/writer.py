"""The one ordered writer of a service: a thread that gives many callers one durable commit.

Work handed in while a commit is under way waits and shares the next transaction, up to 256 pieces of it; a caller
gets its answer after the commit, never before. Events are stored in one statement for the whole group; any other work
runs in a savepoint, so that what fails takes nobody with it. Between groups, and when nothing waits, the same thread
does the standing work (applying stored events), in slices short enough that no caller waits long for its answer.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from app.domain.faults import Unavailable

from .callers import Job, answer
from .tracing import place_of
from .transactions import Keeping, StandingWork, Transactions, Unopened

T = TypeVar("T")

GROUP = 256
"""Pieces of work in one transaction at most."""

ROWS = 1000
"""Events in one transaction from which on no further piece of work joins it: a batch holds as many."""

WAITING_LIMIT = 20_000
"""Pieces of work that may wait; beyond it callers are asked to come back (503)."""

IDLE_SECONDS = 1.0
"""How often the standing work is looked at when nobody hands anything in (another process may have left some)."""

SLICE_SECONDS = 0.04
SLICE_SECONDS_BUSY = 0.005
"""How long the standing work may hold the thread: alone, and while callers wait."""

SLICE_PAUSE = 0.1
"""While many callers write the standing work gets a slice this often (seconds), so that neither starves."""

FEW = 4
"""Events that are applied in the transaction that stores them, if nobody waits."""

MANY = 16
"""Pieces of work in the last group from which on many callers write."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class WriterCounts:
    """What the writer did since it started, for whoever watches it."""

    groups: int = 0
    jobs: int = 0
    slices: int = 0
    failures: int = 0
    largest: int = 0


class Writer:
    """The writer thread. Start it once; `close` finishes what was handed in."""

    def __init__(
        self,
        engine: Engine,
        keeping: Keeping,
        standing: StandingWork,
        on_commit: Callable[[frozenset[str]], None] = lambda stores: None,
    ) -> None:
        """`on_commit` is called in the writer's thread with the stores whose feed moved, after the commit."""
        self.counts = WriterCounts()
        self._transactions = Transactions(engine, keeping, standing)
        self._on_commit = on_commit
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._live, name="hq-writer", daemon=True)
        self._closing = False
        self._more = True  # events may be left from before the start
        self._last_group = 0
        self._sliced = -IDLE_SECONDS
        self._rest_until = 0.0

    @property
    def alive(self) -> bool:
        """Whether the thread takes work."""
        return self._thread.is_alive() and not self._closing

    @property
    def waiting(self) -> int:
        """Pieces of work that wait for a transaction."""
        return self._jobs.qsize()

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def close(self) -> None:
        """Finish what was handed in and end the thread. Later work is refused with `Unavailable`."""
        self._closing = True
        if self._thread.is_alive():
            self._jobs.put(None)
            self._thread.join()

    def submit(self, work: Callable[[Connection], T]) -> Future[T]:
        """Run `work` in a savepoint of a shared transaction; the future is done after the durable commit."""
        future: Future[T] = Future()
        self._put(Job(work, (), future))
        return future

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Do the same for a caller on an event loop."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._put(Job(work, (), future, loop))
        return await future

    async def keep(self, rows: Sequence[Any]) -> list[bool]:
        """Store events durably; return for each whether it is stored now (False: it was known before)."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[list[bool]] = loop.create_future()
        self._put(Job(None, rows, future, loop))
        return await future

    def _put(self, job: Job) -> None:
        if self._closing or not self._thread.is_alive():
            raise Unavailable("writer_closed", "HQ is shutting down")
        if self._jobs.qsize() >= WAITING_LIMIT:
            raise Unavailable("writer_busy", "HQ has more to write than it can; come back later")
        self._jobs.put(job)

    def _live(self) -> None:
        open_for_work = True
        while open_for_work:
            jobs, open_for_work = self._gather()
            self._last_group = len(jobs)
            if jobs:
                self._commit(jobs)
            if open_for_work:
                self._go_on(time.monotonic())

    def _gather(self) -> tuple[list[Job], bool]:
        """Return the work that waits, and False once the thread shall end (after that work)."""
        jobs: list[Job] = []
        rows = 0
        try:
            job = self._jobs.get(timeout=self._patience())
            while job is not None:
                jobs.append(job)
                rows += len(job.rows)
                if len(jobs) == GROUP or rows >= ROWS:
                    return jobs, True
                job = self._jobs.get_nowait()
        except queue.Empty:
            return jobs, True
        return jobs, False

    def _patience(self) -> float:
        wait = max(self._rest_until - time.monotonic(), 0.0)
        return wait if self._more else IDLE_SECONDS

    # --- one group ---------------------------------------------------------------------------------------------

    def _commit(self, jobs: list[Job]) -> None:
        """Do all `jobs` in one transaction, or each alone where together they cannot be, and answer their callers.

        Few events with nobody behind them are applied in the transaction that stores them: their desks hear of them
        one commit earlier. Where that fails they are stored alone, and applied when the standing work's turn comes.
        """
        rows = sum(len(job.rows) for job in jobs)
        apply_too = 0 < rows <= FEW and not self._more and self._jobs.empty()
        try:
            stores, more = self._transactions.together(jobs, SLICE_SECONDS_BUSY if apply_too else None)
        except Unopened as closed:
            self._give_up(jobs, closed.fault)
            return
        except Exception as wrong:  # noqa: BLE001 - whatever it is belongs to the callers; this thread goes on
            self._more = self._more or apply_too
            if len(jobs) == 1 and not apply_too:
                self._give_up(jobs, wrong)
            else:
                for job in jobs:
                    self._commit([job])
            return
        self.counts.groups += 1
        self.counts.jobs += len(jobs)
        self.counts.largest = max(self.counts.largest, len(jobs))
        self._more = self._more or more
        answer(jobs)
        self._tell(stores)

    def _give_up(self, jobs: list[Job], wrong: Exception) -> None:
        self._failed(wrong)
        for job in jobs:
            job.error = wrong
        answer(jobs)

    # --- the standing work -------------------------------------------------------------------------------------

    def _go_on(self, started: float) -> None:
        busy = self._last_group >= MANY or not self._jobs.empty()
        pause = SLICE_PAUSE if busy else 0.0 if self._more else IDLE_SECONDS
        if started < self._rest_until or started - self._sliced < pause:
            return

        def enough() -> bool:
            hurry = busy or not self._jobs.empty()
            return time.monotonic() - started > (SLICE_SECONDS_BUSY if hurry else SLICE_SECONDS)

        try:
            stores, self._more = self._transactions.slice(enough)
        except Exception as wrong:  # noqa: BLE001 - the thread must outlive what it works on; it is tried again
            self._failed(wrong)
            self._more = True
            self._rest_until = time.monotonic() + IDLE_SECONDS
            return
        self.counts.slices += 1
        self._sliced = time.monotonic()
        self._tell(stores)

    def _tell(self, stores: frozenset[str]) -> None:
        if stores:
            self._on_commit(stores)

    def _failed(self, wrong: Exception) -> None:
        self.counts.failures += 1
        _log.error("the writer could not commit: %s", place_of(wrong))
