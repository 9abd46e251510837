"""Where guests stand, as it was last worked out: kept with its counts, and noted when it changes.

A first standing is no change. Nor is a correction: facts that HQ learns late (the history of years, imported today)
show that a guest stood there before already, and nobody has moved. A change has happened when the present facts put
the guest elsewhere at the time of the last count, or only since the day before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, select
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

COUNTS = ("visits", "interactions", "bills", "spend_fen", "gate_visits", "recommendations")
"""The columns of `standings` that are counts, called as in `Counts`."""

RESULTS = ("tier", "segment", "purchase_class", "private")
"""The columns of `standings` that are what followed from the counts, called as in `Standing.results`."""


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
    fresh = standing.results
    return (
        all(getattr(held, name) == getattr(counts, name) for name in COUNTS)
        and (held.tier, held.segment, held.purchase_class) == (fresh["tier"], fresh["segment"], fresh["purchase_class"])
        and _private(held) == fresh["private"]
    )


def stood(
    guest_id: str, held: AnyRow | None, counts: Counts, standing: Standing, now: datetime, then: Then | None = None
) -> Stood:
    """Return where the guest stands now, with the tier before. Without `then` nothing is taken for a correction."""
    before, since = _before(held)
    if held is not None and held.tier != standing.tier:
        if "tier" in _changed(guest_id, held, standing, then):
            before, since = Tier(held.tier), business_day(now)
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
    connection.execute(_write(connection.dialect.name), [_row(each, at_us) for each in differing])
    changes = [change for each in differing for change in _changes(each, held.get(each.guest_id), at_us, then)]
    if changes:
        connection.execute(_note(connection.dialect.name), changes)


def _differs(held: AnyRow, found: Stood) -> bool:
    return not same(held, found.counts, found.standing) or _before(held) != (found.tier_before, found.tier_since)


def _before(held: AnyRow | None) -> tuple[Tier | None, date | None]:
    if held is None or not held.tier_before:
        return None, None
    return Tier(held.tier_before), date.fromisoformat(held.tier_since)


def _private(held: AnyRow) -> str:
    return "yes" if held.private else "no"


def _changed(guest_id: str, held: AnyRow, standing: Standing, then: Then | None) -> dict[str, tuple[str, str]]:
    """Return what really changed, as (old, new) by name."""
    fresh = standing.results
    old = {"tier": held.tier, "segment": held.segment, "purchase_class": held.purchase_class, "private": _private(held)}
    changed = {name: (old[name], fresh[name]) for name in RESULTS if old[name] != fresh[name]}
    if not changed or then is None or held.policy != standing.placing.policy:
        return changed
    counted = from_us(held.counted_us)
    last, day_before = then(guest_id, counted).results, then(guest_id, counted - _DAY).results
    return {name: each for name, each in changed.items() if not each[1] == last[name] == day_before[name]}


def _changes(found: Stood, held: AnyRow | None, at_us: int, then: Then | None) -> list[dict[str, object]]:
    if held is None:
        return []
    changed = _changed(found.guest_id, held, found.standing, then)
    reason = encode(_reason(found.standing)).decode() if changed else ""
    common = {"guest_id": found.guest_id, "at_us": at_us, "policy": found.standing.placing.policy, "reason": reason}
    return [{**common, "what": name, "old": old, "new": new} for name, (old, new) in changed.items()]


def _reason(standing: Standing) -> dict[str, object]:
    """Return the numbers behind a standing."""
    why, placing = standing.reason, asdict(standing.placing)
    counted = ("bills", "spend_fen", "spend_days", "new_days", "gate_visits", "recommendations", "gate_days")
    numbers = {name: placing[name] for name in counted}
    return {"visits": why.visits, "interactions": why.interactions, "days": why.days, **numbers}


def _row(found: Stood, at_us: int) -> dict[str, object]:
    standing, before = found.standing, found.tier_before
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
        **{name: getattr(found.counts, name) for name in COUNTS},
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
