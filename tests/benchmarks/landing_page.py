"""(p) The phone page of a printed code, beside an empty route of FastAPI under the same load.

Every request is another phone's first: it opens the page, which is counted, and which shows the group with room at
that moment. The real service with a thousand stores on SQLite, the sender in a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, insert

from app.domain.printed import CodeCard, PrintedKind, Scope, new_code
from app.hq.clock import us_of
from app.hq.database import migrate, open_engine, write
from app.hq.tables import groups, printed_codes, stores
from tests.benchmarks.measure import Row, median
from tests.benchmarks.plan import Plan
from tests.benchmarks.roster import AS_OF
from tests.kit.hq import HqProcess

REQUESTS = 3000
CONNECTIONS = 50
STORES = 1000


def run(plan: Plan) -> Iterator[Row]:
    """Ask for a store's page and for the chain's, and for the empty route."""
    folder = plan.folder("landing")
    url = f"sqlite:///{folder}/hq.sqlite3"
    engine = open_engine(url)
    migrate(engine)
    with write(engine) as connection:
        codes = _fill(connection)
    engine.dispose()
    count = plan.some(REQUESTS)
    peer = median(_plain(count, plan.runs))
    with HqProcess(url, clock=AS_OF.isoformat(), options="--no-limit-guests") as hq:
        for called, code in codes.items():
            ours = median([_rate(hq.port, f"/r/{code}", count) for _ in range(plan.runs)])
            yield Row(
                letter="p", what=f"phone page of {called}", unit="requests/s", ours=ours,
                beside_what="an empty FastAPI route", beside=peer, ratio=ours / peer, goal="≥ 1/4", limit=0.25,
            )  # fmt: skip


def _fill(connection: Connection) -> dict[str, str]:
    """Write the chain; return a code of its first store and one of the whole chain."""
    names = [f"S{number:04d}" for number in range(STORES)]
    shops = [
        {
            "store_id": name, "name": f"第 {number} 店", "city": "深圳市", "district": "南山区", "datum": "GCJ-02",
            "address": f"深圳市南山区科苑路 {number} 号", "lat": 22.5 + number / 1e4, "lng": 113.9 + number / 1e4,
            "opens": "00:00", "closes": "24:00",
        }
        for number, name in enumerate(names)
    ]  # fmt: skip
    connection.execute(insert(stores), shops)
    now = us_of(AS_OF)
    rooms = [
        {
            "group_id": f"{name}-{turn}", "store_id": name, "kind": "group", "name": f"福利群 {turn}", "capacity": 200,
            "members": 120, "join_url": f"https://work.weixin.qq.com/gm/{name}{turn}", "changed_us": now,
        }
        for name in names
        for turn in (1, 2)
    ]  # fmt: skip
    connection.execute(insert(groups), rooms)
    made = [
        CodeCard(code=new_code(), kind=PrintedKind.GROUP, store_id=names[0]),
        CodeCard(code=new_code(), kind=PrintedKind.GROUP, scope=Scope.CHAIN),
    ]
    rows = [
        {"code": c.code, "kind": c.kind.value, "scope": c.scope.value, "store_id": c.store_id, "made_us": now}
        for c in made
    ]
    connection.execute(insert(printed_codes), rows)
    return {"one store": made[0].code, f"a chain of {STORES:,} stores": made[1].code}


def _plain(count: int, runs: int) -> list[float]:
    program = [sys.executable, "-m", "tests.benchmarks.empty_route"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, cwd=Path(__file__).resolve().parents[2]) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            return [_rate(port, "/", count) for _ in range(runs)]
        finally:
            process.terminate()


def _rate(port: int, path: str, count: int) -> float:
    """Return requests a second; every answer must be a page."""
    program = [sys.executable, "-m", "tests.benchmarks.visits", str(port), path, str(CONNECTIONS), str(count)]
    done = subprocess.run(
        program, capture_output=True, text=True, check=True, cwd=Path(__file__).resolve().parents[2], timeout=300
    )
    taken, bad = done.stdout.split()
    if int(bad):
        raise RuntimeError(f"{bad} of {count} answers were no page")
    return count / float(taken)
