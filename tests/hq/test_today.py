"""What a counter is told before its roster is there: this store's day, whole, and nothing of anybody else's."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
import requests
from sqlalchemy import Engine

from app.domain.faults import Unknown
from app.domain.guests import GuestCard
from app.hq.database import write
from app.hq.feed import Publication, publish
from app.hq.reading import cursor_now, read
from app.hq.today import Today, today
from app.wire.codec import encode_card
from app.wire.pages import TodayPage
from tests.kit.hq import TIMEOUT, Counter, HqHere, event, found_store
from tests.kit.story import NOON, StoppedClock, minutes, take_in


def told(engine: Engine, store_id: str = "330", now: datetime = NOON) -> Today:
    with read(engine) as connection:
        return today(connection, store_id, now)


def queued(at: datetime, ticket_no: str, phone: str = "", store_id: str = "330") -> dict[str, object]:
    identity = {"phone": phone} if phone else {}
    return event("arrival.queued", at, store_id=store_id, ticket_no=ticket_no, party_size=2, identity=identity)


def kinds(found: Today) -> list[str]:
    return [entry.kind for entry in found.entries]


def test_the_day_s_arrivals_come_with_their_guests_the_store_and_its_tables(engine: Engine) -> None:
    found_store(engine, "330")
    found_store(engine, "331")
    with write(engine) as connection:
        quiet = [
            Publication("guest", f"q{n}", encode_card(GuestCard(guest_id=f"q{n}")), frozenset({"330"}))
            for n in range(50)
        ]
        publish(connection, quiet)
    yesterday = NOON - timedelta(days=1)
    take_in(engine, queued(yesterday, "OLD", "13900139000"), clock=StoppedClock(yesterday))
    take_in(
        engine,
        queued(NOON, "A1", "13800138000"),
        queued(minutes(1), "A2"),
        queued(minutes(2), "B1", "13700137000", "331"),
    )
    take_in(engine, queued(minutes(3), "A3", "13800138000"))
    found = told(engine, now=minutes(5))
    assert kinds(found).count("store") == 1
    assert kinds(found).count("table") == 3
    bodies = {entry.id: json.loads(entry.body or b"null") for entry in found.entries}
    tickets = {body["ticket_no"] for body in bodies.values() if body and "ticket_no" in body}
    assert tickets <= {"A1", "A2", "A3"}
    assert "A2" in tickets
    phones = {body.get("phone") for body in bodies.values() if body}
    assert "13800138000" in phones
    assert not {"13900139000", "13700137000"} & phones
    assert not any(name.startswith("q") for name in bodies)
    assert kinds(found).index("guest") < kinds(found).index("arrival"), "a card comes after the guest it names"
    with read(engine) as connection:
        assert found.cursor == cursor_now(connection, "330")


def test_a_store_without_a_guest_has_its_tables_and_one_that_is_not_is_unknown(engine: Engine) -> None:
    found_store(engine)
    assert set(kinds(told(engine))) == {"store", "table"}
    with pytest.raises(Unknown):
        told(engine, "777")


def test_only_the_store_s_own_desk_is_told(engine: Engine, database_url: str, tmp_path: Path) -> None:
    found_store(engine, "330")
    found_store(engine, "331")
    with HqHere(database_url, files=tmp_path / "files") as hq:
        desk = Counter(engine, hq.url)
        answer = requests.get(f"{desk.store}/today", headers=desk.headers, timeout=TIMEOUT)
        page = msgspec.json.decode(answer.content, type=TodayPage)
        assert page.cursor.startswith(f"{page.epoch}:")
        assert abs(page.clock.now - datetime.now(UTC)) < timedelta(minutes=1)
        other = requests.get(f"{hq.url}/v1/stores/331/today", headers=desk.headers, timeout=TIMEOUT)
        nobody = requests.get(f"{desk.store}/today", timeout=TIMEOUT)
        assert (answer.status_code, other.status_code, nobody.status_code) == (200, 403, 401)
        desk.cursor = page.cursor
        assert desk.page().entries == [], "the feed goes on where today stood"
