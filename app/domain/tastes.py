"""Tastes: what a guest likes, wants less of, avoids or must not eat, and who says so.

Order on a card: allergy, avoid, less, likes. An allergy is only ever said by a person; no dish makes one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

Day = date
"""A calendar day (a field of a tag is called `date` itself)."""


class TasteKind(StrEnum):
    """How a guest stands to a thing, the most urgent first."""

    ALLERGY = "allergy"
    AVOID = "avoid"
    LESS = "less"
    LIKES = "likes"


class TasteSource(StrEnum):
    """Who says so."""

    DISHES = "dishes"
    NOTE = "note"
    STAFF = "staff"
    HQ = "hq"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taste:
    """One tag. `hits` of `of` visits for tags from dishes; `author` or `rule` answers who or what said so."""

    tag: str
    kind: TasteKind
    source: TasteSource
    date: Day
    author: str = ""
    rule: str = ""
    evidence: str = ""
    hits: int = 0
    of: int = 0
    expires: Day | None = None
    scope: str = "brand"
    """"brand", or "store:ID" where the tag holds in that store only."""
    show: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DishRule:
    """`words` in a dish's name (any of them, and none of `unless`) speak for `tag`."""

    tag: str
    words: tuple[str, ...]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DishPolicy:
    """How dishes become tastes: at least `least_hits` visits with the tag and at least `least_share` percent of visits.

    A dish that nearly everybody orders says nothing: words in `staples` never count. `most` tags are kept.
    """

    rules: tuple[DishRule, ...] = ()
    staples: tuple[str, ...] = ()
    least_hits: int = 2
    least_share: int = 30
    most: int = 6
    expire_days: int = 365


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
) -> tuple[Taste, ...]:
    """Return the likes that a guest's visits speak for, strongest first.

    `visits`: (business day, dish names) of each visit whose dishes are known. `tags` may hold `tags_of_dish` answers
    worked out before (a bulk import asks for the same 150 dishes a million times). Each tag carries its count "hits of
    visits", its dishes as evidence, the last date it was ordered and the policy version as its rule.
    """
    known = dict(tags) if tags is not None else {}
    hits: dict[str, int] = {}
    last: dict[str, date] = {}
    dishes: dict[str, dict[str, int]] = {}
    for day, names in visits:
        seen: dict[str, set[str]] = {}
        for dish in names:
            if dish not in known:
                known[dish] = tags_of_dish(dish, policy)
            for tag in known[dish]:
                seen.setdefault(tag, set()).add(dish)
        for tag, which in seen.items():
            hits[tag] = hits.get(tag, 0) + 1
            last[tag] = max(last.get(tag, day), day)
            counted = dishes.setdefault(tag, {})
            for dish in which:
                counted[dish] = counted.get(dish, 0) + 1
    total = len(visits)
    enough = [t for t, n in hits.items() if n >= policy.least_hits and n * 100 >= policy.least_share * total]
    enough.sort(key=lambda t: (-hits[t], -last[t].toordinal(), t))
    return tuple(
        Taste(
            tag=tag,
            kind=TasteKind.LIKES,
            source=TasteSource.DISHES,
            date=last[tag],
            rule=version,
            evidence="、".join(sorted(dishes[tag], key=lambda d: (-dishes[tag][d], d))[:3]),
            hits=hits[tag],
            of=total,
            expires=last[tag] + timedelta(days=policy.expire_days),
        )
        for tag in enough[: policy.most]
    )


_URGENCY = {kind: place for place, kind in enumerate(TasteKind)}
_WEIGHT = {TasteSource.STAFF: 0, TasteSource.NOTE: 0, TasteSource.HQ: 1, TasteSource.DISHES: 2}


def card_tastes(tastes: Iterable[Taste], today: date, store_id: str = "") -> tuple[Taste, ...]:
    """Return what belongs on a card today, most urgent first: one tag a thing, in force, for this store.

    What a person said beats what dishes say, an allergy beats everything, and an expired tag is off the card.
    """
    best: dict[str, Taste] = {}
    for taste in tastes:
        if not taste.show or (taste.expires is not None and taste.expires < today):
            continue
        if taste.scope != "brand" and taste.scope != f"store:{store_id}":
            continue
        held = best.get(taste.tag)
        if held is None or _rank(taste) < _rank(held):
            best[taste.tag] = taste
    return tuple(sorted(best.values(), key=lambda t: (_URGENCY[t.kind], -t.hits, -t.date.toordinal(), t.tag)))


def _rank(taste: Taste) -> tuple[bool, int, int]:
    return (taste.kind is not TasteKind.ALLERGY, _WEIGHT[taste.source], -taste.date.toordinal())
