"""Where the policy puts a guest beside the tier: segment, purchase class, and the private-guest gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Segment(StrEnum):
    """New or old guest, by what they spend; each cell has its name and what to do in the policy."""

    NEW_LOW = "new_low"
    NEW_MID = "new_mid"
    NEW_HIGH = "new_high"
    OLD_LOW = "old_low"
    OLD_MID = "old_mid"
    OLD_HIGH = "old_high"


class PurchaseClass(StrEnum):
    """How often a guest has bought: invite with a gift, learn what they need, promote; a franchise enquirer, never."""

    NONE = "none"
    ONCE = "once"
    AGAIN = "again"
    FRANCHISE = "franchise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """Segment, class and gate of a guest, with what was counted (fen, days) and under which policy version.

    `new_days`: so long after the first visit a guest is new. `spend_fen` was spent within the last `spend_days` days.
    `bills` are all settled bills. `private` is the gate's answer, by `gate_visits` and `recommendations` within the
    last `gate_days` days.
    """

    segment: Segment = Segment.NEW_LOW
    purchase_class: PurchaseClass = PurchaseClass.NONE
    private: bool = False
    bills: int = 0
    spend_fen: int = 0
    spend_days: int = 0
    new_days: int = 0
    gate_visits: int = 0
    recommendations: int = 0
    gate_days: int = 0
    policy: str = ""


NOT_PLACED = Placing()
"""The placing of a guest nobody has counted yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """What the chain calls a segment or class, and what is to be done for its guests, in the chain's words."""

    name: str
    do: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentRule:
    """New or old by `new_days`, low, mid or high by what was spent (fen) within `spend_days`; six cells, each named."""

    new_days: int
    spend_days: int
    mid_fen: int
    """From here on the spending is mid …"""
    high_fen: int
    """… and from here on high."""
    called: Mapping[Segment, Called] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRule:
    """Who is a private guest: at least so many visits and recommendations of the brand within `days`."""

    days: int
    visits: int
    recommendations: int


def segment_of(first_visit: datetime | None, spend_fen: int, rule: SegmentRule, now: datetime) -> Segment:
    """Return the one cell a guest is in.

    New is who never came, or came first at most `new_days` days ago (exactly so many is still new). `spend_fen` is
    what was spent within the last `spend_days` days, refunds taken off; a bound belongs to the level above it.
    """
    new = first_visit is None or first_visit >= now - timedelta(days=rule.new_days)
    level = 2 if spend_fen >= rule.high_fen else 1 if spend_fen >= rule.mid_fen else 0
    return (_NEW if new else _OLD)[level]


_NEW = (Segment.NEW_LOW, Segment.NEW_MID, Segment.NEW_HIGH)
_OLD = (Segment.OLD_LOW, Segment.OLD_MID, Segment.OLD_HIGH)


def class_of(bills: int, franchise: bool) -> PurchaseClass:
    """Return the purchase class by all settled bills there ever were; asking about a franchise beats them all."""
    if franchise:
        return PurchaseClass.FRANCHISE
    return (PurchaseClass.NONE, PurchaseClass.ONCE, PurchaseClass.AGAIN)[min(max(bills, 0), 2)]


def is_private(visits: int, recommendations: int, rule: GateRule) -> bool:
    """Whether the guest passes the gate: comes often AND recommends the brand, both within the rule's days."""
    return visits >= rule.visits and recommendations >= rule.recommendations


def may_promote(placing: Placing) -> bool:
    """Whether a promotion may be shown or sent to the guest: never to who asked about opening a store."""
    return placing.purchase_class is not PurchaseClass.FRANCHISE
