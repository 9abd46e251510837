"""An arrival: one party, one card, however many signs it gives (a queue ticket, a reservation, a scanned table).

A *sign* is what the outside world tells us. `belongs` decides whether a sign is of a party that already has a card,
`apply_sign` puts it on the card. Signs come late, twice and out of order: a card only moves forward in time, so a
state is changed by a sign or a fact only if that is not older than the state it would replace.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from .days import business_day
from .tastes import Taste, card_tastes


class ArrivalState(StrEnum):
    """Where the party is."""

    RESERVED = "reserved"
    WAITING = "waiting"
    CALLED = "called"
    SEATED = "seated"
    LEFT = "left"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        """The party is expected or here."""
        return self in _OPEN


_HERE = frozenset({ArrivalState.WAITING, ArrivalState.CALLED, ArrivalState.SEATED})
_OPEN = _HERE | {ArrivalState.RESERVED}


class SignKind(StrEnum):
    """By what a party made itself known."""

    QUEUE = "queue"
    RESERVATION = "reservation"
    SCAN = "scan"
    DESK = "desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One thing to say or do: `code` names it, `facts` fill its sentence (made where the language is known)."""

    code: str
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalCard:
    """One party at one store. Without `guest_id` nobody knows yet who it is."""

    arrival_id: str
    store_id: str
    guest_id: str | None = None
    state: ArrivalState
    state_at: datetime
    arrived_at: datetime
    party_size: int | None = None
    ticket_no: str = ""
    table: str = ""
    reserved_for: datetime | None = None
    note: str = ""
    sources: tuple[SignKind, ...] = ()
    vip: bool = False
    acknowledged_at: datetime | None = None
    acknowledged_by: str = ""
    escalated_at: datetime | None = None
    escalated_to: tuple[str, ...] = ()
    """When nobody had acknowledged this VIP for the policy's time, and the names of those who were told."""
    said: tuple[Taste, ...] = ()
    """What the party's own note says they like or must not have; theirs for this visit."""
    suggestions: tuple[Suggestion, ...] = ()
    flags: tuple[str, ...] = ()
    """What HQ noticed about facts it recorded: "table_taken", "table_unknown", "late_fact"."""

    @property
    def needs_acknowledgement(self) -> bool:
        """A VIP is here and nobody has gone to welcome them."""
        return self.vip and self.acknowledged_at is None and self.state.is_open


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """What the outside world says about a party at the moment `at`."""

    kind: SignKind
    store_id: str
    at: datetime
    guest_id: str | None = None
    party_size: int | None = None
    ticket_no: str = ""
    table: str = ""
    reserved_for: datetime | None = None
    note: str = ""
    author: str = ""
    """Who wrote the note; "" for the party itself."""


def belongs(sign: Sign, cards: Iterable[ArrivalCard], window: timedelta) -> ArrivalCard | None:
    """Return the card that `sign` belongs to, or None if it opens a new one.

    A card stands for its party from `window` before it was expected until it closed, or until `window` after it last
    moved. Within that time a sign belongs to the card with the same ticket, or of the same guest, or (a scan at a
    table) to the still nameless party sitting there. A second ticket taken by a guest who already sits is a new party.
    """
    best: ArrivalCard | None = None
    for card in cards:
        if card.store_id != sign.store_id or not _in_time(sign, card, window) or not _same_party(sign, card):
            continue
        if best is None or _fit(sign, card) > _fit(sign, best):
            best = card
    return best


def _in_time(sign: Sign, card: ArrivalCard, window: timedelta) -> bool:
    expected = card.reserved_for or card.arrived_at
    start = min(expected, card.arrived_at) if card.reserved_for is None else expected
    end = card.state_at if not card.state.is_open else max(card.state_at, expected) + window
    at = sign.reserved_for or sign.at
    return start - window <= at <= end


def _same_party(sign: Sign, card: ArrivalCard) -> bool:
    if sign.ticket_no and sign.ticket_no == card.ticket_no:
        return sign.guest_id is None or card.guest_id is None or sign.guest_id == card.guest_id
    if sign.guest_id is not None and sign.guest_id == card.guest_id:
        sits = card.state is ArrivalState.SEATED or not card.state.is_open
        another_ticket = bool(sign.ticket_no and card.ticket_no)
        late_ticket = bool(sign.ticket_no) and sign.at <= card.state_at and not card.ticket_no
        return not (sign.kind is SignKind.QUEUE and sits and not late_ticket) and not (another_ticket and sits)
    return (
        sign.kind is SignKind.SCAN
        and card.guest_id is None
        and card.state is ArrivalState.SEATED
        and bool(sign.table)
        and sign.table == card.table
    )


def _fit(sign: Sign, card: ArrivalCard) -> tuple[bool, bool, bool, datetime]:
    return (
        bool(sign.ticket_no) and sign.ticket_no == card.ticket_no,
        card.state.is_open,
        card.guest_id is not None,
        card.state_at,
    )


