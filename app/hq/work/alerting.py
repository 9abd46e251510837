"""Who is told of a VIP's arrival, and of nobody welcoming them: on the card for the desks, and a row a person.

A row in `alerts` is written once for each arrival, stage and person, in the transaction that changes the card. Whoever
saves an arrival has it watched; what only time brings about is `escalating`'s.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select

from app.domain.alerts import MANAGER, Stage, Told, came, is_waiting, overdue_since, to_tell
from app.domain.arrivals import ArrivalCard
from app.domain.guests import GuestCard
from app.domain.policy import Policy
from app.domain.tables import StaffCard
from app.hq.clock import us_of
from app.hq.feed import insert_for
from app.hq.tables import alerts, staff

NOBODY = ""
"""`told` of an escalation in a store whose staff file has no manager, of a guest without one of their own: its desks
show it all the same."""

_WAS_TOLD = select(alerts.c.alert_id).where(
    alerts.c.arrival_id == bindparam("arrival_id"), alerts.c.stage == bindparam("stage")
)
_CONCERNED = select(staff.c.staff_id, staff.c.store_id, staff.c.name, staff.c.role).where(
    staff.c.store_id == bindparam("store_id"),
    (staff.c.role == MANAGER) | (staff.c.staff_id == bindparam("named")) | (staff.c.name == bindparam("named")),
)


def escalate_after(policy: Policy) -> timedelta:
    """Return how long a VIP may go unacknowledged before it is the manager's ([alerts] escalate_seconds)."""
    return timedelta(seconds=policy.escalate_seconds)


def due_us(card: ArrivalCard, policy: Policy) -> int | None:
    """Return when `card` escalates if nobody comes (business time, Unix microseconds); None where it never does."""
    if not is_waiting(card) or card.escalated_at is not None:
        return None
    return us_of(card.arrived_at + escalate_after(policy))


def watch(
    connection: Connection, card: ArrivalCard, guest: GuestCard | None, policy: Policy, now: datetime
) -> ArrivalCard:
    """Tell whoever this VIP's arrival concerns, each once a stage; return the card with its escalation, if it is due.

    `escalated_at` is the moment it was due, whenever HQ came to know: the same in any order of facts and restarts.
    """
    if not card.vip or not came(card):
        return card
    if is_waiting(card) and guest is not None and guest.vip_manager:
        _tell(connection, card, guest, Stage.ARRIVED, now)
    due = None if card.escalated_at is not None else overdue_since(card, now, escalate_after(policy))
    if due is None:
        return card
    told = _tell(connection, card, guest, Stage.ESCALATED, now)
    return replace(card, escalated_at=due, escalated_to=tuple(person.name for person in told))


def _tell(
    connection: Connection, card: ArrivalCard, guest: GuestCard | None, stage: Stage, now: datetime
) -> tuple[Told, ...]:
    """Write down that `stage` is told to whom it is for, and return them; who was told of it before is not again."""
    asked = {"arrival_id": card.arrival_id, "stage": stage.value}
    if stage is Stage.ARRIVED and connection.execute(_WAS_TOLD, asked).first() is not None:
        return ()
    named = guest.vip_manager if guest is not None else ""
    rows = connection.execute(_CONCERNED, {"store_id": card.store_id, "named": named})
    people = [
        StaffCard(staff_id=row.staff_id, store_id=row.store_id, name=row.name, role=row.role) for row in rows.all()
    ]
    told = to_tell(guest, people, stage)
    fresh = [
        {
            "alert_id": f"{card.arrival_id}/{stage.value}/{key}",
            "store_id": card.store_id,
            "arrival_id": card.arrival_id,
            "stage": stage.value,
            "told": key,
            "at_us": us_of(now),
        }
        for key in ([person.key for person in told] or [NOBODY])
    ]
    connection.execute(insert_for(connection, alerts).on_conflict_do_nothing(), fresh)
    return told
