"""When two signs are one party, and what a card becomes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.arrivals import ArrivalCard, ArrivalState, Sign, SignKind, apply_sign, belongs, move

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
WINDOW = timedelta(minutes=180)


def queue(minutes: int = 0, guest: str | None = "g1", ticket: str = "A01") -> Sign:
    return Sign(
        kind=SignKind.QUEUE, store_id="s", at=NOON + timedelta(minutes=minutes), guest_id=guest, ticket_no=ticket
    )


def scan(minutes: int = 10, guest: str | None = "g1", table: str = "12") -> Sign:
    return Sign(kind=SignKind.SCAN, store_id="s", at=NOON + timedelta(minutes=minutes), guest_id=guest, table=table)


def book(minutes_ahead: int, guest: str | None = "g1") -> Sign:
    return Sign(
        kind=SignKind.RESERVATION,
        store_id="s",
        at=NOON - timedelta(hours=5),
        guest_id=guest,
        reserved_for=NOON + timedelta(minutes=minutes_ahead),
    )


def play(*signs: Sign) -> list[ArrivalCard]:
    cards: dict[str, ArrivalCard] = {}
    for place, sign in enumerate(signs):
        found = belongs(sign, cards.values(), WINDOW)
        card = apply_sign(found, sign, f"a{place}")
        cards[card.arrival_id] = card
    return list(cards.values())


def test_a_ticket_and_a_scan_by_one_guest_are_one_party_at_the_table() -> None:
    (card,) = play(queue(), scan())
    assert (card.state, card.table, card.ticket_no) == (ArrivalState.SEATED, "12", "A01")
    assert card.sources == (SignKind.QUEUE, SignKind.SCAN)
    assert card.arrived_at == NOON


def test_a_scan_that_overtook_its_ticket_is_still_one_party() -> None:
    (card,) = play(scan(), queue())
    assert (card.state, card.table, card.ticket_no, card.arrived_at) == (ArrivalState.SEATED, "12", "A01", NOON)


@pytest.mark.parametrize(("minutes", "parties"), [(179, 1), (180, 1), (181, 2)])
def test_the_window_ends_where_the_policy_says(minutes: int, parties: int) -> None:
    assert len(play(queue(0), scan(minutes))) == parties


def test_two_guests_are_two_parties() -> None:
    assert len(play(queue(guest="g1", ticket="A01"), queue(guest="g2", ticket="A02"))) == 2


def test_a_guest_who_missed_the_call_and_takes_a_new_ticket_stays_one_party_with_the_new_ticket() -> None:
    (card,) = play(queue(0, ticket="A01"), queue(30, ticket="A09"))
    assert card.ticket_no == "A09"


def test_a_second_ticket_of_a_guest_who_sits_is_a_new_party() -> None:
    assert len(play(queue(0), scan(10), queue(60, ticket="B07"))) == 2


def test_after_leaving_the_same_guest_is_a_new_party() -> None:
    (card,) = play(queue(0), scan(10))
    left = move(card, ArrivalState.LEFT, at=NOON + timedelta(minutes=60))
    assert belongs(queue(70, ticket="B01"), [left], WINDOW) is None
    assert belongs(scan(20), [left], WINDOW) is left, "a late scan from before leaving belongs to the old card"


def test_a_reservation_and_a_ticket_near_its_time_are_one_party() -> None:
    (card,) = play(book(60), queue(50))
    assert card.state is ArrivalState.WAITING
    assert card.arrived_at == NOON + timedelta(minutes=50)
    assert len(play(book(8 * 60), queue(0))) == 2, "tonight's reservation is not this noon's party"


def test_a_nameless_party_gets_its_name_from_the_scan_at_its_table() -> None:
    (nameless,) = play(queue(0, guest=None))
    seated = move(nameless, ArrivalState.SEATED, at=NOON + timedelta(minutes=5), table="12")
    found = belongs(scan(10), [seated], WINDOW)
    assert found is seated
    assert apply_sign(found, scan(10), "x").guest_id == "g1"
    assert belongs(scan(10, table="13"), [seated], WINDOW) is None


def test_a_state_older_than_the_one_it_would_replace_changes_nothing() -> None:
    (card,) = play(queue(0), scan(10))
    assert move(card, ArrivalState.CALLED, at=NOON + timedelta(minutes=5)) == card


@given(st.permutations([queue(0), scan(10), replace(scan(25), table="14"), queue(0)]))
def test_any_order_of_one_partys_signs_gives_one_card_at_the_last_table(signs: list[Sign]) -> None:
    (card,) = play(*signs)
    assert (card.arrived_at, card.state, card.table) == (NOON, ArrivalState.SEATED, "14")


def test_repeating_any_sign_changes_nothing() -> None:
    for order in permutations([queue(0), scan(10)]):
        once = play(*order)
        assert play(*order, *order) == once
