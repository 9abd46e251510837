"""What a desk may ask about one guest: by exact identity, so many times, and by id only of who came to its store."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from sqlalchemy import Engine

from app.domain.faults import Unavailable
from app.hq.api import turns
from app.hq.api.turns import AT_ONCE, SECONDS, Turns
from tests.kit.hq import TIMEOUT, Counter, HqHere, Till, event, found_store
from tests.kit.story import NOON

PHONE = "13800138000"


@pytest.fixture
def hq(engine: Engine) -> Iterator[HqHere]:
    """HQ with two stores; a guest came to the first."""
    for store_id in ("330", "331"):
        found_store(engine, store_id)
    with HqHere(str(engine.url.render_as_string(hide_password=False))) as running:
        said = event("arrival.queued", NOON, store_id="330", ticket_no="A1", identity={"phone": PHONE})
        Till(engine).send(running.url, [said])
        yield running


def ask(desk: Counter, **asked: str) -> requests.Response:
    return requests.get(f"{desk.url}/v1/guests/resolve", params=asked, headers=desk.headers, timeout=TIMEOUT)


def code(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_an_id_is_answered_only_to_the_store_where_the_guest_came(engine: Engine, hq: HqHere) -> None:
    here, there = Counter(engine, hq.url, "330"), Counter(engine, hq.url, "331")
    (guest_id,) = here.cards("guest", wait_for=1)
    assert ask(here, guest_id=guest_id).json()["id"] == guest_id
    assert code(ask(there, guest_id=guest_id)) == (404, "guest_unknown")
    assert code(ask(here, guest_id="1")) == (404, "guest_unknown")
    assert ask(there, phone=PHONE).json()["id"] == guest_id
    assert ask(there, phone=PHONE, guest_id="1").json()["id"] == guest_id
    assert there.cards("guest") == {}


def test_part_of_a_phone_finds_nobody(engine: Engine, hq: HqHere) -> None:
    desk = Counter(engine, hq.url, "330")
    desk.cards("guest", wait_for=1)
    assert code(ask(desk, phone=PHONE[:-1])) == (404, "guest_unknown")
    assert code(ask(desk, phone="8000")) == (400, "identity_missing")
    assert code(ask(desk, phone="1380013800%")) == (404, "guest_unknown")


def test_a_desk_that_asks_on_and_on_is_told_to_wait(engine: Engine, hq: HqHere) -> None:
    desk, other = Counter(engine, hq.url, "330"), Counter(engine, hq.url, "331")
    answers = [ask(desk, phone=f"1390000{n:04d}") for n in range(AT_ONCE + 5)]
    assert [answer.status_code for answer in answers[:AT_ONCE]] == [404] * AT_ONCE
    assert code(answers[-1]) == (429, "asked_too_often")
    assert int(answers[-1].headers["retry-after"]) > 0
    assert ask(other, phone=PHONE).status_code == 200


def test_questions_come_back_one_by_one() -> None:
    now = [0.0]
    counted = Turns(lambda: now[0])
    counted.take("d", AT_ONCE)
    with pytest.raises(Unavailable):
        counted.take("d")
    now[0] = SECONDS - 1
    with pytest.raises(Unavailable):
        counted.take("d")
    now[0] = SECONDS + 1
    counted.take("d")
    with pytest.raises(Unavailable):
        counted.take("d", 2)
    now[0] = 1e9
    counted.take("d", AT_ONCE)
    counted.take("another", AT_ONCE)


def test_who_rested_is_forgotten_before_anybody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "REMEMBERED", 3)
    now = [0.0]
    counted = Turns(lambda: now[0])
    for name in "abc":
        counted.take(name, AT_ONCE)
    now[0] = AT_ONCE * SECONDS + 1
    counted.take("d", AT_ONCE)
    assert set(counted._left) == {"d"}
