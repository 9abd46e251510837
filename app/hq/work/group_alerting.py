"""Stores whose guests will soon meet no group, or do already: their managers are told beforehand, each trouble once.

Part of a service's standing work: every minute all stores are gone through, some at a time, because time alone fills
no group but lets pictures lapse, and other services change groups too. What a trouble is, the domain says
(`groups.alerts_of`); a row in `group_alerts` is written when it begins and closed when it is over. One that comes back
within a day is the same one: a group at the edge does not tell its manager with every guest who joins or leaves.

The desk works its own alert out from the groups it holds; what is here is whom head office told, and when.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.alerts import MANAGER
from app.domain.groups import GroupAlert, GroupRule, Trouble, alerts_of
from app.domain.ids import new_id
from app.hq.clock import Clock, us_of
from app.hq.policies import current_policy
from app.hq.tables import group_alerts, groups, staff
from app.wire.codec import encode

from .groups import groups_of

EVERY_SECONDS = 60
"""How often all stores are gone through (business seconds; never more often than every real second)."""

AT_ONCE = 100
"""Stores in one transaction."""

SAME_SECONDS = 24 * 3600
"""A trouble that comes back so soon after it was over is not told anew (business seconds)."""

_STORES = (
    select(groups.c.store_id)
    .where(groups.c.store_id > bindparam("after"))
    .distinct()
    .order_by(groups.c.store_id)
    .limit(AT_ONCE)
)
_TOLD = (
    select(group_alerts)
    .where(
        group_alerts.c.store_id.in_(bindparam("ids", expanding=True)),
        group_alerts.c.over_us.is_(None) | (group_alerts.c.over_us > bindparam("since_us")),
    )
    .order_by(group_alerts.c.at_us, group_alerts.c.alert_id)
    .with_for_update()
)
_MANAGERS = (
    select(staff.c.store_id, staff.c.staff_id, staff.c.name)
    .where(staff.c.store_id.in_(bindparam("ids", expanding=True)), staff.c.role == MANAGER)
    .order_by(staff.c.store_id, staff.c.name, staff.c.staff_id)
)
_SET_OVER = (
    update(group_alerts).where(group_alerts.c.alert_id == bindparam("the_alert")).values(over_us=bindparam("ended_us"))
)

_AnyRow = Row[*tuple[Any, ...]]


class GroupAlerting:
    """The part of a service's standing work that looks after groups. `standing` is what it found in its last round."""

    def __init__(self, clock: Clock, on_round: Callable[[Mapping[Trouble, int]], None] = lambda _: None) -> None:
        """`clock` is business time; `on_round` hears, after each round, how many kinds of group have which trouble."""
        self._clock = clock
        self._on_round = on_round
        self._next_round = 0.0
        self._after = ""
        self._found: Counter[Trouble] = Counter()

    def slice(self, connection: Connection, enough: Callable[[], bool]) -> bool:
        """Look at some stores' groups until `enough()`; return whether stores are left in this round."""
        if time.monotonic() < self._next_round:
            return False
        rule, now = current_policy(connection).groups, self._clock.now()
        while True:
            store_ids = connection.execute(_STORES, {"after": self._after}).scalars().all()
            self._found.update(alert.trouble for alert in watch(connection, store_ids, rule, now))
            if len(store_ids) < AT_ONCE:
                break
            self._after = store_ids[-1]
            if enough():
                return True
        self._on_round({trouble: self._found[trouble] for trouble in Trouble})
        self._found.clear()
        self._after = ""
        self._next_round = time.monotonic() + max(EVERY_SECONDS / self._clock.speed, 1.0)
        return False


def watch(connection: Connection, store_ids: Iterable[str], rule: GroupRule, now: datetime) -> list[GroupAlert]:
    """Tell the managers of these stores what is new about their groups, and close what is over; return what stands."""
    wanted = sorted(set(store_ids))
    if not wanted:
        return []
    standing = [alert for held in groups_of(connection, wanted).values() for alert in alerts_of(held, now, rule)]
    since_us = us_of(now) - SAME_SECONDS * 1_000_000
    told = connection.execute(_TOLD, {"ids": wanted, "since_us": since_us}).all()
    held = {_subject(row): row for row in told}
    alerts = {(alert.store_id, alert.kind.value, alert.trouble.value, alert.group_id): alert for alert in standing}
    over = [row for subject, row in held.items() if row.over_us is None and subject not in alerts]
    again = [row for subject, row in held.items() if row.over_us is not None and subject in alerts]
    _end(connection, over, us_of(now))
    _end(connection, again, None)
    _begin(connection, [alert for subject, alert in alerts.items() if subject not in held], now)
    return standing


def _subject(row: _AnyRow) -> tuple[str, str, str, str]:
    return row.store_id, row.kind, row.trouble, row.group_id


def _end(connection: Connection, rows: Iterable[_AnyRow], at_us: int | None) -> None:
    """Close these alerts at `at_us`; None: open them again."""
    values = [{"the_alert": row.alert_id, "ended_us": at_us} for row in rows]
    if values:
        connection.execute(_SET_OVER, values)


def _begin(connection: Connection, alerts: list[GroupAlert], now: datetime) -> None:
    """Write down that these begin; another service that was quicker has told them."""
    if not alerts:
        return
    managers = _managers(connection, [alert.store_id for alert in alerts])
    rows = [
        {
            "alert_id": new_id(now),
            "store_id": alert.store_id,
            "kind": alert.kind.value,
            "trouble": alert.trouble.value,
            "group_id": alert.group_id,
            "places": alert.left,
            "until_us": None if alert.until is None else us_of(alert.until),
            "told": encode(managers.get(alert.store_id, [])).decode(),
            "at_us": us_of(now),
        }
        for alert in alerts
    ]
    connection.execute(_write(connection.dialect.name), rows)


def _managers(connection: Connection, store_ids: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in connection.execute(_MANAGERS, {"ids": sorted(set(store_ids))}):
        found.setdefault(row.store_id, []).append(row.staff_id or row.name)
    return found


@cache
def _write(dialect: str) -> postgresql.Insert | sqlite.Insert:
    insert = postgresql.insert(group_alerts) if dialect == "postgresql" else sqlite.insert(group_alerts)
    return insert.on_conflict_do_nothing()
