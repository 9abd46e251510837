"""Every guest of the chain counted anew: after a policy was applied, and each night, because the windows slide.

The guests are gone through in the order of their ids, a range a transaction; how far it is stands in `recomputes` and
moves in the transaction that did the range. So it can be killed anywhere and goes on from there, two processes that
are at it share the work, and counting a guest twice changes nothing. Only standings and cards that differ are written,
and of a card only the fields that say where the guest stands.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from sqlalchemy import BindParameter, Connection, Engine, bindparam, func, select, update

from app.domain.days import business_day, day_bounds
from app.domain.guests import GuestCard
from app.domain.ids import new_id
from app.domain.policy import Policy
from app.domain.standing import Counts, stand
from app.hq.clock import Clock, from_us, us_of
from app.hq.database import write
from app.hq.feed import Publication, publish
from app.hq.policies import current_policy
from app.hq.tables import cards, guests, recomputes
from app.wire.codec import patch_card

from . import standings
from .counting import sieve
from .profiles import refresh
from .standings import Stood

LEAST, MOST = 250, 20_000
"""Guests in one range."""

SLICE_SECONDS = 0.08
"""How long a transaction of a recompute of its own may take: nobody else writes to an SQLite file meanwhile."""

SERVING_SECONDS = 0.008
"""The same between two events of a service."""

_IDS: BindParameter[list[str]] = bindparam("ids", expanding=True)
_EDGE = (
    select(guests.c.guest_id)
    .where(guests.c.guest_id > bindparam("after"))
    .order_by(guests.c.guest_id)
    .limit(1)
    .offset(bindparam("more"))
)
_END = select(func.max(guests.c.guest_id)).where(guests.c.guest_id > bindparam("after"))
_MANY = select(func.count()).where(guests.c.guest_id > bindparam("after"), guests.c.guest_id <= bindparam("last"))
_MERGED = (
    select(guests.c.merged_into)
    .where(guests.c.merged_into > bindparam("after"), guests.c.merged_into <= bindparam("last"))
    .distinct()
)
_HOLD = select(guests.c.guest_id).where(guests.c.guest_id.in_(_IDS)).order_by(guests.c.guest_id).with_for_update()
_CARDS = select(cards.c.card_id, cards.c.body).where(
    cards.c.kind == "guest", cards.c.card_id.in_(_IDS), cards.c.body.is_not(None)
)
_UNFINISHED = select(recomputes).where(recomputes.c.finished_us.is_(None)).order_by(recomputes.c.as_of_us.desc())
_CLAIM = _UNFINISHED.limit(1).with_for_update(skip_locked=True)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a recompute is: guests done of so many, cards and standings that changed."""

    done: int
    total: int
    changed: int
    finished: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """One range that was counted: up to whom, how many guests, and how many of them stand elsewhere now."""

    last: str
    guests: int
    changed: int


def count_range(connection: Connection, policy: Policy, now: datetime, after: str, size: int) -> Range | None:
    """Count the next `size` guests after `after` anew and write what differs; None where there are no more."""
    last = connection.execute(_EDGE, {"after": after, "more": size - 1}).scalar()
    many = size
    if last is None:
        last = connection.execute(_END, {"after": after}).scalar()
        if last is None:
            return None
        many = connection.execute(_MANY, {"after": after, "last": last}).scalar_one()
    counting = _sieve(policy)
    merged = set(connection.execute(_MERGED, {"after": after, "last": last}).scalars())
    found = counting.between(connection, after, last, now)
    alone = {guest_id: counts for guest_id, counts in found.items() if guest_id not in merged}
    if alone and connection.dialect.name != "sqlite":
        # somebody may have changed them since they were counted: held, and counted once more
        connection.execute(_HOLD, {"ids": sorted(alone)})
        alone = counting.of(connection, alone, now)
    _write(connection, alone, policy, now)
    if merged:
        refresh(connection, merged, policy=policy, now=now)
    return Range(last, many, len(alone))


_sieve = lru_cache(maxsize=4)(sieve)


def _write(connection: Connection, found: dict[str, Counts], policy: Policy, now: datetime) -> None:
    if not found:
        return
    held = standings.held_standings(connection, found)
    stood = [
        standings.stood(guest_id, held.get(guest_id), counts, stand(counts, policy, now), now)
        for guest_id, counts in found.items()
    ]
    standings.keep(connection, stood, held, now)
    shown = {row.card_id: row.body for row in connection.execute(_CARDS, {"ids": list(found)})}
    publish(connection, [_patched(each, shown[each.guest_id]) for each in stood if each.guest_id in shown])


def _patched(stood: Stood, body: str) -> Publication:
    fresh = {
        "tier": stood.standing.tier,
        "tier_reason": stood.standing.reason,
        "tier_before": stood.tier_before,
        "tier_since": stood.tier_since,
        "placing": stood.standing.placing,
    }
    return Publication("guest", stood.guest_id, patch_card(GuestCard, body, fresh))


# --- a recompute from its beginning to its end ------------------------------------------------------------------------


