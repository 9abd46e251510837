"""Funnels told to desks: what changed, at most once a minute, and as the last seven days slide; never a chain's."""

from __future__ import annotations

from datetime import timedelta

import pytest
import requests
from sqlalchemy import Engine, select

from app.domain.funnel import Counts, FunnelCard, Step
from app.hq import tables
from app.hq.clock import us_of
from app.hq.database import write
from app.hq.work.funnel_cards import AT_ONCE, tell_due
from app.wire.codec import decode
from tests.hq.test_funnel import CODE, OTHER, found_code, saw
from tests.kit.hq import TIMEOUT, Counter, HqHere, found_store
from tests.kit.story import NOON, minutes


def told(engine: Engine, now_minute: float) -> int:
    """Tell what is due at that minute; return how many codes that was."""
    with write(engine) as connection:
        return tell_due(connection, minutes(now_minute))


def card(engine: Engine, code: str = CODE) -> FunnelCard | None:
    """Return the card that desks hold of the code."""
    with engine.connect() as connection:
        query = select(tables.cards.c.body).where(tables.cards.c.kind == "funnel", tables.cards.c.card_id == code)
        body = connection.execute(query).scalar()
        return None if body is None else decode(body, FunnelCard)


def places(engine: Engine) -> int:
    """Return how often store 330's feed has moved."""
    with engine.connect() as connection:
        return int(connection.execute(select(tables.stores.c.seq)).scalar_one())


def test_a_code_is_told_soon_and_then_once_a_minute(engine: Engine) -> None:
    found_store(engine, codes=False)
    found_code(engine)
    assert told(engine, 0) == 0
    saw(engine, (CODE, Step.SCANNED, "p1", minutes(0)))  # written down at noon
    assert told(engine, 0) == 1
    one = Counts(scans=1, scanned=1)
    assert card(engine) == FunnelCard(code=CODE, week=one, ever=one, as_of=minutes(0))
    for person in ("p2", "p3"):
        saw(engine, (CODE, Step.SCANNED, person, minutes(0)))
        assert told(engine, 0.9) == 0
    assert told(engine, 1) == 1
    found = card(engine)
    assert found is not None
    assert (found.ever.scanned, found.as_of) == (3, minutes(1))


def test_a_day_that_is_lived_again_is_told_too(engine: Engine) -> None:
    found_store(engine, codes=False)
    found_code(engine)
    saw(engine, (CODE, Step.SCANNED, "p1", minutes(0)))
    assert told(engine, 600) == 1
    saw(engine, (CODE, Step.SCANNED, "p2", minutes(0)))  # the service began its day anew
    assert told(engine, 0) == 1
    found = card(engine)
    assert found is not None
    assert found.ever.scanned == 2


def test_the_same_figures_are_not_told_again(engine: Engine) -> None:
    found_store(engine, codes=False)
    found_code(engine)
    saw(engine, (CODE, Step.SHOWN, "p1", minutes(0)))
    assert told(engine, 0) == 1
    before = places(engine)
    saw(engine, (CODE, Step.SHOWN, "p1", minutes(0)))
    assert told(engine, 5) == 1
    assert places(engine) == before


def test_the_week_slides_without_anybody_scanning(engine: Engine) -> None:
    found_store(engine, codes=False)
    found_code(engine)
    saw(engine, (CODE, Step.SCANNED, "p1", minutes(0)))
    told(engine, 0)
    counted = []
    for day in range(1, 12):
        for _ in range(2):
            counted.append(told(engine, day * 24 * 60))
    found = card(engine)
    assert found is not None
    assert (found.week, found.ever) == (Counts(), Counts(scans=1, scanned=1))
    assert found.as_of == NOON + timedelta(days=7), "told once more, when the week was over"
    assert counted == [1, 0] * 7 + [0, 0] * 4, "looked at once a day, and left in peace after it"


def test_many_codes_are_told_some_at_a_time(engine: Engine) -> None:
    found_store(engine, codes=False)
    many = AT_ONCE + 4
    for number in range(many):
        found_code(engine, f"G{number:09d}")
    saw(engine, *((f"G{number:09d}", Step.SCANNED, "p1", minutes(0)) for number in range(many)))
    assert [told(engine, 0), told(engine, 0), told(engine, 0)] == [AT_ONCE, 4, 0]


@pytest.mark.parametrize("more", [{"scope": "chain", "store_id": ""}, {"store_id": "gone"}])
def test_a_code_of_no_store_is_told_to_nobody(engine: Engine, more: dict[str, str]) -> None:
    found_store(engine, codes=False)
    found_code(engine, OTHER, **more)
    saw(engine, (OTHER, Step.SCANNED, "p1", minutes(0)))
    assert told(engine, 0) == 1
    assert card(engine, OTHER) is None


def test_a_scan_reaches_the_desk(database_url: str, engine: Engine) -> None:
    found_store(engine, codes=False)
    found_code(engine)
    with HqHere(database_url) as here:
        here.services.funnel.saw(CODE, Step.SCANNED, "p1", here.services.clock.now())
        held = Counter(engine, here.url).cards("funnel", wait_for=1)
        metrics = requests.get(f"{here.url}/metrics", timeout=TIMEOUT).text
    assert held[CODE]["week"] == {"scanned": 1, "scans": 1}
    assert "yingbin_funnel_dropped 0.0" in metrics
    with engine.connect() as connection:
        mark = connection.execute(select(tables.funnel_marks)).one()
    assert mark.due_us > mark.counted_us > us_of(NOON)
