"""Where two facts disagree about who a guest is: kept until a manager says who is right. Nobody is merged silently."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from .faults import Refused


class ConflictKind(StrEnum):
    """What disagrees."""

    PHONE_SHARED = "phone_shared"
    """Two guests are said to have one phone."""
    ORDER_IDENTITY = "order_identity"
    """A bill names a guest id, and a phone or name of somebody else."""
    EVENT_IDENTITY = "event_identity"
    """An event or a registration names identities of two guests."""


class Decision(StrEnum):
    """What the manager says: one person (merge them), two people and the left side keeps what is disputed, or two
    people and the right side gets it (the phone, the bill, the identity); a bill may go to somebody new there."""

    SAME = "same"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictCard:
    """One disagreement as the desk shows it: the left guest has what is disputed, the right one is said to have it.

    `right_guest` is "" where the other side is nobody HQ knows; both ids are of whom the sides go by now.

    `evidence` holds what disagrees: "phone", "name", "bill_id", "kind", "value", where there is such a thing.
    """

    conflict_id: str
    store_id: str
    kind: ConflictKind
    left_guest: str
    right_guest: str = ""
    left_name: str = ""
    left_phone: str = ""
    right_name: str = ""
    right_phone: str = ""
    evidence: dict[str, str] = field(default_factory=dict)
    found_at: datetime
    decision: Decision | None = None
    settled_by: str = ""
    settled_at: datetime | None = None
    note: str = ""
    merge_id: str = ""
    """The merge that settling it made, for whoever wants it undone."""

    @property
    def is_open(self) -> bool:
        """Nobody has settled it yet."""
        return self.decision is None


def settle(card: ConflictCard, decision: Decision, *, by: str, at: datetime, note: str = "") -> ConflictCard:
    """Return the card as settled; the first settlement stands.

    Raises `Refused("conflict_settled")` where somebody has decided otherwise before, `Refused("conflict_one_sided")`
    for a decision that needs a guest on the right where HQ knows none.
    """
    if card.decision is not None:
        if card.decision is decision:
            return card
        raise Refused("conflict_settled", "somebody has settled this conflict otherwise", by=card.settled_by)
    if decision is Decision.SAME and not card.right_guest:
        raise Refused("conflict_one_sided", "there is nobody on the other side to merge with")
    return replace(card, decision=decision, settled_by=by, settled_at=at, note=note)


def reopen(card: ConflictCard) -> ConflictCard:
    """Return the card as nobody had settled it."""
    return replace(card, decision=None, settled_by="", settled_at=None, note="", merge_id="")
