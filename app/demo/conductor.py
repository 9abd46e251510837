"""Leads a demo once the counter stands: waits for the roster, lets the player begin, takes pictures, knows the end."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from enum import Enum, auto
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Slot

from app.desk.paint.log import Painted
from app.domain.changes import BoardCard
from app.domain.faults import Fault, Unavailable

from .player import Cue
from .playing import Player
from .stage import BURST, Stage

TICK_MS = 50

ONLINE_PATIENCE = 90.0
"""Real seconds for the desk to enrol and take the roster (a hundred thousand guests on a slow disk)."""

SETTLING = 1.5
"""Real seconds without a new frame after which nothing more is expected."""

LONGEST_SETTLING = 15.0
"""Real seconds after the last event in which its frame must come; later the event is lost."""


class Counter(Protocol):
    """The desk in this process, as the conductor needs it."""

    def now(self) -> datetime:
        """Return business time."""

    def online(self) -> bool:
        """Whether the desk holds HQ's roster and hears of changes."""

    def board(self) -> Sequence[BoardCard]:
        """Return the cards on the board."""

    def welcome(self, arrival_id: str) -> None:
        """Say that somebody goes to welcome this VIP."""

    def staff_up(self) -> None:
        """Let somebody stand at the counter, so that deeds have an author."""

    def painted(self) -> Sequence[Painted]:
        """Return every frame that showed news, so far."""

    def waiting(self) -> int:
        """Return how many cards no frame has shown yet."""

    def take_pictures(self, folder: Path) -> int:
        """Write a PNG of every screen into `folder`; return how many."""

    def close(self) -> None:
        """End the desk's event loop."""


class Scene(Enum):
    """How far the demo has come."""

    SETTING_UP = auto()
    TELLING = auto()
    PLAYING = auto()
    SETTLING = auto()
    OVER = auto()


class Conductor(QObject):
    """Looks around every few milliseconds and does what is due. `fault` says what ended the demo too early."""

    def __init__(
        self,
        stage: Stage,
        counter: Counter,
        play: Callable[[list[Cue]], Player],
        hq_runs: Callable[[], bool],
        *,
        seconds: float | None,
        shots: Path | None,
        ends_by_itself: bool,
        say: Callable[[str], None],
    ) -> None:
        """`play` starts a player. `seconds`: the longest the demo lasts once the desk stands, None: until the day is
        over (`ends_by_itself`) or the window is closed."""
        super().__init__()
        self._stage, self._counter, self._play, self._hq_runs = stage, counter, play, hq_runs
        self._seconds, self._shots, self._ends_by_itself, self._say = seconds, shots, ends_by_itself, say
        self.scene = Scene.SETTING_UP
        self.fault: Fault | None = None
        self.player: Player | None = None
        self.complete = False
        """Whether everything that HQ took had its time to be painted; not so where staff closed the window."""
        self._since = self._quiet_since = time.monotonic()
        self._began = self._picture_at = 0.0
        self._frames = 0
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Begin to look around."""
        self._since = time.monotonic()
        self._timer.start()

    def stop(self, fault: Fault | None = None) -> None:
        """End the demo."""
        if self.scene is Scene.OVER:
            return
        self.scene, self.fault = Scene.OVER, fault
        self._timer.stop()
        if fault is None and self._shots is not None and self._began:
            self._take_pictures()
        self._counter.close()

    @Slot()
    def _look(self) -> None:
        try:
            self._look_around()
        except BaseException:
            # Qt would go on as if nothing had been: end the demo, and let the desk's crash note say where it was.
            self.stop(Fault("demo_failed", "the demo met a fault of this program; the desk's crash note says where"))
            raise

    def _look_around(self) -> None:
        if not self._hq_runs():
            self.stop(Unavailable("hq_ended", "HQ ended before the demo did; its log says why"))
        elif self.player is not None and self.player.outcome is not None and self.player.outcome.failed:
            self.stop(Unavailable("play_failed", self.player.outcome.failed))
        elif self._began and self._seconds is not None and time.monotonic() - self._began >= self._seconds:
            self._seconds = None
            self._wind_up()
        else:
            self._act()

    def _wind_up(self) -> None:
        """Let nothing new happen, and end when what happened is on the screen."""
        if self.player is not None:
            self.player.stop()
        self.scene, self._since, self._ends_by_itself = Scene.SETTLING, time.monotonic(), True

    def _act(self) -> None:
        match self.scene:
            case Scene.SETTING_UP:
                self._begin()
            case Scene.TELLING:
                self._hear()
            case Scene.PLAYING:
                self._watch()
            case Scene.SETTLING:
                self._settle()
            case Scene.OVER:
                pass

    def _begin(self) -> None:
        if self._counter.online():
            self._say(f"the counter stands; playing {len(self._stage.shown)} events")
            self._counter.staff_up()
            self._began = self._since = time.monotonic()
            cues = self._stage.cues(self._counter.now(), time.time() + 0.5)
            self._picture_at = self._stage.picture_at(cues)
            self.player = self._play(cues)
            self.scene = Scene.TELLING
        elif time.monotonic() - self._since > ONLINE_PATIENCE:
            self.stop(Unavailable("desk_offline", f"the desk did not come online in {ONLINE_PATIENCE:.0f} seconds"))

    def _hear(self) -> None:
        """Wait until the evening so far is on the board."""
        wanted = {each.party_id for each in self._stage.so_far}
        there = len(self._counter.board())
        if there < len(wanted) and time.monotonic() - self._since < 3 * BURST:
            return
        if self._stage.so_far and not self._is_quiet() and time.monotonic() - self._since < 3 * BURST:
            return
        self._welcome_all_but_one()
        self.scene = Scene.PLAYING

    def _welcome_all_but_one(self) -> None:
        vips = [card.arrival for card in self._counter.board() if card.arrival.needs_acknowledgement]
        for arrival in sorted(vips, key=lambda each: each.arrived_at)[:-1]:
            self._counter.welcome(arrival.arrival_id)

    def _watch(self) -> None:
        if self._shots is not None and time.time() >= self._picture_at:
            self._take_pictures()
        if self.player is not None and self.player.done:
            self.scene, self._since = Scene.SETTLING, time.monotonic()
            if not self._ends_by_itself:
                self._say("the day is over; close the window to end")

    def _take_pictures(self) -> None:
        folder, self._shots = self._shots, None
        if folder is None:
            return
        if self.player is not None:
            self.player.hold()
        try:
            count = self._counter.take_pictures(folder)
            self._say(f"{count} pictures of the screens are in {folder}")
        except OSError as wrong:
            self.fault = Unavailable("shots_unwritten", f"cannot write pictures to {folder}: {wrong.strerror}")
        if self.player is not None:
            self.player.go_on()

    def _settle(self) -> None:
        """End when everything that HQ took is on the screen, or no longer to be hoped for."""
        outcome = self.player.outcome if self.player is not None else None
        if outcome is None or not self._ends_by_itself:
            self._since = time.monotonic()
            return
        taken = set(outcome.accepted)
        parties = {each.party_id for each in self._stage.shown if each.event_id in taken}
        cards = {frame.arrival_id for frame in self._counter.painted()}
        over = self._is_quiet() and self._counter.waiting() == 0 and len(cards) >= len(parties)
        if over or time.monotonic() - self._since > LONGEST_SETTLING:
            self.complete = True
            self.stop(self.fault)

    def _is_quiet(self) -> bool:
        frames = len(self._counter.painted())
        if frames != self._frames:
            self._frames, self._quiet_since = frames, time.monotonic()
        return time.monotonic() - max(self._quiet_since, self._since) > SETTLING
