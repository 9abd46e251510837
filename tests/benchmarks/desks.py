"""A real desk without its window: enrolled with HQ and in step with it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from app.hq.database import write
from app.hq.work.enrolling import issue_code
from app.localdb.lane import Lane
from app.sync.clock import DeskClock
from app.sync.courier import Courier

PATIENCE = 600
"""Seconds after which a desk that is not in step is given up."""


@contextmanager
def desk_at(data: Path) -> Iterator[tuple[Lane, Courier]]:
    """Give the lane and the courier of the desk in `data`, running."""
    lane = Lane(data)
    lane.start().result()
    courier = Courier(lane, clock=DeskClock(), on_link=lambda link: None)
    courier.start()
    try:
        yield lane, courier
    finally:
        courier.stop()
        lane.close(PATIENCE)


def first_sync(engine: Engine, url: str, data: Path, store_id: str = "330") -> tuple[float, int]:
    """Enrol a new desk in `data`; return the seconds from then, when it asks for the snapshot, until the roster is
    searchable, and how many guests it holds."""
    with write(engine) as connection:
        code = issue_code(connection, store_id)
    with desk_at(data) as (lane, courier):
        courier.enrol(url, code.text, "bench").result(20)
        start = time.perf_counter()
        if not courier.wait_until_synced(PATIENCE):
            raise RuntimeError(f"the desk did not sync: {courier.link}")
        took = time.perf_counter() - start
        held = lane.submit(lambda db: db.value("select count(*) from cache.guests")).result()
    return took, int(held)


def await_arrivals(data: Path, parties: int) -> None:
    """Run the desk in `data` until it holds `parties` arrivals."""
    until = time.monotonic() + PATIENCE
    with desk_at(data) as (lane, courier):
        while True:
            held = lane.submit(lambda db: db.value("select count(*) from cache.desk_arrivals")).result()
            if held >= parties:
                return
            if time.monotonic() > until or not courier.wait_until_synced(PATIENCE):
                raise RuntimeError(f"the desk holds {held} arrivals of {parties}: {courier.link}")
            time.sleep(0.05)
