"""(b) First sync of 100,000 guests: the real desk from the real HQ's snapshot, beside a gzipped NDJSON stream of the
same rows into the same indexed tables, and beside the bare `executemany` under both."""

from __future__ import annotations

import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from app.desk.entrance import SWITCH_SECONDS
from app.domain.guests import Favourite, GuestCard
from app.domain.tastes import Taste, TasteKind, TasteSource
from app.hq.database import migrate, open_engine, write
from app.hq.feed import Publication, publish
from app.hq.work.enrolling import issue_code
from app.localdb.database import CACHE
from app.localdb.lane import Lane
from app.sync.clock import DeskClock
from app.sync.courier import Courier
from app.wire.codec import encode_card
from tests.benchmarks.measure import Row, median, seconds
from tests.benchmarks.peers import STREAM, insert_guests, read_stream, serving, write_stream
from tests.benchmarks.plan import Plan
from tests.kit.hq import HqProcess, found_store

GUESTS = 100_000


def run(plan: Plan) -> Iterator[Row]:
    """Measure all three against the same rows, with the threads' share of Python that the desk sets at its start."""
    sys.setswitchinterval(SWITCH_SECONDS)
    with tempfile.TemporaryDirectory(dir=os.environ.get("YINGBIN_BENCH_FOLDER")) as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/hq.db"
        engine = open_engine(url)
        migrate(engine)
        found_store(engine)
        fill(engine, GUESTS)
        with HqProcess(url, files=folder / "files") as hq:
            first = _sync(engine, hq.url, folder / "desk")
            ours = median([_sync(engine, hq.url, folder / f"desk{n}") for n in range(plan.runs)])
        engine.dispose()
        cache = folder / "desk" / CACHE
        rows = _rows(cache)
        raw = median([seconds(lambda n=n: insert_guests(folder / f"raw{n}", iter(rows))) for n in range(plan.runs)])  # type: ignore[misc]
        write_stream(cache, folder / "stream.gz")
        with serving(STREAM, str(folder / "stream.gz")) as address:
            peer = median([seconds(lambda n=n: read_stream(address, folder / f"peer{n}")) for n in range(plan.runs)])  # type: ignore[misc]
    yield Row(
        letter="b", what=f"first sync of {GUESTS:,} guests", unit="s", ours=ours,
        beside_what="the same rows as NDJSON+gzip", beside=peer, ratio=peer / ours, goal="≥ 8", limit=8.0,
        more={"raw executemany s": raw, "first desk, HQ builds the snapshot s": first},
    )  # fmt: skip


def fill(engine: Engine, count: int) -> None:
    """Publish `count` invented guests to store 330, with nothing behind their cards."""
    dice, now = random.Random(1), datetime(2026, 11, 20, tzinfo=UTC)
    surnames, given = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗曾单解仇", "芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英"
    for start in range(0, count, 5000):
        batch = []
        for number in range(start, min(start + 5000, count)):
            card = GuestCard(
                guest_id=str(10**17 + number),
                name=dice.choice(surnames) + "".join(dice.choices(given, k=dice.choice([1, 2, 2]))),
                phone=f"1{dice.randrange(3 * 10**9, 10**10)}",
                visits=dice.randrange(1, 40),
                last_visit=now - timedelta(minutes=dice.randrange(500_000)),
                tastes=(
                    Taste(tag="羊肉", kind=TasteKind.LIKES, source=TasteSource.DISHES, date=now.date(), hits=7, of=9),
                    Taste(tag="香菜", kind=TasteKind.AVOID, source=TasteSource.STAFF, date=now.date(), author="李娜"),
                ),
                favourites=(Favourite(dish="孜然羊排", visits=7),),
            )
            batch.append(Publication("guest", card.guest_id, encode_card(card), frozenset({"330"})))
        with write(engine) as connection:
            publish(connection, batch)


def _sync(engine: Engine, url: str, data: Path) -> float:
    """Enrol a new desk; return the seconds from then, when it asks for the snapshot, until the roster is searchable."""
    with write(engine) as connection:
        code = issue_code(connection, "330")
    lane = Lane(data)
    lane.start().result()
    courier = Courier(lane, clock=DeskClock(), on_link=lambda link: None)
    courier.start()
    courier.enrol(url, code.text, "bench").result(20)
    start = time.perf_counter()
    if not courier.wait_until_synced(120):
        raise RuntimeError(f"the desk did not sync: {courier.link}")
    took = time.perf_counter() - start
    held = lane.submit(lambda db: db.value("select count(*) from cache.guests")).result()
    courier.stop()
    lane.close()
    if held != GUESTS:
        raise RuntimeError(f"the desk holds {held} guests of {GUESTS}")
    return took


def _rows(cache: Path) -> list[tuple[str, int, int, str, str, int, str]]:
    connection = sqlite3.connect(cache)
    rows = connection.execute("select id, version, hash, name, phone, seen, body from guests").fetchall()
    connection.close()
    return rows
