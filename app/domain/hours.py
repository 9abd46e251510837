"""Opening hours as a store list has them: two times of day, by the store's own clock, possibly across midnight."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

_TIME = re.compile(r"(?:[次翌]日)?\s*(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?")
"""As typed in Chinese too, with a wide colon and 次日 before a time after midnight."""
_DAY_MINUTES = 24 * 60


def minutes_of(text: str) -> int | None:
    """Return a time of day ("07:00", "07:00:00", "24:00", "次日02：00") as minutes since midnight; None for anything
    else."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    minutes = int(found[1]) * 60 + int(found[2])
    return minutes if int(found[2]) < 60 and minutes <= _DAY_MINUTES else None


def never_closes(opens: str, closes: str) -> bool:
    """Whether the hours say that the store is open all day: from midnight to midnight, or from a time to itself."""
    first, last = minutes_of(opens), minutes_of(closes)
    return first is not None and last is not None and first % _DAY_MINUTES == last % _DAY_MINUTES


def open_at(opens: str, closes: str, at: datetime, timezone: str) -> bool:
    """Return whether a store with these hours is open at the aware moment `at`; one without hours always is.

    It opens at the first minute of its hours and is closed at the last. Hours that end before they begin go on after
    midnight.
    """
    first, last = minutes_of(opens), minutes_of(closes)
    if first is None or last is None or never_closes(opens, closes):
        return True
    local = at.astimezone(ZoneInfo(timezone))
    now = local.hour * 60 + local.minute
    return first <= now < last if first < last else now >= first or now < last
