"""How long the courier waits before it tries again. Pure: the dice are handed in."""

from __future__ import annotations

from dataclasses import dataclass

FIRST = 0.2
"""Seconds after the first failure."""

GROWTH = 1.6

CAP = 30.0
"""Seconds; the longest wait between two tries."""

IDLE_BREAKS = frozenset({"timeout", "broken"})
"""How a long poll ends where a router forgets quiet connections: that says nothing about HQ."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How many tries in a row have failed."""

    failures: int = 0

    def failed(self) -> Pace:
        """Return the pace after one more failure."""
        return Pace(self.failures + 1)

    def delay(self, dice: float, pause: float | None = None) -> float:
        """Return the seconds to wait now: growing, capped, and spread by `dice` (0..1) over the upper half.

        Desks that lost HQ at the same moment must not all come back at the same moment. `pause` is what HQ asked
        for: waited out, up to `CAP`.
        """
        if self.failures == 0:
            return 0.0
        # Beyond 40 the power would only overflow; the cap is reached at 11.
        grown: float = min(CAP, FIRST * GROWTH ** min(self.failures - 1, 40))
        spread = grown * (0.5 + dice / 2)
        return spread if pause is None else min(CAP, max(spread, pause))


def after_idle(code: str, failures: int, was_online: bool) -> bool:
    """Return whether a failed long poll is only a quiet line that was cut: try at once, say nothing."""
    return was_online and failures == 0 and code in IDLE_BREAKS
