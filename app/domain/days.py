"""The business day: the store's own, cut at 04:00 local time, so that a late table stays in its evening."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .faults import Unreadable

CUT = timedelta(hours=4)
"""How far after midnight the business day ends (house rule)."""

SHANGHAI = "Asia/Shanghai"

YEARS = range(2000, 3000)
"""In which what somebody says of a time to come may be: in another timezone the last days there are would be none."""


def business_day(at: datetime, timezone: str = SHANGHAI) -> date:
    """Return the business day that the aware moment `at` falls in."""
    return (at.astimezone(ZoneInfo(timezone)) - CUT).date()


def day_bounds(day: date, timezone: str = SHANGHAI) -> tuple[datetime, datetime]:
    """Return the first moment of `day` and of the next business day, both in UTC."""
    zone = ZoneInfo(timezone)
    start = datetime.combine(day, time(), zone) + CUT
    end = datetime.combine(day + timedelta(days=1), time(), zone) + CUT
    return start.astimezone(UTC), end.astimezone(UTC)


def check_moment(moment: datetime | None) -> None:
    """Raise `Unreadable("moment_unreadable")` for a time that does not say its offset, or is of no year of ours."""
    if moment is not None and moment.tzinfo is None:
        said = moment.isoformat()
        raise Unreadable("moment_unreadable", f"{said} lacks its offset, as in {said}+08:00")
    if moment is not None and moment.year not in YEARS:
        raise Unreadable("moment_unreadable", f"{moment.isoformat()} is not in the years {YEARS[0]} to {YEARS[-1]}")