def apply_sign(card: ArrivalCard | None, sign: Sign, arrival_id: str) -> ArrivalCard:
    """Return the card with `sign` on it; a new one named `arrival_id` where there was none."""
    state = {
        SignKind.QUEUE: ArrivalState.WAITING,
        SignKind.RESERVATION: ArrivalState.RESERVED,
        SignKind.SCAN: ArrivalState.SEATED,
        SignKind.DESK: ArrivalState.SEATED if sign.table else ArrivalState.WAITING,
    }[sign.kind]
    if card is None:
        return ArrivalCard(
            arrival_id=arrival_id,
            store_id=sign.store_id,
            guest_id=sign.guest_id,
            state=state,
            state_at=sign.at,
            arrived_at=sign.reserved_for or sign.at,
            party_size=sign.party_size,
            ticket_no=sign.ticket_no,
            table=sign.table,
            reserved_for=sign.reserved_for,
            note=sign.note,
            sources=(sign.kind,),
            said=_said(sign),
        )
    here = card.state is ArrivalState.RESERVED and sign.kind is not SignKind.RESERVATION
    moved = move(card, state, at=sign.at, table=sign.table) if _advances(card.state, state) else card
    return replace(
        moved,
        guest_id=card.guest_id or sign.guest_id,
        arrived_at=sign.at if here else min(card.arrived_at, sign.at) if not card.reserved_for else card.arrived_at,
        party_size=sign.party_size or card.party_size,
        ticket_no=sign.ticket_no or card.ticket_no,
        table=moved.table or sign.table,
        reserved_for=sign.reserved_for or card.reserved_for,
        note=sign.note or card.note,
        sources=card.sources if sign.kind in card.sources else (*card.sources, sign.kind),
        said=_said(sign, card.said),
    )


def _said(sign: Sign, before: tuple[Taste, ...] = ()) -> tuple[Taste, ...]:
    """Return what the party said of tastes, with the sign's note: a second note takes nothing back."""
    if not sign.note:
        return before
    from .noting import tastes_said  # the words of a language: not before there is a note to read

    day = business_day(sign.at)
    return card_tastes((*tastes_said(sign.note, day=day, at=sign.at, author=sign.author), *before), day, None)


def join(card: ArrivalCard, other: ArrivalCard) -> ArrivalCard:
    """Return `card` with what `other` says of the same party: one party, one card.

    Further on wins (who sits does not wait), then what is newer; the first welcome and the first ticket stay.
    """
    ahead = max(card, other, key=lambda one: (_ORDER.get(one.state, -1), one.state_at))
    behind = other if ahead is card else card
    came = [one.arrived_at for one in (card, other) if one.state is not ArrivalState.RESERVED]
    met = min((one for one in (card, other) if one.acknowledged_at), key=_acknowledged, default=card)
    return replace(
        card,
        state=ahead.state,
        state_at=ahead.state_at,
        arrived_at=min(came, default=card.arrived_at),
        party_size=ahead.party_size or behind.party_size,
        ticket_no=card.ticket_no or other.ticket_no,
        table=ahead.table or behind.table,
        reserved_for=card.reserved_for or other.reserved_for,
        note="；".join(dict.fromkeys(note for note in (card.note, other.note) if note)),
        sources=(*card.sources, *(source for source in other.sources if source not in card.sources)),
        acknowledged_at=met.acknowledged_at,
        acknowledged_by=met.acknowledged_by,
        escalated_at=card.escalated_at or other.escalated_at,
        escalated_to=card.escalated_to or other.escalated_to,
        said=(*card.said, *(taste for taste in other.said if taste not in card.said)),
    )


def _acknowledged(card: ArrivalCard) -> datetime:
    return card.acknowledged_at or datetime.max.replace(tzinfo=UTC)


_ORDER = {ArrivalState.RESERVED: 0, ArrivalState.WAITING: 1, ArrivalState.CALLED: 2, ArrivalState.SEATED: 3}


def _advances(old: ArrivalState, new: ArrivalState) -> bool:
    return old.is_open and _ORDER[new] >= _ORDER[old]


def move(card: ArrivalCard, state: ArrivalState, *, at: datetime, table: str = "") -> ArrivalCard:
    """Return the card in `state` since `at`, at `table` if one is named; unchanged if `at` is older than its state.

    A party that had only reserved arrives with its first move into the house, not when it was expected.
    """
    if at < card.state_at:
        return card if card.table or not table else replace(card, table=table)
    if card.state is state and table in ("", card.table):
        return card
    here = card.state is ArrivalState.RESERVED and state in _HERE
    arrived_at = at if here else card.arrived_at
    return replace(card, state=state, state_at=at, arrived_at=arrived_at, table=table or card.table)
