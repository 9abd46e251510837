"""The counter in this process, for a demo: the real desk, watched and led by the conductor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication

from app.desk.entrance import run as run_desk
from app.desk.options import DeskOptions
from app.desk.paint.log import Painted
from app.desk.wiring import Counter as Desk
from app.domain.changes import BoardCard
from app.domain.commands import Acknowledge
from app.domain.faults import Fault
from app.sync.link import LinkWord

from .conductor import Conductor
from .player import Cue
from .playing import Player
from .report import Witness
from .stage import Stage

OUTCOME_PATIENCE = 10.0
"""Real seconds for the player to say what came of its job once it is told to stop."""

UNSEEN_SECONDS = 30.0
"""How long a demo without a display lasts that nobody said the length of."""

UNSEEN_SHOTS = Path("yingbin-shots")
"""Where the pictures of a demo without a display go, in the folder it was started in."""

STAFF_ROLE = "front_desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterPlan:
    """Which HQ the counter is of, where it keeps its data, how long it stays."""

    url: str
    code: str
    data: Path
    headless: bool
    seconds: float | None
    shots: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatWasSeen:
    """What the counter was told and what it painted; `accepted` are the ids of the events HQ took.

    Not `complete`: somebody ended it while news was on its way.
    """

    witness: Witness
    painted: Sequence[Painted]
    accepted: Sequence[str]
    complete: bool


class WatchedDesk:
    """The desk as the conductor sees it."""

    def __init__(self, desk: Desk) -> None:
        """Watch `desk` from before its first paint."""
        self._desk = desk
        self.witness = Witness()
        desk.bridge.changed.connect(self.witness.note)

    @property
    def unseen(self) -> bool:
        """Whether nobody can see the screen."""
        return self._desk.headless

    def now(self) -> datetime:
        """Return business time."""
        return self._desk.clock.now()

    def online(self) -> bool:
        """Whether the desk holds HQ's roster and hears of changes."""
        return self._desk.link.state is LinkWord.ONLINE and self._desk.shell.store is not None

    def board(self) -> Sequence[BoardCard]:
        """Return the cards on the board."""
        return tuple(self._desk.shell.board.board.cards())

    def welcome(self, arrival_id: str) -> None:
        """Say that somebody goes to welcome this VIP."""
        self._desk.desk.perform(Acknowledge(arrival_id=arrival_id), lambda: None, _not_done)

    def staff_up(self) -> None:
        """Let the first member of the front desk stand at the counter, so that deeds have an author."""
        person = next((each for each in self._desk.shell.staff if each.role == STAFF_ROLE), None)
        if person is not None:
            self._desk.use(replace(self._desk.preferences, staff=person.name))

    def painted(self) -> Sequence[Painted]:
        """Return every frame that showed news, so far."""
        return self._desk.paint_log.painted

    def waiting(self) -> int:
        """Return how many cards no frame has shown yet."""
        return len(self._desk.paint_log.waiting)

    def take_pictures(self, folder: Path) -> int:
        """Write a PNG of every screen into `folder`; return how many."""
        from app.desk.shots.every_screen import render_all

        return len(render_all(self._desk, folder))

    def close(self) -> None:
        """Close the window; the desk's loop ends with it."""
        self._desk.shell.close()
        QCoreApplication.quit()


def _not_done(_wrong: BaseException) -> None:
    """A VIP that left meanwhile needs no welcome."""


def run_counter(
    plan: CounterPlan,
    stage: Stage,
    play: Callable[[list[Cue]], Player],
    hq_runs: Callable[[], bool],
    say: Callable[[str], None],
) -> WhatWasSeen:
    """Open the counter, play the day in front of it, and return what it saw. Raises `Fault` if it could not go on."""
    held: list[tuple[WatchedDesk, Conductor]] = []

    def watch(desk: Desk) -> None:
        watched = WatchedDesk(desk)
        unseen = watched.unseen and not plan.headless
        if unseen:
            say("there is no display: drawing offscreen, and ending with pictures")
        conductor = Conductor(
            stage,
            watched,
            play,
            hq_runs,
            seconds=UNSEEN_SECONDS if unseen and plan.seconds is None else plan.seconds,
            shots=UNSEEN_SHOTS if unseen and plan.shots is None else plan.shots,
            ends_by_itself=watched.unseen,
            say=say,
        )
        held.append((watched, conductor))
        conductor.start()

    code = run_desk(DeskOptions(data=plan.data, hq=plan.url, enrol=plan.code, headless=plan.headless), watch)
    watched, conductor = held[0]
    accepted: Sequence[str] = ()
    player = conductor.player
    try:
        if conductor.fault is not None:  # what ended the demo is said, not what came of it for the player
            raise conductor.fault
        if player is not None:
            player.stop()
            accepted = player.wait(OUTCOME_PATIENCE).accepted
    finally:
        if player is not None:
            player.close()
    if code:
        raise Fault("desk_unclean", "the desk could not write everything down before it ended")
    return WhatWasSeen(
        witness=watched.witness,
        painted=tuple(watched.painted()),
        accepted=accepted,
        complete=conductor.complete,
    )