def begin(connection: Connection, policy: Policy, now: datetime, *, anew: bool = False) -> str:
    """Return the id of the recompute that is on its way under `policy`, else of a new one.

    One is on its way at a time: one under another policy is over with this. `anew`: begin from the first guest.
    """
    at_us = us_of(now)
    rows = connection.execute(_UNFINISHED.with_for_update()).all()
    mine = [row.recompute_id for row in rows if row.policy == policy.version and not anew]
    for row in rows:
        if row.recompute_id not in mine[:1]:
            _update(connection, row.recompute_id, finished_us=at_us)
    if mine:
        return str(mine[0])
    recompute_id = new_id(now)
    total = connection.execute(select(func.count()).select_from(guests)).scalar_one()
    fresh = {"recompute_id": recompute_id, "policy": policy.version, "as_of_us": at_us, "total": total}
    connection.execute(recomputes.insert().values(fresh))
    return recompute_id


def go_on(connection: Connection, policy: Policy, now: datetime, size: int) -> tuple[Progress, int] | None:
    """Do one range of the recompute that is on its way; return how far it is then, and how many guests that took.

    None where none is on its way, or another service is at it just now. What was begun under another policy than the
    one in force begins again.
    """
    row = connection.execute(_CLAIM).first()
    if row is None:
        return None
    after, done, changed, total = row.after_guest, row.done, row.changed, row.total
    if row.policy != policy.version:
        after, done, changed = "", 0, 0
    counted = count_range(connection, policy, now, after, size)
    if counted is None:
        _update(connection, row.recompute_id, policy=policy.version, as_of_us=us_of(now), finished_us=us_of(now))
        return Progress(done, done, changed, finished=True), 0
    done, changed = done + counted.guests, changed + counted.changed
    fresh = {"after_guest": counted.last, "done": done, "changed": changed, "total": max(total, done)}
    _update(connection, row.recompute_id, policy=policy.version, **fresh)
    return Progress(done, max(total, done), changed), counted.guests


def _update(connection: Connection, recompute_id: str, **values: object) -> None:
    connection.execute(update(recomputes).where(recomputes.c.recompute_id == recompute_id).values(**values))


class Pace:
    """How many guests fit into one range, so that it takes about `seconds`."""

    def __init__(self, seconds: float, size: int = 1000) -> None:
        """Begin with `size` guests."""
        self.size = size
        self._seconds = seconds

    def took(self, guests_counted: int, seconds: float) -> None:
        """Learn from a range how many the next one may be: at most twice as many, or as few as a quarter."""
        if guests_counted == 0:
            return
        fitting = int(guests_counted * self._seconds / max(seconds, 1e-6))
        self.size = min(max(fitting, self.size // 4, LEAST), self.size * 2, MOST)


def recompute(
    engine: Engine,
    clock: Clock,
    *,
    progress: Callable[[Progress], None] = lambda _: None,
    stop: threading.Event | None = None,
) -> Progress | None:
    """Do what is left of the recompute that is on its way, in transactions of its own; None where there is none.

    Ends early, between two ranges, once `stop` is set; what is done by then is kept.
    """
    pace, last = Pace(SLICE_SECONDS), None
    while stop is None or not stop.is_set():
        with write(engine) as connection:
            began = time.perf_counter()  # what waiting for others and the disk costs is the same for a small range
            step = go_on(connection, current_policy(connection), clock.now(), pace.size)
            took = time.perf_counter() - began
        if step is None:
            return last
        last, counted = step
        progress(last)
        if last.finished:
            return last
        pace.took(counted, took)
    return last


class Recomputing:
    """Part of a service's standing work: what is on its way, and every night, at the turn of the chain's business day,
    everybody. A night in which no service ran is made up for when one starts."""

    def __init__(self, clock: Clock) -> None:
        """`clock` is business time."""
        self._clock = clock
        self._look_at = datetime.min.replace(tzinfo=UTC)
        self._pace = Pace(SERVING_SECONDS, 200)
        self.busy = False

    def slice(self, connection: Connection, enough: Callable[[], bool]) -> bool:
        """Count some ranges until `enough()`; return whether some are left."""
        now = self._clock.now()
        if now >= self._look_at:
            self._look(connection, now)
        while self.busy:
            began = time.perf_counter()
            step = go_on(connection, current_policy(connection), now, self._pace.size)
            self.busy = step is not None and not step[0].finished
            if step is None:
                break
            self._pace.took(step[1], time.perf_counter() - began)
            # a range that wrote has locked stores: the next one, in this transaction, could wait for a guest in vain
            if enough() or step[0].changed:
                break
        return self.busy

    def _look(self, connection: Connection, now: datetime) -> None:
        """See whether a recompute is on its way, or due today."""
        today = business_day(now)
        self._look_at = day_bounds(today)[1]
        policy = current_policy(connection)
        if connection.execute(_UNFINISHED.limit(1)).first() is None:
            last_us = connection.execute(select(func.max(recomputes.c.as_of_us))).scalar()
            if last_us is None:  # nothing has slid yet: cards were made as the facts came
                recompute_id = begin(connection, policy, now)
                _update(connection, recompute_id, finished_us=us_of(now))
                return
            if business_day(from_us(last_us)) >= today:
                return
            begin(connection, policy, now)
        self.busy = True
