"""A real desk (offscreen) in a process of its own, with somebody who types into its search.

`python -m tests.benchmarks.typing_desk DATA QUERIES` (JSON) prints JSON: the milliseconds of each key until the answer
to it was painted and until its character stood in the field, and the memory held at rest and after all that typing.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.desk.entrance import run as open_counter
from app.desk.options import DeskOptions
from app.desk.wiring import Counter

HELD_MS, APART_MS = 60, 130
"""How long a key is held down, and from one key to the next: somebody who types fast."""

_REST_MS = 3000
_PATIENCE_MS = 5000


class Typist(QObject):
    """Types query after query, clears the field in between, and closes the window at the end."""

    def __init__(self, counter: Counter, queries: Sequence[str]) -> None:
        super().__init__(counter)
        self.painted: list[float] = []
        self.reached: list[float] = []
        self.rest_kib = self.end_kib = self.missed = 0
        self._counter, self._queries = counter, list(queries)
        self._field = counter.shell.top.search
        self._popup = counter.shell.over.popup
        self._left, self._down, self._wanted = "", "", ""
        self._pressed_at: float | None = None
        self._field.textChanged.connect(self._changed)
        self._popup.list.viewport().installEventFilter(self)
        self._popup.installEventFilter(self)
        self._late = self._timer(_PATIENCE_MS, self._give_up)
        self._release = self._timer(HELD_MS, self._let_go)
        self._next = self._timer(APART_MS, self._press)
        QTimer.singleShot(_REST_MS, self, self._begin)

    def _timer(self, milliseconds: int, call: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.setInterval(milliseconds)
        timer.timeout.connect(call)
        return timer

    def _begin(self) -> None:
        self.rest_kib = held_kib()
        self._press()

    def _press(self) -> None:
        if not self._left:
            self._field.clear()
            if not self._queries:
                self.end_kib = held_kib()
                self._counter.shell.close()
                return
            self._left = self._queries.pop(0)
        self._down, self._left = self._left[0], self._left[1:]
        self._wanted = self._field.text() + self._down
        self._late.start()
        self._pressed_at = time.perf_counter()
        if self._down.isascii():
            QTest.keyPress(self._field, ord(self._down))
            self._release.start()
            return
        written = QInputMethodEvent("", [])  # as an input method writes what was chosen
        written.setCommitString(self._down)
        QApplication.sendEvent(self._field, written)
        self._down = ""

    def _let_go(self) -> None:
        if self._down:
            QTest.keyRelease(self._field, ord(self._down))
            self._down = ""

    def _changed(self, text: str) -> None:
        if text == self._wanted and self._pressed_at is not None:
            self.reached.append((time.perf_counter() - self._pressed_at) * 1e3)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """See the answer to the last key painted; the moment is taken when the frame is done."""
        if event.type() is QEvent.Type.Paint and self._pressed_at is not None and self._popup.query == self._wanted:
            began, self._pressed_at = self._pressed_at, None
            QTimer.singleShot(0, self, lambda: self._done(began))
        return False

    def _done(self, began: float) -> None:
        self.painted.append((time.perf_counter() - began) * 1e3)
        self._late.stop()
        self._next.start()

    def _give_up(self) -> None:
        self.missed += 1
        self._pressed_at = None
        self._next.start()


def held_kib() -> int:
    """Return the memory that this process holds now; 0 where the system does not say."""
    if not Path("/proc/self/status").exists():
        return 0
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


def main(data: str, queries: str) -> None:
    """Open the desk in `data`, type, and print what was found."""
    typists: list[Typist] = []
    asked = json.loads(queries)
    options = DeskOptions(data=Path(data), headless=True, seconds=600)
    if open_counter(options, lambda counter: typists.append(Typist(counter, asked))):
        raise SystemExit("the desk did not close well")
    (typist,) = typists
    found = {"painted": typist.painted, "reached": typist.reached, "missed": typist.missed}
    print(json.dumps(found | {"rest_kib": typist.rest_kib, "end_kib": typist.end_kib}))


if __name__ == "__main__":
    main(*sys.argv[1:])
