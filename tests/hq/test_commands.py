"""Commands: what staff did is recorded exactly once, always if it is a fact, with a receipt that answers again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select, text

from app.domain.arrivals import ArrivalCard
from app.domain.commands import KINDS
from app.domain.faults import Unreadable
from app.domain.guests import GuestCard
from app.hq import tables
from app.hq.clock import us_of
from app.hq.database import write
from app.hq.reading import entries_of
from app.hq.work.commanding import Commanding, read_commands
from app.hq.work.enrolling import Device
from app.wire.codec import decode
from app.wire.commands import CommandOutcome
from tests.kit.hq import command, event, found_store
from tests.kit.story import StoppedClock, arrivals, board, changed, guests, minutes, queued, take_in
from tests.kit.thorough import examples

DESK = Device(device_id="d1", store_id="330", revoked=False)
OTHER_DESK = Device(device_id="d2", store_id="331", revoked=False)


def send(
    engine: Engine,
    *commands: Mapping[str, Any],
    device: Device = DESK,
    key: str = "",
    clock: StoppedClock | None = None,
) -> list[CommandOutcome]:
    sent = read_commands(json.dumps({"commands": commands}).encode(), key)
    with write(engine) as connection:
        return Commanding(clock or StoppedClock(minutes(600))).perform(connection, device, sent)


def arrival_in(outcome: CommandOutcome) -> ArrivalCard:
    (body,) = [entry.body for entry in outcome.cards if entry.kind == "arrival"]
    return decode(body or b"", ArrivalCard)


def guest_in(outcome: CommandOutcome) -> GuestCard:
    (body,) = [entry.body for entry in outcome.cards if entry.kind == "guest"]
    return decode(body or b"", GuestCard)


def register(at: datetime, arrival_id: str = "a1", guest_id: str = "g1", **more: Any) -> dict[str, Any]:
    return command("arrival.register", at, arrival_id=arrival_id, guest_id=guest_id, **more)


@pytest.fixture
def store(engine: Engine) -> Engine:
    found_store(engine)
    found_store(engine, "331")
    return engine


def waiting_party(engine: Engine, phone: str = "13800138000") -> ArrivalCard:
    take_in(engine, queued(minutes(0), "A1", phone=phone))
    return arrivals(engine)[0]


# --- once ------------------------------------------------------------------------------------------------------------


def test_a_command_is_applied_once_and_answered_again(store: Engine) -> None:
    party = waiting_party(store)
    seat = command("arrival.seat", minutes(9), arrival_id=party.arrival_id, table="A2")
    (first,) = send(store, seat)
    assert (first.outcome, arrival_in(first).table, arrival_in(first).state) == ("applied", "A2", "seated")
    send(store, command("arrival.left", minutes(60), arrival_id=party.arrival_id))
    (again,) = send(store, seat)
    assert again.outcome == "repeated"
    assert arrival_in(again).state == "left"  # the card as it is now, not as it was then
    assert arrivals(store)[0].state == "left"


def test_a_key_is_good_for_one_command(store: Engine) -> None:
    party = waiting_party(store)
    seat = command("arrival.seat", minutes(9), arrival_id=party.arrival_id, table="A2")
    send(store, seat)
    for other in (
        seat | {"body": {"arrival_id": party.arrival_id, "table": "A3"}},
        seat | {"kind": "arrival.left"},
        seat | {"author": "somebody else"},
        seat | {"at": minutes(10).isoformat()},
    ):
        (refused,) = send(store, other)
        assert (refused.outcome, refused.code) == ("refused", "key_reused")
    (elsewhere,) = send(store, seat, device=OTHER_DESK)
    assert (elsewhere.outcome, elsewhere.code) == ("refused", "key_reused")
    same = json.loads(json.dumps(seat)) | {"at": minutes(9).astimezone().isoformat()}
    same["body"] = dict(reversed(seat["body"].items()))
    assert send(store, same)[0].outcome == "repeated"
    assert arrivals(store)[0].table == "A2"


def test_commands_of_a_batch_stand_for_themselves(store: Engine) -> None:
    party = waiting_party(store)
    good = command("arrival.seat", minutes(9), arrival_id=party.arrival_id, table="A2")
    batch = [
        good,
        command("arrival.seat", minutes(9), arrival_id="nobody", table="A2"),
        {"key": "k-bad", "kind": "arrival.seat"},
        command("arrival.levitate", minutes(9), arrival_id=party.arrival_id),
        command("arrival.seat", minutes(9), arrival_id=party.arrival_id, table=7),
        {"kind": "arrival.left"},
        command("arrival.seat", minutes(9), arrival_id=party.arrival_id, table=" "),
        good,
        command("arrival.left", minutes(70), arrival_id=party.arrival_id),
    ]
    found = send(store, *batch)
    assert [(outcome.outcome, outcome.code) for outcome in found] == [
        ("applied", ""),
        ("refused", "arrival_unknown"),
        ("refused", "body_unreadable"),
        ("refused", "command_kind"),
        ("refused", "body_unreadable"),
        ("refused", "key_missing"),
        ("refused", "table_missing"),
        ("repeated", ""),
        ("applied", ""),
    ]
    assert [outcome.key for outcome in found[:2]] == [good["key"], batch[1]["key"]]
    assert [(o.outcome, o.code) for o in send(store, *batch)][1] == ("refused", "arrival_unknown")


def test_the_idempotency_key_of_the_request_may_stand_for_the_first_ones(store: Engine) -> None:
    party = waiting_party(store)
    seat = command("arrival.seat", minutes(9), arrival_id=party.arrival_id, table="A2")
    bare = {name: value for name, value in seat.items() if name != "key"}
    assert [(o.key, o.outcome) for o in send(store, bare, key="k1")] == [("k1", "applied")]
    assert [(o.key, o.outcome) for o in send(store, bare | {"key": "k1"}, key="k1")] == [("k1", "repeated")]
    assert [o.code for o in send(store, seat, key="k2")] == ["idempotency_key"]
    with pytest.raises(Unreadable):
        read_commands(json.dumps({"commands": [bare] * 501}).encode())
    with pytest.raises(Unreadable):
        read_commands(b"[]")


def test_a_command_that_breaks_takes_nothing_with_it(store: Engine) -> None:
    party = waiting_party(store)
    note = command("guest.note", minutes(1), guest_id=party.guest_id, note_id="n1", text="靠窗")
    seat = command("arrival.seat", minutes(9), arrival_id=party.arrival_id, table="A2")
    with write(store) as connection:
        connection.execute(text("alter table guest_aliases rename to aliases_away"))
    broken, seated = send(store, note, seat)
    assert (broken.outcome, broken.code, seated.outcome) == ("refused", "failed", "applied")
    with write(store) as connection:
        connection.execute(text("alter table aliases_away rename to guest_aliases"))
    (mended,) = send(store, note)  # what failed for HQ's own reasons got no receipt
    assert (mended.outcome, guest_in(mended).notes[0].text) == ("applied", "靠窗")


# --- facts -----------------------------------------------------------------------------------------------------------


def test_a_fact_about_a_table_that_is_taken_or_unknown_is_recorded_and_flagged(store: Engine) -> None:
    take_in(store, queued(minutes(0), "A1"), queued(minutes(1), "A2", phone="13900139000"))
    one, two = arrivals(store)
    send(store, command("arrival.seat", minutes(5), arrival_id=one.arrival_id, table="A2"))
    (taken,) = send(store, command("arrival.seat", minutes(6), arrival_id=two.arrival_id, table="A2"))
    assert (taken.outcome, arrival_in(taken).flags, arrival_in(taken).table) == ("applied", ("table_taken",), "A2")
    (odd,) = send(store, command("arrival.seat", minutes(7), arrival_id=two.arrival_id, table="Z9"))
    assert (odd.outcome, arrival_in(odd).flags) == ("applied", ("table_unknown",))
    (moved,) = send(store, command("arrival.seat", minutes(8), arrival_id=two.arrival_id, table="A3"))
    assert arrival_in(moved).flags == ()


@pytest.mark.parametrize("ends", ["left", "moved", "undone"])
def test_a_table_is_taken_no_longer_than_the_other_party_sits_there(store: Engine, ends: str) -> None:
    take_in(store, queued(minutes(0), "A1", phone="13800138000"), queued(minutes(1), "A2", phone="13800138001"))
    first, second = (card.arrival_id for card in arrivals(store))
    send(store, command("arrival.seat", minutes(9), arrival_id=first, table="A2"))
    (seated,) = send(store, command("arrival.seat", minutes(10), arrival_id=second, table="A2"))
    assert arrival_in(seated).flags == ("table_taken",)
    went = {
        "left": command("arrival.left", minutes(11), arrival_id=first),
        "moved": command("arrival.seat", minutes(11), arrival_id=first, table="A1"),
        "undone": command("arrival.reopen", minutes(11), arrival_id=first, state="waiting"),
    }
    send(store, went[ends])
    assert [card.flags for card in arrivals(store) if card.arrival_id == second] == [()]
    (shown,) = [card for card in board(store) if card.arrival_id == second]
    assert (shown.flags, shown.table) == ((), "A2")


def test_who_was_never_marked_as_gone_yesterday_does_not_sit_there_today(store: Engine) -> None:
    yesterday = waiting_party(store)
    send(store, command("arrival.seat", minutes(9), arrival_id=yesterday.arrival_id, table="A2"))
    noon = StoppedClock(minutes(24 * 60))
    take_in(store, queued(minutes(24 * 60 - 9), "A1", phone="13800138001"), clock=noon)
    today = next(card for card in arrivals(store) if card.arrival_id != yesterday.arrival_id)
    seat = command("arrival.seat", minutes(24 * 60 - 5), arrival_id=today.arrival_id, table="A2")
    (seated,) = send(store, seat, clock=noon)
    assert arrival_in(seated).flags == ()


def test_a_fact_that_comes_late_changes_nothing_but_is_flagged(store: Engine) -> None:
    party = waiting_party(store)
    send(store, command("arrival.left", minutes(60), arrival_id=party.arrival_id))
    (late,) = send(store, command("arrival.no_show", minutes(50), arrival_id=party.arrival_id))
    assert (late.outcome, arrival_in(late).state, arrival_in(late).flags) == ("applied", "left", ("late_fact",))
    (undo,) = send(store, command("arrival.reopen", minutes(61), arrival_id=party.arrival_id, state="waiting"))
    assert (arrival_in(undo).state, arrival_in(undo).flags) == ("waiting", ())


def test_a_desk_whose_clock_is_ahead_does_not_write_into_the_future(store: Engine) -> None:
    party = waiting_party(store)
    now = StoppedClock(minutes(10))
    (seated,) = send(store, command("arrival.seat", minutes(9999), arrival_id=party.arrival_id, table="A2"), clock=now)
    assert arrival_in(seated).state_at == minutes(10)


def test_a_vip_is_welcomed_once_by_the_first(store: Engine) -> None:
    party = waiting_party(store)
    with write(store) as connection:
        connection.execute(text("update guests set vip = true"))
    (seen,) = send(store, command("arrival.acknowledge", minutes(1), arrival_id=party.arrival_id, author="s1"))
    (later,) = send(store, command("arrival.acknowledge", minutes(2), arrival_id=party.arrival_id, author="s2"))
    assert arrival_in(seen) == arrival_in(later)
    assert (arrival_in(later).acknowledged_by, arrival_in(later).needs_acknowledgement) == ("s1", False)


def test_an_arrival_of_another_store_is_unknown(store: Engine) -> None:
    party = waiting_party(store)
    (refused,) = send(store, command("arrival.left", minutes(5), arrival_id=party.arrival_id), device=OTHER_DESK)
    assert (refused.outcome, refused.code) == ("refused", "arrival_unknown")
    (stolen,) = send(store, register(minutes(5), party.arrival_id, "g9", name="张"), device=OTHER_DESK)
    assert (stolen.outcome, stolen.code) == ("refused", "arrival_unknown")
    assert arrivals(store)[0] == party


# --- who it is -------------------------------------------------------------------------------------------------------


def test_a_walk_in_is_registered_with_the_ids_of_the_desk(store: Engine) -> None:
    (done,) = send(store, register(minutes(3), name="王 芳", phone="+86 138 0013 8000", party_size=4, table="A1"))
    card, guest = arrival_in(done), guest_in(done)
    assert (card.arrival_id, card.guest_id, card.state, card.table) == ("a1", "g1", "seated", "A1")
    assert (guest.guest_id, guest.name, guest.phone) == ("g1", "王 芳", "13800138000")
    assert done.aliases == {}
    take_in(store, queued(minutes(2), "A9"))  # the ticket of the same guest comes in late
    assert len(arrivals(store)) == 1


def test_a_phone_hq_knows_makes_the_desks_id_an_alias(store: Engine) -> None:
    known = waiting_party(store).guest_id
    (done,) = send(store, register(minutes(400), "a9", "made-at-desk", name="王芳", phone="13800138000"))
    assert done.aliases == {"made-at-desk": known}
    assert (arrival_in(done).guest_id, guest_in(done).name) == (known, "王芳")
    (noted,) = send(store, command("guest.note", minutes(401), guest_id="made-at-desk", note_id="n1", text="喜欢靠窗"))
    assert (guest_in(noted).guest_id, guest_in(noted).notes[0].text) == (known, "喜欢靠窗")
    assert noted.aliases == {"made-at-desk": known}
    (again,) = send(store, register(minutes(402), "a10", "made-at-desk", name="王芳"))
    assert arrival_in(again).guest_id == known
    assert len(guests(store)) == 1


def test_a_nameless_ticket_gets_its_guest(store: Engine) -> None:
    party = waiting_party(store, phone="")
    (done,) = send(store, register(minutes(3), party.arrival_id, "g1", name="李", phone="13900139000"))
    card = arrival_in(done)
    assert (card.arrival_id, card.ticket_no, card.guest_id, card.state) == (party.arrival_id, "A1", "g1", "waiting")
    assert card.suggestions[0].code == "ask_new"


def test_a_walk_in_without_phone_or_with_rubbish_for_one(store: Engine) -> None:
    (bare,) = send(store, register(minutes(3), "a1", "g1", name="", phone=""))
    assert (bare.outcome, guest_in(bare).name) == ("applied", "")
    (wrong,) = send(store, register(minutes(3), "a2", "g2", name="李", phone="12"))
    assert (wrong.outcome, wrong.code) == ("refused", "phone_unreadable")
    with store.connect() as connection:
        assert connection.execute(select(tables.guests.c.guest_id)).scalars().all() == ["g1"]


def test_notes_and_tastes_are_kept_and_shown_where_the_guest_is(store: Engine) -> None:
    party = waiting_party(store)
    of: dict[str, Any] = {"guest_id": party.guest_id}
    (allergic,) = send(store, command("guest.taste", minutes(1), tag="花生", kind="allergy", **of))
    assert [(t.tag, t.kind, t.source, t.author) for t in guest_in(allergic).tastes] == [
        ("花生", "allergy", "staff", "s1")
    ]
    assert [s.code for s in arrival_in(allergic).suggestions] == ["mind_allergy", "ask_new"]
    (noted,) = send(store, command("guest.note", minutes(2), note_id="n1", text="带小孩", **of))
    (twice,) = send(store, command("guest.note", minutes(2), note_id="n1", text="带小孩", **of))
    assert guest_in(twice).notes == guest_in(noted).notes
    assert len(guest_in(twice).notes) == 1
    (dropped,) = send(store, command("guest.taste_drop", minutes(3), tag="花生", **of))
    assert guest_in(dropped).tastes == ()
    assert [s.code for s in arrival_in(dropped).suggestions] == ["ask_new"]
    (unknown,) = send(store, command("guest.note", minutes(2), guest_id="nobody", note_id="n2", text="?"))
    assert (unknown.outcome, unknown.code) == ("refused", "guest_unknown")


def test_a_taste_from_dishes_that_staff_took_off_stays_off_until_somebody_says_it_again(store: Engine) -> None:
    party = waiting_party(store)
    with write(store) as connection:
        for n in range(3):
            closed = us_of(minutes(-1440 * (n + 1)))
            bill = {"store_id": "330", "bill_id": f"b{n}", "guest_id": party.guest_id, "closed_us": closed}
            connection.execute(insert(tables.bills).values(bill))
            line = {"store_id": "330", "bill_id": f"b{n}", "line_key": "1", "dish_name": "剁椒鱼头"}
            connection.execute(insert(tables.bill_items).values(line))
    of: dict[str, Any] = {"guest_id": party.guest_id}
    (noted,) = send(store, command("guest.note", minutes(1), note_id="n1", text="常客", **of))
    shown = {taste.tag for taste in guest_in(noted).tastes}
    assert "辣" in shown
    (dropped,) = send(store, command("guest.taste_drop", minutes(2), tag="辣", **of))
    assert {taste.tag for taste in guest_in(dropped).tastes} == shown - {"辣"}
    (noted,) = send(store, command("guest.note", minutes(3), note_id="n2", text="还是常客", **of))
    assert {taste.tag for taste in guest_in(noted).tastes} == shown - {"辣"}
    (said,) = send(store, command("guest.taste", minutes(4), tag="辣", kind="less", **of))
    assert {(t.tag, t.kind) for t in guest_in(said).tastes if t.tag == "辣"} == {("辣", "less")}


def test_a_command_is_seen_by_the_other_store_where_the_guest_sits(store: Engine) -> None:
    party = waiting_party(store)
    take_in(store, queued(minutes(500), "B1", store_id="331"))
    send(store, command("guest.taste", minutes(501), guest_id=party.guest_id, tag="花生", kind="allergy"))
    there = next(card for card in arrivals(store) if card.store_id == "331")
    assert there.suggestions[0].code == "mind_allergy"


# --- however they arrive ---------------------------------------------------------------------------------------------

SHIFT = [
    register(minutes(1), "a1", "g1", name="王芳", phone="13800138000", party_size=2),
    command("arrival.seat", minutes(2), arrival_id="a1", table="A1"),
    command("guest.taste", minutes(3), guest_id="g1", tag="香菜", kind="avoid"),
    command("guest.note", minutes(4), guest_id="g1", note_id="n1", text="靠窗"),
    command("arrival.left", minutes(60), arrival_id="a1"),
    register(minutes(5), "a2", "g2", name="李雷", phone="13900139000"),
    command("arrival.acknowledge", minutes(6), arrival_id="a2"),
    command("arrival.no_show", minutes(20), arrival_id="a2"),
]


def cards_of(engine: Engine) -> list[tuple[str, str, bytes | None]]:
    keys = [("arrival", "a1"), ("arrival", "a2"), ("guest", "g1"), ("guest", "g2")]
    with engine.connect() as connection:
        return [(entry.kind, entry.id, entry.body) for entry in entries_of(connection, keys)]


@settings(max_examples=examples(12), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, len(SHIFT) - 1), max_size=12), st.integers(1, 4))
def test_commands_sent_again_change_nothing(engine: Engine, again: list[int], size: int) -> None:
    """Every command is sent in order, and any that was sent before may come again at any time, alone or in batches."""
    with write(engine) as connection:
        for table in (*tables.metadata.sorted_tables,):
            if table.name not in ("house", "alembic_version"):
                connection.execute(table.delete())
    found_store(engine)
    for one in SHIFT:
        assert send(engine, one)[0].outcome == "applied"
    right = cards_of(engine)
    for start in range(0, len(again), size):
        batch = [SHIFT[place] for place in again[start : start + size]]
        assert {outcome.outcome for outcome in send(engine, *batch)} == {"repeated"}
    assert cards_of(engine) == right
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from receipts")).scalar() == len(SHIFT)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
BODIES = st.dictionaries(
    st.sampled_from(["arrival_id", "guest_id", "table", "state", "name", "phone", "note_id", "text", "tag", "kind"]),
    st.sampled_from(["a1", "g1", "A1", "seated", "王芳", "138", "likes", "", "\0", "x" * 600]) | JSON,
)
ENVELOPES = st.fixed_dictionaries(
    {},
    optional={
        "key": st.sampled_from(["k1", "k2", "k3", ""]) | JSON,
        "kind": st.sampled_from(sorted(KINDS)) | JSON,
        "subject": st.just("a1") | JSON,
        "at": st.sampled_from(["2026-03-05T12:00:00+08:00", "0001-01-01T00:00:00+14:00", "noon"]),
        "author": st.just("s1") | JSON,
        "body": BODIES | JSON,
    },
)


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ENVELOPES | JSON, max_size=5))
def test_whatever_is_sent_every_command_has_an_outcome(engine: Engine, things: list[Any]) -> None:
    with engine.connect() as connection:
        known = connection.execute(select(tables.stores.c.store_id)).scalar()
    if known is None:
        found_store(engine)
    sent = read_commands(json.dumps({"commands": things}).encode())
    with write(engine) as connection:
        found = Commanding(StoppedClock()).perform(connection, DESK, sent)
    assert len(found) == len(things)
    for outcome in found:
        assert outcome.outcome in ("applied", "repeated", "refused")
        assert (outcome.outcome == "refused") == bool(outcome.code)


@pytest.mark.parametrize("author", ["李\x00娜", "长" * 5000])
def test_whoever_did_it_is_written_down_in_a_form_that_every_database_holds(engine: Engine, author: str) -> None:
    found_store(engine)
    bodies: dict[str, dict[str, Any]] = {
        "group.keep": {"group_id": "g1", "name": "福利群"},
        "print.record": {"print_id": "p1", "template": "poster-a4", "pieces": [{"code": "ZZZZZZZZZZ"}]},
        "print.lost": {"print_id": "p1", "code": "ZZZZZZZZZZ"},
        "arrival.register": {"arrival_id": "a1", "guest_id": "n1", "name": "王芳", "phone": "19000008001"},
        "guest.note": {"guest_id": "n1", "note_id": "note1", "text": "靠窗"},
        "arrival.acknowledge": {"arrival_id": "a1"},
    }
    sent = [command(kind, minutes(1), author=author, **body) for kind, body in bodies.items()]
    assert [done.outcome for done in send(engine, *sent)] == ["applied"] * len(sent)


# --- one party, one card -------------------------------------------------------------------------------------------


def test_a_walk_in_who_is_here_already_is_that_arrival(store: Engine) -> None:
    party = waiting_party(store)
    (outcome,) = send(store, register(minutes(9), "walk-in", "made", name="王芳", phone="138 0013 8000", table="A2"))
    assert outcome.aliases == {"walk-in": party.arrival_id, "made": party.guest_id}
    (card,) = arrivals(store)
    assert (card.arrival_id, card.ticket_no, card.table, card.state) == (party.arrival_id, "A1", "A2", "seated")
    (late,) = send(store, command("arrival.left", minutes(60), arrival_id="walk-in"))
    assert (late.outcome, arrival_in(late).state) == ("applied", "left")
    assert late.aliases == {"walk-in": party.arrival_id}


def test_a_nameless_ticket_of_a_guest_who_reserved_becomes_the_reservation(store: Engine) -> None:
    reserved = event(
        "arrival.reserved", minutes(0), store_id="330", reserved_for=minutes(60).isoformat(), party_size=4, note="靠窗",
        identity={"phone": "13800138000"},
    )  # fmt: skip
    take_in(store, reserved, queued(minutes(50), "B7", phone=""))
    booked, ticket = sorted(arrivals(store), key=lambda card: card.state != "reserved")
    (outcome,) = send(store, register(minutes(51), ticket.arrival_id, "made", name="王芳", phone="13800138000"))
    assert outcome.aliases[ticket.arrival_id] == booked.arrival_id
    gone = [entry.id for entry in outcome.cards if entry.kind == "arrival" and entry.body is None]
    assert gone == [ticket.arrival_id]
    (card,) = arrivals(store)
    assert (card.arrival_id, card.state, card.ticket_no, card.note) == (booked.arrival_id, "waiting", "B7", "靠窗")
    assert card.reserved_for == minutes(60)
    take_in(store, changed(minutes(55), "called", ticket_no="B7"))
    assert arrivals(store)[0].state == "called", "the ticket goes on to mean this party"
    (seat,) = send(store, command("arrival.seat", minutes(57), arrival_id=ticket.arrival_id, table="A3"))
    assert (seat.outcome, arrival_in(seat).arrival_id, arrival_in(seat).table) == ("applied", booked.arrival_id, "A3")


def test_a_second_ticket_of_a_guest_who_sits_is_a_party_of_its_own(store: Engine) -> None:
    party = waiting_party(store)
    send(store, command("arrival.seat", minutes(5), arrival_id=party.arrival_id, table="A1"))
    take_in(store, queued(minutes(30), "B7", phone=""))
    ticket = next(card for card in arrivals(store) if card.ticket_no == "B7")
    send(store, register(minutes(31), ticket.arrival_id, "made", phone="13800138000"))
    assert {(card.ticket_no, card.guest_id) for card in arrivals(store)} == {
        ("A1", party.guest_id), ("B7", party.guest_id),
    }  # fmt: skip


def test_an_old_id_of_a_merged_guest_goes_on_being_right(store: Engine) -> None:
    take_in(store, queued(minutes(0), "A1", phone="13800138000"), queued(minutes(1), "A2", phone="13900139000"))
    kept, gone = (card.guest_id for card in arrivals(store))
    assert kept is not None
    assert gone is not None
    send(store, register(minutes(2), "walk-in", "made", phone="13900139000"))  # another name for the second
    send(store, command("guest.merge", minutes(3), merge_id="m1", guest_id=kept, other_id=gone))
    for place, guest_id in enumerate((gone, "made", kept)):
        said = command("guest.note", minutes(4 + place), guest_id=guest_id, note_id=f"n{place}", text=f"{place}")
        (outcome,) = send(store, said)
        assert (outcome.outcome, guest_in(outcome).guest_id) == ("applied", kept)
    assert {note.text for note in guest_in(outcome).notes} == {"0", "1", "2"}
    (outcome,) = send(store, register(minutes(9), "another", "made-2", name="王芳", phone="13900139000"))
    assert arrival_in(outcome).guest_id == kept
