"""When a key was really pressed: the system's own stamp where there is one.

How far apart two keys were is told by their stamps alone, however late a busy loop brings them. What may shift is only
how our clock stands to them: the quickest event tells it best.
"""

from __future__ import annotations

JUMP = 5000.0
"""Milliseconds: stamps that are off by more began anew; by less they only come late, from a loop that was busy."""

CREEP = 1e-4
"""How much two clocks may drift apart, per millisecond."""


class Times:
    """Maps stamps (milliseconds, any start; 0: none) and our clock to one time. Stamps keep their distances in it."""

    def __init__(self) -> None:
        self._base: float | None = None
        """What is added to a stamp."""
        self._ahead = 0.0
        """By how much our clock is behind that time: as late as the first stamped event came."""
        self._heard = 0.0

    def now(self, clock: float) -> float:
        """Return the moment that our `clock` shows."""
        return clock + self._ahead

    def clock(self, moment: float) -> float:
        """Return what our clock shows at this moment."""
        return moment - self._ahead

    def at(self, stamp: float, clock: float) -> float:
        """Return the moment of `stamp`, `clock` being our time at the delivery."""
        if stamp <= 0:
            return self.now(clock)
        if self._base is None or abs(stamp + self._base - self.now(clock)) > JUMP:
            self._base = self.now(clock) - stamp
        moment = stamp + self._base
        drifted = max(clock - self._heard, 0.0) * CREEP
        self._ahead, self._heard = max(self._ahead - drifted, moment - clock), clock
        return moment
