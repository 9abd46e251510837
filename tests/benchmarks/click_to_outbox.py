"""(e) From a click to a durable outbox row, with nothing, a day and a week unsent. Beside: one synced write of 4 KiB,
and one INSERT and COMMIT of such a row in a plain table with the same pragmas, each right after a click."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.actions.counter import perform
from app.domain.commands import AddNote, Command, Register, Seat
from app.domain.ids import new_id
from app.localdb import outbox
from app.localdb.database import Database
from tests.benchmarks.measure import Row, percentile
from tests.benchmarks.peers import synced_writes
from tests.benchmarks.plan import Plan
from tests.benchmarks.roster import STORE
from tests.kit.desk import opened

UNSENT = (0, 1_200, 10_000)
"""Rows that wait already: HQ was heard a moment ago, not for a day, not for more than a week."""

PARTIES = 400
"""Each is registered, seated, and has a note written about it."""

PRAGMAS = ("journal_mode=wal", "synchronous=full", "wal_autocheckpoint=4000")


def run(plan: Plan) -> Iterator[Row]:
    """Register parties, seat them and write notes, one at a time, as staff do."""
    for unsent in UNSENT:
        with tempfile.TemporaryDirectory(dir=os.environ.get("YINGBIN_BENCH_FOLDER")) as name:
            folder = Path(name)
            synced = percentile(synced_writes(folder, 200), 50) * 1e3
            clicks, bare = clicked(folder / "desk", plan.some(PARTIES), unsent=unsent)
            yield row_of("e", f"click → durable outbox, {unsent:,} rows unsent, p99", clicks, bare, synced)


def row_of(letter: str, what: str, clicks: list[float], bare: list[float], synced: float) -> Row:
    """Return the row of these clicks and bare inserts, in seconds; `synced` in ms."""
    p99 = percentile(clicks, 99) * 1e3
    more = {f"p{share} ms": percentile(clicks, share) * 1e3 for share in (50, 95)}
    more |= {f"INSERT; COMMIT p{share} ms": percentile(bare, share) * 1e3 for share in (50, 95, 99)}
    return Row(
        letter=letter, what=what, unit="ms", ours=p99, beside_what="the goal of 2 ms", beside=2.0, ratio=p99 / 2,
        goal="≤ 1", limit=1.0, more=more | {"fsync of 4 KiB p50 ms": synced},
    )  # fmt: skip


def clicked(data: Path, parties: int, *, unsent: int = 0) -> tuple[list[float], list[float]]:
    """Return the seconds of each click at the desk in `data`, and of each bare insert beside it."""
    clicks, inserts = [], []
    with opened(data) as lane, closing(sqlite3.connect(data.parent / "bare.db", isolation_level=None)) as bare:
        for pragma in PRAGMAS:
            bare.execute(f"pragma {pragma}")
        bare.execute("create table done (position integer primary key autoincrement, body text not null)")
        lane.submit(_wait, unsent).result()
        for number in range(parties):
            now = datetime.now(UTC)
            for command in _party(number, now):
                start = time.perf_counter()
                lane.submit(perform, command, author="李娜", now=now).result()
                clicks.append(time.perf_counter() - start)
                start = time.perf_counter()
                bare.execute("insert into done (body) values (?)", ("x" * 400,))
                inserts.append(time.perf_counter() - start)
    return clicks, inserts


def _wait(db: Database, rows: int) -> None:
    """Leave `rows` rows unsent, as parties of the last days do."""
    now = datetime.now(UTC)
    for number in range(-(-rows // 3)):
        at = now - timedelta(minutes=(rows - 3 * number) * 0.8)
        for command in _party(50_000 + number, at):
            outbox.add(db, command, at=at, author="李娜", store_id=STORE)


def _party(number: int, now: datetime) -> tuple[Command, ...]:
    arrival_id, guest_id = new_id(now), new_id(now)
    name = "曾单王李欧"[number % 5] + "小芳杰文静"[number // 5 % 5] + "舟菲娜"[number // 25 % 3]
    return (
        Register(arrival_id=arrival_id, guest_id=guest_id, name=name, phone=f"138{number:08d}"),
        Seat(arrival_id=arrival_id, table=f"A{number % 60}"),
        AddNote(guest_id=guest_id, note_id=new_id(now), text="靠窗"),
    )
