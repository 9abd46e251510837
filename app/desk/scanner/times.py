"""When a key was really pressed: the system's own stamp where there is one, in the time of our clock."""

from __future__ import annotations

JUMP = 5000.0
"""Milliseconds: stamps that are off by more began anew; by less they only come late, from a loop that was busy."""

CREEP = 1e-4
"""How much two clocks may drift apart, per millisecond."""


class Times:
    """Maps stamps (milliseconds, any start; 0: none) to our clock. The quickest event tells how far they are apart."""

    def __init__(self) -> None:
        self._apart: float | None = None
        self._heard = 0.0

    def at(self, stamp: float, now: float) -> float:
        """Return the moment of `stamp` as our clock would have said it, `now` being its time at the delivery."""
        if stamp <= 0:
            return now
        apart = now - stamp
        if self._apart is None or abs(apart - self._apart) > JUMP:
            self._apart = apart
        self._apart = min(self._apart + (now - self._heard) * CREEP, apart)
        self._heard = now
        return stamp + self._apart
