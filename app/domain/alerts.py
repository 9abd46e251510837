"""When a VIP who came is still nobody's: an alert, its stage, and who is to be told. Desk and HQ share the rule.

A VIP alerts from the moment they are here (a reservation for later is not here; it alerts when they come) until
somebody acknowledges them or they are gone. Once the policy's time is over the alert is the manager's: it *escalates*.

An acknowledgement counts from when it was done, not from when HQ hears of it. So one that was done in time but came
late ends the alert, and the card keeps both truths: who was told meanwhile, and who had been there before. One that was
done too late does not unmake the escalation that was due before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from .arrivals import ArrivalCard, ArrivalState, SignKind
from .guests import GuestCard
from .tables import StaffCard

MANAGER = "manager"
"""The role, in the staff file, of whoever runs a store."""


class Stage(StrEnum):
    """How far an alert is."""

    ARRIVED = "arrived"
    ESCALATED = "escalated"


class Told(NamedTuple):
    """Somebody who is to be told: by name, and by id where the store's staff file has one."""

    name: str
    staff_id: str = ""

    @property
    def key(self) -> str:
        """What names this person once and for all."""
        return self.staff_id or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A VIP is here since `since` and nobody has acknowledged it. From `due` on it is the manager's."""

    arrival_id: str
    stage: Stage
    since: datetime
    due: datetime
    tell: tuple[Told, ...] = ()
    """Whom this stage is for, whether they have been told or not."""


def alert_of(
    card: ArrivalCard, guest: GuestCard | None, now: datetime, escalate_after: timedelta, staff: Iterable[StaffCard]
) -> Alert | None:
    """Return the alert that `card` is at `now`; None where there is none.

    `staff`: the store's. What HQ has escalated stays escalated, whatever this machine's clock says.
    """
    if not is_waiting(card):
        return None
    due = card.arrived_at + escalate_after
    stage = Stage.ESCALATED if card.escalated_at is not None or now >= due else Stage.ARRIVED
    return Alert(
        arrival_id=card.arrival_id, stage=stage, since=card.arrived_at, due=due, tell=to_tell(guest, staff, stage)
    )


def is_waiting(card: ArrivalCard) -> bool:
    """Whether a VIP is here and nobody has gone to welcome them."""
    return card.needs_acknowledgement and card.state is not ArrivalState.RESERVED


def came(card: ArrivalCard) -> bool:
    """Whether the party is here or was here, and did not only reserve."""
    if card.state in (ArrivalState.NO_SHOW, ArrivalState.CANCELLED):
        return any(kind is not SignKind.RESERVATION for kind in card.sources)
    return card.state is not ArrivalState.RESERVED


def overdue_since(card: ArrivalCard, now: datetime, escalate_after: timedelta) -> datetime | None:
    """Return the moment from which on this VIP was the manager's, None where somebody came in time or still may.

    It answers for what is over as well (acknowledged too late, gone unacknowledged): HQ may learn of all that at once.
    """
    if not card.vip or not came(card):
        return None
    due = card.arrived_at + escalate_after
    gone = None if card.state.is_open else card.state_at
    ended = min((moment for moment in (card.acknowledged_at, gone) if moment is not None), default=None)
    passed = now >= due if ended is None else ended > due
    return due if passed else None


def to_tell(guest: GuestCard | None, staff: Iterable[StaffCard], stage: Stage) -> tuple[Told, ...]:
    """Return whom `stage` is for, each once: the guest's own VIP manager, and before them the store's managers once it
    has escalated."""
    known = tuple(staff)
    found: dict[str, Told] = {}
    if stage is Stage.ESCALATED:
        managers = (person for person in known if person.role == MANAGER)
        for person in sorted(managers, key=lambda each: (each.name, each.staff_id)):
            told = Told(person.name, person.staff_id)
            found.setdefault(told.key, told)
    if guest is not None and guest.vip_manager:
        told = _vip_manager(guest.vip_manager, known)
        found.setdefault(told.key, told)
    return tuple(found.values())


def _vip_manager(named: str, staff: tuple[StaffCard, ...]) -> Told:
    """The guest's VIP manager as the staff file knows them: exports name them by id or by name."""
    for person in staff:
        if person.staff_id == named:
            return Told(person.name, person.staff_id)
    alike = [person for person in staff if person.name == named]
    return Told(named, alike[0].staff_id) if len(alike) == 1 else Told(named)
