"""The press: what is drawn, proven, written and printed, off the main thread.

One thread, which has pages made by the workshop, a process beside: Qt keeps all of Python waiting while it writes a
PDF. What staff look at goes first: long work lets it in between two of its steps. Whoever asked hears of it on the main
thread.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.printing.finish import Cancelled

if TYPE_CHECKING:
    from .workshop.process import Workshop

T = TypeVar("T")

FRAME_SECONDS = 1 / 30
"""Progress is told at most so often."""

PATIENCE_SECONDS = 10.0
"""How long closing, and staff who stop something, wait for the page that is being made; then the workshop is killed."""

REST_SECONDS = 300.0
"""So long after the last order the workshop is closed."""


class Run:
    """One piece of work. The press's thread calls `step`; whoever started it may `cancel` it, from any thread."""

    def __init__(self, tell: Callable[[int, int], None], between: Callable[[], None], left: Callable[[], None]) -> None:
        self._tell, self._between, self._left = tell, between, left
        self._stop = threading.Event()
        self._told = 0.0

    @property
    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Stop at the next step; what has not begun never begins."""
        if not self._stop.is_set():
            self._stop.set()
            self._left()

    def step(self, done: int, total: int) -> None:
        """Tell how far it is, let in what staff wait to see; raise `Cancelled` where it was asked to stop."""
        self._between()
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if done >= total or now - self._told >= FRAME_SECONDS:
            self._told = now
            self._tell(done, total)


def _lives(receiver: object) -> bool:
    """Whether `receiver` can still be spoken to: no Qt object whose C++ side was deleted."""
    if isinstance(receiver, QObject):
        try:
            receiver.objectName()
        except RuntimeError:  # what PySide raises for it
            return False
    return True


def _tell(owner: QObject | None, call: Callable[..., None], *values: object) -> None:
    """Call what hears of a run, where it is still there."""
    if _lives(owner) and _lives(getattr(call, "__self__", None)):
        call(*values)


Work = Callable[[Run], T]
Heard = Callable[[T], None]
Stepped = Callable[[int, int], None]
_Queue = deque[tuple[Run, Callable[[], None]]]


class Press(QObject):
    """Lives on the main thread. `look` and `work` return at once; their callbacks are called on the main thread, and
    none but `ended` after the run was cancelled.

    None at all is called after the `owner` of a run is deleted: a widget may be gone before its answer comes home.
    Without one the callbacks' own objects are asked. Whoever hands in a `workshop` closes it.
    """

    _home = Signal(object)

    def __init__(self, parent: QObject | None = None, workshop: Workshop | None = None) -> None:
        super().__init__(parent)
        self._workshop = workshop
        self._doing: Run | None = None
        self._wake = threading.Condition()
        self._looks: _Queue = deque()
        self._works: _Queue = deque()
        self._runs: set[Run] = set()
        self._thread: threading.Thread | None = None
        self._closing = False
        self._home.connect(self._arrived, Qt.ConnectionType.QueuedConnection)

    def look(self, work: Work[T], done: Heard[T], failed: Heard[BaseException], *, owner: QObject | None = None) -> Run:
        """Do something short that staff are waiting to see."""
        return self._start(self._looks, work, done, failed, lambda _done, _total: None, lambda: None, owner)

    def work(
        self,
        work: Work[T],
        done: Heard[T],
        failed: Heard[BaseException],
        stepped: Stepped = lambda _done, _total: None,
        ended: Callable[[], None] = lambda: None,
        *,
        owner: QObject | None = None,
    ) -> Run:
        """Do something long; `stepped` hears how far it is, `ended` that a cancelled run has cleared up behind it."""
        return self._start(self._works, work, done, failed, stepped, ended, owner)

    @property
    def workshop(self) -> Workshop:
        """Where pages are made: asked by work only, on the press's thread."""
        assert self._workshop is not None
        return self._workshop

    @property
    def busy(self) -> bool:
        """Whether anything is still to do, or to be told."""
        return bool(self._runs)

    def close(self) -> bool:
        """Stop everything; True if what was being written is cleared away."""
        with self._wake:
            self._closing = True
            self._looks.clear()
            self._works.clear()
            self._wake.notify()
        for run in tuple(self._runs):
            run.cancel()
        self._runs.clear()
        thread = self._thread
        if thread is not None:
            thread.join(PATIENCE_SECONDS)
            if thread.is_alive() and self._workshop is not None:
                self._workshop.kill()
                thread.join(PATIENCE_SECONDS)
        return thread is None or not thread.is_alive()

    def _start(
        self,
        queue: _Queue,
        work: Work[T],
        done: Heard[T],
        failed: Heard[BaseException],
        stepped: Stepped,
        ended: Callable[[], None],
        owner: QObject | None,
    ) -> Run:
        def step(count: int, of: int) -> None:
            if not run.cancelled:
                _tell(owner, stepped, count, of)

        def settle(call: Callable[[Any], None], value: object) -> None:
            self._runs.discard(run)
            if run.cancelled:
                _tell(owner, ended)
            else:
                _tell(owner, call, value)

        between = self._let_in if queue is self._works else lambda: None
        run = Run(lambda count, of: self._post(lambda: step(count, of)), between, lambda: self._left(run))

        def job() -> None:
            try:
                if run.cancelled:
                    raise Cancelled
                value = work(run)
            except Cancelled:
                run.cancel()
                self._post(lambda: settle(done, None))
            except BaseException as wrong:  # noqa: BLE001 - handed to the one who asked
                self._post(partial(settle, failed, wrong))
            else:
                self._post(lambda: settle(done, value))

        self._runs.add(run)
        self._put(queue, run, job)
        return run

    def _put(self, queue: _Queue, run: Run, job: Callable[[], None]) -> None:
        with self._wake:
            queue.append((run, job))
            if self._thread is None:
                self._thread = threading.Thread(target=self._live, name="press", daemon=True)
                self._thread.start()
            self._wake.notify()

    def _live(self) -> None:
        while True:
            with self._wake:
                waited = self._wake.wait_for(lambda: self._looks or self._works or self._closing, REST_SECONDS)
                if self._closing:
                    return
                queue = self._looks or self._works
                run, job = queue.popleft() if waited else (None, self._rest)
            self._doing = run if queue is self._works else None
            job()
            self._doing = None

    def _let_in(self) -> None:
        while True:
            with self._wake:
                if not self._looks:
                    return
                _run, job = self._looks.popleft()
            job()

    def _left(self, run: Run) -> None:
        """What is under way was cancelled: it may not be stuck in there for ever."""
        if self._doing is run and not self._closing:
            overdue = threading.Timer(PATIENCE_SECONDS, self._overdue, (run,))
            overdue.daemon = True
            overdue.start()

    def _overdue(self, run: Run) -> None:
        if self._doing is run and self._workshop is not None:
            self._workshop.kill()

    def _rest(self) -> None:
        if self._workshop is not None:
            self._workshop.rest()

    def _post(self, call: Callable[[], None]) -> None:
        if not self._closing:
            self._home.emit(call)

    @Slot(object)
    def _arrived(self, call: Callable[[], None]) -> None:
        call()
