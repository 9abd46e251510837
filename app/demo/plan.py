"""What is going to be played: parties, the signs they give, and when each sign reaches HQ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

SOURCE = "demo"
"""The event source that HQ gives a secret to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """People who come together. `guest_id` is who HQ should say it is, "" where nobody can know."""

    party_id: str
    guest_id: str = ""
    phone: str = ""
    ticket_no: str = ""
    table: str = ""
    party_size: int = 2
    vip: bool = False
    weight: int = 1
    """How much the party's card has to show: 1, more where there is something to know about the guest."""
    arrives: datetime
    """When HQ first hears of the party (a reservation's call, a ticket, a scan)."""
    leaves: datetime
    """When nobody expects it on the board any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One CloudEvent on its way: what it says happened at its `time`, it reaches HQ at `due` (business time)."""

    due: datetime
    party_id: str
    event: Mapping[str, Any] = field(compare=False)

    @property
    def event_id(self) -> str:
        """The CloudEvent's id."""
        return str(self.event["id"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A day to play, in the order in which its events reach HQ."""

    store_id: str
    parties: tuple[Party, ...]
    played: tuple[Played, ...]

    @property
    def begins(self) -> datetime:
        """When the first event reaches HQ."""
        return self.played[0].due

    @property
    def ends(self) -> datetime:
        """When the last event reaches HQ."""
        return self.played[-1].due

    def fullest(self, after: datetime, before: datetime) -> datetime:
        """Return the first moment between `after` and `before` (both included) at which the board shows the most."""
        moments = [after, *(p.arrives for p in self.parties if after <= p.arrives <= before)]
        return max(sorted(moments), key=lambda at: sum(party.weight for party in self.present(at)))

    def present(self, at: datetime) -> list[Party]:
        """Return the parties that are on the board at `at`."""
        return [party for party in self.parties if party.arrives <= at < party.leaves]


def cloud_event(kind: str, party_id: str, what: str, at: datetime, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the CloudEvent `yingbin.{kind}`; its id is made of the party and `what`, so that a retry has the same."""
    return {
        "specversion": "1.0",
        "id": f"{party_id}-{what}",
        "source": SOURCE,
        "type": f"yingbin.{kind}",
        "time": at.isoformat(),
        "data": dict(data),
    }


def in_order(played: Iterable[Played]) -> tuple[Played, ...]:
    """Return `played` by the moment each reaches HQ; what is due together stays in the order it was given."""
    return tuple(sorted(played, key=lambda each: each.due))


def split(plan: Plan, opening: datetime) -> tuple[tuple[Played, ...], tuple[Played, ...], tuple[Played, ...]]:
    """Return (over, so far, to come): events of parties that are gone by `opening`, events that reached HQ by then of
    those that are still on the board, and everything after."""
    gone = {party.party_id for party in plan.parties if party.leaves <= opening - timedelta(minutes=5)}
    before = [each for each in plan.played if each.due <= opening]
    return (
        tuple(each for each in before if each.party_id in gone),
        tuple(each for each in before if each.party_id not in gone),
        tuple(each for each in plan.played if each.due > opening),
    )
