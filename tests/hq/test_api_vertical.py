"""The first thing HQ must do: a signed event for a known phone becomes a card in the store's feed."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from sqlalchemy import Engine

from tests.kit.hq import Counter, HqProcess, Till, event, found_store


def test_a_signed_event_is_a_card_in_the_feed(engine: Engine, database_url: str) -> None:
    found_store(engine)
    till = Till(engine)
    with HqProcess(database_url) as hq:
        counter = Counter(engine, hq.url)
        while counter.page().more:
            pass
        queued = event(
            "arrival.queued",
            datetime.now(UTC),
            store_id="330",
            ticket_no="A12",
            party_size=2,
            identity={"phone": "138 0013 8000"},
        )
        began = time.monotonic()
        assert till.send(hq.url, queued).events[0].outcome == "accepted"
        page = counter.page(wait=20)
        assert time.monotonic() - began < 1
        assert [entry.kind for entry in page.entries] == ["guest", "arrival"]
        assert till.send(hq.url, queued).events[0].outcome == "repeated"
        arrivals = counter.cards("arrival")
        assert [card["ticket_no"] for card in arrivals.values()] == ["A12"]
        assert hq.stop() == 0
        assert hq.errors() == ""
