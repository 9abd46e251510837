"""What is said of a played day: one card a party, lost and repeated ones counted, latency from acceptance to paint."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.demo.plan import Party
from app.demo.report import DayReport, Witness, counted, judge, party_of, percentile
from app.desk.paint.log import Painted
from app.domain.arrivals import ArrivalCard, ArrivalState
from app.domain.changes import BoardCard, ChangeSet
from app.domain.guests import GuestCard

SIX = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def party(name: str, guest_id: str = "", phone: str = "", ticket: str = "", table: str = "", hour: int = 0) -> Party:
    return Party(
        party_id=name,
        guest_id=guest_id,
        phone=phone,
        ticket_no=ticket,
        table=table,
        arrives=SIX + timedelta(hours=hour),
        leaves=SIX + timedelta(hours=hour + 1),
    )


def card(name: str, guest_id: str = "", ticket: str = "", table: str = "", phone: str = "", hour: int = 0) -> BoardCard:
    arrival = ArrivalCard(
        arrival_id=name,
        store_id="1",
        guest_id=guest_id or None,
        state=ArrivalState.WAITING,
        state_at=SIX,
        arrived_at=SIX + timedelta(hours=hour),
        ticket_no=ticket,
        table=table,
    )
    return BoardCard(arrival=arrival, guest=GuestCard(guest_id=guest_id, phone=phone, visits=3) if guest_id else None)


def day(cards: list[BoardCard], *, unpainted: tuple[str, ...] = ()) -> DayReport:
    parties = [
        party("known", guest_id="g1", ticket="A001"),
        party("stranger", phone="14400000001", table="B01"),
        party("nameless", table="B02"),
        party("again", guest_id="g1", ticket="A009", hour=3),
    ]
    witness = Witness()
    for each in cards:
        witness.note(ChangeSet(board={each.card_id: each}))
    painted = [Painted(c.card_id, 1_000, 21_000, True) for c in cards if c.card_id not in unpainted]
    return judge(parties, {p.party_id: 3 for p in parties}, witness, painted, frozenset({"g1"}))


ALL = [
    card("c1", guest_id="g1", ticket="A001"),
    card("c2", guest_id="new", phone="14400000001", table="B01"),
    card("c3", table="B02"),
    card("c4", guest_id="g1", ticket="A009", hour=3),
]


def test_every_party_has_its_card() -> None:
    assert day(ALL).document() == {
        "events": 12,
        "cards": 4,
        "recognised": 2,
        "unknown": 2,
        "latency_ms": {"p50": 20.0, "p99": 20.0, "max": 20.0},
        "lost": 0,
        "repeated": 0,
    }


def test_a_card_that_was_never_painted_is_lost_with_all_its_events() -> None:
    report = day(ALL, unpainted=("c3",))
    assert (report.document()["cards"], report.document()["lost"]) == (3, 3)


def test_a_second_card_of_a_party_is_told() -> None:
    report = day([*ALL, card("c5", guest_id="g1", ticket="A001")])
    assert report.document()["repeated"] == 1


def test_a_card_of_nobody_is_a_stray() -> None:
    assert day([*ALL, card("c6", ticket="Z999")]).strays == ["c6"]


def test_what_waited_for_the_counter_to_open_is_no_latency() -> None:
    parties, witness = [party("here", table="B01")], Witness()
    witness.note(ChangeSet(board={"c1": card("c1", table="B01")}))
    frames = [Painted("c1", 5_000_000, 5_020_000, True), Painted("gone before", 1_000, 5_000_000, False)]
    assert judge(parties, {"here": 1}, witness, frames, frozenset()).latencies_ms == [20.0]


def test_the_first_card_with_a_guest_is_what_counts_as_recognition() -> None:
    witness = Witness()
    first = card("c1", guest_id="g1", ticket="A001")
    later = BoardCard(arrival=first.arrival, guest=GuestCard(guest_id="g1", visits=4))
    for each in (first, later):
        witness.note(ChangeSet(board={"c1": each}))
    guest = witness.seen["c1"].first_guest
    assert guest is not None
    assert guest.visits == 3


def test_a_guest_who_comes_twice_without_tickets_is_told_apart_by_time() -> None:
    parties = [party("noon", guest_id="g1", table="B01"), party("night", guest_id="g1", table="B05", hour=6)]
    found = party_of(card("c1", guest_id="g1", table="B05", hour=6), parties)
    assert found is not None
    assert found.party_id == "night"


def test_an_event_that_was_posted_twice_counts_once_and_one_not_taken_never() -> None:
    posts = [("p", "p-queued"), ("p", "p-queued"), ("p", "p-scanned"), ("q", "q-queued")]
    assert counted(posts, ["p-queued", "p-scanned"]) == {"p": 2}


@pytest.mark.parametrize(("percent", "wanted"), [(50, 2.0), (99, 3.0), (100, 3.0)])
def test_percentiles_are_values_that_were_measured(percent: int, wanted: float) -> None:
    assert percentile([3.0, 1.0, 2.0], percent) == wanted
    assert percentile([], percent) is None
