"""A million guests counted where their rows are: the same counts as `domain.standing.count`, by one statement a range.

The statement also says which guests need a second look: those whose kept standing has other counts, or other results
than the policy makes of them. Everybody else never leaves the database. What such a guest's standing is then decides
the domain; the statement is a sieve that lets nobody through who has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    Subquery,
    Text,
    and_,
    bindparam,
    case,
    false,
    func,
    literal,
    or_,
    select,
    true,
)

from app.domain.days import CUT
from app.domain.policy import Policy
from app.domain.segments import PurchaseClass, Segment
from app.domain.standing import Counts
from app.domain.tiers import Interaction, Tier
from app.hq.clock import from_us, us_of
from app.hq.tables import bills, guests, interactions, standings

_DAY_US = 86_400_000_000
_TO_BUSINESS_US = (timedelta(hours=8) - CUT) // timedelta(microseconds=1)
"""Added to a moment, its whole days since 1970 are business days of the chain's clock (Shanghai has no summer time)."""

_AFTER = bindparam("after", type_=Text)
_LAST = bindparam("last", type_=Text)
_NOW = bindparam("now_us", type_=BigInteger)
_TIER_SINCE = bindparam("tier_us", type_=BigInteger)
_SPEND_SINCE = bindparam("spend_us", type_=BigInteger)
_GATE_SINCE = bindparam("gate_us", type_=BigInteger)
_NEW_SINCE = bindparam("new_us", type_=BigInteger)
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)

Number = ColumnElement[int]


@dataclass(frozen=True, slots=True)
class Sieve:
    """The statement for one policy. Guests who were merged are passed over, and so are those they were merged into."""

    in_range: Select[Any]
    among: Select[Any]
    policy: Policy

    def between(self, connection: Connection, after: str, last: str, now: datetime) -> dict[str, Counts]:
        """Return the counts of the guests after `after` up to `last` who need a second look."""
        found = connection.execute(self.in_range, {"after": after, "last": last, **_moments(self.policy, now)})
        return dict(_counts(found))

    def of(self, connection: Connection, guest_ids: Iterable[str], now: datetime) -> dict[str, Counts]:
        """Return the counts of those of `guest_ids` who need a second look."""
        found = connection.execute(self.among, {"ids": sorted(guest_ids), **_moments(self.policy, now)})
        return dict(_counts(found))


def sieve(policy: Policy) -> Sieve:
    """Return the statement that counts under `policy`."""
    in_range = _statement(policy, lambda column: and_(column > _AFTER, column <= _LAST))
    among = _statement(policy, lambda column: column.in_(_IDS))
    return Sieve(in_range, among, policy)


def _moments(policy: Policy, now: datetime) -> dict[str, int]:
    days = {
        "tier_us": policy.tier_days,
        "spend_us": policy.segments.spend_days,
        "gate_us": policy.gate.days,
        "new_us": policy.segments.new_days,
    }
    return {"now_us": us_of(now)} | {name: us_of(now - timedelta(days=each)) for name, each in days.items()}


def _counts(rows: Iterable[Any]) -> Iterator[tuple[str, Counts]]:
    for guest_id, franchise_us, visits, weight, n, spend, gate_visits, recommendations, first in rows:
        yield (
            guest_id,
            Counts(
                visits=int(visits),
                interactions=int(weight),
                bills=int(n),
                spend_fen=int(spend),
                gate_visits=int(gate_visits),
                recommendations=int(recommendations),
                first_visit=None if first is None else from_us(first),
                franchise=franchise_us is not None,
            ),
        )


def _statement(policy: Policy, within: Any) -> Select[Any]:  # noqa: ANN401 - a column to a condition
    paid, done = _paid(within), _done(policy, within)
    counts: dict[str, Number] = {
        "visits": func.coalesce(paid.c.visits, 0),
        "interactions": func.coalesce(done.c.weight, 0),
        "bills": func.coalesce(paid.c.bills, 0),
        "spend_fen": func.coalesce(paid.c.spend, 0),
        "gate_visits": func.coalesce(paid.c.gate_visits, 0),
        "recommendations": func.coalesce(done.c.recommendations, 0),
    }
    held = standings.c
    other_counts = [held[name] != each for name, each in counts.items()]
    other_results = [held[name] != each for name, each in _results(policy, counts, paid.c.first_us).items()]
    joined = (
        # the range is said of the standings too: PostgreSQL would read all of them for each range otherwise
        guests.outerjoin(standings, and_(held.guest_id == guests.c.guest_id, within(held.guest_id)))
        .outerjoin(paid, paid.c.guest_id == guests.c.guest_id)
        .outerjoin(done, done.c.guest_id == guests.c.guest_id)
    )
    return (
        select(guests.c.guest_id, guests.c.franchise_us, *counts.values(), paid.c.first_us)
        .select_from(joined)
        .where(within(guests.c.guest_id), guests.c.merged_into.is_(None))
        .where(or_(held.guest_id.is_(None), *other_counts, *other_results))
        .order_by(guests.c.guest_id)
    )


