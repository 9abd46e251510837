"""The played chain: the same for a seed, and believable in the ways the counter depends on."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.demo.chain import Chain, build
from app.demo.people import PHONE_PREFIX, phone_of
from app.domain.names import normalise_phone
from app.domain.tastes import TasteKind


@pytest.fixture(scope="module")
def chain() -> Chain:
    return build(seed=1, guests=3000)


def test_a_seed_tells_the_same_story_every_time(chain: Chain) -> None:
    again = build(seed=1, guests=3000)
    assert again == chain
    assert list(again.bills_of(again.guests[7])) == list(chain.bills_of(chain.guests[7]))
    assert build(seed=2, guests=50).guests != chain.guests[:50]


def test_a_bigger_chain_begins_with_the_same_guests(chain: Chain) -> None:
    assert build(seed=1, guests=3100).guests[:3000] == chain.guests


def test_a_tenth_of_the_guests_brings_two_fifths_of_the_revenue(chain: Chain) -> None:
    spent = sorted((sum(b.paid_fen for b in chain.bills_of(p)) for p in chain.guests), reverse=True)
    assert 0.35 < sum(spent[:300]) / sum(spent) < 0.45


def test_every_tier_is_met(chain: Chain) -> None:
    since = chain.today - timedelta(days=90)
    recent = [sum(1 for b in chain.bills_of(p) if b.opened.date() >= since) for p in chain.guests]
    steps = Counter("black" if n >= 10 else "platinum" if n >= 6 else "gold" if n >= 3 else "regular" for n in recent)
    assert steps["regular"] > steps["gold"] > steps["platinum"] > steps["black"] > 20


def test_guests_have_taboos_and_vips_have_managers_of_their_store(chain: Chain) -> None:
    kinds = Counter(said.kind for person in chain.guests for said in person.said)
    assert all(kinds[kind] > 30 for kind in TasteKind)
    managers = {(m.store_id, m.name) for m in chain.staff if m.role == "vip_manager"}
    vips = [person for person in chain.guests if person.vip]
    assert len(vips) > 60
    assert all((person.home, person.vip_manager) in managers for person in vips)


def test_bills_add_up_and_sit_where_they_fit(chain: Chain) -> None:
    seats = {(table.store_id, table.name): table.seats or 0 for table in chain.tables}
    seen = set()
    for person in chain.guests[:400]:
        closed_before = None
        for bill in chain.bills_of(person):
            assert bill.bill_id not in seen
            seen.add(bill.bill_id)
            assert bill.list_fen == sum(line.amount_fen for line in bill.lines)
            assert 0 < bill.paid_fen <= bill.list_fen
            assert seats[bill.store_id, bill.table] >= bill.party_size
            assert bill.opened < bill.closed
            assert closed_before is None or closed_before < bill.opened
            assert bill.closed.date() < chain.today
            closed_before = bill.closed


@given(st.sets(st.integers(min_value=0, max_value=9_999_999), max_size=200))
def test_no_phone_is_given_twice_and_none_can_ring(numbers: set[int]) -> None:
    phones = {phone_of(number) for number in numbers}
    assert len(phones) == len(numbers)
    assert all(phone.startswith(PHONE_PREFIX) and normalise_phone(phone) == phone for phone in phones)


@given(seed=st.integers(min_value=0, max_value=2**40), count=st.integers(min_value=0, max_value=12))
@settings(max_examples=25, deadline=None)
def test_any_seed_makes_a_chain(seed: int, count: int) -> None:
    chain = build(seed=seed, guests=count)
    assert len(chain.guests) == count
    assert all(2 <= len(person.name) <= 4 for person in chain.guests)


def test_any_store_can_be_the_one_that_is_played() -> None:
    assert build(store_id="103", guests=0).store_ids == ("103", "101", "102")
    assert build(store_id="330", guests=0).store_ids == ("330", "102", "103")
