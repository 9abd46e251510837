"""Who scanned a printed code, and how far they came: each person once at each step, however often they come again.

A row of `funnel` is a code, a step and a person: that a person counts once is its key. Openings of the page are counted
a business day (rows of the step `opened`, `preview`, `bot` and `doubtful`, whose person is the day), so a flood of bots
is one row a day. What happens on the page is gathered in memory and written about every second by the writer; what HQ
hears in events (added, joined, left) is written with the event, by `followers`.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial

from sqlalchemy import Connection, bindparam, case, select
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.days import business_day
from app.domain.faults import Fault
from app.domain.funnel import Step, Visitor
from app.hq.clock import Clock, from_us, us_of
from app.hq.tables import funnel, printed_codes
from app.hq.writer import Writer

from . import funnel_marks
from .funnel_counts import OPENED, counts

__all__ = ["Funnel", "Key", "Seen", "counts", "flush", "keep_writing", "record"]

LIMIT = 50_000
"""People at steps that wait to be written at most: more than an hour's scans of a chain, should the database be out."""

WRITE_SECONDS = 1.0
"""How often what waits is written (real seconds)."""

AT_ONCE = 2_000
"""Rows in one piece of the writer's work, so that no caller waits long behind it."""

_MET = "met"
"""The step of who was met on a page of a code, while it waits: when it is written it is a scan, or nothing."""

_NOBODY = frozenset({Visitor.PREVIEW, Visitor.BOT, Visitor.DOUBTFUL})

_CODES = select(printed_codes.c.code, printed_codes.c.channel).where(
    printed_codes.c.code.in_(bindparam("codes", expanding=True))
)
_SCANNED = select(funnel.c.code, funnel.c.person).where(
    funnel.c.code.in_(bindparam("codes", expanding=True)),
    funnel.c.step == Step.SCANNED.value,
    funnel.c.person.in_(bindparam("people", expanding=True)),
)


@dataclass(slots=True)
class Seen:
    """How often, and from when to when (Unix microseconds), a person was at a step."""

    times: int
    first_us: int
    last_us: int

    def merge(self, other: Seen) -> None:
        """Take in what else was seen of the same person there, in any order."""
        self.times += other.times
        self.first_us = min(self.first_us, other.first_us)
        self.last_us = max(self.last_us, other.last_us)


Key = tuple[str, str, str]
"""Code, step, person."""


