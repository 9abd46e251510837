"""The guest as the counter knows them: identities, and the card that is shown, stored and sent whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from .names import normalise_phone
from .tastes import Taste
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
class GuestCard:
    """Everything the counter shows of one guest. `phone` is whole here and masked wherever it is shown."""

    guest_id: str
    name: str = ""
    phone: str = ""
    sex: str = ""
    birthday: date | None = None
    tier: Tier = Tier.REGULAR
    tier_reason: TierReason = NOT_COUNTED
    vip: bool = False
    vip_manager: str = ""
    tastes: tuple[Taste, ...] = ()
    visits: int = 0
    last_visit: datetime | None = None
    first_visit: datetime | None = None
    spend_fen: int = 0
    recent: tuple[Visit, ...] = ()
    favourites: tuple[Favourite, ...] = ()
    notes: tuple[Note, ...] = ()
    flags: tuple[str, ...] = ()
    """What a human should look at: "phone_shared" (the same phone under two names), "identity_conflict"."""

    @property
    def is_new(self) -> bool:
        """A guest with no settled bill yet."""
        return self.visits == 0
