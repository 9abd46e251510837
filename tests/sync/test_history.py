"""A guest's past asked of the real HQ: whole, in pages, and in one sentence where it cannot be had."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.actions.counter import perform
from app.desk.models.studio import stores_of
from app.domain.commands import AddNote
from app.hq.database import write
from app.hq.work.enrolling import issue_code
from app.localdb import settings
from app.localdb.board import board
from app.localdb.guests import find
from app.localdb.lane import Lane
from app.sync.clock import DeskClock
from app.sync.courier import Courier
from app.sync.failures import LinkFault, Locked, Rejected
from app.sync.history import Historian
from tests.kit.hq import HqProcess, Till, event, found_store, open_hq

SECONDS = 20
STORE = "330"
PHONE = "13800138000"
BILLS = 70


@pytest.fixture(scope="module")
def hq(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[HqProcess, str]]:
    """HQ with a guest who settled seventy bills; and a one-time code for a desk."""
    folder = tmp_path_factory.mktemp("hq")
    url = f"sqlite:///{folder}/hq.sqlite3"
    engine = open_hq(url)
    found_store(engine, STORE)
    till = Till(engine)
    with HqProcess(url, files=folder) as process:
        now = datetime.now(UTC)
        bills = [
            event(
                "bill.paid",
                now - timedelta(days=number),
                store_id=STORE,
                bill_id=f"b{number:03d}",
                identity={"phone": PHONE},
                amount_fen=10000 + number,
                items=[{"name": "手把羊肉", "quantity": 2, "amount_fen": 9800}],
            )
            for number in range(BILLS)
        ]
        till.send(process.url, bills)
        with write(engine) as connection:
            code = issue_code(connection, STORE).text
        yield process, code
    engine.dispose()


@pytest.fixture(scope="module")
def desk(hq: tuple[HqProcess, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Lane, Courier, str]]:
    """A desk that is in step with HQ, and the guest's id."""
    process, code = hq
    lane = Lane(tmp_path_factory.mktemp("desk"))
    lane.start().result(SECONDS)
    lane.submit(board).result(SECONDS)
    courier = Courier(lane, clock=DeskClock(), on_link=lambda _: None)
    courier.start()
    courier.enrol(process.url, code, "desk").result(SECONDS)
    assert courier.wait_until_synced(SECONDS)
    wait_until(lambda: any(guest.visits == BILLS for guest in lane.submit(find, PHONE, 5).result(SECONDS)))
    (guest,) = lane.submit(find, PHONE, 5).result(SECONDS)
    yield lane, courier, guest.guest_id
    assert courier.stop()
    assert lane.close()


def wait_until(what: Callable[[], bool]) -> None:
    until = time.monotonic() + SECONDS
    while not what():
        assert time.monotonic() < until
        threading.Event().wait(0.02)


def test_every_bill_comes_once_page_after_page(desk: tuple[Lane, Courier, str]) -> None:
    _, courier, guest_id = desk
    page = courier.history(guest_id).result(SECONDS)
    entries = [*page.entries]
    while page.before:
        page = courier.history(guest_id, page.before).result(SECONDS)
        entries += page.entries
    bills = [entry for entry in entries if entry.kind == "bill"]
    assert [entry.key for entry in bills] == [f"{STORE}/b{number:03d}" for number in range(BILLS)]
    assert [(dish.name, dish.quantity) for dish in bills[0].dishes] == [("手把羊肉", 2)]


def test_what_this_desk_wrote_is_told_once_hq_has_it(desk: tuple[Lane, Courier, str]) -> None:
    lane, courier, guest_id = desk
    command = AddNote(guest_id=guest_id, note_id="n-1", text="孩子要儿童椅")
    lane.submit(perform, command, author="李娜", now=datetime.now(UTC)).result(SECONDS)
    courier.nudge()
    assert courier.wait_until_synced(SECONDS)
    newest = courier.history(guest_id).result(SECONDS).entries[0]
    assert (newest.kind, newest.key, newest.by) == ("note", "n-1", "李娜")


@pytest.mark.parametrize("guest_id", ["nobody", "a/../b", "？#%00", "x" * 300])
def test_a_guest_whom_the_store_does_not_know_is_said_so(desk: tuple[Lane, Courier, str], guest_id: str) -> None:
    _, courier, _ = desk
    with pytest.raises(Rejected) as said:
        courier.history(guest_id).result(SECONDS)
    assert said.value.code == "guest_unknown"


def test_an_unreadable_place_is_no_fault_of_the_line(desk: tuple[Lane, Courier, str]) -> None:
    _, courier, guest_id = desk
    with pytest.raises(Rejected) as said:
        courier.history(guest_id, "rubbish").result(SECONDS)
    assert said.value.code == "before_unreadable"


def test_a_desk_that_belongs_nowhere_says_so(tmp_path: Path) -> None:
    lane = Lane(tmp_path / "desk")
    lane.start().result(SECONDS)
    lane.submit(board).result(SECONDS)
    with pytest.raises(Locked):
        Historian(lane).ask("g").result(SECONDS)
    assert lane.close()


def test_without_hq_the_answer_is_a_fault_of_the_line_and_nobody_waits(
    hq: tuple[HqProcess, str], desk: tuple[Lane, Courier, str]
) -> None:
    lane, _, guest_id = desk
    process, _ = hq
    process.kill9()
    try:
        go_on = threading.Event()
        lane.submit(lambda db: go_on.wait(10))  # nothing can be answered before this is over
        future = Historian(lane).ask(guest_id)
        assert not future.done()
        go_on.set()
        with pytest.raises(LinkFault):
            future.result(SECONDS)
    finally:
        process.start()


def test_a_desk_that_closes_ends_the_question(desk: tuple[Lane, Courier, str]) -> None:
    """HQ takes the question and never answers; the desk does not wait for it."""
    lane, _, guest_id = desk
    where = lane.submit(settings.enrolled).result(SECONDS)
    assert where is not None
    with socket.create_server(("127.0.0.1", 0)) as mute:
        mute.settimeout(SECONDS)
        elsewhere = replace(where, hq=f"http://127.0.0.1:{mute.getsockname()[1]}")
        lane.submit(settings.enrol, elsewhere).result(SECONDS)
        historian = Historian(lane)
        try:
            future = historian.ask(guest_id)
            line, _ = mute.accept()
            with line:
                assert line.recv(10)
                historian.stop()
                wait_until(future.cancelled)
        finally:
            lane.submit(settings.enrol, where).result(SECONDS)
    wait_until(historian.ask(guest_id).cancelled)


def test_the_codes_of_every_store_are_asked_for_as_one(desk: tuple[Lane, Courier, str]) -> None:
    _, courier, _ = desk
    found = courier.codes_of_chain("group").result(SECONDS).codes
    assert [(each.store_id, each.kind) for each in found] == [(STORE, "group")]
    assert found[0].link.endswith(f"/r/{found[0].code}")
    assert [target.store for target in stores_of(found)] == [found[0].store_name]
    with pytest.raises(LinkFault):
        courier.codes_of_chain("nothing").result(SECONDS)
    whose = courier.whose_code(found[0].code).result(SECONDS)
    assert whose is not None
    assert (whose.card.code, whose.store_name) == (found[0].code, found[0].store_name)
    assert courier.whose_code("ZZZZZZZZZ9").result(SECONDS) is None
