"""When each code's funnel is counted anew: soon after it changed, at most once a minute, and as its last days slide.

When a code is due stands in the database, written with what changed: so a kill forgets none, and every service of the
chain sees the same. The times are business time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache

from sqlalchemy import Connection, bindparam, case, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.hq.clock import us_of
from app.hq.tables import funnel_marks

EVERY_SECONDS = 60
"""A code is counted once in so much business time at most."""

_DUE = (
    select(funnel_marks.c.code)
    .where(funnel_marks.c.due_us <= bindparam("now_us"))
    .order_by(funnel_marks.c.due_us, funnel_marks.c.code)
    .limit(bindparam("many"))
)
_STILL_DUE = (
    select(funnel_marks.c.code)
    .where(funnel_marks.c.due_us <= bindparam("now_us"), funnel_marks.c.code.in_(bindparam("codes", expanding=True)))
    .order_by(funnel_marks.c.due_us, funnel_marks.c.code)
    .with_for_update(skip_locked=True)
)
_COUNTED = (
    update(funnel_marks)
    .where(funnel_marks.c.code == bindparam("the_code"))
    .values(counted_us=bindparam("now_us"), due_us=bindparam("next_us"))
)


def changed(connection: Connection, codes: Iterable[str], now: datetime) -> None:
    """Note that the figures of these codes are others now."""
    now_us = us_of(now)
    rows = [{"code": code, "due_us": now_us} for code in sorted(set(codes))]
    if rows:
        connection.execute(_note(connection.dialect.name), rows)


@cache
def _note(dialect: str) -> postgresql.Insert | sqlite.Insert:
    """Return the statement: due now, or a minute after it was last counted; never later than it was due already.

    What was counted at a time that is yet to come (a service lives a past day again) says nothing.
    """
    insert = postgresql.insert(funnel_marks) if dialect == "postgresql" else sqlite.insert(funnel_marks)
    new, held = insert.excluded, funnel_marks.c
    rested = func.coalesce(held.counted_us, 0) + EVERY_SECONDS * 1_000_000
    due = case((held.counted_us > new.due_us, new.due_us), (rested > new.due_us, rested), else_=new.due_us)
    sooner = case((func.coalesce(held.due_us, due) < due, held.due_us), else_=due)
    return insert.on_conflict_do_update(index_elements=["code"], set_={"due_us": sooner})


def due(connection: Connection, now: datetime, many: int) -> list[str]:
    """Return codes to count now, those that wait longest first."""
    return list(connection.execute(_DUE, {"now_us": us_of(now), "many": many}).scalars())


def hold(connection: Connection, codes: Iterable[str], now: datetime) -> list[str]:
    """Return those of `codes` that still are due, held until the transaction ends; who has one already counts it.

    What is written of a held code meanwhile makes it due again. Whoever tells stores holds these first, as events do.
    """
    return list(connection.execute(_STILL_DUE, {"now_us": us_of(now), "codes": list(codes)}).scalars())


def counted(connection: Connection, code: str, now: datetime, again: datetime | None) -> None:
    """Note that the code was counted at `now`, and when its figures change by time alone (None: not)."""
    asked = {"the_code": code, "now_us": us_of(now), "next_us": None if again is None else us_of(again)}
    connection.execute(_COUNTED, asked)
