"""The player as seen from here: a child that is handed a job, and what it said at the end."""

from __future__ import annotations

from contextlib import suppress
from threading import Thread

import msgspec

from app.domain.faults import Fault

from .children import end, start
from .player import GO_ON, HOLD, STOP, Job, Outcome


class Player:
    """A player at work in its own process."""

    def __init__(self, job: Job) -> None:
        """Start it."""
        self.outcome: Outcome | None = None
        self._child = start(["demo", "--play"])
        self._job = msgspec.json.encode(job) + b"\n"
        self._thread = Thread(target=self._converse, name="player", daemon=True)
        self._thread.start()

    def _converse(self) -> None:
        # The pipe holds less than a job may have, so that handing it over can wait for the child to start.
        child = self._child
        if child.stdin is None or child.stdout is None:
            return
        try:
            child.stdin.write(self._job)
            child.stdin.flush()
            line = child.stdout.readline()
            self.outcome = msgspec.json.decode(line, type=Outcome)
        except (OSError, ValueError, msgspec.DecodeError):
            self.outcome = Outcome(failed="the player ended before it was done")

    @property
    def done(self) -> bool:
        """Whether it has said what came of the job."""
        return self.outcome is not None

    def wait(self, seconds: float) -> Outcome:
        """Return what came of the job; raise `Fault` if it failed or takes longer than `seconds`."""
        self._thread.join(seconds)
        if self.outcome is None or self.outcome.failed:
            raise Fault("play_failed", self.outcome.failed if self.outcome else "the player takes too long")
        return self.outcome

    def hold(self) -> None:
        """Let it post nothing until `go_on`; what is due meanwhile is posted then."""
        self._say(HOLD)

    def go_on(self) -> None:
        """Let it post again."""
        self._say(GO_ON)

    def stop(self) -> None:
        """Let it say what came of the job so far, and post no more."""
        self._say(STOP)

    def _say(self, word: bytes) -> None:
        if self._child.stdin is not None and not self.done:
            with suppress(OSError):
                self._child.stdin.write(word)
                self._child.stdin.flush()

    def close(self) -> None:
        """End it, done or not."""
        end(self._child)
        self._thread.join()
