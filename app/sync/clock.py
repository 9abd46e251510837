"""The desk's clock: it follows HQ's, so that both cut the same business day, also when a past day is lived again."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta

from app.localdb.cursors import ClockSample
from app.wire.pages import Clock


def _passed() -> float:
    """Return seconds that go on while the machine sleeps: on Linux and macOS `time.monotonic` stands still then, and a
    desk that was shut over night without HQ would go on in the evening before."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()


class DeskClock:
    """Business time at this desk (UTC). Until HQ is heard: what it said last (`restore`), else this machine's clock.

    Safe to read from any thread; steps with a clock that nobody sets, so setting the machine's time does not move it.
    """

    def __init__(self) -> None:
        self._base: tuple[datetime, float, float] = (datetime.now(UTC), _passed(), 1.0)

    def now(self) -> datetime:
        """Return HQ's time as it is now, as far as this desk knows."""
        at, heard, speed = self._base
        return at + timedelta(seconds=(_passed() - heard) * speed)

    def follow(self, clock: Clock) -> ClockSample:
        """Take over what HQ's clock said just now; return the sample to remember."""
        self._base = (clock.now.astimezone(UTC), _passed(), clock.speed)
        return ClockSample(hq=clock.now.astimezone(UTC), here=datetime.now(UTC), speed=clock.speed)

    def restore(self, sample: ClockSample | None) -> None:
        """Go on from what HQ's clock said when the desk last ran; nothing to do where it never did."""
        if sample is not None:
            speed = 1.0 if sample.speed == 1.0 else 0.0
            self._base = (sample.at(datetime.now(UTC)), _passed(), speed)
