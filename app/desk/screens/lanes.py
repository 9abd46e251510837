"""How the board's width is shared: every column has a lane; who has more cards than fit gets the lanes left over."""

from __future__ import annotations

from collections.abc import Sequence

LEAST = 286
"""Px at 100 % that a card needs to be read from a metre away."""


def share(width: int, needs: Sequence[float], least: int) -> list[int]:
    """Return the lanes of each column for a board `width` px wide.

    `needs`: how many lanes each column's cards would fill (2.4: two and a bit); `least`: px of one lane with its gap.
    """
    lanes = [1] * len(needs)
    for _ in range(max(width // least - len(needs), 0)):
        worst = max(range(len(needs)), key=lambda i: needs[i] / lanes[i])
        if needs[worst] <= lanes[worst]:
            break
        lanes[worst] += 1
    return lanes
