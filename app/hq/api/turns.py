"""How often a desk may ask: a few questions at once, then one now and then, so that a stolen desk cannot try out the
phones of a whole chain. Counted in this process; where several services answer, each counts for itself."""

from __future__ import annotations

import time
from collections.abc import Callable

from app.domain.faults import Unavailable

AT_ONCE = 30
"""Questions a desk may ask in a row: more than any evening's rush brings."""

SECONDS = 10.0
"""After so long a desk has one question more."""

REMEMBERED = 10_000
"""Desks counted at most; those that have all their questions again are forgotten first."""


class Turns:
    """Counts what each asker has left."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds."""
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, asker: str, questions: int = 1) -> None:
        """Count `questions` of `asker`; raise `Unavailable` (`asked_too_often`) where none are left."""
        now = self._clock()
        left, since = self._left.get(asker, (float(AT_ONCE), now))
        left = min(AT_ONCE, left + (now - since) / SECONDS)
        if left < questions:
            self._left[asker] = left, now
            raise Unavailable("asked_too_often", "this desk has asked for too many guests; later again")
        if len(self._left) >= REMEMBERED:
            self._forget(now)
        self._left[asker] = left - questions, now

    def _forget(self, now: float) -> None:
        rested = AT_ONCE * SECONDS
        self._left = {name: held for name, held in self._left.items() if now - held[1] < rested}
