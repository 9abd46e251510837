"""Tastes: what a guest likes, wants less of, avoids or must not eat, and who says so.

Order on a card: allergy, avoid, less, likes. What people say beats what dishes say, what was said last beats what was
said before, and an allergy beats everything: it is only ever said by a person, it never expires by itself, and only a
person takes it off. What staff dismiss leaves a mark (`show` is off) that hides all evidence up to its moment; newer
evidence brings a thing back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from .kinship import akin

TAG_LIMIT = 12
"""Characters in a tag; a chip on a card is never cut off."""

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
    """Off: staff dismissed the tag at this moment; evidence up to then stays off the card."""
    at: datetime | None = None
    """When it was said, where that is known to the moment: it orders what was said on one day."""
    whose: str = ""
    """Of whom in the party it was said ("小朋友"); "" for the guest's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DishRule:
    """`words` in a dish's name (any of them, and none of `unless`) speak for `tag`."""

    tag: str
    words: tuple[str, ...]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DishPolicy:
    """How dishes become tastes: at least `least_hits` visits with the tag and at least `least_share` percent of visits.

    A visit's weight halves every `half_life_days`, so the share is of what the guest orders lately; the count that is
    shown is of whole visits. A dish that nearly everybody orders says nothing: words in `staples` never count. `most`
    tags are kept. What a note says (but an allergy) holds for `note_days`.
    """

    rules: tuple[DishRule, ...] = ()
    staples: tuple[str, ...] = ()
    least_hits: int = 2
    least_share: int = 30
    most: int = 6
    expire_days: int = 365
    half_life_days: int = 180
    note_days: int = 365


_URGENCY = {kind: place for place, kind in enumerate(TasteKind)}
_WEIGHT = {TasteSource.STAFF: 0, TasteSource.NOTE: 0, TasteSource.HQ: 1, TasteSource.DISHES: 2}


CORRECTION = "correction"
"""The rule of what staff say in place of an allergy that they saw and know better."""


def moment(taste: Taste) -> tuple[int, float]:
    """Return when it was said, to compare: what is known by its day only counts as that day's beginning."""
    return taste.date.toordinal(), 0.0 if taste.at is None else taste.at.timestamp()


def dismissals(tastes: Iterable[Taste]) -> dict[str, Taste]:
    """Return the last dismissal of each tag that staff took off."""
    last: dict[str, Taste] = {}
    for taste in tastes:
        if not taste.show and (taste.tag not in last or moment(taste) > moment(last[taste.tag])):
            last[taste.tag] = taste
    return last


def is_dismissed(taste: Taste, dismissed: Mapping[str, Taste]) -> bool:
    """Whether staff took `taste` off, and nothing newer speaks for it."""
    off = dismissed.get(taste.tag)
    if off is None or not taste.show:
        return False
    return taste.date <= off.date if taste.source is TasteSource.DISHES else moment(taste) <= moment(off)


def card_tastes(tastes: Iterable[Taste], today: date, store_id: str | None = "") -> tuple[Taste, ...]:
    """Return what belongs on a card today, most urgent first: one tag a thing, in force, for this store.

    What a person said beats what dishes say, an allergy beats everything, and what is expired or dismissed is off the
    card. A dish speaks for no taste that is kin to what the guest must not or will not have: who may not eat 虾 does
    not see 虾蟹 among their likes. `store_id` None: for any store, one tag a thing and scope.
    """
    given = list(tastes)
    dismissed = dismissals(given)
    corrected = [taste for taste in given if _is_correction(taste)]
    best: dict[tuple[str, str], Taste] = {}
    for taste in given:
        if not _in_force(taste, today) or is_dismissed(taste, dismissed):
            continue
        if taste.kind is TasteKind.ALLERGY and any(c.tag == taste.tag and settles(c, taste) for c in corrected):
            continue
        if store_id is not None and taste.scope not in ("brand", f"store:{store_id}"):
            continue
        key = (taste.tag, taste.scope if store_id is None else "")
        held = best.get(key)
        if held is None or _rank(taste) < _rank(held):
            best[key] = taste
    refused = (taste for taste in best.values() if taste.kind is not TasteKind.LIKES)
    firm = [taste.tag for taste in refused if taste.source is not TasteSource.DISHES]
    shown = [t for t in best.values() if t.source is not TasteSource.DISHES or not any(akin(t.tag, f) for f in firm)]
    return tuple(sorted(shown, key=lambda t: (_URGENCY[t.kind], -t.hits, -t.date.toordinal(), t.tag, t.scope)))


def _is_correction(taste: Taste) -> bool:
    return taste.rule == CORRECTION and taste.source is TasteSource.STAFF and taste.kind is not TasteKind.ALLERGY


def _in_force(taste: Taste, today: date) -> bool:
    if not taste.show:
        return False
    if taste.kind is TasteKind.ALLERGY:
        return taste.source is not TasteSource.DISHES  # never by itself off, never from a guess on
    return taste.expires is None or taste.expires >= today


def _rank(taste: Taste) -> tuple[bool, int, int, float, bool, int, str]:
    """Return what orders two tags of one thing, the better first; no two that differ on a card are equal."""
    day, time = moment(taste)
    by_reader = taste.source is TasteSource.NOTE
    rest = (
        f"{taste.source}{taste.author}{taste.evidence}{taste.rule}{taste.hits}/{taste.of}{taste.expires}{taste.scope}"
    )
    return (
        taste.kind is not TasteKind.ALLERGY,
        _WEIGHT[taste.source],
        -day,
        -time,
        by_reader,
        _URGENCY[taste.kind],
        rest,
    )


def settles(staff: Taste, taste: Taste) -> bool:
    """Whether what staff said, or took off, of the same thing stands against `taste`, which a note gives.

    What was written later is news. An allergy is settled only by who knew of it: taken off, or corrected.
    """
    if moment(staff) < moment(taste):
        return False
    knew = not staff.show or staff.kind is TasteKind.ALLERGY or staff.rule == CORRECTION
    return knew or taste.kind is not TasteKind.ALLERGY


def heard(held: Taste | None, new: Taste) -> Taste:
    """Return which of two that one source says of one thing is kept: the newer, but an allergy never gives way."""
    if held is None:
        return new
    firm, now_firm = held.kind is TasteKind.ALLERGY and held.show, new.kind is TasteKind.ALLERGY and new.show
    if firm != now_firm and new.show:
        return held if firm else new
    return new if moment(new) >= moment(held) else held
