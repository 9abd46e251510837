"""A guest's position as it was sent, and what it is answered for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from msgspec import UNSET

from app.domain.faults import Unreadable
from app.domain.places import Datum, Point, converted, datum_of, position
from app.domain.printed import CodeCard
from app.wire.phone import Nearest, NearGroup, NearStore

from .finding import Choice, Found, Reason


def position_in(body: bytes) -> Mapping[str, object]:
    """Return what the body says; nothing for one that is no JSON object. NaN and Infinity are read, and refused later
    as what they are: no position."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def place_in(asked: Mapping[str, object], vaguest_m: float) -> Point:
    """Return the guest's place in GCJ-02; raise `Unreadable`, its code a `Reason`.

    `vaguest_m`: metres of inaccuracy from which on a position says nothing.
    """
    here = position(asked.get("lat"), asked.get("lng"))
    said = asked.get("datum", Datum.WGS84.value)
    try:
        datum = datum_of(said) if isinstance(said, str) else None
    except Unreadable:
        datum = None
    if datum is None:
        raise Unreadable(Reason.UNREADABLE.value, "the position's datum is not known")
    accuracy = asked.get("accuracy_m")
    if isinstance(accuracy, int | float) and not isinstance(accuracy, bool) and accuracy > vaguest_m:
        raise Unreadable(Reason.INACCURATE.value, "the position is vaguer than the radius")
    return converted(here, datum, Datum.GCJ02)


def facts_of(card: CodeCard | None, choice: Choice | None, reason: str) -> Nearest:
    """Return the answer to a position for programs."""
    first = None if choice is None else choice.first
    group = None
    if card is not None and first is not None and first.group is not None:
        group = NearGroup(
            name=first.group.name,
            picture=f"/r/{card.code}/g/{quote(first.site.store_id, safe='')}.png",
            join_url=first.group.join_url or UNSET,
        )
    second = None if choice is None or choice.second is None else _store(choice.second)
    return Nearest(
        store=None if first is None else _store(first),
        picker=first is None,
        group=group,
        second=second,
        reason=reason,
    )


def _store(found: Found) -> NearStore:
    site = found.site
    return NearStore(
        store_id=site.store_id,
        name=site.name,
        city=site.city,
        address=site.address,
        distance_m=None if found.metres is None else round(found.metres, 1),
        opens=site.opens,
        closes=site.closes,
        open_now=found.is_open,
    )
