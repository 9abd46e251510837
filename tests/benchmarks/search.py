"""(g) Every kind of question the counter is asked, over the whole roster, as the counter asks it: `find` on the lane.

Beside: one indexed probe of the same file (the limit), LIKE over a narrow table of the same guests, and PostgreSQL's
trigram indexes on the same columns, where a server with pg_trgm is installed.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from app.desk.finding import FOUND
from app.domain.naming.keys import ways
from app.domain.naming.script import Unit, units
from app.localdb import guests
from app.localdb.database import CACHE
from app.localdb.lane import Lane
from app.wire.searching import readings
from tests.benchmarks.measure import Row, percentile
from tests.benchmarks.plain_roster import Like, Scan, Trigrams, plain_rows, postgresql, trigram_server
from tests.benchmarks.plan import Plan

ASKED = 1000
"""Questions of each kind; the slow peers answer fewer."""

_SCANS = 5
_TRIGRAMS = 40
_PATIENCE = 2.0
"""Seconds a peer gets for one kind."""

Question = tuple[str, tuple[Like, ...]]
"""What is typed, and what a plain program would look for."""

KINDS = (
    "tail of 3", "tail of 4", "whole phone", "pinyin", "initials", "mixed", "one letter", "one character",
    "two characters", "part of a name", "nobody",
)  # fmt: skip


def run(plan: Plan) -> Iterator[Row]:
    """Ask every kind of question of the same file."""
    data = plan.chain.desk
    cache = data / CACHE
    asked = questions(cache, plan.some(ASKED))
    probe = _probes(cache)
    ours = _ours(data, asked)
    folder = plan.folder("search")
    scan = Scan(folder / "plain.db", plain_rows(cache))
    scans = {kind: _answers(scan, asked[kind], _SCANS) for kind in KINDS}
    trigrams, told = _trigrams(plan, scan, asked)
    scan.close()
    for kind in KINDS:
        yield _row(kind, ours[kind], scans[kind], probe, trigrams.get(kind, []), told, plan.guests)
    worst = max(KINDS, key=lambda kind: percentile(ours[kind], 99))
    slowest = percentile(ours[worst], 99) * 1e3
    yield Row(
        letter="g", what=f"search, the slowest kind ({worst}), p99", unit="ms", ours=slowest, beside=5.0,
        beside_what="the goal of 5 ms", ratio=slowest / 5, goal="≤ 1", limit=1.0, more={"indexed probe p50 ms": probe},
    )  # fmt: skip


def _row(
    kind: str, ours: list[float], scans: list[float], probe: float, trigrams: list[float], told: str, guests_: int
) -> Row:
    p50, p99, scan = percentile(ours, 50) * 1e3, percentile(ours, 99) * 1e3, percentile(scans, 50) * 1e3
    goal, limit = ("≤ 1/500", 1 / 500) if kind.startswith(("tail", "whole")) else ("≤ 1/10", 0.1)
    more = {"p50 ms": p50, "indexed probe p50 ms": probe, "p50 / probe": p50 / probe}
    if trigrams:
        more |= {"pg_trgm p50 ms": percentile(trigrams, 50) * 1e3, "pg_trgm p99 ms": percentile(trigrams, 99) * 1e3}
    return Row(
        letter="g", what=f"search by {kind}, {guests_:,} guests, p99", unit="ms", ours=p99,
        beside_what="a LIKE scan, p50", beside=scan, ratio=p99 / scan, goal=goal, limit=limit, more=more, told=told,
    )  # fmt: skip


def questions(cache: Path, count: int) -> dict[str, list[Question]]:
    """Return `count` questions of each kind, about guests of the roster drawn by chance, the same in every run."""
    dice = Random("questions")
    connection = sqlite3.connect(cache)
    last = connection.execute("select max(place) from guests").fetchone()[0]
    asked: dict[str, list[Question]] = {kind: [] for kind in KINDS}
    while any(len(held) < count for held in asked.values()):
        place = dice.randrange(1, last + 1)
        name, phone = connection.execute("select name, phone from guests where place = ?", (place,)).fetchone()
        for kind, question in _about(name, phone, dice):
            if len(asked[kind]) < count:
                asked[kind].append(question)
    connection.close()
    return asked


def _about(name: str, phone: str, dice: Random) -> Iterator[tuple[str, Question]]:
    if phone:
        yield "tail of 3", (phone[-3:], (("phone", f"%{phone[-3:]}"),))
        yield "tail of 4", (phone[-4:], (("phone", f"%{phone[-4:]}"),))
        yield "whole phone", (phone, (("phone", phone),))
    stray = f"{dice.randrange(10**9):09d}"  # as many digits as no tail has: somebody else's phone
    yield (
        "nobody",
        (stray, (("phone", f"%{stray}"),))
        if dice.random() < 0.5
        else (f"qx{stray[:2]}", (("pinyin", f"qx{stray[:2]}%"),)),
    )
    parts = units(name)
    if len(parts) > 1 and all(part.is_han for part in parts):
        yield from _about_name(name, parts, dice)


def _about_name(name: str, parts: Sequence[Unit], dice: Random) -> Iterator[tuple[str, Question]]:
    way = dice.choice(ways(parts, readings()))
    initials = "".join(syllable[:1] for syllable in way)
    yield "pinyin", ("".join(way), (("pinyin", f"{''.join(way)}%"),))
    yield "initials", (initials, (("initials", f"{initials}%"),))
    if dice.random() < 0.5:
        yield "mixed", (name[0] + way[1][:1], (("name", f"{name[0]}%"), ("initials", f"_{way[1][:1]}%")))
    else:
        yield "mixed", (way[0] + way[1][:1], (("pinyin", f"{way[0]}%"), ("initials", f"_{way[1][:1]}%")))
    yield "one letter", (initials[0], (("initials", f"{initials[0]}%"),))
    yield "one character", (name[0], (("name", f"{name[0]}%"),))
    yield "two characters", (name[:2], (("name", f"{name[:2]}%"),))
    yield "part of a name", (name[1:], (("name", f"%{name[1:]}%"),))


def _ours(data: Path, asked: dict[str, list[Question]]) -> dict[str, list[float]]:
    """Return the seconds of each question: from handing it to the lane until its answer is there."""
    lane = Lane(data)
    lane.start().result()
    found: dict[str, list[float]] = {}
    for kind in KINDS:
        found[kind] = []
        for query, _ in asked[kind]:
            start = time.perf_counter()
            lane.submit(guests.find, query, FOUND).result()
            found[kind].append(time.perf_counter() - start)
    lane.close()
    return found


def _probes(cache: Path) -> float:
    """Return the middle of the milliseconds that one guest takes by its rowid, without anything around it."""
    connection = sqlite3.connect(cache)
    last, dice, samples = connection.execute("select max(place) from guests").fetchone()[0], Random(7), []
    for _ in range(2000):
        place = dice.randrange(1, last + 1)
        start = time.perf_counter()
        connection.execute("select body from guests where place = ?", (place,)).fetchone()
        samples.append(time.perf_counter() - start)
    connection.close()
    return percentile(samples, 50) * 1e3


def _answers(peer: Scan | Trigrams, asked: list[Question], most: int) -> list[float]:
    """Return the seconds of up to `most` questions; at least one, however long it takes."""
    until, found = time.monotonic() + _PATIENCE, []
    for _, likes in asked[:most]:
        found.append(peer.ask(likes))
        if time.monotonic() > until:
            break
    return found


def _trigrams(plan: Plan, scan: Scan, asked: dict[str, list[Question]]) -> tuple[dict[str, list[float]], str]:
    programs = None if plan.toy else trigram_server()
    if programs is None:
        return {}, "pg_trgm could not be had: no PostgreSQL with that extension is installed here"
    with postgresql(programs, plan.folder("trgm")) as url:
        peer = Trigrams(url, scan.rows())
        try:
            return {kind: _answers(peer, asked[kind], _TRIGRAMS) for kind in KINDS}, ""
        finally:
            peer.close()
