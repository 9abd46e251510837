"""How often one address may ask. A restaurant's Wi-Fi puts hundreds of guests behind one address, so good codes are
asked for generously; whoever tries codes that do not exist, or sends positions all the time, is stopped early."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

MOST = 20_000
"""Addresses that are remembered; beyond, whoever has not asked for the longest time begins anew."""


class Limit:
    """So many at once and so many a second for each asker. All of it belongs to the event loop."""

    def __init__(
        self, at_once: int, a_second: float, *, most: int = MOST, now: Callable[[], float] = time.monotonic
    ) -> None:
        """`now` counts seconds."""
        self._burst = float(at_once)
        self._rate = a_second
        self._most = most
        self._now = now
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        """How many askers are remembered."""
        return len(self._left)

    def ask(self, who: Hashable) -> int:
        """Take one; return 0 where that was allowed, else the whole seconds until it will be."""
        now = self._now()
        left, then = self._left.pop(who, (self._burst, now))
        left = min(self._burst, left + (now - then) * self._rate)
        allowed = left >= 1
        self._left[who] = (left - 1 if allowed else left, now)
        if len(self._left) > self._most:
            self._left.popitem(last=False)
        return 0 if allowed else max(1, round((1 - left) / self._rate + 0.5))
