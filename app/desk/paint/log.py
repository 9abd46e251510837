"""When each accepted event was seen: from HQ's acceptance to the frame in which its card was painted."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import NamedTuple


class Painted(NamedTuple):
    """One card that came from an event. Times are Unix microseconds of the real clock."""

    arrival_id: str
    accepted_us: int
    painted_us: int
    seen: bool
    """False where the frame was painted but the card lies outside what the column shows."""


MOST = 100_000
"""Frames remembered; a counter runs for months."""


class PaintLog:
    """Collects what was painted when, in `painted`; `waiting` is what no frame has shown yet."""

    def __init__(self) -> None:
        self.painted: list[Painted] = []
        self.waiting: dict[str, int] = {}

    def expect(self, accepted: Mapping[str, int]) -> None:
        """Await the frame of these arrivals (id → when HQ accepted the event, µs)."""
        for arrival_id, accepted_us in accepted.items():
            before = self.waiting.setdefault(arrival_id, accepted_us)
            self.waiting[arrival_id] = min(before, accepted_us)

    def frame(self, shown: set[str], hidden: set[str]) -> None:
        """A frame is on the screen: `shown` cards are in it, `hidden` ones lie beyond the edge of their column."""
        if not self.waiting:
            return
        now = time.time_ns() // 1000
        for ids, seen in ((shown, True), (hidden, False)):
            for arrival_id in ids & self.waiting.keys():
                self.painted.append(Painted(arrival_id, self.waiting.pop(arrival_id), now, seen))
        if len(self.painted) > MOST:
            del self.painted[: MOST // 2]

    def forget(self, arrival_ids: set[str]) -> None:
        """These cards left the board before a frame came; a frame without them is their frame."""
        self.frame(set(), arrival_ids)
