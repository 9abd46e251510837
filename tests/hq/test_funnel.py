"""The funnel of printed codes: exactly the people who scanned, whatever comes again, late, twice or from no person."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, update

from app.domain.days import day_bounds
from app.domain.faults import Unavailable
from app.domain.funnel import Counts, Step, Visitor
from app.hq.database import write
from app.hq.tables import funnel, printed_codes
from app.hq.work.events import keep
from app.hq.work.funnel import Funnel, Seen, counts, flush, record
from app.hq.work.funnel_counts import channels, counts_of_chain, counts_of_channel, counts_of_store
from app.hq.work.pseudonyms import Pseudonyms
from app.hq.work.visitors import visitor_of
from app.hq.writer import Writer
from tests.hq.test_visitors import BOTS, PEOPLE, PREVIEWS
from tests.kit.hq import HqHere, event, found_store
from tests.kit.story import NOON, StoppedClock, minutes, outcomes, take_in

CODE, OTHER = "G0000000A1", "G0000000A2"


def found_code(engine: Engine, code: str = CODE, **more: Any) -> None:
    """Put a printed code into the database: of the group of store 330, if nothing else is said."""
    row = {"code": code, "kind": "group", "scope": "store", "store_id": "330", "made_us": 0} | more
    with write(engine) as connection:
        connection.execute(insert(printed_codes).values(row))


def saw(engine: Engine, *seen: tuple[str, Step | Visitor, str, datetime]) -> None:
    """Write what was seen on the page, as a service does."""
    held = Funnel()
    for each in seen:
        held.saw(*each)
    with write(engine) as connection:
        for piece in held.take():
            record(connection, piece, NOON)


def counted(engine: Engine, code: str = CODE, since: datetime | None = None) -> Counts:
    """Return the figures of the code."""
    with engine.connect() as connection:
        return counts(connection, code, since)


# --- ten thousand scans (must show 7) ---------------------------------------------------------------------------------

PEOPLE_MANY, OPENINGS, PREVIEWS_MANY, BOTS_MANY = 500, 10_000, 1_700, 900
NOW = datetime(2026, 3, 31, 13, tzinfo=UTC)
BEGIN = NOW - timedelta(days=30)


@dataclass
class Story:
    """What happened, drawn from a seed, and beside it who did what, by name."""

    dice: random.Random
    openings: list[tuple[str, str, datetime]] = field(default_factory=list)
    """(cookie, agent, when); no cookie: no person."""
    events: list[dict[str, Any]] = field(default_factory=list)
    scanned: dict[str, datetime] = field(default_factory=dict)
    added: dict[str, datetime] = field(default_factory=dict)
    joined: dict[str, datetime] = field(default_factory=dict)
    left: dict[str, datetime] = field(default_factory=dict)

    def when(self) -> datetime:
        """Return any moment of the month."""
        return BEGIN + timedelta(seconds=self.dice.randrange(30 * 86_400))

    def tell(self) -> None:
        """Make up the month."""
        people = [f"{n:022d}" for n in range(PEOPLE_MANY)]
        many = OPENINGS - PREVIEWS_MANY - BOTS_MANY
        for person in [*people, *self.dice.choices(people, k=many - len(people))]:
            at = self.when()
            self.openings.append((person, self.dice.choice(list(PEOPLE.values())), at))
            self.scanned[person] = max(at, self.scanned.get(person, at))
        for agents, number in ((PREVIEWS, PREVIEWS_MANY), (BOTS, BOTS_MANY)):
            self.openings += [("", self.dice.choice(list(agents.values())), self.when()) for _ in range(number)]
        for person in self.dice.sample(people, k=150):
            self.add(person)
        for number, person in enumerate(self.dice.sample(people, k=240)):
            self.join(person, known=number % 6 == 0, leaves=number % 8 == 0, returns=number % 16 == 0)
        # late, twice under another id, and again under the same one
        again = [each | {"id": f"again-{each['id']}"} for each in self.dice.sample(self.events, k=30)]
        self.events += again + self.dice.sample(self.events, k=30)
        self.dice.shuffle(self.openings)
        self.dice.shuffle(self.events)

    def add(self, person: str) -> None:
        """Let the guest add the manager."""
        at = self.added[person] = self.when()
        self._happened("contact.added", at, code=CODE, identity={"external_userid": f"wm{person}"})

    def join(self, person: str, *, known: bool, leaves: bool, returns: bool) -> None:
        """Let somebody join a group by the code, perhaps leave it and come back; few are known by an identity."""
        at = self.when()
        group = self.dice.choice(["chat-1", "chat-2"])
        named: dict[str, Any] = {"group_id": group, "member_id": f"wm{person}"}
        if known:
            named["identity"] = {"unionid": f"on{person}"}
        self._happened("group.joined", at, code=f"https://yb.example.com/r/{CODE}", **named)
        if leaves:
            at += timedelta(minutes=5)
            self.left[person] = at
            self._happened("group.left", at, **named)
        if returns:
            del self.left[person]
            at += timedelta(minutes=5)
            self._happened("group.joined", at, code=CODE, **named)
        self.joined[person] = at if not leaves or returns else at - timedelta(minutes=5)

    def _happened(self, kind: str, at: datetime, **data: Any) -> None:
        self.events.append(event(kind, at, event_id=f"e{len(self.events)}", **data))


@pytest.mark.dear
def test_ten_thousand_scans_are_exactly_the_people(engine: Engine) -> None:
    found_store(engine, codes=False)
    found_code(engine, channel="poster")
    story = Story(random.Random(20260331))
    story.tell()
    half = len(story.openings) // 2
    for part in (story.openings[:half], story.openings[half:]):  # two services, or one that was started again
        _open_pages(engine, part)
    take_in(engine, *story.events, clock=StoppedClock(NOW))
    assert {state for state, _ in outcomes(engine).values()} == {"applied"}

    ever = counted(engine)
    assert ever == Counts(
        scans=OPENINGS - PREVIEWS_MANY - BOTS_MANY,
        scanned=PEOPLE_MANY,
        added=150,
        joined=240,
        left=len(story.left),
        previews=PREVIEWS_MANY,
        bots=BOTS_MANY,
    )
    assert (ever.added_share, ever.joined_share, ever.left) == (0.3, 0.48, 15)
    with engine.connect() as connection:
        assert counts_of_channel(connection, "poster") == counts_of_store(connection, "330") == ever
        assert counts_of_chain(connection) == ever
    since = day_bounds((NOW - timedelta(days=6)).date())[0]
    week = counted(engine, since=since)
    persons = (story.scanned, story.added, story.joined, story.left)
    expected = tuple(sum(at >= since for at in each.values()) for each in persons)
    assert (week.scanned, week.added, week.joined, week.left) == expected
    assert week.scans == sum(at >= since for cookie, _, at in story.openings if cookie)


def _open_pages(engine: Engine, openings: Iterable[tuple[str, str, datetime]]) -> None:
    """Open the page as the landing does: who, which person, seen, and written by the writer."""
    writer, held = Writer(engine, keep, _Nothing()), Funnel()
    writer.start()
    names = Pseudonyms(writer, StoppedClock(NOW))

    async def open_all() -> None:
        for number, (cookie, agent, at) in enumerate(openings):
            visitor = visitor_of(agent)
            held.saw(CODE, visitor, await names.person_of(cookie) if visitor is Visitor.PERSON else "", at)
            if number % 1_500 == 0:
                flush(writer, held, at)

    try:
        asyncio.run(open_all())
        for written in flush(writer, held, NOW):
            written.result(30)
    finally:
        writer.close()


class _Nothing:
    """No standing work."""

    def slice(self, *_: object) -> bool:
        """Do nothing."""
        return False


# --- what waits to be written -----------------------------------------------------------------------------------------


def test_a_flood_is_merged_and_never_grows_beyond_its_limit() -> None:
    held = Funnel(limit=500)
    for number in range(40_000):
        held.saw(CODE, Step.SCANNED, f"p{number % 100}", minutes(number % 50))
        held.saw(CODE, Visitor.BOT, f"b{number}", minutes(0))
    assert (held.waiting, held.dropped) == (102, 0), "a hundred people, their openings of the day, the bots of the day"
    for number in range(1_000):
        held.saw(CODE, Step.SHOWN, f"q{number}", minutes(0))
    assert (held.waiting, held.dropped) == (500, 602)
    pieces = held.take()
    assert held.waiting == 0
    assert pieces[0][CODE, "scanned", "p7"] == Seen(400, _us(minutes(7)), _us(minutes(7)))
    assert pieces[0][CODE, "bot", "2026-03-05"].times == 40_000


def test_many_threads_may_say_what_they_saw() -> None:
    held = Funnel()

    def say() -> None:
        for number in range(2_000):
            held.saw(CODE, Step.SCANNED, f"p{number % 10}", minutes(0))

    threads = [threading.Thread(target=say) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (piece,) = held.take()
    assert piece[CODE, "opened", "2026-03-05"].times == 8_000


def test_what_cannot_be_written_waits_again(engine: Engine) -> None:
    found_code(engine)
    writer, held = Writer(engine, keep, _Nothing()), Funnel()
    held.saw(CODE, Step.SCANNED, "p1", minutes(0))
    (refused,) = flush(writer, held, NOON)  # it does not run
    assert isinstance(refused.exception(1), Unavailable)
    held.saw(CODE, Step.SCANNED, "p1", minutes(1))
    writer.start()
    (written,) = flush(writer, held, NOON)
    written.result(30)
    writer.close()
    assert counted(engine) == Counts(scans=2, scanned=1)
    assert held.waiting == 0


def test_a_code_that_was_never_made_leaves_no_row(engine: Engine) -> None:
    found_code(engine)
    saw(engine, (OTHER, Step.SCANNED, "p1", NOON), (CODE, Step.LOCATED, "p1", NOON), (CODE, Step.SHOWN, "p1", NOON))
    with engine.connect() as connection:
        assert set(connection.execute(select(funnel.c.code)).scalars()) == {CODE}
    assert counted(engine) == Counts(located=1, shown=1)


def test_a_service_that_ends_writes_what_it_saw(database_url: str, engine: Engine) -> None:
    found_code(engine)
    with HqHere(database_url) as here:
        for number in range(5_000):
            here.services.funnel.saw(CODE, Step.SCANNED, f"p{number}", NOON)
    assert counted(engine).scanned == 5_000


def test_a_channel_keeps_its_people_when_the_code_changes(engine: Engine) -> None:
    found_code(engine, channel="poster")
    found_code(engine, OTHER, channel="poster")
    saw(engine, (CODE, Step.SCANNED, "p1", NOON), (OTHER, Step.SCANNED, "p1", NOON), (OTHER, Step.SCANNED, "p2", NOON))
    with write(engine) as connection:
        connection.execute(update(printed_codes).where(printed_codes.c.code == CODE).values(channel="table"))
    saw(engine, (CODE, Step.SCANNED, "p1", minutes(9)), (CODE, Step.SCANNED, "p3", minutes(9)))
    with engine.connect() as connection:
        assert channels(connection) == ["poster", "table"]
        assert counts_of_channel(connection, "poster").scanned == 2, "who scanned both of its codes is one person"
        assert counts_of_channel(connection, "table").scanned == 1
        assert counts_of_chain(connection).scanned == 3


@pytest.mark.parametrize("since", [None, NOON])
def test_nobody_is_no_share(engine: Engine, since: datetime | None) -> None:
    found_code(engine)
    assert counted(engine, since=since) == Counts()


def _us(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000)
