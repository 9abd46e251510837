"""Conflicts: found, on the desks, settled by a manager, opened again; and no import undoes what was decided."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select

from app.domain.conflicts import ConflictCard
from app.domain.guests import GuestCard
from app.hq import tables
from app.hq.database import write
from app.hq.importers.mapping import read_map
from app.hq.importers.report import ImportReport
from app.hq.importers.run import import_file
from app.hq.work.commanding import Commanding, read_commands
from app.hq.work.disputes import show_unseen
from app.hq.work.enrolling import Device
from app.wire.codec import decode
from app.wire.commands import CommandOutcome
from tests.kit.data import real_data
from tests.kit.hq import command, found_store
from tests.kit.story import NOON, StoppedClock, minutes, paid, queued, take_in

THEN = minutes(5)
DESK = Device(device_id="d1", store_id="330", revoked=False)

PEOPLE = (
    "guest_id,name,phone,unionid",
    "1,王芳,13800000001,u1",
    "2,李雷,13800000002,u2",
    "3,韩梅,13800000003,u3",
)
ORDERS = "order_id,guest_id,guest_name,phone,party_size,table,paid_yuan,opened_at,closed_at"


@pytest.fixture
def load(engine: Engine, tmp_path: Path) -> Callable[..., ImportReport]:
    """Import lines of a kind into store 330."""
    found_store(engine)

    def run(kind: str, *lines: str) -> ImportReport:
        path = tmp_path / f"{kind}.csv"
        path.write_text("\n".join(lines) + "\n")
        return import_file(engine, kind, [path], store_id="330", now=NOON)

    return run


def send(engine: Engine, kind: str, /, author: str = "李娜", now: datetime = THEN, **body: Any) -> CommandOutcome:
    """Do a command at `now`, which is HQ's time as well."""
    sent = read_commands(json.dumps({"commands": [command(kind, now, author=author, **body)]}).encode())
    with write(engine) as connection:
        return Commanding(StoppedClock(now)).perform(connection, DESK, sent)[0]


def settle(engine: Engine, conflict_id: str, decision: str, **more: Any) -> CommandOutcome:
    return send(engine, "conflict.settle", conflict_id=conflict_id, decision=decision, **more)


def reopen(engine: Engine, conflict_id: str, **more: Any) -> CommandOutcome:
    return send(engine, "conflict.reopen", conflict_id=conflict_id, **more)


def bodies(engine: Engine, kind: str, store_id: str = "330") -> dict[str, str]:
    """Return the cards of a kind that the store's desks hold."""
    cards, feed = tables.cards, tables.feed
    held = (feed.c.kind == cards.c.kind) & (feed.c.card_id == cards.c.card_id) & (feed.c.store_id == store_id)
    query = (
        select(cards.c.card_id, cards.c.body).join(feed, held).where(cards.c.kind == kind, cards.c.body.is_not(None))
    )
    with engine.connect() as connection:
        return {row.card_id: row.body for row in connection.execute(query.where(cards.c.kind == kind)) if row.body}


def queue(engine: Engine) -> dict[str, ConflictCard]:
    return {name: decode(body, ConflictCard) for name, body in bodies(engine, "conflict").items()}


def only(engine: Engine) -> ConflictCard:
    (card,) = queue(engine).values()
    return card


def guest(engine: Engine, guest_id: str) -> GuestCard:
    return decode(bodies(engine, "guest")[guest_id], GuestCard)


def everything(engine: Engine) -> dict[str, object]:
    """Return all that a settlement may touch, for comparing before and after."""
    kept = (tables.guests, tables.identities, tables.bills, tables.conflicts)
    with engine.connect() as connection:
        rows: dict[str, object] = {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr) for table in kept
        }
    return rows | {kind: bodies(engine, kind) for kind in ("guest", "conflict")}


def of_kind(kind: str, engine: Engine, load: Callable[..., ImportReport]) -> ConflictCard:
    """Make a conflict of the kind; the left guest has what is disputed."""
    load("guests", *PEOPLE)
    if kind == "phone_shared":
        load("guests", PEOPLE[0], "4,韩小妹,13800000003,u4")
    elif kind == "event_identity":
        take_in(engine, paid(minutes(1), "b1", table="", identity={"unionid": "u1", "phone": "13800000002"}))
    elif kind == "order_identity":
        load("orders", ORDERS, "b1,1,李雷,13800000002,2,A1,100,2016/3/18 18:21,2016/3/18 19:21")
    else:
        load("orders", ORDERS, "b1,1,陌生人,13800000009,2,A1,100,2016/3/18 18:21,2016/3/18 19:21")
    return only(engine)


