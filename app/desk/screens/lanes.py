"""How the board's width is shared: every column has a lane; who has more cards than fit gets the lanes left over."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

LEAST = 286
"""Px at 100 % that a card needs to be read from a metre away."""


def share(width: int, counts: Sequence[int], fit: int, least: int) -> list[int]:
    """Return the lanes of each column for a board `width` px wide.

    `counts`: cards in each column; `fit`: cards that fit below each other; `least`: px of one lane with its gap.
    """
    lanes = [1] * len(counts)
    for _ in range(max(width // least - len(counts), 0)):
        lacking = [ceil(count / max(fit, 1)) - have for count, have in zip(counts, lanes, strict=True)]
        worst = max(range(len(counts)), key=lambda i: (lacking[i], counts[i] / lanes[i]))
        if lacking[worst] <= 0:
            break
        lanes[worst] += 1
    return lanes
