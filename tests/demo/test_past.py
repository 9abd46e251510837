"""A real day lived again: for any orders, a ticket comes before its table and a table before its bill."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from app.demo.past import LEAST_WAIT, MOST_WAIT, PastOrder, relive, wait_of
from app.demo.plan import Plan
from app.wire.events import TYPES, Envelope

DAY = date(2016, 3, 17)
NOON = datetime(2016, 3, 17, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@st.composite
def some_orders(draw: st.DrawFn) -> list[PastOrder]:
    count = draw(st.integers(min_value=1, max_value=12))
    orders = []
    for number in range(count):
        opened = NOON + timedelta(minutes=draw(st.integers(min_value=0, max_value=180)))
        orders.append(
            PastOrder(
                order_id=str(1000 + number),
                guest_id=draw(st.sampled_from(["", "7", "8", "9"])),
                phone=draw(st.sampled_from(["", "13900000001"])),
                party_size=draw(st.sampled_from([None, 1, 4, 9])),
                table=draw(st.sampled_from(["1001", "1002", "1003"])),
                paid_fen=draw(st.integers(min_value=0, max_value=200_000)),
                opened=opened,
                closed=opened + timedelta(minutes=draw(st.integers(min_value=0, max_value=40))),
                settled=draw(st.booleans()),
            )
        )
    return orders


def _due(plan: Plan) -> dict[str, dict[str, datetime]]:
    found: dict[str, dict[str, datetime]] = defaultdict(dict)
    for played in plan.played:
        found[played.party_id][played.event_id.rpartition("-")[2]] = played.due
    return found


@given(some_orders())
def test_ticket_then_table_then_bill_for_every_order(orders: list[PastOrder]) -> None:
    plan = relive(orders, "330", DAY)
    due = _due(plan)
    assert len(plan.parties) == len(orders) == len(due)
    assert max(Counter(each.event_id for each in plan.played).values()) == 1
    assert [each.due for each in plan.played] == sorted(each.due for each in plan.played)
    settled = {f"330-{order.order_id}": order.settled for order in orders}
    for party, moments in due.items():
        assert set(moments) == {"queued", "scanned", "paid" if settled[party] else "left"}
        assert moments["queued"] < moments["scanned"] < (moments["paid"] if settled[party] else moments["left"])


@given(some_orders())
def test_nobody_queues_again_before_having_paid(orders: list[PastOrder]) -> None:
    due = _due(relive(orders, "330", DAY))
    for order in orders:
        for other in orders:
            if order is other or not order.guest_id or order.guest_id != other.guest_id:
                continue
            mine, theirs = due[f"330-{order.order_id}"], due[f"330-{other.order_id}"]
            if other.closed <= order.opened and "paid" in theirs and other.opened < order.opened:
                assert mine["queued"] > theirs["paid"] or theirs["paid"] > order.opened
            assert mine["queued"] != theirs["queued"]


@given(some_orders())
def test_every_event_can_be_read(orders: list[PastOrder]) -> None:
    for played in relive(orders, "330", DAY).played:
        envelope = msgspec.convert(dict(played.event), Envelope, strict=False)
        msgspec.convert(envelope.data, TYPES[envelope.type], strict=False)


def test_the_wait_is_the_same_every_time_and_between_its_bounds() -> None:
    waits = {wait_of(str(number)) for number in range(500)}
    assert waits == {timedelta(minutes=m) for m in range(LEAST_WAIT, MOST_WAIT + 1)}
    assert wait_of("1326") == wait_of("1326")


def test_only_the_orders_of_the_business_day_are_lived() -> None:
    late = PastOrder(order_id="1", opened=NOON.replace(hour=23), closed=NOON.replace(hour=23, minute=50))
    after_midnight = PastOrder(
        order_id="2", opened=NOON + timedelta(hours=14), closed=NOON + timedelta(hours=14, minutes=20)
    )
    next_morning = PastOrder(order_id="3", opened=NOON + timedelta(hours=20), closed=NOON + timedelta(hours=21))
    plan = relive([late, after_midnight, next_morning], "330", DAY)
    assert {party.party_id for party in plan.parties} == {"330-1", "330-2"}
