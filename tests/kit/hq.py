"""A head office for tests: a small chain in the database, events as their senders write them, the real service.

`HqProcess` is `python -m app hq serve` in a process of its own, which can be killed at any moment and started again
on the same port; `HqHere` is the same in a thread. `Till` is an event source with its secret, `Counter` a desk with
its token.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import requests
import uvicorn
from sqlalchemy import Dialect, Engine, insert
from standardwebhooks import Webhook

from app.domain.tables import StoreCard, TableCard
from app.hq.api.door import Door
from app.hq.clock import real_us
from app.hq.database import migrate, open_engine, write
from app.hq.entrance import create_app
from app.hq.feed import Publication, publish
from app.hq.services import Services
from app.hq.settings import Settings
from app.hq.tables import enrolments, store_tables, stores
from app.hq.work.enrolling import enrol
from app.hq.work.printed import ensure_codes
from app.hq.work.sources import issue_secret
from app.wire.codec import encode_card
from app.wire.commands import CommandsAnswer
from app.wire.events import EventsAnswer
from app.wire.pages import FeedPage

from .nursery import Program, start

TIMEOUT = 30
"""Seconds after which a test gives up waiting for HQ: far more than it ever takes."""


@cache
def _migrated() -> Path:
    """Return an SQLite database of an HQ that has just been set up, to be copied: migrating takes a dozen times longer.

    It lies in the tests' own home, which is removed with them.
    """
    file = Path(tempfile.mkdtemp(dir=os.environ["HOME"])) / "hq.sqlite3"
    engine = open_engine(f"sqlite:///{file}")
    migrate(engine)
    engine.dispose()
    return file


_compiled: dict[str, tuple[Dialect, dict[Any, Any]]] = {}


def open_hq(database_url: str) -> Engine:
    """Return the engine of a database that is migrated: an SQLite file that is not there yet is made so.

    Statements are compiled once for all tests, as in an HQ that runs for days.
    """
    engine = open_engine(database_url)
    file = Path(str(engine.url.database))
    if engine.dialect.name == "sqlite" and not file.exists():
        shutil.copyfile(_migrated(), file)
    engine.dialect, compiled = _compiled.setdefault(engine.dialect.name, (engine.dialect, {}))
    engine.update_execution_options(compiled_cache=compiled)
    return engine


def found_store(
    engine: Engine, store_id: str = "330", tables: Sequence[str] = ("A1", "A2", "A3"), *, codes: bool = True
) -> None:
    """Put a store with these tables into the database, with its cards in its feed, and (as an import does) with the
    printed codes that every store has."""
    with write(engine) as connection:
        connection.execute(insert(stores).values(store_id=store_id, name=f"Store {store_id}"))
        cards = [Publication("store", store_id, encode_card(StoreCard(store_id=store_id, name=f"Store {store_id}")))]
        for name in tables:
            connection.execute(insert(store_tables).values(store_id=store_id, name=name))
            card = encode_card(TableCard(store_id=store_id, name=name))
            cards.append(Publication("table", f"{store_id}/{name}", card))
        reach = frozenset({store_id})
        publish(connection, [Publication(card.kind, card.card_id, card.body, reach) for card in cards])
        if codes:
            ensure_codes(connection, [store_id])


def event(
    kind: str, time: datetime | str | None = None, /, *, event_id: str = "", source: str = "till", **data: object
) -> dict[str, Any]:
    """Return an event of type `yingbin.<kind>` as its sender writes it."""
    found: dict[str, Any] = {
        "specversion": "1.0",
        "id": event_id or uuid.uuid4().hex,
        "source": source,
        "type": f"yingbin.{kind}",
        "data": data,
    }
    if time is not None:
        found["time"] = time if isinstance(time, str) else time.isoformat()
    return found


class Till:
    """An event source: signs what it sends as Standard Webhooks."""

    def __init__(self, engine: Engine, source: str = "till") -> None:
        """Get a secret for `source`."""
        with write(engine) as connection:
            self.secret = issue_secret(connection, source)
        self.source = source

    def headers(self, body: bytes, secret: str = "") -> dict[str, str]:
        """Return the headers of a signed delivery of `body`."""
        now, message = datetime.now(UTC), f"msg_{uuid.uuid4().hex}"
        return {
            "content-type": "application/cloudevents-batch+json",
            "webhook-id": message,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(secret or self.secret).sign(message, now, body.decode()),
        }

    def send(self, url: str, events: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> EventsAnswer:
        """Post events and return the answer; raise if HQ did not take them in."""
        body = json.dumps(events, ensure_ascii=False).encode()
        response = requests.post(f"{url}/v1/events", data=body, headers=self.headers(body), timeout=TIMEOUT)
        assert response.status_code == 202, response.text
        return msgspec.json.decode(response.content, type=EventsAnswer)


class Counter:
    """A desk: enrolled at HQ, reads its store's feed and sends commands."""

    def __init__(self, engine: Engine, url: str, store_id: str = "330") -> None:
        """Enrol at the HQ that serves `url`, with a code that was never typed: its slow hash has tests of its own."""
        with write(engine) as connection:
            hashed, ends = uuid.uuid4().hex, real_us() + 3600 * 1_000_000
            connection.execute(insert(enrolments).values(code_hash=hashed, store_id=store_id, expires_us=ends))
            self.enrolment = enrol(connection, hashed, "test")
        self.headers = {"authorization": f"Bearer {self.enrolment.token}"}
        self.url, self.store = url, f"{url}/v1/stores/{store_id}"
        self.cursor = ""

    def page(self, wait: float = 0, limit: int = 500) -> FeedPage:
        """Return the next page of the feed, and remember its cursor."""
        asked: dict[str, str] = {"wait": str(wait), "limit": str(limit)} | (
            {"after": self.cursor} if self.cursor else {}
        )
        response = requests.get(f"{self.store}/feed", params=asked, headers=self.headers, timeout=TIMEOUT + wait)
        assert response.status_code == 200, response.text
        page = msgspec.json.decode(response.content, type=FeedPage)
        self.cursor = page.cursor
        return page

    def cards(self, kind: str, wait_for: int = 0) -> dict[str, dict[str, Any]]:
        """Read the whole feed anew until at least `wait_for` cards of `kind` are in it; return them by id."""
        self.cursor = ""
        held: dict[str, dict[str, Any]] = {}
        end = time.monotonic() + TIMEOUT
        while time.monotonic() < end:
            page = self.page(wait=1 if len(held) < wait_for else 0)
            for entry in page.entries:
                if entry.kind == kind and entry.body is not None:
                    held[entry.id] = json.loads(bytes(entry.body))
                elif entry.kind == kind:
                    held.pop(entry.id, None)
            if not page.more and len(held) >= wait_for:
                break
        assert len(held) >= wait_for, f"{len(held)} {kind} cards, not {wait_for}"
        return held

    def command(self, *commands: Mapping[str, Any]) -> CommandsAnswer:
        """Send commands and return the outcomes."""
        asked = {"commands": list(commands)}
        response = requests.post(f"{self.store}/commands", json=asked, headers=self.headers, timeout=TIMEOUT)
        assert response.status_code == 200, response.text
        return msgspec.json.decode(response.content, type=CommandsAnswer)