def _paid(within: Any) -> Subquery:  # noqa: ANN401
    """What `count` makes of bills. A bill's moment is its closing, else its opening."""
    at = func.coalesce(func.nullif(bills.c.closed_us, 0), func.nullif(bills.c.opened_us, 0), 0)
    one = (
        select(bills.c.guest_id, bills.c.paid_fen, at.label("at_us"), (bills.c.paid_fen >= 0).label("visit"))
        .where(within(bills.c.guest_id), bills.c.settled)
        .subquery("one")
    )
    past = one.c.at_us <= _NOW
    return (
        select(
            one.c.guest_id,
            _many(one.c.visit).label("bills"),
            _many(one.c.visit, past, one.c.at_us >= _TIER_SINCE).label("visits"),
            _many(one.c.visit, past, one.c.at_us >= _GATE_SINCE).label("gate_visits"),
            func.sum(case((and_(past, one.c.at_us >= _SPEND_SINCE), one.c.paid_fen), else_=0)).label("spend"),
            func.min(case((one.c.visit, one.c.at_us))).label("first_us"),
        )
        .group_by(one.c.guest_id)
        .subquery("paid")
    )


def _many(*conditions: ColumnElement[bool]) -> Number:
    return func.sum(case((and_(*conditions), 1), else_=0))


def _done(policy: Policy, within: Any) -> Subquery:  # noqa: ANN401
    """What `count` makes of interactions; where a kind counts once a day, of the days on which there was one."""
    rule, row = policy.interactions, interactions.c
    known = [kind.value for kind in Interaction]
    day = (row.at_us + _TO_BUSINESS_US) // _DAY_US
    how_many = func.max if rule.once_a_day else func.sum
    one = (
        select(
            row.guest_id,
            row.kind,
            how_many(case((row.at_us >= _TIER_SINCE, 1), else_=0)).label("near"),
            how_many(case((row.at_us >= _GATE_SINCE, 1), else_=0)).label("at_gate"),
        )
        .where(within(row.guest_id), row.at_us <= _NOW, row.kind.in_(known))
        .group_by(row.guest_id, row.kind, day)
        .subquery("one_day")
    )
    weights = {kind.value: weight for kind, weight in rule.weights.items() if weight}
    weight = case(weights, value=one.c.kind, else_=0) if weights else literal(0)
    said = case((one.c.kind == Interaction.RECOMMENDED.value, one.c.at_gate), else_=0)
    return (
        select(
            one.c.guest_id,
            func.sum(one.c.near * weight).label("weight"),
            func.sum(said).label("recommendations"),
        )
        .group_by(one.c.guest_id)
        .subquery("done")
    )


def _results(policy: Policy, counts: dict[str, Number], first_us: ColumnElement[Any]) -> dict[str, ColumnElement[Any]]:
    """Return what the policy makes of the counts, as `domain.standing.stand` does, by the column it is kept in."""
    order = list(Tier)
    steps = sorted(policy.tier_rules, key=lambda rule: order.index(rule.tier), reverse=True)
    met = [
        (and_(counts["visits"] >= rule.visits, counts["interactions"] >= rule.interactions), rule.tier.value)
        for rule in steps
    ]
    new = or_(first_us.is_(None), first_us >= _NEW_SINCE)
    high, mid = counts["spend_fen"] >= policy.segments.high_fen, counts["spend_fen"] >= policy.segments.mid_fen
    cells = [
        (and_(new, high), Segment.NEW_HIGH),
        (and_(new, mid), Segment.NEW_MID),
        (new, Segment.NEW_LOW),
        (high, Segment.OLD_HIGH),
        (mid, Segment.OLD_MID),
    ]
    classes = [
        (guests.c.franchise_us.is_not(None), PurchaseClass.FRANCHISE),
        (counts["bills"] == 0, PurchaseClass.NONE),
        (counts["bills"] == 1, PurchaseClass.ONCE),
    ]
    passes = and_(counts["gate_visits"] >= policy.gate.visits, counts["recommendations"] >= policy.gate.recommendations)
    return {
        "tier": case(*met, else_=Tier.REGULAR.value),
        "segment": case(*((cell, name.value) for cell, name in cells), else_=Segment.OLD_LOW.value),
        "purchase_class": case(*((each, name.value) for each, name in classes), else_=PurchaseClass.AGAIN.value),
        "private": case((passes, true()), else_=false()),
    }