class Funnel:
    """What was seen and is not written yet. Any thread may say `saw`; it costs a microsecond and never waits.

    It is written at most a second later, and when the service ends; what a kill -9 takes along is that second. Beyond
    `LIMIT` newcomers are counted in `dropped` instead; who is already waiting to be written is still merged.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        """Nobody was seen yet."""
        self._limit = limit
        self._lock = threading.Lock()
        self._seen: dict[Key, Seen] = {}
        self.dropped = 0

    @property
    def waiting(self) -> int:
        """Rows that are not written yet."""
        return len(self._seen)

    def saw(self, code: str, step: Step | Visitor, person: str, at: datetime) -> None:
        """Note that `person` came to `step` of a code at the business time `at`.

        `Step.SCANNED`, or `Visitor.PERSON`, is an opening of the page by a person; previews, bots and doubtful ones are
        openings too, and nobody's: their `person` does not matter.
        """
        at_us = us_of(at)
        day = business_day(at).isoformat()
        seen = Seen(1, at_us, at_us)
        with self._lock:
            if step in _NOBODY:
                self._add((code, step.value, day), seen)
            elif step in (Step.SCANNED, Visitor.PERSON):
                self._add((code, OPENED, day), seen)
                self._add((code, Step.SCANNED.value, person), seen)
            else:
                self._add((code, step.value, person), seen)

    def met(self, code: str, person: str, at: datetime) -> None:
        """Note that `person` walks about the page of a code: who never scanned it was sent a link, which is a scan."""
        at_us = us_of(at)
        with self._lock:
            self._add((code, _MET, person), Seen(1, at_us, at_us))

    def _add(self, key: Key, seen: Seen) -> None:
        held = self._seen.get(key)
        if held is not None:
            held.merge(seen)
        elif len(self._seen) < self._limit:
            self._seen[key] = Seen(seen.times, seen.first_us, seen.last_us)
        else:
            self.dropped += seen.times

    def take(self) -> list[dict[Key, Seen]]:
        """Return everything that waits, in pieces of at most `AT_ONCE` rows; it waits no longer."""
        with self._lock:
            rows, self._seen = list(self._seen.items()), {}
        return [dict(rows[start : start + AT_ONCE]) for start in range(0, len(rows), AT_ONCE)]

    def put_back(self, piece: dict[Key, Seen]) -> None:
        """Let wait again what could not be written."""
        with self._lock:
            for key, seen in piece.items():
                self._add(key, seen)


def record(connection: Connection, piece: dict[Key, Seen], now: datetime) -> None:
    """Write what was seen; what names no printed code is dropped, so that nobody fills the table by trying codes."""
    channels = _channels(connection, {code for code, _, _ in piece})
    rows = [
        {
            "code": code,
            "step": step,
            "person": person,
            "channel": channels[code],
            "times": seen.times,
            "first_us": seen.first_us,
            "last_us": seen.last_us,
        }
        for (code, step, person), seen in sorted(_settled(connection, piece).items(), key=lambda item: item[0])
        if code in channels
    ]
    if rows:
        connection.execute(_merge(connection.dialect.name), rows)
        funnel_marks.changed(connection, channels, now)


def _settled(connection: Connection, piece: dict[Key, Seen]) -> dict[Key, Seen]:
    """Return what is to be written: whoever was met and never scanned the code scanned it then, once."""
    met = {(code, person): seen for (code, step, person), seen in piece.items() if step == _MET}
    if not met:
        return piece
    asked = {"codes": sorted({code for code, _ in met}), "people": sorted({person for _, person in met})}
    known = {(row.code, row.person) for row in connection.execute(_SCANNED, asked)}
    settled = {key: seen for key, seen in piece.items() if key[1] != _MET}
    for (code, person), seen in met.items():
        scan = (code, Step.SCANNED.value, person)
        if (code, person) not in known and scan not in settled:
            once = settled[scan] = Seen(1, seen.first_us, seen.first_us)
            opened = (code, OPENED, business_day(from_us(seen.first_us)).isoformat())
            settled[opened] = replace(settled.get(opened, Seen(0, seen.first_us, seen.first_us)))
            settled[opened].merge(once)
    return settled


async def keep_writing(writer: Writer, held: Funnel, clock: Clock) -> None:
    """Hand what waits to the writer every second, until cancelled."""
    while True:
        await asyncio.sleep(WRITE_SECONDS)
        flush(writer, held, clock.now())


def flush(writer: Writer, held: Funnel, now: datetime) -> list[Future[None]]:
    """Hand everything that waits to the writer; what it cannot write waits again. Returns what to wait for, if at all.

    A piece is handed in whole or not at all. Where only the answer of a commit was lost, its openings count twice;
    people never do.
    """
    return [_hand_in(writer, held, piece, now) for piece in held.take()]


def _hand_in(writer: Writer, held: Funnel, piece: dict[Key, Seen], now: datetime) -> Future[None]:
    def settle(done: Future[None]) -> None:
        if done.exception() is not None:
            held.put_back(piece)

    try:
        future = writer.submit(partial(record, piece=piece, now=now))
    except Fault as full:
        held.put_back(piece)
        future = Future()
        future.set_exception(full)
        return future
    future.add_done_callback(settle)
    return future


def _channels(connection: Connection, codes: Iterable[str]) -> dict[str, str]:
    wanted, found = sorted(codes), {}
    for start in range(0, len(wanted), AT_ONCE):
        rows = connection.execute(_CODES, {"codes": wanted[start : start + AT_ONCE]})
        found.update({str(row.code): str(row.channel) for row in rows})
    return found


@cache
def _merge(dialect: str) -> postgresql.Insert | sqlite.Insert:
    insert = postgresql.insert(funnel) if dialect == "postgresql" else sqlite.insert(funnel)
    new, held = insert.excluded, funnel.c
    return insert.on_conflict_do_update(
        index_elements=["code", "step", "person"],
        set_={
            "times": held.times + new.times,
            "first_us": case((new.first_us < held.first_us, new.first_us), else_=held.first_us),
            "last_us": case((new.last_us > held.last_us, new.last_us), else_=held.last_us),
        },
    )
