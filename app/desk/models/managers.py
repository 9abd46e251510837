"""Who decides in a store what others may not: who is who, which groups and codes there are."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.alerts import MANAGER
from app.domain.tables import StaffCard


def may_decide(name: str, staff: Sequence[StaffCard]) -> bool:
    """Whether the member of staff called `name` decides: a manager, or anybody where the store has none."""
    managers = managers_of(staff)
    return not managers or name in managers


def managers_of(staff: Sequence[StaffCard]) -> list[str]:
    """Return the names of the store's managers."""
    return [person.name for person in staff if person.role == MANAGER]
