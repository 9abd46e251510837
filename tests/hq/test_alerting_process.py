"""A VIP's escalation through the program itself: killed before it is due, killed after, with a clock that runs fast."""

from __future__ import annotations

import time
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select

from app.hq import tables
from app.hq.database import write
from tests.kit.hq import TIMEOUT, Counter, HqProcess, Till, command, found_store
from tests.kit.story import NOON, minutes, queued

pytestmark = pytest.mark.dear

PHONE = "13800138000"
FAST = f"{NOON.isoformat()}@60"
"""A minute of the business in a second: due after two seconds."""


def a_store_with_a_vip(engine: Engine) -> None:
    found_store(engine)
    with write(engine) as connection:
        people = (("m1", "Zhou Min", "manager"), ("m2", "Li Na", "front_desk"))
        for staff_id, name, role in people:
            connection.execute(insert(tables.staff).values(staff_id=staff_id, store_id="330", name=name, role=role))
        guest = {"guest_id": "g", "name": "Vip", "phone": PHONE, "vip": True, "vip_manager": "m2", "created_us": 0}
        connection.execute(insert(tables.guests).values(guest))
        connection.execute(insert(tables.identities).values(kind="phone", value=PHONE, guest_id="g", since_us=0))


def told(engine: Engine) -> list[tuple[str, str]]:
    with engine.connect() as connection:
        return sorted((row.stage, row.told) for row in connection.execute(select(tables.alerts)))


def until_escalated(desk: Counter) -> dict[str, Any]:
    """Wait, as a desk waits for its feed, until the VIP's card is the manager's."""
    end = time.monotonic() + TIMEOUT
    while time.monotonic() < end:
        (card,) = desk.cards("arrival", wait_for=1).values()
        if card.get("escalated_at"):
            return card
        desk.page(wait=1)
    raise AssertionError("nobody was told")


EVERYBODY = [("arrived", "m2"), ("escalated", "m1"), ("escalated", "m2")]


def test_every_desk_of_the_store_hears_it_once_however_often_hq_dies(engine: Engine, database_url: str) -> None:
    a_store_with_a_vip(engine)
    with HqProcess(database_url, clock=FAST) as hq:
        desks = [Counter(engine, hq.url), Counter(engine, hq.url)]
        Till(engine).send(hq.url, queued(minutes(0), phone=PHONE))
        for desk in desks:
            desk.cards("arrival", wait_for=1)
        hq.kill9()  # before it is due: by its own clock HQ lives the same two minutes again
        hq.start()
        for desk in desks:
            card = until_escalated(desk)
            assert (card["escalated_at"], card["escalated_to"]) == ("2026-03-05T04:02:00Z", ["Zhou Min", "Li Na"])
        assert told(engine) == EVERYBODY
        hq.kill9()
        hq.start()
        arrival_id = card["arrival_id"]
        late = command("arrival.acknowledge", NOON, arrival_id=arrival_id, author="Li Na")
        (outcome,) = desks[0].command(late).outcomes
        assert outcome.outcome == "applied"
        (card,) = desks[1].cards("arrival", wait_for=1).values()
        assert (card["acknowledged_at"], card["escalated_at"]) == ("2026-03-05T04:00:00Z", "2026-03-05T04:02:00Z")
        assert told(engine) == EVERYBODY
        assert hq.stop() == 0


def test_a_vip_whose_time_was_over_while_hq_was_down_is_told_of_at_its_start(engine: Engine, database_url: str) -> None:
    a_store_with_a_vip(engine)
    with HqProcess(database_url, clock=NOON.isoformat()) as hq:
        desk = Counter(engine, hq.url)
        Till(engine).send(hq.url, queued(minutes(0), phone=PHONE))
        desk.cards("arrival", wait_for=1)
        hq.kill9()
        port = hq.port
    with HqProcess(database_url, clock=minutes(30).isoformat(), port=port) as later:
        card = until_escalated(desk)
        assert card["escalated_at"] == "2026-03-05T04:02:00Z"
        assert later.stop() == 0
    assert told(engine) == EVERYBODY
