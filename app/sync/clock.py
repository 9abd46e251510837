"""The desk's clock: it follows HQ's, so that both cut the same business day, also when a past day is lived again."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from app.localdb.cursors import ClockSample
from app.wire.pages import Clock


class DeskClock:
    """Business time at this desk (UTC). Until HQ is heard: what it said last (`restore`), else this machine's clock.

    Safe to read from any thread; steps with the monotonic clock, so setting the machine's time does not move it.
    """

    def __init__(self) -> None:
        self._base: tuple[datetime, float, float] = (datetime.now(UTC), time.monotonic(), 1.0)

    def now(self) -> datetime:
        """Return HQ's time as it is now, as far as this desk knows."""
        at, heard, speed = self._base
        return at + timedelta(seconds=(time.monotonic() - heard) * speed)

    def follow(self, clock: Clock) -> ClockSample:
        """Take over what HQ's clock said just now; return the sample to remember."""
        self._base = (clock.now.astimezone(UTC), time.monotonic(), clock.speed)
        return ClockSample(hq=clock.now.astimezone(UTC), here=datetime.now(UTC), speed=clock.speed)

    def restore(self, sample: ClockSample | None) -> None:
        """Go on from what HQ's clock said when the desk last ran; nothing to do where it never did."""
        if sample is not None:
            speed = 1.0 if sample.speed == 1.0 else 0.0
            self._base = (sample.at(datetime.now(UTC)), time.monotonic(), speed)
