"""Events: kept once by source and id, applied in order, parked with their reason, and equal however they arrive."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select, text, update

from app.hq import tables
from app.hq.clock import us_of
from app.hq.database import write
from app.hq.policies import default_policy
from app.hq.work import applying
from app.hq.work.events import fingerprint, keep, row_of, unpack
from tests.kit.hq import event, found_store
from tests.kit.story import (
    NOON,
    StoppedClock,
    apply_all,
    arrivals,
    board,
    changed,
    guests,
    minutes,
    outcomes,
    paid,
    queued,
    rows_of,
    scanned,
    take_in,
)
from tests.kit.thorough import examples

# --- reading and keeping ---------------------------------------------------------------------------------------------


def test_an_event_is_kept_once_by_source_and_id(engine: Engine) -> None:
    one, two = rows_of([queued(NOON, event_id="e1"), queued(NOON, event_id="e2")])
    elsewhere = one._replace(source="other till")
    with write(engine) as connection:
        assert keep(connection, [one, two, one]) == [True, True, False]
    with write(engine) as connection:
        assert keep(connection, [two, elsewhere]) == [False, True]
        positions = connection.execute(select(tables.events.c.event_id).order_by(tables.events.c.position)).scalars()
        assert list(positions) == ["e1", "e2", "e1"]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"data": {"store_id": "330"}}, "data_unreadable: "),
        ({"data": {"store_id": "330", "ticket_no": "A1", "party_size": "two"}}, "data_unreadable: "),
        ({"data": "nothing"}, "data_unreadable: "),
        ({"data": {"store_id": "777", "ticket_no": "A1"}}, "store_unknown"),
        ({"type": "yingbin.dragon.landed"}, "unknown_type"),
        ({"type": 7}, "event_unreadable: "),
        ({"id": ""}, "event_unreadable: "),
        ({"id": None}, "event_unreadable: "),
        ({"id": "x" * 300}, "event_unreadable: "),
        ({"time": "yesterday"}, "event_unreadable: "),
        ({"time": "2026-03-05T12:00:00"}, "event_unreadable: "),
        ({"specversion": "0.3"}, "specversion: 0.3"),
        ({"source": "other till"}, "source_not_signed"),
        (
            {"data": {"store_id": "330", "reserved_for": "2026-03-05T12:00:00"}, "type": "yingbin.arrival.reserved"},
            "data_",
        ),
    ],
)
def test_what_cannot_be_read_is_kept_with_its_reason_and_spares_its_neighbours(
    engine: Engine, wrong: dict[str, Any], reason: str
) -> None:
    found_store(engine)
    bad = queued(NOON, event_id="bad") | wrong
    sent = [queued(NOON, "A1", event_id="e1"), bad, queued(NOON, "A2", "13900139000", event_id="e2")]
    rows = rows_of(sent)
    assert [row.state for row in rows] == ["pending", "parked", "pending"]
    assert rows[1].reason.startswith(reason)
    assert rows[1].source == "till"
    with write(engine) as connection:
        assert keep(connection, rows) == [True, True, True]
        assert keep(connection, rows_of(sent)) == [False, False, False]  # what has no id is told by its bytes
        bodies = connection.execute(select(tables.events.c.body).where(tables.events.c.state == "parked")).scalars()
        assert json.loads(bodies.one()) == bad
    apply_all(engine)
    assert len(arrivals(engine)) == 2


@pytest.mark.parametrize(
    "thing", ["7", "null", '"text"', "{}", "[[]]", '{"id": 7, "source": [1]}', '[{"a": "\\u0000"}]']
)
def test_json_that_is_no_event_is_kept_too(engine: Engine, thing: str) -> None:
    rows = [row_of(parcel, "till", NOON, 1, frozenset()) for parcel in unpack(thing.encode())]
    assert [row.state for row in rows] == ["parked"]
    with write(engine) as connection:
        assert keep(connection, rows) == [True]


def test_an_event_in_anothers_name_cannot_take_its_place(engine: Engine) -> None:
    found_store(engine)
    true = queued(NOON, event_id="e1", source="till")
    with write(engine) as connection:
        assert keep(connection, rows_of([true], signer="thief")) == [True]
        assert keep(connection, rows_of([true], signer="till")) == [True]
    apply_all(engine)
    found = outcomes(engine)
    assert found["e1"] == ("applied", "")
    assert found[fingerprint(json.dumps(true, ensure_ascii=False).encode())] == ("parked", "source_not_signed")
    assert len(arrivals(engine)) == 1


NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | NUMBERS | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
USUAL: dict[str, list[Any]] = {
    "id": ["e1", ""],
    "source": ["till"],
    "specversion": ["1.0"],
    "type": ["yingbin.arrival.queued", "yingbin.bill.paid"],
    "time": ["2026-03-05T12:00:00+08:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z"],
    "data": [{"store_id": "330", "ticket_no": "A1"}],
}
FIELDS = st.fixed_dictionaries({}, optional={k: st.one_of(JSON, st.sampled_from(v)) for k, v in USUAL.items()})


@given(st.lists(FIELDS | JSON, min_size=1, max_size=6))
def test_whatever_comes_every_event_has_a_row(things: list[Any]) -> None:
    parcels = unpack(json.dumps(things).encode())
    rows = [row_of(parcel, "till", NOON, 1, frozenset({"330"})) for parcel in parcels]
    assert len(rows) == len(things)
    for row in rows:
        assert row.state in ("pending", "parked")
        assert (row.state == "parked") == bool(row.reason)
        assert row.event_id
        assert "\0" not in "".join((row.source, row.event_id, row.type, row.body, row.reason))


# --- applying --------------------------------------------------------------------------------------------------------


def test_a_ticket_and_a_scan_by_one_guest_are_one_card(engine: Engine) -> None:
    found_store(engine)
    take_in(engine, queued(minutes(0), "A12"), scanned(minutes(20), "A2", phone="+86 138-0013-8000"))
    (card,) = board(engine)
    assert (card.ticket_no, card.table, card.state) == ("A12", "A2", "seated")
    assert card.sources == ("queue", "scan")
    assert [guest.phone for guest in guests(engine)] == ["13800138000"]
    assert card.suggestions[0].code == "ask_new"


def test_an_unknown_guest_is_new_and_a_nameless_party_is_asked_for(engine: Engine) -> None:
    found_store(engine)
    take_in(engine, queued(minutes(0), "A1", phone=""), queued(minutes(1), "A2", phone="13900139000"))
    nameless, new = board(engine)
    assert nameless.guest_id is None
    assert [s.code for s in nameless.suggestions] == ["register"]
    assert new.guest_id is not None
    assert guests(engine)[0].is_new


def test_a_guest_reaches_the_feed_before_the_card_that_names_it(engine: Engine) -> None:
    found_store(engine)
    take_in(engine, queued(minutes(0)))
    with engine.connect() as connection:
        query = (
            select(tables.feed.c.kind).where(tables.feed.c.kind.in_(("guest", "arrival"))).order_by(tables.feed.c.seq)
        )
        assert list(connection.execute(query).scalars()) == ["guest", "arrival"]
        accepted = set(
            connection.execute(select(tables.feed.c.accepted_us).where(tables.feed.c.kind == "arrival")).scalars()
        )
    assert accepted == {us_of(NOON)}


def test_a_vip_is_marked(engine: Engine) -> None:
    found_store(engine)
    take_in(engine, queued(minutes(0)))
    with write(engine) as connection:
        connection.execute(update(tables.guests).values(vip=True, vip_manager="王经理"))
    take_in(engine, scanned(minutes(5)))
    (card,) = board(engine)
    assert card.vip
    assert card.needs_acknowledgement
    assert card.suggestions[0].code == "welcome_vip"


def test_an_event_without_time_happened_when_it_was_accepted(engine: Engine) -> None:
    found_store(engine)
    take_in(engine, queued(None))
    assert arrivals(engine)[0].arrived_at == NOON


def test_a_paid_bill_counts_as_a_visit_and_the_party_has_left(engine: Engine) -> None:
    found_store(engine)
    take_in(engine, queued(minutes(0), "A12"), scanned(minutes(20), "A2"), paid(minutes(90), table="A2"))
    (card,) = board(engine)
    assert (card.state, card.state_at) == ("left", minutes(90))
    (guest,) = guests(engine)
    assert (guest.visits, guest.spend_fen, guest.last_visit) == (1, 18_800, minutes(90))
    assert [favourite.dish for favourite in guest.favourites] == ["麻婆豆腐"]
    with engine.connect() as connection:
        bill = connection.execute(select(tables.bills)).one()
        assert (bill.list_fen, bill.paid_fen, bill.table_name) == (20_000, 18_800, "A2")
        assert (bill.opened_us, bill.closed_us) == (us_of(minutes(20)), us_of(minutes(90)))
        assert len(connection.execute(select(tables.bill_items)).all()) == 2


def test_a_bill_is_counted_once_whatever_the_event_is_called(engine: Engine) -> None:
    found_store(engine)
    take_in(engine, paid(minutes(90), "b1"), paid(minutes(91), "b1"), paid(minutes(90), "b2"))
    assert guests(engine)[0].visits == 2


def test_a_bill_without_identity_is_of_the_guest_at_its_table(engine: Engine) -> None:
    found_store(engine)
    take_in(engine, scanned(minutes(20), "A2"), paid(minutes(90), table="A2", phone=""))
    assert (guests(engine)[0].visits, board(engine)[0].state) == (1, "left")


def test_a_bill_names_the_nameless_party_at_its_table(engine: Engine) -> None:
    found_store(engine)
    take_in(
        engine,
        queued(minutes(0), "A7", phone=""),
        changed(minutes(10), "seated", ticket_no="A7", table="A3"),
        paid(minutes(70), table="A3"),
    )
    (card,) = board(engine)
    assert card.guest_id == guests(engine)[0].guest_id
    assert card.state == "left"


def test_a_bill_paid_by_a_friend_ends_the_visit_of_both(engine: Engine) -> None:
    found_store(engine)
    take_in(
        engine,
        scanned(minutes(10), "A2", phone="13800138000"),
        scanned(minutes(11), "A2", phone="13900139000"),
        scanned(minutes(12), "A1", phone="13700137000"),
        paid(minutes(70), table="A2", phone="13900139000"),
    )
    assert [(card.table, card.state) for card in board(engine)] == [("A2", "left"), ("A2", "left"), ("A1", "seated")]


def test_a_late_bill_does_not_send_the_next_party_away(engine: Engine) -> None:
    found_store(engine)
    take_in(
        engine,
        scanned(minutes(0), "A2", phone="13800138000"),
        scanned(minutes(100), "A2", phone="13900139000"),
        paid(minutes(90), table="A2", phone="13800138000"),
    )
    assert [card.state for card in board(engine)] == ["left", "seated"]


def test_a_ticket_is_called_and_given_up(engine: Engine) -> None:
    found_store(engine)
    take_in(
        engine,
        queued(minutes(0), "A1"),
        queued(minutes(1), "A2", phone="13900139000"),
        changed(minutes(5), "called", ticket_no="A1"),
        changed(minutes(9), "no_show", ticket_no="A1"),
        changed(minutes(9), "called", ticket_no="A2"),
    )
    assert [card.state for card in board(engine)] == ["no_show", "called"]


def test_a_change_may_name_the_arrival(engine: Engine) -> None:
    found_store(engine)
    take_in(engine, queued(minutes(0), "A1"))
    arrival_id = arrivals(engine)[0].arrival_id
    take_in(engine, changed(minutes(3), "seated", arrival_id=arrival_id, table="A3"))
    assert (arrivals(engine)[0].state, arrivals(engine)[0].table) == ("seated", "A3")
    take_in(engine, changed(minutes(3), "left", arrival_id="nobody", event_id="e9"))
    assert outcomes(engine)["e9"][0] == "parked"
    assert outcomes(engine)["e9"][1].startswith("arrival_unknown")


def test_a_ticket_number_of_yesterday_is_another_party(engine: Engine) -> None:
    found_store(engine)
    yesterday = queued(minutes(-24 * 60), "A1", phone="13900139000")
    take_in(engine, yesterday, queued(minutes(0), "A1"), changed(minutes(5), "called", ticket_no="A1"))
    assert [card.state for card in arrivals(engine)] == ["waiting", "called"]


def test_a_change_that_came_before_its_ticket_waits_for_it(engine: Engine) -> None:
    found_store(engine)
    take_in(engine, changed(minutes(5), "called", ticket_no="A1", event_id="early"))
    assert outcomes(engine)["early"] == ("parked", "ticket_unknown: 330 A1")
    take_in(engine, queued(minutes(-60 * 24 * 3), "A1", event_id="of another day"))
    assert outcomes(engine)["early"][0] == "parked"
    take_in(engine, queued(minutes(0), "A1", phone="13900139000"))
    assert outcomes(engine)["early"] == ("applied", "")
    assert arrivals(engine)[-1].state == "called"


def test_a_reservation_becomes_the_party_that_comes(engine: Engine) -> None:
    found_store(engine)
    reserved = event(
        "arrival.reserved",
        minutes(-2000),
        store_id="330",
        reserved_for=minutes(60).isoformat(),
        party_size=6,
        note="儿童椅\n靠窗",
        identity={"unionid": "u1", "phone": "13800138000"},
    )
    take_in(engine, reserved, scanned(minutes(55), "A3"))
    (card,) = board(engine)
    assert (card.state, card.table, card.party_size, card.note) == ("seated", "A3", 6, "儿童椅 靠窗")
    assert card.arrived_at == minutes(55)


def test_flags_tell_of_tables_taken_and_unknown(engine: Engine) -> None:
    found_store(engine)
    take_in(
        engine,
        scanned(minutes(0), "A2", phone="13800138000"),
        scanned(minutes(1), "A2", phone="13900139000"),
        scanned(minutes(2), "Z9", phone="13700137000"),
    )
    assert [card.flags for card in board(engine)] == [(), ("table_taken",), ("table_unknown",)]


def test_a_poison_event_is_parked_and_blocks_nobody(engine: Engine) -> None:
    found_store(engine)
    long_ago = queued("0001-01-01T00:00:00+14:00", "A1", event_id="poison")
    take_in(engine, long_ago, queued(minutes(0), "A2", event_id="good"))
    assert outcomes(engine) == {"poison": ("parked", "failed: OverflowError"), "good": ("applied", "")}


def test_fields_that_a_till_pads_with_nul_mean_what_stands_before_it(engine: Engine) -> None:
    found_store(engine)
    named: dict[str, Any] = {"identity": {"phone": "19000008001\x00\x00", "unionid": "\x00"}, "store_id": "330"}
    take_in(engine, event("arrival.queued", minutes(1), ticket_no="A1\x00", **named))
    take_in(engine, event("arrival.changed", minutes(2), store_id="330", ticket_no="A1", state="called"))
    bill: dict[str, Any] = {"bill_id": "b\x00", "table": "\x00", "amount_fen": 100, "list_fen": 100}
    item = {"name": "面\x00", "quantity": 1, "amount_fen": 100}
    take_in(engine, event("bill.paid", minutes(3), items=[item], staff_id="\\u0000", **bill, **named))
    (card,) = arrivals(engine)
    assert (card.ticket_no, card.state) == ("A1", "left")
    with engine.connect() as connection:
        assert connection.execute(select(tables.events.c.state)).scalars().all() == ["applied"] * 3
        assert connection.execute(select(tables.bills.c.bill_id, tables.bills.c.staff_id)).one() == ("b", "\\u0000")


def test_what_was_parked_for_want_of_a_store_or_type_is_applied_once_hq_knows_it(engine: Engine) -> None:
    found_store(engine, "330")
    take_in(engine, queued(minutes(0), "A1", event_id="e1", store_id="331"))  # "331" is to come
    with write(engine) as connection:
        connection.execute(update(tables.events).values(state="parked", reason="store_unknown"))
        row = rows_of([queued(minutes(0), "A2", "13900139000", event_id="e2")])[0]
        keep(connection, [row._replace(state="parked", reason="unknown_type")])
    apply_all(engine)
    assert outcomes(engine) == {"e1": ("parked", "store_unknown"), "e2": ("applied", "")}
    found_store(engine, "331")
    apply_all(engine)
    assert outcomes(engine)["e1"] == ("applied", "")


def test_an_event_is_applied_once_by_two_services(engine: Engine) -> None:
    """Both read the same pending rows; only one may do their work."""
    found_store(engine)
    with write(engine) as connection:
        keep(connection, rows_of([paid(minutes(90), "b1", event_id="e1")]))
        row = connection.execute(text("select position, type, body, time_us, accepted_us from events")).one()
    first, second = applying.Applying(StoppedClock()), applying.Applying(StoppedClock())
    with write(engine) as connection:
        first._apply(connection, row, default_policy())
    with write(engine) as connection:
        connection.execute(text("delete from bills"))  # so that doing it again would show
        second._apply(connection, row, default_policy())
        assert connection.execute(text("select count(*) from bills")).scalar() == 0


# --- the board's day -------------------------------------------------------------------------------------------------

DAY = 24 * 60


def test_the_first_arrival_of_a_day_clears_the_board_of_the_day_before(engine: Engine) -> None:
    found_store(engine)
    clock = StoppedClock(minutes(60))
    take_in(engine, queued(minutes(0), "A1"), clock=clock)
    reserved = event(
        "arrival.reserved", minutes(10), store_id="330", reserved_for=minutes(3 * DAY).isoformat(), identity={}
    )
    take_in(engine, reserved, clock=clock)
    assert len(board(engine)) == 2  # a reservation for later does not end the day
    clock.at = minutes(DAY)
    take_in(engine, queued(minutes(DAY), "A1", phone="13900139000"), clock=clock)
    assert [card.arrived_at for card in board(engine)] == [minutes(DAY), minutes(3 * DAY)]
    assert len(arrivals(engine)) == 3
    take_in(engine, queued(minutes(5), "A9", phone="13700137000"), clock=clock)  # came in a day late
    assert len(arrivals(engine)) == 4
    assert len(board(engine)) == 2


def test_a_board_is_swept_of_earlier_days_but_not_of_what_just_came_in(engine: Engine) -> None:
    found_store(engine)
    take_in(engine, queued(minutes(0), "A1"), queued(minutes(1), "A2", phone="13900139000"))
    with write(engine) as connection:
        fresh = board(engine)[1].arrival_id
        touched = update(tables.feed).where(tables.feed.c.card_id == fresh)
        connection.execute(touched.values(accepted_us=us_of(datetime.now(UTC))))
    apply_all(engine, StoppedClock(minutes(2 * DAY)))
    assert [card.arrival_id for card in board(engine)] == [fresh]
    apply_all(engine, StoppedClock(minutes(200)))
    assert len(board(engine)) == 1


# --- however they arrive ---------------------------------------------------------------------------------------------

STORY = [
    queued(minutes(0), "A12", event_id="q1"),
    changed(minutes(15), "called", ticket_no="A12", event_id="c1"),
    scanned(minutes(20), "A2", event_id="s1"),
    paid(minutes(90), "b1", table="A2", event_id="p1"),
    queued(minutes(3), "A13", phone="13900139000", event_id="q2"),
    scanned(minutes(30), "A3", phone="13900139000", event_id="s2"),
    queued(minutes(4), "A14", phone="13700137000", event_id="q3"),
    changed(minutes(40), "no_show", ticket_no="A14", event_id="c3"),
]


def told(engine: Engine) -> tuple[object, object]:
    """Return what guests and arrivals look like, without the ids that are drawn anew each time."""
    people = {guest.guest_id: guest for guest in guests(engine)}
    cards = [
        (card.ticket_no, card.table, card.state, card.state_at, card.arrived_at, people[card.guest_id or ""].phone)
        for card in board(engine)
    ]
    return cards, [(g.phone, g.visits, g.spend_fen, g.last_visit, g.favourites) for g in people.values()]


def clear(engine: Engine) -> None:
    with write(engine) as connection:
        for table in (
            tables.events,
            tables.arrivals,
            tables.bills,
            tables.bill_items,
            tables.guests,
            tables.identities,
            tables.cards,
            tables.feed,
        ):
            connection.execute(table.delete())


@pytest.mark.dear
@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(range(len(STORY))), st.lists(st.integers(0, len(STORY) - 1), max_size=6))
def test_events_may_come_late_twice_and_in_any_order(engine: Engine, order: list[int], again: list[int]) -> None:
    with write(engine) as connection:
        known = connection.execute(select(tables.stores.c.store_id)).scalar()
    if known is None:
        found_store(engine)
    clear(engine)
    take_in(engine, *STORY)
    right = told(engine)
    clear(engine)
    for place in (*order, *again):
        take_in(engine, STORY[place])
    assert told(engine) == right
    assert {state for state, _ in outcomes(engine).values()} == {"applied"}


def test_the_guest_table_can_be_filled_before_any_event(engine: Engine) -> None:
    """An imported guest is recognised by the phone, with the visits the chain knows of."""
    found_store(engine)
    with write(engine) as connection:
        connection.execute(insert(tables.guests).values(guest_id="g1", name="王芳", phone="13800138000", created_us=1))
        known = {"kind": "phone", "value": "13800138000", "guest_id": "g1", "since_us": 1}
        connection.execute(insert(tables.identities).values(known))
        for n in range(3):
            closed = us_of(minutes(-n * DAY - DAY))
            bill = {"store_id": "330", "bill_id": f"old{n}", "guest_id": "g1", "paid_fen": 100, "closed_us": closed}
            connection.execute(insert(tables.bills).values(bill))
    take_in(engine, queued(minutes(0)))
    (guest,) = guests(engine)
    assert (guest.guest_id, guest.name, guest.visits, guest.last_visit) == ("g1", "王芳", 3, minutes(-DAY))
    assert guest.tier == "gold"
    assert [s.code for s in board(engine)[0].suggestions] == ["welcome_back"]
