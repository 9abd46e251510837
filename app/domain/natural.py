"""The order in which people count: A2 before A10, whatever stands before and behind the number."""

from __future__ import annotations

import re

NaturalKey = tuple[tuple[int, int, str], ...]
"""By which names are compared: numbers come before words."""

_NUMBER = re.compile(r"(\d+)")


def natural(name: str) -> NaturalKey:
    """Return by what `name` is sorted: its numbers as numbers, its letters whatever their case."""
    parts = _NUMBER.split(name.casefold())
    # isdecimal is what \d means; isdigit would take ² for a number, which int does not read.
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part)
