"""The business day: the store's own, cut at 04:00 local time, so that a late table stays in its evening."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CUT = timedelta(hours=4)
"""How far after midnight the business day ends (house rule)."""

SHANGHAI = "Asia/Shanghai"


def business_day(at: datetime, timezone: str = SHANGHAI) -> date:
    """Return the business day that the aware moment `at` falls in."""
    return (at.astimezone(ZoneInfo(timezone)) - CUT).date()


def day_bounds(day: date, timezone: str = SHANGHAI) -> tuple[datetime, datetime]:
    """Return the first moment of `day` and of the next business day, both in UTC."""
    zone = ZoneInfo(timezone)
    start = datetime.combine(day, time(), zone) + CUT
    end = datetime.combine(day + timedelta(days=1), time(), zone) + CUT
    return start.astimezone(UTC), end.astimezone(UTC)