_keys = itertools.count(1)


def command(kind: str, at: datetime, /, *, key: str = "", author: str = "s1", **body: object) -> dict[str, Any]:
    """Return a command envelope as a desk sends it."""
    subject = str(body.get("arrival_id") or body.get("guest_id") or "")
    return {
        "key": key or f"key-{next(_keys)}-{uuid.uuid4().hex}",
        "kind": kind,
        "subject": subject,
        "at": at.isoformat(),
        "author": author,
        "body": body,
    }


class _Server(uvicorn.Server):
    """A uvicorn that ends when it is told to, and not at its next look a tenth of a second later."""

    def end(self) -> None:
        """End from any thread."""
        self.should_exit = True
        self._loop.call_soon_threadsafe(self._ending.set)

    async def main_loop(self) -> None:
        """Look after what uvicorn does ten times a second, until the end."""
        self._loop, self._ending = asyncio.get_running_loop(), asyncio.Event()
        looks = 0
        while not await self.on_tick(looks):
            looks += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ending.wait(), 0.1)


class HqHere:
    """The service in a thread of the test's own process: quick to start, and its parts can be looked at."""

    def __init__(self, database_url: str, *, clock: str = "", files: Path | None = None, **settings: Any) -> None:
        """Nothing runs until it is entered."""
        self.services = Services(Settings(database=database_url, clock=clock, files=files, **settings))
        self.application = create_app(self.services)
        door = Door(self.application, self.application.state.hot)
        config = uvicorn.Config(door, log_config=None, access_log=False, timeout_graceful_shutdown=3, lifespan="on")
        self._server = _Server(config)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> HqHere:
        """Start it; connections made before it listens wait in the socket."""
        self._thread.start()
        response = requests.get(f"{self.url}/livez", timeout=TIMEOUT)
        assert response.status_code == 200, response.text
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it as a signal would."""
        self.services.waiting.close()
        self._server.end()
        self._thread.join(TIMEOUT)
        assert not self._thread.is_alive()


class HqProcess:
    """The real service in a process of its own. The first start picks the port, later ones keep it."""

    def __init__(
        self,
        database_url: str,
        *,
        clock: str = "",
        port: int = 0,
        files: Path | None = None,
        options: str = "",
        anew: bool = False,
    ) -> None:
        """Nothing runs until `start`. `options`: more of them for `hq serve`, with blanks between them; `anew`: as a
        person starts it, and not forked (`nursery`)."""
        self._anew = anew
        self.database_url = database_url
        self.port = port
        self._options = options.split()
        self._clock = clock
        self._files = files
        self._process: Program | None = None
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__

    def __enter__(self) -> HqProcess:
        """Start it."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it and close its log."""
        try:
            self.stop()
        finally:
            self._errors.close()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The process id; 0 while it does not run."""
        return self._process.pid if self._process is not None else 0

    def errors(self) -> str:
        """Return what all its runs wrote to stderr."""
        self._errors.seek(0)
        return self._errors.read().decode(errors="replace")

    def start(self) -> None:
        """Start it and wait until it says that it listens."""
        assert not self.running
        arguments = ["hq", "serve", "--database", self.database_url, "--port", str(self.port), "--until-stdin-closes"]
        arguments += ["--clock", self._clock] if self._clock else []
        arguments += ["--files", str(self._files)] if self._files is not None else []
        arguments += self._options
        self._process = start("app", *arguments, errors=self._errors, anew=self._anew)
        assert self._process.stdout is not None
        alarm = threading.Timer(TIMEOUT, self._process.kill)
        alarm.start()
        try:
            line = self._process.stdout.readline().decode()
        finally:
            alarm.cancel()
        said = re.search(r"listens on http://\S+:(\d+)", line)
        if said is None:
            self._reap()
            raise AssertionError(f"HQ did not start: {line!r}\n{self.errors()}")
        self.port = int(said[1])

    def kill9(self) -> None:
        """Kill it without warning, as a power cut of the process would."""
        assert self._process is not None
        self._process.kill()
        self._reap()

    def stop(self, number: int = signal.SIGTERM) -> int:
        """End it politely and return its exit code; 0 where it did not run."""
        if self._process is None:
            return 0
        if self.running:
            self._process.send_signal(number)
        return self._reap()

    def let_go(self) -> int:
        """Close its stdin, as a parent that died would, and return its exit code."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.close()
        return self._reap()

    def _reap(self) -> int:
        assert self._process is not None
        try:
            code = self._process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise
        finally:
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
        self._process = None
        return code
