"""The signs one party of the played day gives, as CloudEvents, with the line's bad habits: twice, and out of order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from .casting import Somebody
from .plan import Played, cloud_event

TWICE = 0.04
"""Share of the events that reach HQ a second time."""

SWAPPED = 0.12
"""Share of the recognisable parties whose scan overtakes the word that they were seated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One party's evening. Moments are business time; `items` are (dish, quantity, fen for the line)."""

    party_id: str
    who: Somebody
    size: int
    arrives: datetime
    reserved_for: datetime | None
    note: str
    queues: bool
    called: datetime
    sits: datetime
    pays: datetime
    items: tuple[tuple[str, int, int], ...]
    no_show: bool = False
    ticket_no: str = ""
    table: str = ""

    @property
    def leaves(self) -> datetime:
        """When the party is off the board."""
        return self.called + timedelta(minutes=6) if self.no_show else self.pays


def events_of(story: Story, store_id: str, rng: Random) -> list[Played]:
    """Return what HQ is told about the party, some of it twice and some of it in the wrong order."""
    signs = _Signs(story, store_id)
    events = signs.coming()
    if story.no_show:
        events.append(signs.changed("no_show", story.leaves))
    else:
        events += signs.sitting()
    played = [Played(due=at, party_id=story.party_id, event=event) for at, event in events]
    if story.who.traceable and rng.random() < SWAPPED:
        _swap(played)
    played += [
        Played(due=each.due + timedelta(seconds=rng.randint(2, 90)), party_id=story.party_id, event=each.event)
        for each in played
        if rng.random() < TWICE
    ]
    return played


def _swap(played: list[Played]) -> None:
    # A scan that overtakes: HQ hears of the table from the guest's phone before it hears of it from the queue machine.
    # Only where the scan says who it is; a nameless one could not be told from another party's.
    for first, second in pairwise(played):
        if first.event_id.endswith("-seated") and second.event_id.endswith("-scanned"):
            place = played.index(first)
            played[place] = Played(due=second.due + timedelta(seconds=7), party_id=first.party_id, event=first.event)
            return


@dataclass(frozen=True, slots=True)
class _Signs:
    story: Story
    store_id: str

    def coming(self) -> list[tuple[datetime, dict[str, Any]]]:
        story, who = self.story, self.story.who
        if story.reserved_for is not None:
            data = {
                "store_id": self.store_id,
                "reserved_for": story.reserved_for.isoformat(),
                "party_size": story.size,
                "note": story.note,
                "identity": self._identity("unionid" if not who.phone else "phone"),
            }
            return [self._event("arrival.reserved", "reserved", story.arrives, data)]
        if not story.queues:
            return []
        data = {
            "store_id": self.store_id,
            "ticket_no": story.ticket_no,
            "party_size": story.size,
            "identity": self._identity("phone"),
        }
        return [
            self._event("arrival.queued", "queued", story.arrives, data),
            self.changed("called", story.called),
        ]

    def sitting(self) -> list[tuple[datetime, dict[str, Any]]]:
        story = self.story
        scan: dict[str, Any] = {"store_id": self.store_id, "table": story.table, "identity": self._identity("unionid")}
        if not story.queues:
            scan["party_size"] = story.size
        bill = {
            "store_id": self.store_id,
            "bill_id": f"P{story.party_id}",
            "table": story.table,
            "party_size": story.size,
            "amount_fen": sum(amount for _, _, amount in story.items),
            "list_fen": sum(amount for _, _, amount in story.items),
            "items": [{"name": n, "quantity": q, "amount_fen": a} for n, q, a in story.items],
            "identity": self._identity("member_no"),
        }
        seated = [self.changed("seated", story.sits)] if story.queues else []
        return [
            *seated,
            self._event("arrival.scanned", "scanned", story.sits + timedelta(seconds=70), scan),
            self._event("bill.paid", "paid", story.pays, bill),
        ]

    def changed(self, state: str, at: datetime) -> tuple[datetime, dict[str, Any]]:
        data = {"store_id": self.store_id, "ticket_no": self.story.ticket_no, "state": state}
        if state == "seated":
            data["table"] = self.story.table
        return self._event("arrival.changed", state, at, data)

    def _identity(self, by: str) -> dict[str, str]:
        """Return what this machine knows: the ticket asks for a phone, the scan for a unionid, the till for a card."""
        who = self.story.who
        if by == "member_no" and who.guest_id:
            return {"member_no": who.guest_id}
        if by == "unionid" and who.unionid:
            return {"unionid": who.unionid}
        if who.phone:
            return {"phone": who.phone}
        return {"openid": who.openid} if who.openid else {}

    def _event(self, kind: str, what: str, at: datetime, data: dict[str, Any]) -> tuple[datetime, dict[str, Any]]:
        return at, cloud_event(kind, self.story.party_id, what, at, data)
