"""The player as seen from here: a child that is handed a job, words on the way, and what it said at the end."""

from __future__ import annotations

from contextlib import suppress
from queue import SimpleQueue
from threading import Thread

import msgspec

from app.domain.faults import Fault

from .children import end, start
from .player import GO_ON, HOLD, STOP, Job, Outcome


class Player:
    """A player at work in its own process. Nothing here waits but `wait` and `close`."""

    def __init__(self, job: Job) -> None:
        """Start it."""
        self.outcome: Outcome | None = None
        self._child = start(["demo", "--play"])
        self._words: SimpleQueue[bytes] = SimpleQueue()
        # The pipe holds less than a job may have: handing it over can wait for the child to start.
        self._words.put(msgspec.json.encode(job) + b"\n")
        self._speaker = Thread(target=self._speak, name="to-player", daemon=True)
        self._hearer = Thread(target=self._hear, name="from-player", daemon=True)
        self._speaker.start()
        self._hearer.start()

    def _speak(self) -> None:
        pipe = self._child.stdin
        if pipe is None:
            return
        with suppress(OSError, ValueError):  # it is gone; the one who hears will say so
            while word := self._words.get():
                pipe.write(word)
                pipe.flush()

    def _hear(self) -> None:
        try:
            line = self._child.stdout.readline() if self._child.stdout is not None else b""
            self.outcome = msgspec.json.decode(line, type=Outcome)
        except (OSError, ValueError, msgspec.DecodeError):
            self.outcome = Outcome(failed="the player ended before it was done")

    @property
    def done(self) -> bool:
        """Whether it has said what came of the job."""
        return self.outcome is not None

    def wait(self, seconds: float) -> Outcome:
        """Return what came of the job; raise `Fault` if it failed or takes longer than `seconds`."""
        self._hearer.join(seconds)
        if self.outcome is None or self.outcome.failed:
            raise Fault("play_failed", self.outcome.failed if self.outcome else "the player takes too long")
        return self.outcome

    def hold(self) -> None:
        """Let it post nothing until `go_on`, and then go on in the same rhythm."""
        self._words.put(HOLD)

    def go_on(self) -> None:
        """Let it post again."""
        self._words.put(GO_ON)

    def stop(self) -> None:
        """Let it say what came of the job so far, and post no more."""
        self._words.put(STOP)

    def close(self) -> None:
        """End it, done or not."""
        self._words.put(b"")
        self._speaker.join(2)
        end(self._child)
        self._hearer.join()
