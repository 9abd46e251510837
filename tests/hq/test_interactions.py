"""What guests do with the brand beside eating there: applied once, in any order, with or without a store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, select

from app.domain.guests import Consent, Coupon, GuestCard
from app.domain.segments import PurchaseClass, may_promote
from app.hq import tables
from app.hq.clock import us_of
from app.hq.database import write
from app.hq.work.events import keep
from app.wire.events import TYPES
from tests.kit.hq import TIMEOUT, HqHere, event, found_store
from tests.kit.story import NOON, apply_all, guests, minutes, outcomes, paid, queued, rows_of, take_in
from tests.kit.thorough import examples

PHONE = "13800138000"


def said(
    kind: str, at: datetime | None = NOON, /, *, phone: str = PHONE, event_id: str = "", **data: Any
) -> dict[str, Any]:
    """Return an event of a guest known by phone, in no store unless one is named."""
    identity = data.pop("identity", {"phone": phone})
    return event(kind, at, event_id=event_id, identity=identity, **data)


def only(engine: Engine) -> GuestCard:
    (found,) = guests(engine)
    return found


def interactions(engine: Engine) -> list[tuple[str, str, str, str]]:
    with engine.connect() as connection:
        table = tables.interactions.c
        query = select(table.kind, table.about, table.staff_id, table.store_id).order_by(table.at_us, table.kind)
        return [tuple(row) for row in connection.execute(query)]


def test_each_kind_is_kept_with_what_it_is_about(engine: Engine) -> None:
    found_store(engine)
    take_in(
        engine,
        said("contact.added", minutes(0), staff_id="s7", store_id="330"),
        said("group.joined", minutes(1), group_id="g1", staff_id="s7"),
        said("group.left", minutes(2), group_id="g1"),
        said("coupon.claimed", minutes(3), coupon_id="c1", name="满百减十", expires="2026-04-01", staff_id="s7"),
        said("coupon.used", minutes(4), coupon_id="c1", store_id="330"),
        said("coupon.claimed", minutes(5), coupon_id="c2", name="生日券"),
        said("guest.recommended", minutes(6), how="好评"),
        said("points.changed", minutes(7), points=321),
        said("consent.changed", minutes(8), kind="moments", granted=False),
    )
    assert set(outcomes(engine).values()) == {("applied", "")}
    assert interactions(engine) == [
        ("contact_added", "", "s7", "330"),
        ("group_joined", "g1", "s7", ""),
        ("group_left", "g1", "", ""),
        ("coupon_claimed", "c1", "s7", ""),
        ("coupon_used", "c1", "", "330"),
        ("coupon_claimed", "c2", "", ""),
        ("recommended", "好评", "", ""),
    ]
    card = only(engine)
    assert card.coupons == (Coupon(coupon_id="c2", name="生日券"),)
    assert card.points == 321
    assert card.consents == (Consent(kind="moments", granted=False, date=date(2026, 3, 5)),)
    assert card.tier_reason.interactions == 6  # of the two claims of one day one counts, a recommendation twice
    assert (card.placing.recommendations, card.placing.purchase_class) == (1, PurchaseClass.NONE)


def test_an_enquiry_about_a_franchise_ends_every_promotion(engine: Engine) -> None:
    found_store(engine)
    take_in(engine, paid(minutes(0), "b1"), paid(minutes(1), "b2"))
    assert may_promote(only(engine).placing)
    take_in(engine, said("franchise.enquired", minutes(5)), said("franchise.enquired", minutes(3)))
    card = only(engine)
    assert card.placing.purchase_class is PurchaseClass.FRANCHISE
    assert not may_promote(card.placing)
    with engine.connect() as connection:
        assert connection.execute(select(tables.guests.c.franchise_us)).scalar() == us_of(minutes(3))


def test_who_is_unknown_becomes_a_guest_and_is_recognised_at_the_first_visit(engine: Engine) -> None:
    found_store(engine)
    joined = said("group.joined", minutes(0), group_id="g1", identity={"unionid": "u1", "phone": PHONE})
    take_in(engine, joined)
    known = only(engine)
    take_in(engine, queued(minutes(60)))
    assert only(engine).guest_id == known.guest_id
    assert only(engine).tier_reason.interactions == 1


def test_the_same_event_counts_once(engine: Engine) -> None:
    one = said("guest.recommended", NOON, event_id="e1", how="好评")
    take_in(engine, one, one)
    take_in(engine, one)
    assert len(interactions(engine)) == 1


def test_what_names_nobody_or_cannot_be_is_parked_with_its_reason(engine: Engine) -> None:
    found_store(engine)
    take_in(
        engine,
        said("group.joined", group_id="g1", identity={}, event_id="nobody"),
        said("points.changed", points=-1, event_id="debt"),
        said("points.changed", points=2**60, event_id="much"),
        said("coupon.claimed", coupon_id=" ", event_id="unnamed"),
        said("consent.changed", kind="", granted=True, event_id="what"),
        said("coupon.claimed", coupon_id="c", expires="tomorrow", event_id="when"),
        said("contact.added", store_id="777", event_id="where"),
        said("contact.added", event_id="fine"),
    )
    found = {event_id: reason.split(":")[0] for event_id, (_, reason) in outcomes(engine).items()}
    assert found == {
        "nobody": "identity_missing",
        "debt": "points_unreadable",
        "much": "points_unreadable",
        "unnamed": "data_unreadable",
        "what": "data_unreadable",
        "when": "data_unreadable",
        "where": "store_unknown",
        "fine": "",
    }
    assert [outcomes(engine)[each][0] for each in ("nobody", "fine")] == ["parked", "applied"]


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("arrival.queued", {"ticket_no": "A1"}),
        ("arrival.scanned", {"table": "A1"}),
        ("arrival.reserved", {"reserved_for": NOON.isoformat()}),
        ("arrival.changed", {"state": "left", "ticket_no": "A1"}),
        ("bill.paid", {"bill_id": "b", "amount_fen": 1}),
    ],
)
def test_what_happens_in_a_store_still_names_one(kind: str, data: dict[str, Any]) -> None:
    (row,) = rows_of([event(kind, NOON, store_id="", **data)])
    assert (row.state, row.reason) == ("parked", "store_unknown")


def test_older_news_of_points_never_replaces_newer(engine: Engine) -> None:
    take_in(engine, said("points.changed", minutes(10), points=100))
    take_in(engine, said("points.changed", minutes(5), points=900))
    assert only(engine).points == 100
    take_in(engine, said("points.changed", minutes(10), points=150))
    assert only(engine).points == 150, "of two at one moment, what HQ heard last"


def test_a_coupon_used_before_hq_hears_of_its_claim_is_not_offered(engine: Engine) -> None:
    take_in(engine, said("coupon.used", minutes(9), coupon_id="c"))
    assert only(engine).coupons == ()
    take_in(engine, said("coupon.claimed", minutes(1), coupon_id="c", name="券"))
    assert only(engine).coupons == ()
    take_in(engine, said("coupon.claimed", minutes(10), coupon_id="c", name="又一张"))
    assert only(engine).coupons == (Coupon(coupon_id="c", name="又一张"),)
    take_in(engine, said("coupon.used", minutes(10), coupon_id="c"))
    assert only(engine).coupons == ()


def test_a_lapsed_coupon_is_off_the_card(engine: Engine) -> None:
    take_in(
        engine,
        said("coupon.claimed", coupon_id="today", expires="2026-03-05"),
        said("coupon.claimed", coupon_id="yesterday", expires="2026-03-04"),
    )
    assert [coupon.coupon_id for coupon in only(engine).coupons] == ["today"]


@pytest.mark.parametrize("order", [(True, False), (False, True)])
def test_at_one_moment_the_refusal_wins(engine: Engine, order: tuple[bool, ...]) -> None:
    take_in(engine, *(said("consent.changed", NOON, kind="call", granted=granted) for granted in order))
    assert [consent.granted for consent in only(engine).consents] == [False]


def test_a_desk_that_holds_the_guest_hears_of_it(engine: Engine) -> None:
    found_store(engine)
    take_in(engine, queued(minutes(0)))
    with engine.connect() as connection:
        before = connection.execute(select(tables.stores.c.seq)).scalar_one()
    take_in(engine, said("points.changed", minutes(1), points=7))
    with engine.connect() as connection:
        after = connection.execute(select(tables.stores.c.seq)).scalar_one()
    assert after == before + 1


def test_a_store_that_an_event_names_holds_the_guest_from_then_on(engine: Engine) -> None:
    found_store(engine)
    take_in(engine, said("contact.added", staff_id="s1", store_id="330"), said("contact.added", phone="13900000000"))
    with engine.connect() as connection:
        query = select(tables.feed.c.store_id).where(tables.feed.c.kind == "guest")
        assert connection.execute(query).scalars().all() == ["330"]


_moments = st.integers(0, 40).map(lambda n: minutes(n * 7))


def _events() -> st.SearchStrategy[list[dict[str, Any]]]:
    coupon = st.sampled_from(["c1", "c2"])
    kinds = st.one_of(
        st.tuples(st.just("coupon.used"), st.fixed_dictionaries({"coupon_id": coupon})),
        st.tuples(st.just("guest.recommended"), st.just({})),
        st.tuples(st.just("group.joined"), st.just({"group_id": "g"})),
        st.tuples(st.just("group.left"), st.just({"group_id": "g"})),
        st.tuples(st.just("franchise.enquired"), st.just({})),
        st.tuples(
            st.just("consent.changed"),
            st.fixed_dictionaries({"kind": st.sampled_from(["call", "moments"]), "granted": st.booleans()}),
        ),
    )
    loose = st.lists(st.tuples(kinds, _moments), max_size=6)
    # what at one moment cannot be told apart by time alone has one moment each
    claims = st.lists(st.tuples(coupon, st.integers(0, 40)), max_size=4, unique_by=lambda each: each[1])
    points = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 40)), max_size=4, unique_by=lambda each: each[1])

    def whole(drawn: tuple[Any, Any, Any]) -> list[dict[str, Any]]:
        found = [said(kind, at, **data) for (kind, data), at in drawn[0]]
        found += [said("coupon.claimed", minutes(n * 7), coupon_id=c, name=f"{c} {n}") for c, n in drawn[1]]
        return found + [said("points.changed", minutes(n * 7), points=p) for p, n in drawn[2]]

    return st.tuples(loose, claims, points).map(whole)


@pytest.mark.dear
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(20), deadline=None)
@given(st.data())
def test_any_order_and_any_repetition_ends_with_the_same_card(engine: Engine, data: st.DataObject) -> None:
    sent = data.draw(_events())
    if not sent:
        return
    again = data.draw(st.permutations([*sent, *data.draw(st.lists(st.sampled_from(sent), max_size=3))]))
    cards = []
    for order in (sent, again):
        with write(engine) as connection:
            for table in (
                tables.events,
                tables.guests,
                tables.identities,
                tables.interactions,
                tables.coupons,
                tables.consents,
                tables.standings,
                tables.standing_changes,
                tables.cards,
                tables.feed,
            ):
                connection.execute(delete(table))
        for each in order:
            take_in(engine, each)
        cards.append(replace(only(engine), guest_id="g"))
    first, second = (replace(card, tier_before=None, tier_since=None) for card in cards)
    assert first == second


def test_what_was_parked_for_its_type_is_applied_by_a_newer_service(engine: Engine) -> None:
    one = said("guest.recommended", event_id="e1")
    with write(engine) as connection:
        keep(connection, [row._replace(state="parked", reason="unknown_type") for row in rows_of([one])])
    apply_all(engine)
    assert outcomes(engine) == {"e1": ("applied", "")}
    assert len(interactions(engine)) == 1


def test_interactions_slide_out_of_their_window(engine: Engine) -> None:
    take_in(engine, said("contact.added", NOON - timedelta(days=91)), said("contact.added", NOON - timedelta(days=10)))
    assert only(engine).tier_reason.interactions == 1


def test_the_contract_tells_every_type_of_event(database_url: str, engine: Engine) -> None:
    with HqHere(database_url) as here:
        contract = requests.get(f"{here.url}/openapi.json", timeout=TIMEOUT).json()
    told = contract["paths"]["/v1/events"]["post"]
    assert set(told["x-event-data"]) == set(TYPES)
    for name, shape in told["x-event-data"].items():
        assert f"`{name}`: " in told["description"]
        assert shape["$ref"].removeprefix("#/components/schemas/") in contract["components"]["schemas"]
