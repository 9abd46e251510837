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
import sqlite3
import sys
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

from app.domain.faults import Fault, Unavailable
from app.localdb.lane import Lane

from .crash import CrashNotes
from .marks import mark, write_trace
from .options import DeskOptions

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from .bridge import Bridge
    from .opening import First, Opening
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
    gc.disable()  # until the first frame: a start makes much and throws nothing away
    headless = decide_platform(headless=options.headless)
    sys.setswitchinterval(SWITCH_SECONDS)
    import PySide6  # noqa: F401 - it walks through all loaded modules once, and dies where a thread loads one then

    mark("bindings")
    lane = Lane(options.data)
    lane.start()
    mark("lane")
    app = _application()
    mark("application")
    from .bridge import Bridge
    from .opening import Opening

    mark("imported")
    bridge = Bridge()
    lane.listen(bridge.post_changes)
    try:
        first = first_of(lane)
    except Fault as fault:
        lane.close()
        return _cannot_open(fault, headless=headless)
    mark("read")
    opening = Opening(first, headless=headless)
    mark("made")
    stay = _Stay(app, lane, bridge, opening, options)
    if watch is not None or first.enrolled is None:
        stay.wire()
    if watch is not None:
        watch(stay.counter)
    opening.shell.painted.connect(stay.painted)
    opening.shell.show()
    mark("shown")
    code = app.exec()
    clean = stay.end()
    if stay.fault is not None:
        raise stay.fault
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
        app = QApplication(["yingbin", "-style", "Fusion"])
    app.setApplicationName("yingbin")
    app.setApplicationDisplayName("迎宾")
    app.setDesktopFileName("yingbin")
    from .theme.letters import load_fonts

    load_fonts()
    return app


def first_of(lane: Lane, seconds: float = OPENING_SECONDS) -> First:
    """Return what the first frame shows; raise `Fault` where the data folder does not give it within `seconds`."""
    from .opening import First

    folder = str(lane.data)
    try:
        return lane.submit(First).result(seconds)
    except TimeoutError:
        said = (
            f"{folder} could not be read within {seconds:g} s; nothing in it is lost: try again, or run yingbin doctor"
        )
        raise Unavailable("data_folder_slow", said, folder=folder) from None
    except (sqlite3.Error, OSError) as wrong:
        said = f"{folder} cannot be read: {wrong}; run yingbin doctor"
        raise Unavailable("data_folder", said, folder=folder) from wrong


def _cannot_open(fault: Fault, *, headless: bool) -> int:
    """Say in one sentence why the desk does not open, in a window where there is one."""
    if headless:
        raise fault
    from PySide6.QtWidgets import QMessageBox

    from .words import act as words_act

    QMessageBox.information(None, "迎宾", words_act.fault(fault))
    raise fault


class _Stay:
    """How long the counter stays, what is done at the first frame, and how it ends."""

    def __init__(self, app: QApplication, lane: Lane, bridge: Bridge, opening: Opening, options: DeskOptions) -> None:
        from PySide6.QtCore import QTimer

        self._app, self._lane, self._bridge, self._opening, self._options = app, lane, bridge, opening, options
        self._counter: Counter | None = None
        self._notes = CrashNotes(options.data)
        self._asked = self._leaving = False
        self.fault: Fault | None = None
        """Why the program ends although nobody asked it to."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._signalled)
        self._pulse = QTimer(opening.shell)
        self._pulse.setInterval(SIGNAL_MS)
        self._pulse.timeout.connect(self._look)
        self._pulse.start()
        self._clock = QTimer(opening.shell)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self._time_is_up)

    @property
    def counter(self) -> Counter:
        """The whole counter; there from `wire` on."""
        assert self._counter is not None
        return self._counter

    def wire(self) -> None:
        """Make everything around the window, and tell of the last run where it ended badly."""
        if self._counter is not None:
            return
        from .wiring import Counter

        self._counter = Counter(self._lane, self._bridge, self._opening)
        if self._notes.last():
            self._counter.alerts.crashed()
        if rescued := self._lane.report.rescued:
            self._counter.alerts.rescued(rescued)
        self._notes.watch()

    def painted(self) -> None:
        """The first frame is on the screen: now comes what it did not need."""
        mark("first_paint")
        write_trace()
        gc.enable()
        self.wire()
        self.counter.enrol_failed.connect(self._not_enrolled)
        self.counter.start(self._options.hq, self._options.enrol)
        gc.freeze()
        if self._options.seconds is not None:
            self._clock.start(int(self._options.seconds * 1000))
        elif self._options.shots is not None and not self._options.until_synced:
            self.counter.link_changed.connect(self._shoot_when_ready)

    def leave(self) -> None:
        """Take the pictures that were asked for, then go."""
        if self._leaving:
            return
        self._leaving = True
        try:
            if self._options.shots is not None:
                from .shots.every_screen import render_all

                render_all(self.counter, self._options.shots)
        except OSError as wrong:
            said = f"cannot write pictures to {self._options.shots}: {wrong.strerror or wrong}"
            self.fault = self.fault or Unavailable("shots_unwritten", said)
        except BaseException:
            self._app.exit(1)
            raise
        self._opening.shell.close()
        self._app.quit()

    def _time_is_up(self) -> None:
        if self._options.until_synced and not self._synced():
            detail = f"the desk was not in step with HQ after {self._options.seconds:g} s"
            self.fault = Unavailable("not_synced", detail, link=self.counter.link.detail)
        self.leave()

    def _not_enrolled(self, wrong: BaseException) -> None:
        """Nobody sits before a headless desk to try another code."""
        if self._opening.headless and isinstance(wrong, Fault):
            self.fault = wrong
            self.leave()

    def end(self) -> bool:
        """Close everything; True if what staff did is on the disk."""
        self._clock.stop()
        clean = self._counter.close() if self._counter is not None else self._lane.close()
        self._notes.rest()
        return clean

    def _signalled(self, _number: int, _frame: FrameType | None) -> None:
        self._asked = True

    def _look(self) -> None:
        if self._asked:
            self._opening.shell.close()
            self._app.quit()
        elif self._options.until_synced and self._counter is not None and self._synced():
            self.leave()

    def _synced(self) -> bool:
        link = self.counter.link
        return link.state.value == "online" and link.waiting == 0

    def _shoot_when_ready(self) -> None:
        """Pictures alone: of what the desk holds when the link is settled, online or not."""
        if self.counter.link.state.value in ("online", "offline", "locked"):
            self.leave()
