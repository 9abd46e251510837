"""Where guests stand, as it was last worked out: kept with its counts, and noted when it changes.

A first standing is no change. Nor is a correction: facts that HQ learns late (the history of years, imported today)
show that a guest stood there before already, and nobody has moved. A change has happened when the present facts put
the guest elsewhere at the time of the last count, or only since the day before it. What is counted twice for one
moment (an import brings a guest's bills in several transactions) is one count: its change is put right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.days import business_day
from app.domain.standing import Counts, Standing
from app.domain.tiers import Tier
from app.hq.clock import from_us, us_of
from app.hq.tables import standing_changes, standings
from app.wire.codec import encode

AnyRow = Row[*tuple[Any, ...]]

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_HELD = select(standings).where(standings.c.guest_id.in_(_IDS))

_DAY = timedelta(days=1)

_AMEND = (
    update(standing_changes)
    .where(
        standing_changes.c.guest_id == bindparam("the_guest_id"),
        standing_changes.c.what == bindparam("the_what"),
        standing_changes.c.at_us == bindparam("the_at_us"),
    )
    .values(new=bindparam("the_new"), policy=bindparam("the_policy"), reason=bindparam("the_reason"))
)
_UNDONE = delete(standing_changes).where(
    standing_changes.c.guest_id.in_(_IDS),
    standing_changes.c.at_us == bindparam("moment"),
    standing_changes.c.old == standing_changes.c.new,
)


@dataclass(frozen=True, slots=True)
class Stood:
    """Where a guest stands now, and the tier before, where a change was seen."""

    guest_id: str
    counts: Counts
    standing: Standing
    tier_before: Tier | None = None
    tier_since: date | None = None


Then = Callable[[str, datetime], Standing]
"""Where a guest stood at an earlier moment, by the facts that are known now."""


def held_standings(connection: Connection, guest_ids: Iterable[str]) -> dict[str, AnyRow]:
    """Return the kept standings of `guest_ids`."""
    return {row.guest_id: row for row in connection.execute(_HELD, {"ids": list(guest_ids)})}


def same(held: AnyRow, counts: Counts, standing: Standing) -> bool:
    """Whether a kept standing says the same: equal counts, and equal results of them."""
    kept = (held.visits, held.interactions, held.bills, held.spend_fen, held.gate_visits, held.recommendations)
    fresh = (
        counts.visits,
        counts.interactions,
        counts.bills,
        counts.spend_fen,
        counts.gate_visits,
        counts.recommendations,
    )
    return kept == fresh and _results(held) == standing.results


def _results(held: AnyRow) -> dict[str, str]:
    """Return the results in a kept standing, as `Standing.results` has them."""
    return {
        "tier": held.tier,
        "segment": held.segment,
        "purchase_class": held.purchase_class,
        "private": "yes" if held.private else "no",
    }


def stood(
    guest_id: str, held: AnyRow | None, counts: Counts, standing: Standing, now: datetime, then: Then | None = None
) -> Stood:
    """Return where the guest stands now, with the tier before. Without `then` nothing is taken for a correction."""
    before, since = _before(held)
    if held is not None and held.tier != standing.tier:
        if "tier" in _changed(guest_id, held, standing, now, then):
            again = held.counted_us == us_of(now) and since == business_day(now)
            before, since = before if again else Tier(held.tier), business_day(now)
            if before is standing.tier:
                before, since = None, None
        elif before is standing.tier:
            before, since = None, None
    return Stood(guest_id, counts, standing, before, since)


def keep(
    connection: Connection,
    found: Sequence[Stood],
    held: Mapping[str, AnyRow],
    now: datetime,
    then: Then | None = None,
) -> None:
    """Write the standings that differ from the kept ones, and note what changed and why."""
    differing = [each for each in found if each.guest_id not in held or _differs(held[each.guest_id], each)]
    if not differing:
        return
    at_us = us_of(now)
    rows = [_row(each, held.get(each.guest_id), at_us) for each in differing]
    connection.execute(_write(connection.dialect.name), rows)
    known = [each for each in differing if each.guest_id in held]
    changes = [change for each in known for change in _changes(each, held[each.guest_id], now, then)]
    if changes:
        connection.execute(_note(connection.dialect.name), changes)
    recounted = [each for each in known if held[each.guest_id].counted_us == at_us]
    if recounted:
        rows = [row for each in recounted for row in _noted(each, each.standing.results, at_us)]
        connection.execute(_AMEND, [{f"the_{name}": value for name, value in row.items()} for row in rows])
        connection.execute(_UNDONE, {"ids": [each.guest_id for each in recounted], "moment": at_us})


def _differs(held: AnyRow, found: Stood) -> bool:
    return not same(held, found.counts, found.standing) or _before(held) != (found.tier_before, found.tier_since)


def _before(held: AnyRow | None) -> tuple[Tier | None, date | None]:
    if held is None or not held.tier_before:
        return None, None
    return Tier(held.tier_before), date.fromisoformat(held.tier_since)


def _changed(
    guest_id: str, held: AnyRow, standing: Standing, now: datetime, then: Then | None
) -> dict[str, tuple[str, str]]:
    """Return what really changed, as (old, new) by name."""
    fresh = standing.results
    old = _results(held)
    if old == fresh:
        return {}
    changed = {name: (old[name], each) for name, each in fresh.items() if old[name] != each}
    if then is None or held.policy != standing.placing.policy:
        return changed
    counted_us = held.before_us if held.counted_us == us_of(now) else held.counted_us
    if counted_us is None:  # its first standing is of this very moment
        return {}
    counted = from_us(counted_us)
    last, day_before = then(guest_id, counted).results, then(guest_id, counted - _DAY).results
    return {name: each for name, each in changed.items() if not each[1] == last[name] == day_before[name]}


def _changes(found: Stood, held: AnyRow, now: datetime, then: Then | None) -> list[dict[str, object]]:
    changed = _changed(found.guest_id, held, found.standing, now, then)
    if not changed:
        return []
    rows = _noted(found, {name: new for name, (_, new) in changed.items()}, us_of(now))
    return [{**row, "old": old} for row, (old, _) in zip(rows, changed.values(), strict=True)]


def _noted(found: Stood, results: Mapping[str, str], at_us: int) -> list[dict[str, object]]:
    """Return the rows that note `results`, without what was there before."""
    reason = encode(_reason(found.standing)).decode()
    common = {"guest_id": found.guest_id, "at_us": at_us, "policy": found.standing.placing.policy, "reason": reason}
    return [{**common, "what": name, "new": new} for name, new in results.items()]


def _reason(standing: Standing) -> dict[str, object]:
    """Return the numbers behind a standing."""
    why, placing = standing.reason, standing.placing
    return {
        "visits": why.visits,
        "interactions": why.interactions,
        "days": why.days,
        "bills": placing.bills,
        "spend_fen": placing.spend_fen,
        "spend_days": placing.spend_days,
        "new_days": placing.new_days,
        "gate_visits": placing.gate_visits,
        "recommendations": placing.recommendations,
        "gate_days": placing.gate_days,
    }


def _row(found: Stood, held: AnyRow | None, at_us: int) -> dict[str, object]:
    standing, before = found.standing, found.tier_before
    before_us = None if held is None else held.before_us if held.counted_us == at_us else held.counted_us
    return {
        "guest_id": found.guest_id,
        "tier": standing.tier.value,
        "segment": standing.placing.segment.value,
        "purchase_class": standing.placing.purchase_class.value,
        "private": standing.placing.private,
        "tier_before": before.value if before is not None else "",
        "tier_since": found.tier_since.isoformat() if found.tier_since is not None else "",
        "policy": standing.placing.policy,
        "counted_us": at_us,
        "before_us": before_us,
        "visits": found.counts.visits,
        "interactions": found.counts.interactions,
        "bills": found.counts.bills,
        "spend_fen": found.counts.spend_fen,
        "gate_visits": found.counts.gate_visits,
        "recommendations": found.counts.recommendations,
    }


@cache
def _write(dialect: str) -> postgresql.Insert | sqlite.Insert:
    insert = postgresql.insert(standings) if dialect == "postgresql" else sqlite.insert(standings)
    new = {column.name: column for column in insert.excluded if column.name != "guest_id"}
    return insert.on_conflict_do_update(index_elements=["guest_id"], set_=new)


@cache
def _note(dialect: str) -> postgresql.Insert | sqlite.Insert:
    insert = postgresql.insert(standing_changes) if dialect == "postgresql" else sqlite.insert(standing_changes)
    new = insert.excluded
    keys = ["guest_id", "what", "at_us"]
    return insert.on_conflict_do_update(
        index_elements=keys, set_={"new": new.new, "policy": new.policy, "reason": new.reason}
    )
