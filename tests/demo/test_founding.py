"""The chain in HQ's database: the cards say what the chain's own bills say, and every store holds its guests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from app.demo.chain import Chain, build
from app.demo.founding import found
from app.domain.guests import GuestCard
from app.domain.tables import StaffCard, StoreCard, TableCard
from app.domain.tastes import TasteSource
from app.hq.tables import bill_items, bills, cards, feed
from app.wire.codec import decode
from tests.kit.hq import open_hq


@pytest.fixture(scope="module")
def chain() -> Chain:
    return build(seed=3, guests=240)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_hq(f"sqlite:///{tmp_path / 'hq.sqlite3'}")
    yield made
    made.dispose()


def guests_of(engine: Engine) -> dict[str, GuestCard]:
    with engine.connect() as connection:
        bodies = connection.execute(select(cards.c.body).where(cards.c.kind == "guest")).scalars()
        return {card.guest_id: card for card in (decode(body, GuestCard) for body in bodies)}


def test_cards_say_what_the_bills_say(engine: Engine, chain: Chain) -> None:
    found(engine, chain)
    held = guests_of(engine)
    assert held.keys() == {person.guest_id for person in chain.guests}
    for person in chain.guests:
        card, visits = held[person.guest_id], chain.bills_of(person)
        assert (card.name, card.phone, card.vip, card.vip_manager) == (
            person.name,
            person.phone,
            person.vip,
            person.vip_manager,
        )
        assert card.visits == len(visits)
        assert card.spend_fen == sum(bill.paid_fen for bill in visits)
        assert card.last_visit == (visits[-1].closed if visits else None)
        said = {t.tag: t.kind for t in card.tastes if t.source is not TasteSource.DISHES}
        assert said == {each.tag: each.kind for each in person.said}
        assert all(t.author for t in card.tastes if t.source is not TasteSource.DISHES)
        assert [note.text for note in card.notes] == ([person.note] if person.note else [])
    assert any(t.source is TasteSource.DISHES and t.evidence for card in held.values() for t in card.tastes)


def test_every_store_holds_its_house_and_its_guests(engine: Engine, chain: Chain) -> None:
    found(engine, chain)
    with engine.connect() as connection:
        rows = connection.execute(
            select(feed.c.store_id, cards.c.kind, cards.c.body).join(
                cards, (cards.c.kind == feed.c.kind) & (cards.c.card_id == feed.c.card_id)
            )
        ).all()
    for store in chain.stores:
        here = [(row.kind, row.body) for row in rows if row.store_id == store.store_id]
        assert [decode(body, StoreCard).name for kind, body in here if kind == "store"] == [store.name]
        assert {decode(body, TableCard).name for kind, body in here if kind == "table"} == {
            table.name for table in chain.tables if table.store_id == store.store_id
        }
        assert {decode(body, StaffCard) for kind, body in here if kind == "staff"} == {
            member for member in chain.staff if member.store_id == store.store_id
        }
        at_home = {person.guest_id for person in chain.guests if person.home == store.store_id}
        visited = {
            bill.guest_id
            for person in chain.guests
            for bill in chain.bills_of(person)
            if bill.store_id == store.store_id
        }
        assert {decode(body, GuestCard).guest_id for kind, body in here if kind == "guest"} == at_home | visited


def test_a_chain_that_is_there_is_left_alone(engine: Engine, chain: Chain) -> None:
    told: list[tuple[int, int]] = []
    found(engine, chain, lambda done, of: told.append((done, of)))
    with engine.connect() as connection:
        before = [
            connection.execute(select(func.count()).select_from(t)).scalar_one() for t in (bills, bill_items, feed)
        ]
    found(engine, chain, lambda done, of: told.append((done, of)))
    with engine.connect() as connection:
        after = [
            connection.execute(select(func.count()).select_from(t)).scalar_one() for t in (bills, bill_items, feed)
        ]
    assert before == after
    assert told == [(240, 240)]
