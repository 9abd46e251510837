"""The business day in figures, from the arrivals the desk knows of."""

from __future__ import annotations

from datetime import UTC, datetime

from app.domain.days import business_day, day_bounds

from . import overlay
from .cards import microseconds
from .database import Database


def figures(db: Database, now: datetime) -> tuple[int, int]:
    """Return how many parties came on the business day of `now` until now, and how many of them had been guests before
    that day: those were recognised."""
    zone = overlay.timezone(db)
    start, end = day_bounds(business_day(now, zone), zone)
    found = db.row(_FIGURES, (start.astimezone(UTC).isoformat(), microseconds(start), microseconds(min(end, now))))
    return (int(found[0]), int(found[1] or 0)) if found else (0, 0)


_FIGURES = (
    "select count(*), sum(julianday(json_extract(g.body, '$.first_visit')) < julianday(?))"
    " from cache.desk_arrivals a left join cache.guests g on g.id = a.guest_id"
    " where a.is_open in (0, 1) and a.expected_us >= ? and a.expected_us <= ?"
)
