"""What came of a played day: which party got which card, who was recognised, how long the frames took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil

from app.desk.paint.log import Painted
from app.domain.arrivals import ArrivalCard
from app.domain.changes import BoardCard, ChangeSet
from app.domain.guests import GuestCard

from .plan import Party

SLACK = timedelta(minutes=10)
"""How far from a party's own times a nameless card at its table may lie and still be its card."""


@dataclass(slots=True)
class Seen:
    """What the desk was told of one arrival: the first card with its guest, and the latest card."""

    last: BoardCard
    first_guest: GuestCard | None = None


class Witness:
    """Remembers every arrival that reached the desk."""

    def __init__(self) -> None:
        self.seen: dict[str, Seen] = {}

    def note(self, changes: ChangeSet) -> None:
        """Take in what changed on the board."""
        for arrival_id, card in changes.board.items():
            held = self.seen.setdefault(arrival_id, Seen(card))
            held.last = card
            if held.first_guest is None and card.guest is not None:
                held.first_guest = card.guest


@dataclass(slots=True)
class PartyReport:
    """One party of the plan and its cards that were painted."""

    party: Party
    cards: list[str] = field(default_factory=list)
    guest: GuestCard | None = None
    """The guest as the first card showed them, before this visit's bill."""
    recognised: bool = False
    frames: list[tuple[int, float]] = field(default_factory=list)
    """When HQ accepted what each frame of the party's cards shows (Unix microseconds), and how many ms it took."""

    def document(self) -> dict[str, object]:
        """Return what a script can check, without names or phones."""
        guest = self.guest
        return {
            "party": self.party.party_id,
            "ticket_no": self.party.ticket_no,
            "cards": self.cards,
            "recognised": self.recognised,
            "guest_id": guest.guest_id if guest else "",
            "tier": guest.tier.value if guest else "",
            "vip": bool(guest and guest.vip),
            "earlier_visits": guest.visits if guest else 0,
            "last_visit": guest.last_visit.isoformat() if guest and guest.last_visit else None,
            "frames": [{"accepted_us": at, "ms": took} for at, took in self.frames],
            "tastes": [
                {
                    "tag": taste.tag,
                    "kind": taste.kind.value,
                    "source": taste.source.value,
                    "evidence": taste.evidence,
                    "rule": taste.rule,
                    "author": taste.author,
                    "date": taste.date.isoformat(),
                }
                for taste in (guest.tastes if guest else ())
            ],
        }


@dataclass(slots=True)
class DayReport:
    """The whole of it."""

    events: int
    parties: list[PartyReport]
    strays: list[str]
    """Painted cards that belong to no party of the plan."""
    latencies_ms: list[float]
    event_counts: Mapping[str, int]

    def document(self) -> dict[str, object]:
        """Return what `demo --json` prints (contract.md)."""
        painted = [report for report in self.parties if report.cards]
        return {
            "events": self.events,
            "cards": len(painted),
            "recognised": sum(1 for report in painted if report.recognised),
            "unknown": sum(1 for report in painted if not report.recognised),
            "latency_ms": {
                "p50": percentile(self.latencies_ms, 50),
                "p99": percentile(self.latencies_ms, 99),
                "max": percentile(self.latencies_ms, 100),
            },
            "lost": sum(self.event_counts.get(r.party.party_id, 0) for r in self.parties if not r.cards),
            "repeated": sum(1 for report in self.parties if len(report.cards) > 1),
        }

    def details(self) -> dict[str, object]:
        """Return what is known of each party, for a file beside the demo's data."""
        return {"parties": [report.document() for report in self.parties], "strays": self.strays}

    def sentence(self) -> str:
        """Return what came of the day for a person."""
        document = self.document()
        counts = "{events} events, {cards} cards: {recognised} guests recognised, {unknown} unknown".format(**document)
        slow = percentile(self.latencies_ms, 99)
        frames = "" if slow is None else f"; on the screen after {percentile(self.latencies_ms, 50)} ms (p99 {slow} ms)"
        return "{}; lost {lost}, repeated {repeated}{}".format(counts, frames, **document)


def percentile(values: Sequence[float], percent: int) -> float | None:
    """Return the smallest value that at least `percent` % of `values` do not exceed, None where there is none."""
    if not values:
        return None
    return round(sorted(values)[max(ceil(len(values) * percent / 100) - 1, 0)], 1)


def judge(
    parties: Sequence[Party],
    event_counts: Mapping[str, int],
    witness: Witness,
    painted: Iterable[Painted],
    known_before: frozenset[str],
) -> DayReport:
    """Return what came of the day. `event_counts`: events that HQ took, by party; `known_before`: guests HQ knew when
    the day began, so that a card that names one of them is a guest recognised."""
    reports = {party.party_id: PartyReport(party) for party in parties}
    strays: list[str] = []
    frames: dict[str, list[tuple[int, float]]] = {}
    for frame in painted:
        took = frames.setdefault(frame.arrival_id, [])
        if frame.accepted_us:
            took.append((frame.accepted_us, (frame.painted_us - frame.accepted_us) / 1000))
    for arrival_id, seen in witness.seen.items():
        if arrival_id not in frames:
            continue
        party = party_of(seen.last, parties)
        if party is None:
            strays.append(arrival_id)
            continue
        report = reports[party.party_id]
        report.cards.append(arrival_id)
        report.frames += frames[arrival_id]
        report.guest = report.guest or seen.first_guest
        report.recognised = report.recognised or seen.last.arrival.guest_id in known_before
    taken = sum(event_counts.values())
    # Frames of parties that had gone before the counter opened are no part of this: they waited for the counter.
    latencies = [ms for report in reports.values() for _, ms in report.frames]
    return DayReport(taken, list(reports.values()), strays, latencies, event_counts)


def party_of(card: BoardCard, parties: Sequence[Party]) -> Party | None:
    """Return the party that a card shows: the one with its ticket, else its guest's, else who had its table then."""
    arrival, guest = card.arrival, card.guest
    if arrival.ticket_no:
        return next((party for party in parties if party.ticket_no == arrival.ticket_no), None)
    theirs = [party for party in parties if _is_of(party, arrival, guest)]
    at_table = [p for p in theirs or parties if p.table == arrival.table != "" and _around(p, arrival)]
    found = at_table or theirs
    return min(found, key=lambda party: abs(party.arrives - arrival.arrived_at)) if found else None


def _is_of(party: Party, arrival: ArrivalCard, guest: GuestCard | None) -> bool:
    if party.guest_id:
        return party.guest_id == arrival.guest_id
    return bool(party.phone) and guest is not None and guest.phone == party.phone


def _around(party: Party, arrival: ArrivalCard) -> bool:
    return party.arrives - SLACK <= arrival.arrived_at <= party.leaves + SLACK


def counted(posts: Iterable[tuple[str, str]], accepted: Iterable[str]) -> dict[str, int]:
    """Return how many events HQ took of each party, given (party, event id) of the posts and the ids it accepted."""
    taken = set(accepted)
    return Counter(party_id for party_id, event_id in dict.fromkeys(posts) if event_id in taken)