KINDS = {
    "order_identity": ("1", "2", "identity_conflict"),
    "order_by_nobody": ("1", "", "identity_conflict"),
    "phone_shared": ("3", "4", "phone_shared"),
    "event_identity": ("2", "1", "identity_conflict"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_conflict_is_on_the_desk_with_both_sides_and_what_disagrees(
    engine: Engine, load: Callable[..., ImportReport], kind: str
) -> None:
    card = of_kind(kind, engine, load)
    left, right, flag = KINDS[kind]
    assert (card.left_guest, card.right_guest, card.store_id, card.is_open) == (left, right, "330", True)
    assert (card.left_name, card.left_phone) == (guest(engine, left).name, guest(engine, left).phone)
    assert card.right_name == (guest(engine, right).name if right else "陌生人")
    assert card.right_phone == (guest(engine, right).phone if right else "13800000009")
    assert {flag for side in (left, right) if side for flag in guest(engine, side).flags} == {flag}
    assert card.evidence


@pytest.mark.parametrize("decision", ["same", "left", "right"])
@pytest.mark.parametrize("kind", KINDS)
def test_settling_says_who_is_right_and_opening_again_restores_everything(
    engine: Engine, load: Callable[..., ImportReport], kind: str, decision: str
) -> None:
    card = of_kind(kind, engine, load)
    left, right, flag = KINDS[kind]
    before = everything(engine)
    outcome = settle(engine, card.conflict_id, decision, note="问过客人", merge_id="m1")
    if decision == "same" and not right:
        assert (outcome.outcome, outcome.code) == ("refused", "conflict_one_sided")
        assert everything(engine) == before
        return
    assert outcome.outcome == "applied", outcome
    settled = only(engine)
    assert (settled.decision, settled.settled_by, settled.note) == (decision, "李娜", "问过客人")
    cards = {name: decode(body, GuestCard) for name, body in bodies(engine, "guest").items()}
    assert not any(one.flags for one in cards.values())
    _right_hands(kind, decision, left, right, cards)
    assert settle(engine, card.conflict_id, decision, note="问过客人").outcome == "applied", "said twice"
    other = "left" if decision != "left" else "right"
    second = settle(engine, card.conflict_id, other)
    assert (second.outcome, second.code) == ("refused", "conflict_settled"), "the first one stands"
    assert reopen(engine, card.conflict_id).outcome == "applied"
    assert everything(engine) == before
    assert reopen(engine, card.conflict_id).outcome == "applied"
    assert flag in guest(engine, left).flags


def _right_hands(kind: str, decision: str, left: str, right: str, cards: Mapping[str, GuestCard]) -> None:
    """The bill, the phone or the identity is where the manager said."""
    if decision == "same":
        assert cards[left].merged == (right,)
        assert right not in cards
        return
    taker, other = (left, right) if decision == "left" else (right, left)
    if kind.startswith("order"):
        new = next((name for name in cards if name not in "123"), "")
        assert cards[taker or new].visits == 1
        assert cards[taker or new].name == ("陌生人" if decision == "right" and not right else cards[taker or new].name)
        assert all(cards[name].visits == 0 for name in cards if name != (taker or new))
    elif kind == "phone_shared" and decision == "right":
        assert (cards[taker].phone, cards[other].phone) == ("13800000003", "")
    elif kind == "event_identity" and decision == "right":
        assert "13800000002" in {one.value for one in cards[taker].identities}
        assert cards[other].phone == ""


@pytest.mark.parametrize("kind", KINDS)
def test_no_import_undoes_what_was_decided(engine: Engine, load: Callable[..., ImportReport], kind: str) -> None:
    card = of_kind(kind, engine, load)
    order = {"order_identity": ("李雷", "13800000002"), "order_by_nobody": ("陌生人", "13800000009")}.get(kind)
    for decision in ("left", "right"):
        settle(engine, card.conflict_id, decision)
        decided = everything(engine)
        for _ in range(2):
            load("guests", *PEOPLE)
            if kind == "phone_shared":
                assert load("guests", PEOPLE[0], "4,韩小妹,13800000003,u4").counts.flagged == 0
            if order:
                line = f"b1,1,{order[0]},{order[1]},2,A1,100,2016/3/18 18:21,2016/3/18 19:21"
                assert load("orders", ORDERS, line).counts.flagged == 0
        after = everything(engine)
        assert (after["conflicts"], after["identities"], after["guest"]) == (
            decided["conflicts"], decided["identities"], decided["guest"],
        )  # fmt: skip
        if order:  # the export's line changed: the amount is new, the guest stays
            load("orders", ORDERS, f"b1,1,{order[0]},{order[1]},2,A1,250,2016/3/18 18:21,2016/3/18 19:21")
            with engine.connect() as connection:
                owner, amount = connection.execute(select(tables.bills.c.guest_id, tables.bills.c.paid_fen)).one()
            assert amount == 25_000
            assert (owner == "1") == (decision == "left")
            load("orders", ORDERS, f"b1,1,{order[0]},{order[1]},2,A1,100,2016/3/18 18:21,2016/3/18 19:21")
        reopen(engine, card.conflict_id)


def test_an_event_that_says_the_same_again_does_not_open_what_was_settled(
    engine: Engine, load: Callable[..., ImportReport]
) -> None:
    card = of_kind("event_identity", engine, load)
    for decision, place in (("left", 10), ("right", 20)):
        settle(engine, card.conflict_id, decision)
        identity = {"unionid": "u1", "phone": "13800000002", "openid": f"o{place}"}
        take_in(engine, queued(minutes(place), f"T{place}", phone="", identity=identity))
        assert not only(engine).is_open
        assert guest(engine, "1").flags == guest(engine, "2").flags == ()
        reopen(engine, card.conflict_id)


def test_only_a_manager_settles_where_there_is_one(engine: Engine, load: Callable[..., ImportReport]) -> None:
    card = of_kind("order_identity", engine, load)
    row = {"store_id": "330", "row_hash": ""}
    with write(engine) as connection:
        connection.execute(insert(tables.staff), {**row, "staff_id": "s7", "name": "李娜", "role": "host"})
    assert settle(engine, card.conflict_id, "left").outcome == "applied", "a store without a manager is everybody's"
    reopen(engine, card.conflict_id)
    with write(engine) as connection:
        connection.execute(insert(tables.staff), {**row, "staff_id": "s8", "name": "张店长", "role": "manager"})
    merged = send(engine, "guest.merge", merge_id="m", guest_id="1", other_id="2")
    for outcome in (settle(engine, card.conflict_id, "left"), merged):
        assert (outcome.outcome, outcome.code) == ("refused", "manager_only")
    assert only(engine).is_open
    assert settle(engine, card.conflict_id, "left", author="张店长").outcome == "applied"
    assert reopen(engine, card.conflict_id).code == "manager_only"
    assert reopen(engine, card.conflict_id, author="s8").outcome == "applied"


def test_another_store_s_conflict_is_none_of_a_desk_s_business(
    engine: Engine, load: Callable[..., ImportReport]
) -> None:
    card = of_kind("order_identity", engine, load)
    found_store(engine, "331")
    other = Device(device_id="d2", store_id="331", revoked=False)
    said = command("conflict.settle", THEN, conflict_id=card.conflict_id, decision="left")
    sent = read_commands(json.dumps({"commands": [said]}).encode())
    with write(engine) as connection:
        (outcome,) = Commanding(StoppedClock(THEN)).perform(connection, other, sent)
    assert (outcome.outcome, outcome.code) == ("refused", "conflict_unknown")
    assert only(engine) == card


def test_unmerging_opens_the_conflict_that_the_merge_settled(engine: Engine, load: Callable[..., ImportReport]) -> None:
    card = of_kind("order_identity", engine, load)
    before = everything(engine)
    settle(engine, card.conflict_id, "same", merge_id="m1", keep="2")
    assert guest(engine, "2").merged == ("1",)
    assert send(engine, "guest.unmerge", merge_id="m1", guest_id="2").outcome == "applied"
    assert everything(engine) == before
    outcome = settle(engine, card.conflict_id, "same", keep="3")
    assert (outcome.outcome, outcome.code) == ("refused", "conflict_keep")


def test_two_who_are_one_person_are_not_at_odds(engine: Engine, load: Callable[..., ImportReport]) -> None:
    of_kind("order_identity", engine, load)
    before = everything(engine)
    send(engine, "guest.merge", merge_id="m1", guest_id="1", other_id="2")
    assert queue(engine) == {}
    assert guest(engine, "1").flags == ()
    send(engine, "guest.unmerge", merge_id="m1", guest_id="1")
    assert everything(engine) == before


def test_a_conflict_that_went_away_leaves_the_desk(engine: Engine, load: Callable[..., ImportReport]) -> None:
    card = of_kind("order_identity", engine, load)
    load("orders", ORDERS, "b1,1,王芳,13800000001,2,A1,100,2016/3/18 18:21,2016/3/18 19:21")
    assert queue(engine) == {}
    assert settle(engine, card.conflict_id, "left").code == "conflict_gone"
    assert settle(engine, "nothing", "left").code == "conflict_unknown"
    load("orders", ORDERS, "b1,1,李雷,13800000002,2,A1,100,2016/3/18 18:21,2016/3/18 19:21")
    assert only(engine) == card


def test_a_guest_that_settling_made_stays_if_more_is_known_of_it(
    engine: Engine, load: Callable[..., ImportReport]
) -> None:
    card = of_kind("order_by_nobody", engine, load)
    settle(engine, card.conflict_id, "right")
    take_in(engine, paid(minutes(30), "b9", table="", phone="13800000009"))
    (new,) = set(bodies(engine, "guest")) - set("123")
    assert guest(engine, new).visits == 2
    reopen(engine, card.conflict_id)
    assert (guest(engine, new).visits, guest(engine, "1").visits) == (1, 1)


def phone_of(engine: Engine, guest_id: str) -> str:
    with engine.connect() as connection:
        query = select(tables.guests.c.phone).where(tables.guests.c.guest_id == guest_id)
        return str(connection.execute(query).scalar_one())


def test_a_phone_that_a_file_named_since_is_not_lost_by_opening_again(
    engine: Engine, load: Callable[..., ImportReport]
) -> None:
    card = of_kind("phone_shared", engine, load)
    settle(engine, card.conflict_id, "right")
    assert phone_of(engine, "3") == ""
    load("guests", PEOPLE[0], "3,韩梅,13800000033,u3")
    reopen(engine, card.conflict_id)
    assert phone_of(engine, "3") == "13800000033"


def test_what_was_decided_to_be_a_third_one_s_is_not_taken_away_by_another_conflict(
    engine: Engine, load: Callable[..., ImportReport]
) -> None:
    first = of_kind("phone_shared", engine, load)
    load("guests", PEOPLE[0], "5,韩三妹,13800000003,u5")
    (second,) = set(queue(engine)) - {first.conflict_id}
    settle(engine, first.conflict_id, "right")
    before = everything(engine)
    for decision in ("left", "right"):
        outcome = settle(engine, second, decision)
        assert (outcome.outcome, outcome.code) == ("refused", "conflict_moved")
        assert everything(engine) == before
    reopen(engine, first.conflict_id)
    assert settle(engine, second, "right").outcome == "applied"
    reopen(engine, first.conflict_id)
    assert settle(engine, first.conflict_id, "right").code == "conflict_moved"


def test_conflicts_from_before_they_had_cards_are_shown(engine: Engine, load: Callable[..., ImportReport]) -> None:
    card = of_kind("phone_shared", engine, load)
    with write(engine) as connection:
        for table in (tables.cards, tables.feed):
            connection.execute(table.delete().where(table.c.kind == "conflict"))
        assert show_unseen(connection) == 1
        assert show_unseen(connection) == 0
    assert only(engine) == card


def test_of_an_identity_only_the_end_is_told(engine: Engine, load: Callable[..., ImportReport]) -> None:
    load("guests", *PEOPLE, "4,赵四,,union-4-secret")
    take_in(engine, paid(minutes(1), "b1", table="", identity={"member_no": "1", "unionid": "union-4-secret"}))
    assert only(engine).evidence == {"kind": "unionid", "value": "cret"}


# --- the real exports ---------------------------------------------------------------------------------------------

NOW = datetime(2016, 8, 16, tzinfo=UTC)
FILES = (
    ("guests", "guests_history.gbk.csv"),
    ("guests", "guests_2016-08.gbk.csv"),
    ("orders", "orders_2016-08-01_15.gbk.csv"),
)


def read(name: str) -> list[dict[str, str]]:
    with real_data("orders", name).open(encoding="gb18030", newline="") as file:
        return [row for row in csv.DictReader(file) if None not in row and None not in row.values()]


def disagreeing() -> dict[str, tuple[str, str]]:
    """Return (guest id, who has the phone) of every order whose id, phone and name disagree, by order, from the CSVs.

    A phone is whose file row it stands on, first come; else the guest's whose order first brought it under the name
    that the file has for that guest.
    """
    names: dict[str, str] = {}
    owners: dict[str, str] = {}
    for _, name in FILES[:2]:
        for row in read(name):
            names[row["USER_ID"]] = row["ACCOUNT"].strip()
            owners.setdefault(row["TEL"].strip(), row["USER_ID"])
    found = {}
    orders = sorted(
        read(FILES[2][1]), key=lambda row: datetime.strptime(f"{row['use_start_time']} +0800", "%Y/%m/%d %H:%M:%S %z")
    )
    for row in orders:
        guest_id, phone, called = row["emp_id"], row["phone"].strip(), row["name"].strip()
        if owners.get(phone) == guest_id:
            continue
        if phone not in owners and called == names.get(guest_id, called):
            owners[phone] = guest_id
        else:
            found[row["info_id"]] = (guest_id, owners.get(phone, ""))
    return found


@pytest.fixture
def august(engine: Engine) -> Callable[[], None]:
    """Import the guest files and a fortnight of August's orders."""

    def run() -> None:
        for kind, name in FILES:
            mapping = read_map(real_data("orders", "map.toml"), kind)
            import_file(engine, kind, [real_data("orders", name)], store_id="330", mapping=mapping, now=NOW)

    return run


@pytest.mark.dear
def test_every_order_that_disagrees_is_in_the_queue_and_nobody_is_merged(
    engine: Engine, august: Callable[[], None]
) -> None:
    expected = disagreeing()
    august()
    cards = queue(engine)
    assert {card.evidence["bill_id"]: (card.left_guest, card.right_guest) for card in cards.values()} == expected
    assert len(cards) == len(expected) == 123
    assert all(card.is_open and card.kind == "order_identity" for card in cards.values())
    with engine.connect() as connection:
        assert connection.execute(select(tables.guests.c.merged_into).distinct()).scalars().all() == [None]
        assert connection.execute(select(tables.merges)).all() == []
        owners = {row.bill_id: row.guest_id for row in connection.execute(select(tables.bills))}
    assert owners == {row["info_id"]: row["emp_id"] for row in read(FILES[2][1])}


@pytest.mark.dear
def test_what_was_settled_of_august_outlives_its_import_and_can_be_taken_back(
    engine: Engine, august: Callable[[], None]
) -> None:
    august()
    before = everything(engine)
    cards = sorted(queue(engine).values(), key=lambda card: card.conflict_id)
    known = [card for card in cards if card.right_guest]
    strangers = [card for card in cards if not card.right_guest]
    plan = {card.conflict_id: decision for card, decision in zip(known, ("same", "left", "right") * 4, strict=False)}
    plan |= {card.conflict_id: decision for card, decision in zip(strangers, ("left", "right") * 2, strict=False)}
    for place, (conflict_id, decision) in enumerate(plan.items()):
        outcome = settle(engine, conflict_id, decision, merge_id=f"m{place}", now=NOW)
        assert outcome.outcome == "applied", outcome
    decided = everything(engine)
    august()
    after = everything(engine)
    assert after["conflicts"] == decided["conflicts"]
    assert after["guest"] == decided["guest"]
    assert {card.conflict_id for card in queue(engine).values() if not card.is_open} == set(plan)
    for conflict_id in sorted(plan):  # in another order than they were settled
        assert reopen(engine, conflict_id, now=NOW).outcome == "applied"
    assert everything(engine) == before
