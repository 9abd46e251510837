"""A chain with a full roster for the benchmarks: HQ's database, and desks that hold all of it or next to nothing.

Made once a run, when the first benchmark asks for it, and thrown away at its end; or kept for the next run.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import Engine
from sqlalchemy.event import listen

from app.hq.database import migrate, open_engine
from app.hq.tables import metadata
from app.wire.snapshot import LAYOUT
from tests.benchmarks.desks import PATIENCE, await_arrivals, first_sync
from tests.benchmarks.filling import fill
from tests.benchmarks.roster import AS_OF, STORE, phone
from tests.kit.hq import Counter, HqProcess, Till, event, found_store

FIFTH, BARE = "331", "332"
"""A store that holds the first fifth of the guests, and one that holds only those who are there this evening."""

PARTIES = 44


class Chain:
    """HQ with `guests` guests in `folder`; everything else is made when it is asked for.

    What an earlier run with the same number of guests and the same layout left in `folder` is used again.
    """

    def __init__(self, folder: Path, guests: int) -> None:
        self.folder, self.guests = folder, guests
        self._built: dict[str, float] = {}
        shape = ",".join(str(column) for table in metadata.sorted_tables for column in table.columns)
        self._sign = f"{guests} guests, layout {LAYOUT}, tables {zlib.crc32(shape.encode()):08x}"

    @property
    def url(self) -> str:
        """Where HQ's database is."""
        return f"sqlite:///{self.folder / 'hq.db'}"

    @property
    def files(self) -> Path:
        """Where HQ keeps its snapshots."""
        return self.folder / "files"

    @cached_property
    def engine(self) -> Engine:
        """HQ's database, filled: three stores, the roster, and 44 parties of an evening in two of them."""
        if not self._made("roster"):
            self._fill()
            self._say("roster")
        engine = open_engine(self.url)
        listen(engine, "connect", _wait_longer)
        migrate(engine)
        return engine

    def _fill(self) -> None:
        started = time.perf_counter()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        engine = open_engine(self.url)
        migrate(engine)
        for store_id in (STORE, FIFTH, BARE):
            found_store(engine, store_id, tables=tuple(f"T{n}" for n in range(60)))
        engine.dispose()
        fill(self.folder / "hq.db", self.guests, {STORE: self.guests, FIFTH: self.guests // 5})
        took = time.perf_counter() - started
        print(f"    a roster of {self.guests:,} guests made in {took:.0f} s", file=sys.stderr, flush=True)

    def _made(self, what: str) -> bool:
        sign = self.folder / f"{what}.made"
        return sign.is_file() and sign.read_text("utf-8") == self._sign

    def _say(self, what: str) -> None:
        (self.folder / f"{what}.made").write_text(self._sign, "utf-8")

    @cached_property
    def till(self) -> Till:
        """A source of events that HQ trusts."""
        return Till(self.engine)

    @contextmanager
    def serve(self) -> Iterator[HqProcess]:
        """Run HQ, at six in the evening of the roster's day."""
        ready = self.engine
        with HqProcess(self.url, files=self.files, clock=AS_OF.isoformat()) as hq:
            assert ready is self.engine
            yield hq

    @cached_property
    def desk(self) -> Path:
        """The data folder of a desk that holds the whole roster and a full evening."""
        return self._desk(STORE)

    @cached_property
    def bare_desk(self) -> Path:
        """The data folder of a desk with the same evening and no other guests."""
        return self._desk(BARE)

    def snapshot_of(self, hq: HqProcess, store_id: str) -> float:
        """Let HQ make the store's snapshot, once a run; return the seconds it took, none having been there."""
        if store_id not in self._built:
            for file in self.files.glob(f"{store_id}-*"):
                file.unlink()
            desk = Counter(self.engine, hq.url, store_id)
            start = time.perf_counter()
            while not self._is_there(desk):
                time.sleep(0.2)
            self._built[store_id] = time.perf_counter() - start
        return self._built[store_id]

    def _is_there(self, desk: Counter) -> bool:
        """Ask for the snapshot; HQ says 503 for as long as it is at it."""
        with requests.get(f"{desk.store}/snapshot", headers=desk.headers, stream=True, timeout=PATIENCE) as answer:
            if answer.status_code != 503:
                answer.raise_for_status()
            return answer.status_code == 200

    def _desk(self, store_id: str) -> Path:
        data = self.folder / f"desk-{store_id}"
        if self._made(data.name):
            return data
        shutil.rmtree(data, ignore_errors=True)
        with self.serve() as hq:
            self.till.send(hq.url, list(_parties(store_id)))
            self.snapshot_of(hq, store_id)
            first_sync(self.engine, hq.url, data, store_id)
            await_arrivals(data, PARTIES)
        self._say(data.name)
        return data

    def close(self) -> None:
        """Let go of the database."""
        if "engine" in self.__dict__:
            self.engine.dispose()


def _wait_longer(connection: sqlite3.Connection, _record: object) -> None:
    """A benchmark prepares while HQ works on what it was sent: it waits for its turn as long as that takes."""
    connection.execute("pragma busy_timeout = 120000")


def party_phones() -> list[str]:
    """Return the phones of the guests who are there this evening, in the order of their parties."""
    known = (phone(number) for number in range(10 * PARTIES))
    return [held for held in known if held][:PARTIES]


def _parties(store_id: str) -> Iterator[dict[str, Any]]:
    for number, held in enumerate(party_phones()):
        known = {"phone": held}
        at = AS_OF - timedelta(minutes=number % 40)
        if number % 3:
            yield event("arrival.queued", at, store_id=store_id, ticket_no=f"A{number}", party_size=4, identity=known)
        else:
            yield event("arrival.scanned", at, store_id=store_id, table=f"T{number}", identity=known)
