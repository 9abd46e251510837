"""The figures of a funnel, counted from its rows: of a code, a channel, a store, the chain.

A person counts once however many codes of a channel or a store they scanned. `since` is the beginning of a business
day: openings are kept a day a row, so a later moment of the day counts the whole of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, case, func, select, true

from app.domain.funnel import Counts, Step, Visitor
from app.hq.clock import us_of
from app.hq.tables import funnel, printed_codes

OPENED = "opened"
"""The step under which openings by people are counted, a business day a row."""

_OPENINGS = {
    OPENED: "scans",
    Visitor.PREVIEW.value: "previews",
    Visitor.BOT.value: "bots",
    Visitor.DOUBTFUL.value: "doubtful",
}

_SINCE = funnel.c.last_us >= bindparam("since_us")

_OF_CODE = (
    select(
        funnel.c.step,
        func.count(),
        func.sum(funnel.c.times),
        func.sum(case((_SINCE, 1), else_=0)),
        func.sum(case((_SINCE, funnel.c.times), else_=0)),
    )
    .where(funnel.c.code == bindparam("code"))
    .group_by(funnel.c.step)
)


def counts(connection: Connection, code: str, since: datetime | None = None) -> Counts:
    """Return how many people came to each step of the code since `since` (None: since it exists)."""
    return lately_and_ever(connection, code, since)[0]


def lately_and_ever(connection: Connection, code: str, since: datetime | None) -> tuple[Counts, Counts]:
    """Return the figures of the code since `since`, and since it exists, in one look at its rows."""
    asked = {"code": code, "since_us": 0 if since is None else us_of(since)}
    lately: dict[str, int] = {}
    ever: dict[str, int] = {}
    for step, people, times, people_lately, times_lately in connection.execute(_OF_CODE, asked):
        opening = _OPENINGS.get(step)
        ever[opening or step] = int(times) if opening else people
        lately[opening or step] = int(times_lately) if opening else int(people_lately)
    return Counts(**lately), Counts(**ever)


def counts_of_channel(connection: Connection, channel: str, since: datetime | None = None) -> Counts:
    """Return the same of every code while it was of this channel: a row keeps the channel under which it came."""
    return _counts(connection, funnel.c.channel == bindparam("channel"), {"channel": channel}, since)


def counts_of_store(connection: Connection, store_id: str, since: datetime | None = None) -> Counts:
    """Return the same of every code of the store, retired ones too."""
    its = select(printed_codes.c.code).where(printed_codes.c.store_id == bindparam("store_id"))
    return _counts(connection, funnel.c.code.in_(its), {"store_id": store_id}, since)


def counts_of_chain(connection: Connection, since: datetime | None = None) -> Counts:
    """Return the same of every code there is."""
    return _counts(connection, true(), {}, since)


def channels(connection: Connection) -> list[str]:
    """Return every channel that anybody came by; "" is that of codes without one."""
    return list(connection.execute(select(funnel.c.channel).distinct().order_by(funnel.c.channel)).scalars())


def counts_by_code(
    connection: Connection, *, store_id: str = "", channel: str = "", since: datetime | None = None
) -> dict[str, Counts]:
    """Return the figures of each code of a store, or of a channel, that anybody came by."""
    its = select(printed_codes.c.code).where(printed_codes.c.store_id == bindparam("store_id"))
    which = funnel.c.code.in_(its) if store_id else funnel.c.channel == bindparam("channel")
    rows = (
        select(funnel.c.code, funnel.c.step, func.count(), func.sum(funnel.c.times))
        .where(which, _SINCE)
        .group_by(funnel.c.code, funnel.c.step)
    )
    asked = {"store_id": store_id, "channel": channel, "since_us": 0 if since is None else us_of(since)}
    found: dict[str, dict[str, int]] = {}
    for code, step, people, times in connection.execute(rows, asked):
        found.setdefault(code, {})[_OPENINGS.get(step, step)] = int(times) if step in _OPENINGS else people
    return {code: Counts(**figures) for code, figures in sorted(found.items())}


def _counts(
    connection: Connection, which: ColumnElement[bool], named: Mapping[str, object], since: datetime | None
) -> Counts:
    asked = {**named, "since_us": 0 if since is None else us_of(since)}
    people = (
        select(funnel.c.step, func.count(funnel.c.person.distinct()), func.sum(funnel.c.times))
        .where(which, _SINCE)
        .group_by(funnel.c.step)
    )
    found: dict[str, int] = {}
    for step, persons, times in connection.execute(people, asked):
        if step in _OPENINGS:
            found[_OPENINGS[step]] = int(times)
        elif step != Step.LEFT:
            found[step] = persons
    found["left"] = connection.execute(_left(which), asked).scalar_one()
    return Counts(**found)


def _left(which: ColumnElement[bool]) -> Select[int]:
    """Return the question how many left and are not back: out of every group they joined by any of these codes."""
    joined, left = _is(Step.JOINED), _is(Step.LEFT)
    gone = (
        select(funnel.c.person)
        .where(which, funnel.c.step.in_([Step.JOINED.value, Step.LEFT.value]))
        .group_by(funnel.c.person)
        .having(
            and_(
                func.sum(case((left, 1), else_=0)) > 0,
                func.sum(case((left, 1), else_=0)) >= func.sum(case((joined, 1), else_=0)),
                func.max(case((left, funnel.c.last_us), else_=0)) >= bindparam("since_us"),
            )
        )
    )
    return select(func.count()).select_from(gone.subquery())


def _is(step: Step) -> ColumnElement[bool]:
    return funnel.c.step == step.value
