"""What guests hold beside their bills: interactions with the brand, coupons, and what they allowed.

Coupons and consents are kept so that the order in which events come does not matter: the latest claim and the latest
use of a coupon are remembered, and the latest word about a consent (at one moment the refusal).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Connection,
    Integer,
    Text,
    bindparam,
    cast,
    literal,
    null,
    or_,
    select,
    union_all,
)

from app.domain.days import business_day
from app.domain.guests import Consent, Coupon
from app.domain.standing import Done
from app.hq.clock import from_us, us_of
from app.hq.tables import consents, coupons, interactions

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)

_HELD = union_all(
    select(
        literal("done").label("what"),
        interactions.c.guest_id.label("guest_id"),
        interactions.c.kind.label("code"),
        cast(null(), Text).label("name"),
        cast(null(), Text).label("expires"),
        interactions.c.at_us.label("at_us"),
        cast(null(), Integer).label("granted"),
    ).where(interactions.c.guest_id.in_(_IDS), interactions.c.at_us >= bindparam("since_us", type_=BigInteger)),
    select(
        literal("coupon"),
        coupons.c.guest_id,
        coupons.c.coupon_id,
        coupons.c.name,
        coupons.c.expires,
        coupons.c.claimed_us,
        cast(null(), Integer),
    ).where(
        coupons.c.guest_id.in_(_IDS),
        coupons.c.claimed_us > 0,
        or_(coupons.c.used_us.is_(None), coupons.c.used_us < coupons.c.claimed_us),
        or_(coupons.c.expires == "", coupons.c.expires >= bindparam("today", type_=Text)),
    ),
    select(
        literal("consent"),
        consents.c.guest_id,
        consents.c.kind,
        cast(null(), Text),
        cast(null(), Text),
        consents.c.at_us,
        cast(consents.c.granted, Integer),
    ).where(consents.c.guest_id.in_(_IDS)),
)
"""One question for all three: most guests have none of them."""


@dataclass(slots=True)
class Holdings:
    """What one person holds: everything that was ever done in reach of the windows, coupons good today, consents."""

    done: list[Done] = field(default_factory=list)
    _coupons: dict[str, tuple[int, Coupon]] = field(default_factory=dict)
    _consents: dict[str, tuple[int, bool, Consent]] = field(default_factory=dict)

    @property
    def coupons(self) -> tuple[Coupon, ...]:
        """The coupons, what lapses first before the others."""
        held = [coupon for _, coupon in self._coupons.values()]
        return tuple(sorted(held, key=lambda c: (c.expires or date.max, c.coupon_id)))

    @property
    def consents(self) -> tuple[Consent, ...]:
        """The consents, by their kinds."""
        return tuple(consent for _, _, consent in sorted(self._consents.values(), key=lambda each: each[2].kind))

    def add_coupon(self, claimed_us: int, coupon: Coupon) -> None:
        """Take in a coupon; of the same one held by two guests who are one person the last claim counts."""
        held = self._coupons.get(coupon.coupon_id)
        if held is None or claimed_us > held[0]:
            self._coupons[coupon.coupon_id] = (claimed_us, coupon)

    def add_consent(self, at_us: int, granted: bool, kind: str) -> None:
        """Take in what was said last about a kind; of two guests who are one person the later word counts."""
        held = self._consents.get(kind)
        if held is None or (at_us, not granted) > (held[0], not held[1]):
            consent = Consent(kind=kind, granted=granted, date=business_day(from_us(at_us)))
            self._consents[kind] = (at_us, granted, consent)


def holdings(
    connection: Connection, members: Mapping[str, str], since: datetime, now: datetime
) -> defaultdict[str, Holdings]:
    """Return what each person holds as of `now`, with interactions since `since`.

    `members` says which guest ids are whose.
    """
    found: defaultdict[str, Holdings] = defaultdict(Holdings)
    asked = {"ids": list(members), "since_us": us_of(since), "today": business_day(now).isoformat()}
    for row in connection.execute(_HELD, asked):
        mine = found[members[row.guest_id]]
        if row.what == "done":
            mine.done.append(Done(kind=row.code, at=from_us(row.at_us)))
        elif row.what == "coupon":
            expires = date.fromisoformat(row.expires) if row.expires else None
            mine.add_coupon(row.at_us, Coupon(coupon_id=row.code, name=row.name, expires=expires))
        else:
            mine.add_consent(row.at_us, bool(row.granted), row.code)
    return found
