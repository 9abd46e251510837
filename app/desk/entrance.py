"""The counter opens in this order:

1. the platform is decided, before any QApplication: a display → a window; none, or `--headless` → offscreen
2. the lane opens the data folder on its own thread (one desk a folder: a second one is sent away with a sentence) and
   reads what the first paint needs, while Qt is loaded here
3. QApplication, Fusion, our letters, the theme and the language as staff left them
4. the window with the board as the desk holds it: what was true when HQ was last heard
5. after the first paint the courier starts; HTTP is imported on its threads, the other screens when they are asked for
6. the loop, until the window is closed, `--for` or `--until-synced` is reached, or the system asks to end (SIGINT,
   SIGTERM)
7. courier and lane end; everything staff did is on the disk by then, as it was after every step
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

from app.domain.faults import Fault
from app.localdb.lane import Lane

from .crash import CrashNotes
from .marks import mark, write_trace
from .options import DeskOptions

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from .wiring import Counter

SWITCH_SECONDS = 0.0005
"""How long a thread may keep the others from running Python: a frame must not wait for the lane."""

SIGNAL_MS = 200
"""How often Python gets to see a signal while Qt waits."""

OPENING_SECONDS = 15.0
"""How long the first look into the data folder may take (a damaged file is rebuilt in that time)."""

Watch = Callable[["Counter"], None]


def run(options: DeskOptions, watch: Watch | None = None) -> int:
    """Open the counter and stay until it is closed; return the exit code.

    `watch` is handed the counter before its first paint. Raises `Fault` where the desk cannot open.
    """
    mark("run")
    headless = decide_platform(headless=options.headless)
    sys.setswitchinterval(SWITCH_SECONDS)
    lane = Lane(options.data)
    opened = lane.start()
    mark("lane")
    app = _application()
    mark("application")
    from .bridge import Bridge
    from .wiring import Counter, First

    mark("imported")
    bridge = Bridge()
    lane.listen(bridge.post_changes)
    try:
        first = lane.submit(First).result(OPENING_SECONDS)
    except Fault as fault:
        lane.close()
        return _cannot_open(fault, headless=headless)
    notes = CrashNotes(options.data)
    last = notes.last()
    notes.watch()
    mark("read")
    counter = Counter(lane, bridge, first, headless=headless)
    mark("made")
    if last or opened.result().rescued:
        _tell_of_last(counter, last, opened.result().rescued)
    stay = _Stay(app, counter, options)
    if watch is not None:
        watch(counter)
    counter.shell.painted.connect(stay.painted)
    counter.show()
    mark("shown")
    code = app.exec()
    clean = counter.close()
    notes.rest()
    return code if clean else 1


def decide_platform(*, headless: bool) -> bool:
    """Choose Qt's platform by what this machine has; True where nothing will be seen.

    Must come before QApplication: without a display and without this it ends the process.
    """
    if os.environ.get("QT_QPA_PLATFORM"):
        return headless or os.environ["QT_QPA_PLATFORM"].split(":")[0] in ("offscreen", "minimal")
    display = sys.platform in ("win32", "darwin") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if headless or not display:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        return True
    return False


def _application() -> QApplication:
    """Return the application: ours, or the one that is there (a demo, a test)."""
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["yingbin"])
    app.setStyle("Fusion")
    app.setApplicationName("yingbin")
    app.setApplicationDisplayName("迎宾")
    app.setDesktopFileName("yingbin")
    from .theme.letters import load_fonts

    load_fonts()
    return app


def _cannot_open(fault: Fault, *, headless: bool) -> int:
    """Say in one sentence why the desk does not open, in a window where there is one."""
    if headless:
        raise fault
    from PySide6.QtWidgets import QMessageBox

    from . import words_act

    QMessageBox.information(None, "迎宾", words_act.fault(fault))
    raise fault


def _tell_of_last(counter: Counter, crash: str, rescued: int) -> None:
    if crash:
        counter.alerts.crashed()
    if rescued:
        counter.alerts.rescued(rescued)


class _Stay:
    """How long the counter stays, and what is done at the first paint and before it leaves."""

    def __init__(self, app: QApplication, counter: Counter, options: DeskOptions) -> None:
        from PySide6.QtCore import QTimer

        self._app, self._counter, self._options = app, counter, options
        self._leaving = False
        app.setQuitOnLastWindowClosed(True)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._asked)
        self._pulse = QTimer(counter)
        self._pulse.setInterval(SIGNAL_MS)
        self._pulse.timeout.connect(self._look)
        self._pulse.start()
        self._asked_to_end = False
        self._seconds = options.seconds

    def painted(self) -> None:
        """The first frame is on the screen: now start what it did not need."""
        from PySide6.QtCore import QTimer

        mark("first_paint")
        write_trace()
        gc.collect()
        gc.freeze()
        self._counter.connect_hq(self._options.hq, self._options.enrol)
        self._counter.settle_in()
        if self._seconds is not None:
            QTimer.singleShot(int(self._seconds * 1000), self._counter, self.leave)
        elif self._options.shots is not None and not self._options.until_synced:
            self._counter.link_changed.connect(self._shoot_when_ready)

    def leave(self) -> None:
        """Take the pictures that were asked for, then end."""
        if self._leaving:
            return
        self._leaving = True
        if self._options.shots is not None:
            from .shots import render_all

            render_all(self._counter, self._options.shots)
        self._counter.shell.close()
        self._app.quit()

    def _asked(self, _number: int, _frame: FrameType | None) -> None:
        self._asked_to_end = True

    def _look(self) -> None:
        if self._asked_to_end:
            self._counter.shell.close()
            self._app.quit()
        elif self._options.until_synced and self._synced():
            self.leave()

    def _synced(self) -> bool:
        link = self._counter.link
        return link.state.value == "online" and link.waiting == 0

    def _shoot_when_ready(self) -> None:
        """Pictures alone: of what the desk holds when the link is settled, online or not."""
        if self._counter.link.state.value in ("online", "offline", "locked"):
            self.leave()
