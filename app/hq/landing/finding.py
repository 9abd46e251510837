"""Which store and which group a guest is shown: the nearest open store whose group has room, within the radius.

Where no open store has room, a closed one that has comes next (its group can be joined all the same), then the nearest
open store, whose staff know what to do. The second choice is the next open store with room, also somewhat farther away.
Groups are read for every request anew: what a guest is shown could be joined when they asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import islice

from app.domain.groups import GroupCard, GroupKind, choose
from app.domain.places import Point, great_circle_m, same_city
from app.domain.printed import CodeCard, PrintedKind, Scope
from app.hq.work.landing_places import Atlas, Site

from .sight import Sight

AT_ONCE = 16
"""Stores whose groups are read together, the nearest first; twice as many each time that was not enough."""

MOST = 400
"""Stores that are looked at for one guest: where so many in a row are full, staff must help."""

SECOND_M = 30_000
"""How far away the second choice may be, in metres: a trip across the city."""


class Reason(StrEnum):
    """Why this store was found, or none."""

    NEAREST = "nearest"
    CLOSED = "closed"
    FULL = "full"
    NO_GROUP = "no_group"
    STORE = "store"
    FAR = "far"
    UNREADABLE = "position_unreadable"
    NOWHERE = "position_nowhere"
    INACCURATE = "position_inaccurate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A store for a guest: how far away in metres (None: not known), and its group that can be joined, if any."""

    site: Site
    metres: float | None = None
    is_open: bool = True
    group: GroupCard | None = None
    had_groups: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a guest is shown. `first` is None where they must pick; `manager` helps where there is no group. `passed`: a
    nearer store is open, perhaps the one they sit in, but its group has no room."""

    first: Found | None
    second: Found | None = None
    manager: CodeCard | None = None
    reason: Reason = Reason.NEAREST
    passed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """One guest's question: of which code, at what time."""

    sight: Sight
    code: CodeCard
    now: datetime

    @property
    def kind(self) -> GroupKind:
        """Which of a store's groups the code is for."""
        return GroupKind.VIP if self.code.kind is PrintedKind.VIP else GroupKind.GROUP

    def at_place(self, here: Point) -> Choice:
        """Return the choice for a guest at `here` (GCJ-02)."""
        if self.code.scope is Scope.STORE:
            site = self.sight.atlas.sites.get(self.code.store_id)
            return Choice(first=None, reason=Reason.FAR) if site is None else self.of_store(site, here)
        near = _Near()
        for found in self._around(here, self.sight.rule.radius_m):
            near.take(found)
            if near.second is not None:
                break
        first = near.first or near.closed or near.open or near.any
        if first is None:
            return Choice(first=None, reason=Reason.FAR)
        if first.group is None:
            return self._without_group(first, here)
        second = near.second or self._next(here, {first.site.store_id})
        reason = Reason.NEAREST if first.is_open else Reason.CLOSED
        passed = near.open is not None and near.open is not first
        return Choice(first=first, second=second, reason=reason, passed=passed)

    def of_store(self, site: Site, here: Point | None = None) -> Choice:
        """Return the choice for a guest of this store, however far away they are."""
        first = next(self._with_groups([(_distance(here, site), site)]))
        if first.group is None:
            return self._without_group(first, here or site.point)
        return Choice(first=first, reason=Reason.STORE)

    def _without_group(self, first: Found, here: Point | None) -> Choice:
        second = None if here is None else self._next(here, {first.site.store_id})
        if second is not None and first.metres is None:
            second = replace(second, metres=None)
        manager = self.sight.manager(first.site.store_id, self.now)
        reason = Reason.FULL if first.had_groups else Reason.NO_GROUP
        return Choice(first=first, second=second, manager=manager, reason=reason)

    def _next(self, here: Point, but: set[str]) -> Found | None:
        """Return the nearest open store with room that is not among `but`."""
        for found in self._around(here, max(SECOND_M, self.sight.rule.radius_m)):
            if found.is_open and found.group is not None and found.site.store_id not in but:
                return found
        return None

    def _around(self, here: Point, within_m: float) -> Iterator[Found]:
        """Give the stores that guests of the code may be sent to, the nearest first."""
        near: Iterable[tuple[float | None, Site]] = (
            (metres, site) for metres, site in self.sight.atlas.nearest.around(here, within_m) if self._helps(site)
        )
        return self._with_groups(islice(near, MOST))

    def _helps(self, site: Site) -> bool:
        """Whether a guest of this code may be sent to the store."""
        return may_show(self.code, site)

    def _with_groups(self, sites: Iterable[tuple[float | None, Site]]) -> Iterator[Found]:
        rest, many = iter(sites), AT_ONCE
        while part := list(islice(rest, many)):
            many *= 2
            groups = self.sight.groups([site.store_id for _, site in part], self.kind)
            for metres, site in part:
                held = groups[site.store_id]
                yield Found(
                    site=site,
                    metres=metres,
                    is_open=site.is_open(self.now),
                    group=choose(held, self.now, self.sight.rule.spare),
                    had_groups=bool(held),
                )


class _Near:
    """The best of each sort so far, of stores that come the nearest first."""

    def __init__(self) -> None:
        self.first: Found | None = None
        self.second: Found | None = None
        self.closed: Found | None = None
        self.open: Found | None = None
        self.any: Found | None = None

    def take(self, found: Found) -> None:
        self.any = self.any or found
        if found.is_open:
            self.open = self.open or found
        if found.group is None:
            return
        if not found.is_open:
            self.closed = self.closed or found
        elif self.first is None:
            self.first = found
        else:
            self.second = self.second or found


def speaks_for(code: CodeCard, site: Site) -> bool:
    """Whether a code is for this store: its own, one of its city, or any."""
    match code.scope:
        case Scope.STORE:
            return site.store_id == code.store_id
        case Scope.REGION:
            return same_city(site.city, code.region)
        case Scope.CHAIN:
            return True


def may_show(code: CodeCard, site: Site) -> bool:
    """Whether a guest of this code may be shown the store: one it speaks for, or, from a store whose group is full,
    any other. A store's VIP code opens no other store's VIP group."""
    sent_on = code.scope is Scope.STORE and code.kind is not PrintedKind.VIP
    return sent_on or speaks_for(code, site)


def sites_for(code: CodeCard, atlas: Atlas, most: int | None = None) -> list[Site]:
    """Return the stores that a code speaks for, `most` at most."""
    if code.scope is Scope.STORE:
        found = [site] if (site := atlas.sites.get(code.store_id)) is not None else []
    elif code.scope is Scope.REGION:
        found = atlas.of_city(code.region)
    else:
        return list(islice(atlas.sites.values(), most))
    return found[:most]


def _distance(here: Point | None, site: Site) -> float | None:
    return None if here is None or site.point is None else great_circle_m(here, site.point)
