"""Tastes from what a guest orders: shares of visits, the recent ones weighing more."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from .tastes import Day, DishPolicy, Taste, TasteKind, TasteSource


def sent_back(lines: Iterable[tuple[Hashable, int]]) -> frozenset[Hashable]:
    """Return the dishes that were taken off their bill again, so that none is left: nobody ate them.

    `lines`: each line's dish (which also names its bill) and quantity, below 0 for what went back.
    """
    held = tuple(lines)
    left = dict.fromkeys((dish for dish, quantity in held if quantity < 0), 0)
    if left:
        for dish, quantity in held:
            if dish in left:
                left[dish] += quantity
    return frozenset(dish for dish, quantity in left.items() if quantity <= 0)


def tags_of_dish(dish: str, policy: DishPolicy) -> tuple[str, ...]:
    """Return the tags that a dish's name speaks for, in the policy's order."""
    if any(word in dish for word in policy.staples):
        return ()
    return tuple(
        rule.tag
        for rule in policy.rules
        if any(word in dish for word in rule.words) and not any(word in dish for word in rule.unless)
    )


def tastes_from_dishes(
    visits: Sequence[tuple[date, Iterable[str]]],
    policy: DishPolicy,
    version: str,
    tags: Mapping[str, tuple[str, ...]] | None = None,
    since: Mapping[str, date] | None = None,
) -> tuple[Taste, ...]:
    """Return the likes that a guest's visits speak for, strongest first.

    `visits`: (business day, dish names) of each visit whose dishes are known. `tags` may hold `tags_of_dish` answers
    worked out before (a bulk import asks for the same 150 dishes a million times). For a tag in `since` only visits
    after that day count: it was dismissed then. Each tag carries its count "hits of visits", its dishes as evidence,
    the last date it was ordered and the policy version as its rule.
    """
    if not visits:
        return ()
    latest = max(day for day, _ in visits)
    weighed = [(day, _weight((latest - day).days, policy.half_life_days), names) for day, names in visits]
    counts = _count(weighed, dict(tags) if tags is not None else {}, policy, since or {})
    total = sum(weight for _, weight, _ in weighed)
    found: list[tuple[int, Taste]] = []
    for tag, count in counts.items():
        share_of, of = total, len(weighed)
        if since and tag in since:
            later = [weight for day, weight, _ in weighed if day > since[tag]]
            share_of, of = sum(later), len(later)
        if count.hits >= policy.least_hits and count.weight * 100 >= policy.least_share * share_of:
            found.append((count.weight, _from_dishes(tag, count, of, policy, version)))
    found.sort(key=lambda each: (-each[0], -each[1].hits, -each[1].date.toordinal(), each[1].tag))
    return tuple(taste for _, taste in found[: policy.most])


@dataclass(slots=True)
class _Count:
    """What was counted of one tag: visits, their weight, the last of them, and on how many each dish was ordered."""

    last: Day
    hits: int = 0
    weight: int = 0
    dishes: dict[str, int] = field(default_factory=dict)


def _count(
    visits: Sequence[tuple[date, int, Iterable[str]]],
    known: dict[str, tuple[str, ...]],
    policy: DishPolicy,
    since: Mapping[str, date],
) -> dict[str, _Count]:
    counts: dict[str, _Count] = {}
    for day, weight, names in visits:
        seen: dict[str, set[str]] = {}
        for dish in names:
            if dish not in known:
                known[dish] = tags_of_dish(dish, policy)
            for tag in known[dish]:
                if tag not in since or day > since[tag]:
                    seen.setdefault(tag, set()).add(dish)
        for tag, which in seen.items():
            count = counts.get(tag) or counts.setdefault(tag, _Count(day))
            count.hits += 1
            count.weight += weight
            count.last = max(count.last, day)
            for dish in which:
                count.dishes[dish] = count.dishes.get(dish, 0) + 1
    return counts


@lru_cache(maxsize=8192)
def _weight(age: int, half_life: int) -> int:
    """Return the weight of a visit `age` days older than the latest, in millionths: whole, so that sums agree."""
    share: float = 0.5 ** (age / half_life)
    return max(1, round(1_000_000 * share))


def _from_dishes(tag: str, count: _Count, of: int, policy: DishPolicy, version: str) -> Taste:
    return Taste(
        tag=tag,
        kind=TasteKind.LIKES,
        source=TasteSource.DISHES,
        date=count.last,
        rule=version,
        evidence="、".join(sorted(count.dishes, key=lambda dish: (-count.dishes[dish], dish))[:3]),
        hits=count.hits,
        of=of,
        expires=count.last + timedelta(days=policy.expire_days),
    )
