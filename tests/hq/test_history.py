"""A guest's past as a desk reads it: pages that miss nothing and repeat nothing, for stores that know the guest."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests
from sqlalchemy import Engine, insert, update

from app.domain.arrivals import ArrivalCard, ArrivalState, SignKind
from app.domain.faults import Unknown, Unreadable
from app.hq.clock import us_of
from app.hq.database import write
from app.hq.feed import Publication, publish
from app.hq.reading import read
from app.hq.tables import (
    arrivals,
    bill_items,
    bills,
    conflicts,
    guests,
    interactions,
    merges,
    notes,
    reveals,
    standing_changes,
)
from app.hq.work.history import history, read_before
from app.wire.codec import encode_card
from app.wire.history import HistoryPage, Past
from tests.kit.hq import TIMEOUT, Counter, HqProcess, command, found_store

NOW = datetime(2026, 11, 20, 11, 20, tzinfo=UTC)
STORE = "330"


@pytest.fixture
def hq_engine(engine: Engine) -> Engine:
    """A database with two stores; the first holds guest g."""
    found_store(engine)
    found_store(engine, "331")
    with write(engine) as connection:
        add_guest(connection, "g", "欧阳娜娜")
        publish(connection, [Publication("guest", "g", b'{"guest_id":"g"}', frozenset({STORE}))])
    return engine


def add_guest(connection: Any, guest_id: str, name: str = "", merged_into: str | None = None) -> None:
    row = {"guest_id": guest_id, "name": name, "created_us": 0, "merged_into": merged_into}
    connection.execute(insert(guests).values(row))


def add_bill(connection: Any, guest_id: str, bill_id: str, at: datetime, dishes: tuple[str, ...] = ()) -> None:
    row = {"store_id": STORE, "bill_id": bill_id, "guest_id": guest_id, "closed_us": us_of(at), "paid_fen": 61200}
    connection.execute(insert(bills).values(row | {"list_fen": 70000, "party_size": 4, "table_name": "A1"}))
    for place, dish in enumerate(dishes):
        item = {"store_id": STORE, "bill_id": bill_id, "line_key": str(place), "dish_name": dish}
        connection.execute(insert(bill_items).values(item | {"amount_fen": 100 * (9 - place)}))


def add_note(connection: Any, guest_id: str, note_id: str, at: datetime) -> None:
    row = {"note_id": note_id, "guest_id": guest_id, "store_id": STORE, "text": "靠窗", "author": "李娜"}
    connection.execute(insert(notes).values(row | {"at_us": us_of(at)}))


def add_arrival(connection: Any, guest_id: str, arrival_id: str, at: datetime, store_id: str = STORE) -> None:
    card = ArrivalCard(
        arrival_id=arrival_id,
        store_id=store_id,
        guest_id=guest_id,
        state=ArrivalState.LEFT,
        state_at=at,
        arrived_at=at,
        party_size=3,
        ticket_no="A12",
        table="A1",
        note="要儿童椅",
        sources=(SignKind.QUEUE, SignKind.SCAN),
        vip=True,
        acknowledged_at=at,
        acknowledged_by="周敏",
    )
    row = {"arrival_id": arrival_id, "store_id": store_id, "guest_id": guest_id, "day": "2026-11-20", "state": "left"}
    body = encode_card(card).decode()
    connection.execute(insert(arrivals).values(row | {"arrived_us": us_of(at), "body": body}))


def everything(connection: Any, guest_id: str = "g") -> None:
    """One of each kind, an hour apart, the oldest first."""
    hours = [NOW - timedelta(hours=number) for number in range(9, 0, -1)]
    add_bill(connection, guest_id, "b1", hours[0], ("手把羊肉", "酸奶", "酸奶", "凉皮", "凉皮"))
    went_back = bill_items.c.bill_id == "b1", bill_items.c.line_key == "4"
    connection.execute(update(bill_items).where(*went_back).values(quantity=-1))
    add_arrival(connection, guest_id, "r1", hours[1])
    add_note(connection, guest_id, "n1", hours[2])
    touch = {"key": "till/1", "guest_id": guest_id, "kind": "coupon_claimed", "store_id": STORE, "about": "果盘券"}
    connection.execute(insert(interactions).values(touch | {"at_us": us_of(hours[3])}))
    change = {"guest_id": "g", "what": "tier", "at_us": us_of(hours[4]), "old": "gold", "new": "platinum"}
    counted = '{"days":90,"visits":9}'
    connection.execute(insert(standing_changes).values(change | {"policy": "2026-11", "reason": counted}))
    add_guest(connection, "other", "欧阳小娜", merged_into=guest_id)
    joined = {"merge_id": "m1", "kept": guest_id, "gone": "other", "by": "周敏", "at_us": us_of(hours[5])}
    connection.execute(insert(merges).values(joined | {"reason": "同一个人", "store_id": STORE}))
    apart = {"merge_id": "m2", "kept": guest_id, "gone": "third", "by": "周敏", "at_us": us_of(hours[6])}
    connection.execute(insert(merges).values(apart | {"undone_by": "李娜", "undone_us": us_of(hours[7])}))
    settled = {"conflict_id": "c1", "kind": "phone_shared", "left_guest": "other", "found_us": 1, "state": "settled"}
    said = {"decision": "left", "settled_by": "周敏", "settled_us": us_of(hours[8]), "note": "问过了"}
    connection.execute(insert(conflicts).values(settled | said))


def test_everything_that_happened_is_told_newest_first(hq_engine: Engine) -> None:
    with write(hq_engine) as connection:
        everything(connection)
        for key in ("k1", "k2"):
            seen = {"key": key, "guest_id": "g", "store_id": STORE, "reason": "叫号", "at_us": 1}
            connection.execute(insert(reveals).values(seen))
    with read(hq_engine) as connection:
        page = history(connection, STORE, "g")
    kinds = ["settled", "unmerge", "merge", "merge", "standing", "interaction", "note", "arrival", "bill"]
    assert [entry.kind for entry in page.entries] == kinds
    assert (page.guest_id, page.before, page.reveals) == ("g", "", 2)
    settled, unmerged, apart, joined, standing, touch, note, arrival, bill = page.entries
    assert (settled.what, settled.new, settled.by, settled.text) == ("phone_shared", "left", "周敏", "问过了")
    assert (unmerged.key, unmerged.by, unmerged.other) == ("m2", "李娜", "third")
    assert (apart.key, apart.undone) == ("m2", True)
    assert (joined.key, joined.undone, joined.other_name, joined.text) == ("m1", False, "欧阳小娜", "同一个人")
    assert (standing.what, standing.old, standing.new, standing.policy) == ("tier", "gold", "platinum", "2026-11")
    assert standing.facts == {"days": "90", "visits": "9"}
    assert (touch.what, touch.text) == ("coupon_claimed", "果盘券")
    assert (note.text, note.by, note.store) == ("靠窗", "李娜", "Store 330")
    assert (arrival.ticket, arrival.table, arrival.by, arrival.state) == ("A12", "A1", "周敏", "left")
    assert (arrival.sources, arrival.text, arrival.done_at) == (("queue", "scan"), "要儿童椅", arrival.at)
    assert (bill.paid_fen, bill.party_size, bill.table, bill.at) == (61200, 4, "A1", NOW - timedelta(hours=9))
    assert [(dish.name, dish.quantity) for dish in bill.dishes] == [("酸奶", 2), ("手把羊肉", 1)]


def test_pages_of_any_size_give_every_entry_once_in_one_order(hq_engine: Engine) -> None:
    shuffled = random.Random(7)
    moments = [NOW - timedelta(hours=shuffled.randrange(12)) for _ in range(90)]
    with write(hq_engine) as connection:
        for number, at in enumerate(moments):
            match number % 3:
                case 0:
                    add_bill(connection, "g", f"b.{number:02d}", at)
                case 1:
                    add_note(connection, "g", f"n{number:02d}", at)
                case _:
                    add_arrival(connection, "g", f"a/{number:02d}", at)
    with read(hq_engine) as connection:
        whole = history(connection, STORE, "g", limit=100).entries
        assert len(whole) == 90
        assert [entry.at for entry in whole] == sorted((entry.at for entry in whole), reverse=True)
        for limit in (1, 7, 30, 89, 90):
            got: list[Past] = []
            page = history(connection, STORE, "g", limit=limit)
            got += page.entries
            while page.before:
                assert len(page.entries) == limit
                page = history(connection, STORE, "g", read_before(page.before), limit)
                got += page.entries
            assert got == whole, limit


def test_a_bill_that_was_not_settled_is_no_visit(hq_engine: Engine) -> None:
    with write(hq_engine) as connection:
        add_bill(connection, "g", "open", NOW)
        connection.execute(update(bills).values(settled=False))
    with read(hq_engine) as connection:
        assert history(connection, STORE, "g").entries == []


def test_whoever_was_merged_brings_their_past_and_takes_it_along(hq_engine: Engine) -> None:
    with write(hq_engine) as connection:
        add_guest(connection, "h", "欧阳", merged_into="g")
        add_guest(connection, "i", "娜娜", merged_into="h")
        add_bill(connection, "g", "of-g", NOW)
        add_bill(connection, "h", "of-h", NOW - timedelta(days=1))
        add_bill(connection, "i", "of-i", NOW - timedelta(days=2))
    with read(hq_engine) as connection:
        keys = [entry.key for entry in history(connection, STORE, "g").entries]
    assert keys == ["330/of-g", "330/of-h", "330/of-i"]
    with write(hq_engine) as connection:
        connection.execute(update(guests).where(guests.c.guest_id == "h").values(merged_into=None))
    with read(hq_engine) as connection:
        assert [entry.key for entry in history(connection, STORE, "g").entries] == ["330/of-g"]


def test_only_a_store_that_knows_the_guest_is_told(hq_engine: Engine) -> None:
    with read(hq_engine) as connection:
        for store_id, guest_id in (("331", "g"), (STORE, "nobody"), (STORE, "g\0"), (STORE, "")):
            with pytest.raises(Unknown):
                history(connection, store_id, guest_id)
    with write(hq_engine) as connection:
        add_arrival(connection, "g", "over-there", NOW, store_id="331")
    with read(hq_engine) as connection:
        assert len(history(connection, "331", "g").entries) == 1


@pytest.mark.parametrize("text", ["x", "1", "1.2", "1.99.k", "1.-1.k", "1.0.", "²2.0.k", "9" * 19 + ".0.k", "1.0.\0"])
def test_a_place_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_before(text)


@pytest.fixture
def process(hq_engine: Engine, database_url: str, tmp_path: Path) -> Iterator[HqProcess]:
    with HqProcess(database_url, files=tmp_path / "files") as running:
        yield running


def asked(desk: Counter, guest_id: str, **query: object) -> requests.Response:
    where = f"{desk.store}/guests/{guest_id}/history"
    parameters = {name: str(value) for name, value in query.items()}
    return requests.get(where, params=parameters, headers=desk.headers, timeout=TIMEOUT)


def test_the_service_tells_a_desk_and_nobody_else(hq_engine: Engine, process: HqProcess) -> None:
    desk, neighbour = Counter(hq_engine, process.url), Counter(hq_engine, process.url, "331")
    with write(hq_engine) as connection:
        everything(connection)
    answer = desk.command(command("guest.note", NOW, guest_id="g", note_id="n9", text="孩子要儿童椅", key="once"))
    assert answer.outcomes[0].outcome == "applied"
    page = msgspec.json.decode(asked(desk, "g", limit=4).content, type=HistoryPage)
    assert page.entries[0].key == "n9"
    rest = msgspec.json.decode(asked(desk, "g", before=page.before).content, type=HistoryPage)
    assert len(page.entries) + len(rest.entries) == 10
    assert not rest.before
    assert asked(neighbour, "g").status_code == 404
    assert asked(desk, "nobody").json()["code"] == "guest_unknown"
    assert asked(desk, "g", before="rubbish").json()["code"] == "before_unreadable"
    desk.headers = {}
    assert asked(desk, "g").status_code == 401


def test_a_thousand_bills_are_paged_within_a_blink(hq_engine: Engine) -> None:
    with write(hq_engine) as connection:
        for number in range(1000):
            add_bill(connection, "g", f"b{number:04d}", NOW - timedelta(days=number), ("手把羊肉", "酸奶"))
    with read(hq_engine) as connection:
        history(connection, STORE, "g")
        began = time.thread_time()
        page = history(connection, STORE, "g")
        took = time.thread_time() - began
    assert len(page.entries) == 30
    assert took < 0.5, took
