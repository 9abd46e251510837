"""Where the policy puts a guest beside the tier: segment, purchase class, and the private-guest gate."""

from __future__ import annotations

from dataclasses import dataclass
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
