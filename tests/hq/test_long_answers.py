"""Long answers to desks come compressed to who takes that, short ones go as they are."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
import urllib3
from sqlalchemy import Engine

from app.domain.tables import StaffCard
from app.hq import answers
from app.hq.database import write
from app.hq.feed import Publication, publish
from app.sync.client import Client
from app.wire.codec import encode_card
from app.wire.pages import FeedPage, TodayPage
from tests.kit.hq import TIMEOUT, Counter, HqHere, Till, event, found_store


@pytest.fixture
def hq(engine: Engine, database_url: str, tmp_path: Path) -> Iterator[HqHere]:
    """A service with one store, on each engine."""
    found_store(engine)
    with HqHere(database_url, files=tmp_path / "snapshots") as here:
        yield here


@pytest.fixture
def desk(engine: Engine, hq: HqHere) -> Counter:
    return Counter(engine, hq.url)


def many_staff(engine: Engine, people: int) -> None:
    with write(engine) as connection:
        cards = [StaffCard(store_id="330", staff_id=f"s{n}", name=f"{n}号服务员") for n in range(people)]
        reach = frozenset({"330"})
        publish(connection, [Publication("staff", card.staff_id, encode_card(card), reach) for card in cards])


def raw(asked: str, desk: Counter, accepted: str) -> tuple[urllib3.BaseHTTPResponse, bytes]:
    """Return an answer and its body as it came over the line."""
    headers = desk.headers | (
        {"accept-encoding": accepted} if accepted else {"accept-encoding": urllib3.util.SKIP_HEADER}
    )
    with urllib3.PoolManager() as pool:
        response = pool.request("GET", f"{desk.store}/{asked}", headers=headers, decode_content=False, timeout=TIMEOUT)
        assert response.status == 200
        return response, response.data


@pytest.mark.parametrize("asked", ["feed?limit=2000", "today"])
@pytest.mark.parametrize("people", [40, 800])
def test_a_long_answer_is_compressed_for_who_takes_that(engine: Engine, desk: Counter, asked: str, people: int) -> None:
    many_staff(engine, people)
    shape: type[Any] = TodayPage if asked == "today" else FeedPage
    told, plain = raw(asked, desk, "")
    assert "content-encoding" not in told.headers
    assert told.headers["vary"] == "accept-encoding"
    entries = msgspec.json.decode(plain, type=shape).entries
    assert len(entries) >= people
    for accepted in ("gzip", "zstd, GZIP;q=0.5, br"):
        told, packed = raw(asked, desk, accepted)
        assert told.headers["content-encoding"] == "gzip"
        assert len(packed) * 2 < len(plain)
        assert msgspec.json.decode(gzip.decompress(packed), type=shape).entries == entries
    for accepted in ("identity", "zstd", "gzip;q=0", "gzip; q=0.000, br", "gzipped"):
        told, same = raw(asked, desk, accepted)
        assert "content-encoding" not in told.headers
        assert msgspec.json.decode(same, type=shape).entries == entries


def test_a_short_page_goes_as_it_is(engine: Engine, hq: HqHere, desk: Counter) -> None:
    while desk.page().more:
        pass
    ticket = event(
        "arrival.queued", datetime.now(UTC), store_id="330", ticket_no="A1", identity={"phone": "13800138000"}
    )
    Till(engine).send(hq.url, ticket)
    assert [entry.kind for entry in desk.page(wait=20, limit=1).entries] == ["guest"]
    told, body = raw(f"feed?after={desk.cursor}&wait=20", desk, "gzip")
    assert "content-encoding" not in told.headers
    assert [entry.kind for entry in msgspec.json.decode(body, type=FeedPage).entries] == ["arrival"]


def test_the_desk_asks_for_long_pages_compressed_and_reads_them(
    engine: Engine, hq: HqHere, desk: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    many_staff(engine, 300)
    _, plain = raw("feed", desk, "")
    packed: list[int] = []

    def counted(value: bytes) -> bytes:
        found = really(value)
        packed.append(len(found))
        return found

    really = answers._gzip
    monkeypatch.setattr(answers, "_gzip", counted)
    client = Client(hq.url, "330", desk.enrolment.token)
    try:
        assert client.feed("", 0).entries == msgspec.json.decode(plain, type=FeedPage).entries
        assert len(client.today().entries) > 300
    finally:
        client.close()
    assert len(packed) == 2
    assert max(packed) * 2 < len(plain)
