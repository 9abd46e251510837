"""The guest as the counter knows them: identities, and the card that is shown, stored and sent whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from .names import normalise_phone
from .segments import NOT_PLACED, Placing
from .tastes import Day, Taste
from .tiers import NOT_COUNTED, Tier, TierReason


class IdentityKind(StrEnum):
    """What a guest can be known by, strongest first: where two disagree, the earlier kind decides."""

    MEMBER_NO = "member_no"
    UNIONID = "unionid"
    EXTERNAL_USERID = "external_userid"
    OPENID = "openid"
    ALIPAY_ID = "alipay_id"
    PHONE = "phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Any of the ids an event brings along; an empty string means it brought none of that kind."""

    member_no: str = ""
    unionid: str = ""
    external_userid: str = ""
    openid: str = ""
    alipay_id: str = ""
    phone: str = ""

    def pairs(self) -> tuple[tuple[IdentityKind, str], ...]:
        """Return (kind, value in its one form), strongest first, without the empty ones."""
        found = []
        for kind in IdentityKind:
            value = str(getattr(self, kind.value)).strip()
            if kind is IdentityKind.PHONE:
                value = normalise_phone(value)
            if value:
                found.append((kind, value))
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One settled bill of the guest: when, where, how many people, and what was paid (fen)."""

    at: datetime
    store_id: str
    store_name: str = ""
    party_size: int | None = None
    paid_fen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Favourite:
    """A dish and on how many of the guest's visits it was ordered."""

    dish: str
    visits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a member of staff wrote about the guest."""

    note_id: str
    text: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownIdentity:
    """Something else than the first phone that this guest is known by, and since when.

    Phones and member numbers are whole (the counter searches and scans them); of every other kind only the last four
    characters are on a desk.
    """

    kind: IdentityKind
    value: str
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coupon:
    """A coupon the guest holds and has not used; `expires` is the last day it is good."""

    coupon_id: str
    name: str
    expires: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What the guest said about being written to: `kind` is "mass_message", "moments", "call" or "profiling"."""

    kind: str
    granted: bool
    date: Day


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestCard:
    """Everything the counter shows of one guest. `phone` is whole here and masked wherever it is shown."""

    guest_id: str
    name: str = ""
    phone: str = ""
    sex: str = ""
    birthday: date | None = None
    tier: Tier = Tier.REGULAR
    tier_reason: TierReason = NOT_COUNTED
    tier_before: Tier | None = None
    tier_since: date | None = None
    """Since when the guest stands in `tier`, and where before; None where no change was ever seen."""
    placing: Placing = NOT_PLACED
    vip: bool = False
    vip_manager: str = ""
    tastes: tuple[Taste, ...] = ()
    dropped: tuple[Taste, ...] = ()
    """Marks of what staff took off (`show` is off), by whom and when: older notes do not bring it back."""
    visits: int = 0
    last_visit: datetime | None = None
    first_visit: datetime | None = None
    spend_fen: int = 0
    recent: tuple[Visit, ...] = ()
    favourites: tuple[Favourite, ...] = ()
    notes: tuple[Note, ...] = ()
    identities: tuple[KnownIdentity, ...] = ()
    other_names: tuple[str, ...] = ()
    """Names of guests that were merged into this one."""
    merged: tuple[str, ...] = ()
    """Ids of guests that were merged into this one, in the order it was done."""
    points: int = 0
    """Points the guest can redeem."""
    coupons: tuple[Coupon, ...] = ()
    consents: tuple[Consent, ...] = ()
    flags: tuple[str, ...] = ()
    """What a human should look at: "phone_shared" (the same phone under two names), "identity_conflict"."""

    @property
    def is_new(self) -> bool:
        """A guest with no settled bill yet."""
        return self.visits == 0
