"""The one way from other threads to the screen: whatever comes is delivered on the main thread, in order.

News that arrives within a frame is delivered together: change sets are merged into one, of several link states the
last one counts. The first piece of news after a quiet moment is delivered at once.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from app.domain.changes import ChangeSet
from app.sync.link import LinkState

T = TypeVar("T")

FRAME_SECONDS = 1 / 60

Answer = tuple[Callable[[Any], None], Any]


class Bridge(QObject):
    """Lives on the main thread. `post_*` may be called from any thread; signals are emitted on the main one."""

    changed = Signal(object)
    """A `ChangeSet`."""
    link_changed = Signal(object)
    """A `LinkState`."""
    _woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._changes: deque[ChangeSet] = deque()
        self._link: LinkState | None = None
        self._answers: deque[Answer] = deque()
        self._called = False
        self._ended = False
        self._last = 0.0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setTimerType(Qt.TimerType.PreciseTimer)
        self._later.timeout.connect(self._deliver)
        self._woken.connect(self._wake, Qt.ConnectionType.QueuedConnection)

    @property
    def quiet(self) -> bool:
        """Whether everything that was posted has been delivered."""
        with self._lock:
            return not self._called

    def post_changes(self, changes: ChangeSet) -> None:
        """Show these changes soon."""
        with self._lock:
            self._changes.append(changes)
        self._call()

    def post_link(self, state: LinkState) -> None:
        """Show this state of the link soon."""
        with self._lock:
            self._link = state
        self._call()

    def hear(
        self, future: Future[T], done: Callable[[T], None], failed: Callable[[BaseException], None] | None = None
    ) -> None:
        """Call `done` or `failed` on the main thread when `future` has its answer, after the changes before it.

        A cancelled future (the desk is closing) calls neither.
        """

        def arrived(settled: Future[T]) -> None:
            try:
                result = settled.result()
            except CancelledError:
                return
            except BaseException as wrong:  # noqa: BLE001 - handed to the one who asked
                if failed is not None:
                    self._post_answer((failed, wrong))
            else:
                self._post_answer((done, result))

        future.add_done_callback(arrived)

    def _post_answer(self, answer: Answer) -> None:
        with self._lock:
            self._answers.append(answer)
        self._call()

    def _call(self) -> None:
        with self._lock:
            if self._called:
                return
            self._called = True
        self._woken.emit()

    def end(self) -> None:
        """Deliver nothing more: those who would hear it are going."""
        self._ended = True
        self._later.stop()

    @Slot()
    def _wake(self) -> None:
        if self._ended:
            return
        wait = FRAME_SECONDS - (time.monotonic() - self._last)
        if wait <= 0:
            self._deliver()
        else:
            self._later.start(max(int(wait * 1000), 1))

    @Slot()
    def _deliver(self) -> None:
        with self._lock:
            changes, self._changes = self._changes, deque()
            answers, self._answers = self._answers, deque()
            link, self._link = self._link, None
            self._called = False
        self._last = time.monotonic()
        if changes:
            merged = changes.popleft()
            for later in changes:
                merged = merged.then(later)
            self.changed.emit(merged)
        if link is not None:
            self.link_changed.emit(link)
        for call, value in answers:
            call(value)
