"""A VIP's arrival is told to whom it concerns, and escalates where nobody comes: once a stage and person, on both
engines, in any order of facts, across restarts of the service."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, delete, event, insert, select, update

from app.domain.arrivals import ArrivalCard
from app.domain.guests import GuestCard
from app.domain.ids import new_id
from app.hq import tables
from app.hq.clock import us_of
from app.hq.database import write
from app.hq.policies import default_policy
from app.hq.work import escalating
from app.hq.work.applying import Applying
from app.hq.work.board import hold_store
from app.hq.work.commanding import Commanding, read_commands
from app.hq.work.enrolling import Device
from app.wire.codec import decode, encode
from tests.kit.hq import command, found_store
from tests.kit.hq import event as sent
from tests.kit.story import NOON, StoppedClock, arrivals, board, changed, minutes, queued, scanned, take_in
from tests.kit.thorough import examples

DESKS = [Device(device_id=f"d{n}", store_id="330", revoked=False) for n in (1, 2)]
PHONE = "13800138000"
AFTER = timedelta(seconds=120)


def vip(engine: Engine, phone: str = PHONE, manager: str = "m2", guest_id: str = "g-vip") -> None:
    with write(engine) as connection:
        row = {"guest_id": guest_id, "name": "Vip", "phone": phone, "vip": True, "vip_manager": manager}
        connection.execute(insert(tables.guests).values(**row, created_us=0))
        connection.execute(insert(tables.identities).values(kind="phone", value=phone, guest_id=guest_id, since_us=0))


def hire(engine: Engine, *people: tuple[str, str, str], store_id: str = "330") -> None:
    with write(engine) as connection:
        for staff_id, name, role in people:
            connection.execute(insert(tables.staff).values(staff_id=staff_id, store_id=store_id, name=name, role=role))


@pytest.fixture
def store(engine: Engine) -> Engine:
    found_store(engine)
    found_store(engine, "331")
    hire(engine, ("m1", "Zhou Min", "manager"), ("m2", "Li Na", "front_desk"), ("s3", "Wei", "server"))
    hire(engine, ("m9", "Elsewhere", "manager"), store_id="331")
    vip(engine)
    return engine


def told(engine: Engine) -> list[tuple[str, str]]:
    with engine.connect() as connection:
        rows = connection.execute(select(tables.alerts.c.stage, tables.alerts.c.told)).all()
    return sorted((row.stage, row.told) for row in rows)


def look(engine: Engine, at: datetime) -> None:
    """Let a service that has just started look at what is due."""
    with write(engine) as connection:
        while escalating.escalate_due(connection, at):
            pass


def do(engine: Engine, kind: str, at: datetime, arrival_id: str, *, heard: datetime, desk: int = 0, **more: str) -> str:
    told_hq = command(kind, at, arrival_id=arrival_id, author=f"desk {desk}", **more)
    with write(engine) as connection:
        sent_ = read_commands(encode({"commands": [told_hq]}))
        (outcome,) = Commanding(StoppedClock(heard)).perform(connection, DESKS[desk], sent_)
    return outcome.outcome


def only(cards: Iterable[ArrivalCard]) -> ArrivalCard:
    (card,) = cards
    return card


def arrive(engine: Engine, **more: str) -> ArrivalCard:
    take_in(engine, queued(NOON, **more), clock=StoppedClock(NOON))
    return arrivals(engine)[-1]


def test_at_the_arrival_the_guests_own_manager_is_told_once(store: Engine) -> None:
    card = arrive(store)
    assert told(store) == [("arrived", "m2")]
    assert card.vip
    assert card.escalated_at is None
    take_in(store, scanned(minutes(1), phone=PHONE), clock=StoppedClock(minutes(1)))
    look(store, minutes(1.9))
    assert told(store) == [("arrived", "m2")]


def test_unacknowledged_for_the_policys_time_it_is_the_managers(store: Engine) -> None:
    arrive(store)
    look(store, minutes(2) - timedelta(microseconds=1))
    assert only(board(store)).escalated_at is None
    look(store, minutes(2))
    card = only(board(store))
    assert (card.escalated_at, card.escalated_to) == (minutes(2), ("Zhou Min", "Li Na"))
    assert told(store) == [("arrived", "m2"), ("escalated", "m1"), ("escalated", "m2")]
    look(store, minutes(60))
    assert only(arrivals(store)) == card
    assert len(told(store)) == 3


def test_what_time_has_changed_of_the_guest_by_then_is_told_with_it(store: Engine) -> None:
    slides_out = minutes(1) - timedelta(days=default_policy().tier_days)
    with write(store) as connection:
        bill = {"store_id": "330", "bill_id": "old", "guest_id": "g-vip", "paid_fen": 100}
        connection.execute(insert(tables.bills).values(**bill, closed_us=us_of(slides_out)))
    arrive(store)
    body = select(tables.cards.c.body).where(tables.cards.c.kind == "guest", tables.cards.c.card_id == "g-vip")
    for at, visits in ((minutes(0), 1), (minutes(2), 0)):
        look(store, at)
        with store.connect() as connection:
            card = decode(connection.execute(body).scalar_one(), GuestCard)
            assert connection.execute(select(tables.standings.c.visits)).scalar_one() == visits
        assert card.tier_reason.visits == visits


def test_an_arrival_that_went_while_its_store_was_waited_for_is_passed_over(
    store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrive(store)

    def others_first(connection: Connection, store_id: str) -> str:
        connection.execute(delete(tables.arrivals))  # a registration made it part of another one
        return hold_store(connection, store_id)

    monkeypatch.setattr("app.hq.work.board.hold_store", others_first)
    look(store, minutes(2))
    assert told(store) == [("arrived", "m2")]


def test_every_desk_of_the_store_gets_the_escalated_card(store: Engine) -> None:
    card = arrive(store)
    with store.connect() as connection:
        before = connection.execute(select(tables.stores.c.seq).where(tables.stores.c.store_id == "330")).scalar_one()
    look(store, minutes(3))
    with store.connect() as connection:
        entry = select(tables.feed.c.store_id).where(
            tables.feed.c.kind == "arrival", tables.feed.c.card_id == card.arrival_id, tables.feed.c.seq > before
        )
        assert list(connection.execute(entry).scalars()) == ["330"]


def test_an_acknowledged_vip_is_nobody_elses(store: Engine) -> None:
    card = arrive(store)
    assert do(store, "arrival.acknowledge", minutes(1), card.arrival_id, heard=minutes(1)) == "applied"
    look(store, minutes(30))
    assert only(arrivals(store)).escalated_at is None
    assert told(store) == [("arrived", "m2")]


def test_an_acknowledgement_in_time_that_comes_late_ends_it_and_both_truths_stay(store: Engine) -> None:
    card = arrive(store)
    look(store, minutes(2))
    do(store, "arrival.acknowledge", minutes(1), card.arrival_id, heard=minutes(9))
    held = only(board(store))
    assert (held.acknowledged_at, held.acknowledged_by) == (minutes(1), "desk 0")
    assert held.escalated_at == minutes(2)
    assert not held.needs_acknowledgement
    look(store, minutes(60))
    assert len(told(store)) == 3


def test_an_acknowledgement_past_the_time_that_is_heard_first_still_escalates(store: Engine) -> None:
    """HQ was down when it was due, and hears of the desk before it looks at the time."""
    card = arrive(store)
    do(store, "arrival.acknowledge", minutes(5), card.arrival_id, heard=minutes(9))
    held = only(arrivals(store))
    assert (held.acknowledged_at, held.escalated_at) == (minutes(5), minutes(2))
    assert [stage for stage, _ in told(store)] == ["arrived", "escalated", "escalated"]


def test_who_left_unacknowledged_while_hq_was_down_is_told_of_too(store: Engine) -> None:
    take_in(
        store,
        queued(minutes(0)),
        changed(minutes(50), "left", ticket_no="A1"),
        clock=StoppedClock(minutes(90)),
    )
    held = only(arrivals(store))
    assert (held.state, held.escalated_at) == ("left", minutes(2))


def test_two_desks_that_both_went_are_one_acknowledgement_by_the_first(store: Engine) -> None:
    card = arrive(store)
    do(store, "arrival.acknowledge", minutes(1.5), card.arrival_id, heard=minutes(1.6), desk=1)
    do(store, "arrival.acknowledge", minutes(1), card.arrival_id, heard=minutes(1.7), desk=0)
    held = only(arrivals(store))
    assert (held.acknowledged_at, held.acknowledged_by) == (minutes(1), "desk 0")


def test_a_reservation_is_no_arrival(store: Engine) -> None:
    booking = sent(
        "arrival.reserved",
        minutes(-300),
        store_id="330",
        reserved_for=minutes(30).isoformat(),
        party_size=2,
        identity={"phone": PHONE},
    )
    take_in(store, booking, clock=StoppedClock(minutes(-300)))
    look(store, minutes(31))
    assert told(store) == []
    card = only(arrivals(store))
    do(store, "arrival.seat", minutes(40), card.arrival_id, heard=minutes(40), table="A1")
    assert told(store) == [("arrived", "m2")]
    look(store, minutes(41.9))
    assert only(arrivals(store)).escalated_at is None
    look(store, minutes(42))
    assert only(arrivals(store)).escalated_at == minutes(42)


def test_a_reservation_that_nobody_kept_alerts_nobody(store: Engine) -> None:
    booking = sent(
        "arrival.reserved", minutes(-60), store_id="330", reserved_for=minutes(0).isoformat(), identity={"phone": PHONE}
    )
    take_in(store, booking, clock=StoppedClock(minutes(-60)))
    card = only(arrivals(store))
    do(store, "arrival.no_show", minutes(45), card.arrival_id, heard=minutes(45))
    look(store, minutes(90))
    assert told(store) == []
    assert only(arrivals(store)).escalated_at is None


def test_a_store_without_a_manager_escalates_to_its_desks(store: Engine) -> None:
    with write(store) as connection:
        connection.execute(delete(tables.staff).where(tables.staff.c.store_id == "330"))
        connection.execute(update(tables.guests).values(vip_manager=""))
    arrive(store)
    look(store, minutes(2))
    card = only(board(store))
    assert (card.escalated_at, card.escalated_to) == (minutes(2), ())
    assert told(store) == [("escalated", "")]


def test_a_manager_whom_no_staff_file_names_is_told_by_name(store: Engine) -> None:
    with write(store) as connection:
        connection.execute(update(tables.guests).values(vip_manager="Aunt Chen"))
    arrive(store)
    look(store, minutes(2))
    assert told(store) == [("arrived", "Aunt Chen"), ("escalated", "Aunt Chen"), ("escalated", "m1")]


def test_the_standing_work_escalates_by_itself(store: Engine) -> None:
    arrive(store)
    work = Applying(StoppedClock(minutes(3)))
    with write(store) as connection:
        assert work.slice(connection, lambda: False) is False
    assert only(board(store)).escalated_at == minutes(2)


def test_a_night_of_overdue_vips_is_worked_off_in_slices(store: Engine) -> None:
    many = escalating.AT_ONCE + 3
    for n in range(many):
        vip(store, phone=f"1380013{n:04d}", guest_id=f"g{n}", manager="")
    take_in(
        store,
        *(queued(minutes(n), f"T{n}", phone=f"1380013{n:04d}") for n in range(many)),
        clock=StoppedClock(minutes(0)),
    )
    work = Applying(StoppedClock(minutes(100)))
    slices, more = 0, True
    while more:
        with write(store) as connection:
            more = work.slice(connection, lambda: True)
        slices += 1
    assert all(card.escalated_at == card.arrived_at + AFTER for card in arrivals(store))
    assert slices >= many


def test_a_look_at_what_is_due_uses_its_index_and_is_not_taken_with_every_event(store: Engine) -> None:
    statements: list[str] = []
    event.listen(store, "before_cursor_execute", lambda *asked: statements.append(asked[2]))
    watching = escalating.Escalating(StoppedClock(minutes(0)))
    with write(store) as connection:
        for _ in range(50):
            watching.slice(connection, lambda: False)
        asked = [text for text in statements if "alert_due_us" in text]
        assert len(asked) == 1
        if store.dialect.name == "sqlite":
            plan = connection.exec_driver_sql(
                "explain query plan select arrival_id from arrivals where alert_due_us <= 5 order by alert_due_us"
            ).all()
            assert "arrivals_alert" in str(plan)


# --- in any order ----------------------------------------------------------------------------------------------------

SECONDS = st.integers(0, 600)


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    acknowledged=st.lists(st.tuples(SECONDS, SECONDS), max_size=2),
    left=st.none() | st.tuples(SECONDS, SECONDS),
    looks=st.lists(SECONDS, max_size=4),
)
def test_no_vip_passes_unacknowledged_and_nobody_is_told_twice(
    store: Engine, acknowledged: list[tuple[int, int]], left: tuple[int, int] | None, looks: list[int]
) -> None:
    """Each fact has when it was (seconds after the arrival) and how much later HQ hears of it; `looks` are when a
    service, always a fresh one, looks at the time."""
    with write(store) as connection:
        for table in (tables.alerts, tables.arrivals, tables.cards, tables.feed, tables.events):
            connection.execute(delete(table))
    card = arrive(store, ticket=new_id(minutes(0))[-6:])
    steps = [(minutes((at + delay) / 60), "arrival.acknowledge", minutes(at / 60)) for at, delay in acknowledged]
    if left is not None:
        steps.append((minutes(sum(left) / 60), "arrival.left", minutes(left[0] / 60)))
    steps += [(minutes(at / 60), "", minutes(0)) for at in looks]
    steps.append((minutes(60), "", minutes(0)))
    for heard, kind, at in sorted(steps):
        if kind:
            do(store, kind, at, card.arrival_id, heard=heard)
        else:
            look(store, heard)
    held = only(arrivals(store))
    in_time = [at for at, _ in acknowledged if at <= 120]
    gone_in_time = left is not None and left[0] <= 120
    if not in_time and not gone_in_time:
        assert held.escalated_at == minutes(2)
    elif not [at for at, delay in [*acknowledged, *([left] if left else [])] if at <= 120 < at + delay]:
        assert held.escalated_at is None
    if acknowledged:
        assert held.acknowledged_at == minutes(min(at for at, _ in acknowledged) / 60)
    rows = told(store)
    assert len(rows) == len(set(rows))
    assert rows.count(("arrived", "m2")) == 1
    assert {stage for stage, _ in rows} == {"arrived", *(["escalated"] if held.escalated_at else [])}
    assert us_of(minutes(0)) == us_of(held.arrived_at)
