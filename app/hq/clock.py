"""HQ's business time: the real one, or another day lived again at any speed (`--clock START[@SPEED]`).

Signatures, tokens, enrolments and `accepted_us` always use real time, whatever this clock shows.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

from app.domain.faults import Unreadable


class Clock(Protocol):
    """What time it is in the business, and how fast it passes."""

    @property
    def speed(self) -> float:
        """Seconds of business time in a real second."""
        ...

    def now(self) -> datetime:
        """Return the business time, in UTC."""
        ...


class SystemClock:
    """Real time."""

    speed = 1.0

    def now(self) -> datetime:
        """Return the machine's time, in UTC."""
        return datetime.now(UTC)


class RunningClock:
    """A time that began at `start` when the clock was made, and has run at `speed` since."""

    def __init__(self, start: datetime, speed: float = 1.0) -> None:
        """Start at `start` (timezone-aware), running `speed` times as fast as real time."""
        self.speed = speed
        self._start = start.astimezone(UTC)
        self._began = time.monotonic()

    def now(self) -> datetime:
        """Return the time shown, in UTC."""
        return self._start + timedelta(seconds=(time.monotonic() - self._began) * self.speed)


def parse_clock(text: str | None) -> Clock:
    """Return the clock of `START[@SPEED]` (RFC 3339 with an offset; speed above 0), the real one for none.

    Raises `Unreadable` saying what is wrong.
    """
    if not text:
        return SystemClock()
    moment, at, factor = text.partition("@")
    try:
        start = datetime.fromisoformat(moment.strip())
    except ValueError:
        raise Unreadable("clock_unreadable", f"{moment!r} is no RFC 3339 time", text=text) from None
    if start.tzinfo is None:
        raise Unreadable("clock_unreadable", f"{moment!r} lacks its offset, as in 2016-03-17T10:00:00+08:00", text=text)
    if not 1970 < start.year < 3000:
        raise Unreadable("clock_unreadable", f"{moment!r} is not in the years 1971 to 2999", text=text)
    try:
        speed = float(factor) if at else 1.0
    except ValueError:
        speed = 0.0
    if not 0 < speed < 1_000_000:
        raise Unreadable("clock_unreadable", f"{factor!r} is no speed above 0", text=text)
    return RunningClock(start, speed)


def real_us() -> int:
    """Return the machine's time as Unix microseconds."""
    return time.time_ns() // 1000


def us_of(moment: datetime) -> int:
    """Return a timezone-aware moment as Unix microseconds, exactly."""
    return (moment - _UNIX) // timedelta(microseconds=1)


def from_us(microseconds: int) -> datetime:
    """Return the moment of `microseconds` since 1970, in UTC."""
    return _UNIX + timedelta(microseconds=microseconds)


_UNIX = datetime(1970, 1, 1, tzinfo=UTC)
