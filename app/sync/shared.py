"""What the threads of the courier have in hand together: the lane, the clock, the lamp, and the word to stop."""

from __future__ import annotations

import threading
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from typing import TypeVar

from app.domain.faults import Unavailable
from app.localdb.lane import Lane

from .clock import DeskClock
from .failures import Stopped
from .lamp import Lamp

T = TypeVar("T")

WAIT = 25.0
"""Seconds HQ may hold a question until there is news; below the 30 s after which many routers cut a quiet line."""


@dataclass(slots=True)
class Shared:
    """What every thread of the courier holds."""

    lane: Lane
    clock: DeskClock
    lamp: Lamp
    stopping: threading.Event = field(default_factory=threading.Event)

    def done(self, future: Future[T]) -> T:
        """Wait for a job of the lane; raise `Stopped` where the lane or the desk closes."""
        try:
            return future.result()
        except CancelledError:
            self.stopping.set()
            raise Stopped("stopped") from None
        except Unavailable as fault:
            if fault.code == "desk_closing":
                self.stopping.set()
                raise Stopped("stopped") from None
            raise
