"""What binds the played guests to the brand: believable, repeatable, and on their cards."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from app.demo.bonds import bond_of
from app.demo.chain import build
from app.demo.founding import found
from app.domain.guests import GuestCard
from app.domain.segments import PurchaseClass, Segment
from app.hq.tables import cards, standing_changes
from app.wire.codec import decode
from tests.kit.hq import open_hq


def test_regulars_are_bound_closer_than_those_who_came_once() -> None:
    chain = build(seed=3, guests=1500)
    deeds = {False: [0, 0], True: [0, 0]}
    enquired = 0
    for person in chain.guests:
        visits = chain.bills_of(person)
        bond = bond_of(chain.seed, person, visits, chain.today)
        assert bond == bond_of(chain.seed, person, visits, chain.today)
        assert bond.deeds == tuple(sorted(bond.deeds, key=lambda deed: deed.at))
        assert all(deed.at.date() < chain.today for deed in bond.deeds)
        assert all(held.used is None or held.used >= held.claimed for held in bond.coupons)
        assert bool(visits) or not bond.deeds
        enquired += bond.enquired is not None
        close = deeds[len(visits) > 5]
        close[0] += len(bond.deeds)
        close[1] += 1
    assert deeds[True][0] / deeds[True][1] > 3 * deeds[False][0] / deeds[False][1]
    assert 0 < enquired < 20


def test_the_cards_of_a_played_chain_have_something_of_everything(tmp_path: Path) -> None:
    chain = build(seed=3, guests=600)
    engine = open_hq(f"sqlite:///{tmp_path / 'hq.sqlite3'}")
    found(engine, chain)
    with engine.connect() as connection:
        bodies = connection.execute(select(cards.c.body).where(cards.c.kind == "guest")).scalars()
        held = [decode(body, GuestCard) for body in bodies]
        assert connection.execute(select(standing_changes)).all() == [], "its history is no change"
    engine.dispose()
    assert {card.placing.segment for card in held} == set(Segment)
    assert {card.placing.purchase_class for card in held} == set(PurchaseClass)
    assert any(card.placing.private for card in held)
    assert any(card.tier_reason.interactions for card in held)
    assert any(coupon.expires and (coupon.expires - chain.today).days <= 7 for card in held for coupon in card.coupons)
    assert any(card.points >= 100 for card in held)
    assert any(not consent.granted for card in held for consent in card.consents)
