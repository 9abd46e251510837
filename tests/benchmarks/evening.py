"""A busy evening for the benchmarks: the real HQ with a store of 2,000 guests, and a desk's folder enrolled with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert, select

from app.hq.database import migrate, open_engine, write
from app.hq.tables import feed, guests, identities
from app.hq.work.enrolling import issue_code
from app.localdb.lane import Lane
from app.sync.clock import DeskClock
from app.sync.courier import Courier
from tests.benchmarks.first_sync import fill
from tests.kit.hq import HqProcess, Till, event, found_store

GUESTS = 2000
PARTIES = 44


class Evening:
    """What a benchmark can use: the service, its database, and a till that may send events."""

    def __init__(self, hq: HqProcess, engine: Engine, till: Till) -> None:
        self.hq, self.engine, self.till = hq, engine, till

    def code(self) -> str:
        """Return a one-time code for a new desk."""
        with write(self.engine) as connection:
            return issue_code(connection, "330").text


@contextmanager
def serve_evening(folder: Path, data: Path, parties: int = PARTIES) -> Iterator[Evening]:
    """Run HQ in `folder` with `parties` in the store, and a desk in `data` that has it all."""
    url = f"sqlite:///{folder}/hq.db"
    engine = open_engine(url)
    migrate(engine)
    found_store(engine, tables=tuple(f"T{n}" for n in range(60)))
    fill(engine, GUESTS)
    _know_the_phones(engine)
    till = Till(engine)
    with HqProcess(url, files=folder / "files") as hq:
        evening = Evening(hq, engine, till)
        till.send(hq.url, list(_parties(parties)))
        lane = Lane(data)
        lane.start().result()
        courier = Courier(lane, clock=DeskClock(), on_link=lambda link: None)
        courier.start()
        courier.enrol(hq.url, evening.code(), "bench").result(20)
        held = 0
        while held < parties:
            if not courier.wait_until_synced(60):
                raise RuntimeError(f"the desk did not sync: {courier.link}")
            held = lane.submit(lambda db: db.value("select count(*) from cache.desk_arrivals")).result()
        courier.stop()
        lane.close()
        yield evening
    engine.dispose()


def phone(number: int) -> str:
    """Return the phone of guest `number`."""
    return f"139{number:08d}"


def _parties(parties: int) -> Iterator[dict[str, Any]]:
    now = datetime.now(UTC)
    for number in range(parties):
        known = {"phone": phone(number)}
        at = now - timedelta(minutes=number % 40)
        if number % 3:
            yield event("arrival.queued", at, store_id="330", ticket_no=f"A{number}", party_size=4, identity=known)
        else:
            yield event("arrival.scanned", at, store_id="330", table=f"T{number}", identity=known)


def _know_the_phones(engine: Engine) -> None:
    """Make the guests in the feed guests in HQ's own tables, each with a phone that a till can send."""
    now = int(datetime.now(UTC).timestamp() * 1e6)
    with write(engine) as connection:
        ids = connection.execute(select(feed.c.card_id).where(feed.c.kind == "guest").order_by(feed.c.seq)).scalars()
        held = list(ids)
        connection.execute(
            insert(guests),
            [{"guest_id": i, "name": f"客人{n}", "phone": phone(n), "created_us": now} for n, i in enumerate(held)],
        )
        connection.execute(
            insert(identities),
            [{"kind": "phone", "value": phone(n), "guest_id": i, "since_us": now} for n, i in enumerate(held)],
        )
