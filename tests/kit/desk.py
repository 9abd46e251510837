"""The desk below the screen, for tests: cards as HQ makes them, a lane in a folder, and a tiny HQ that misbehaves."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from msgspec import Raw

from app.domain.arrivals import ArrivalCard, ArrivalState
from app.domain.changes import ChangeSet
from app.domain.commands import Command
from app.domain.conflicts import ConflictCard
from app.domain.funnel import FunnelCard
from app.domain.groups import GroupCard
from app.domain.guests import GuestCard
from app.domain.printed import CodeCard
from app.domain.prints import PrintCard
from app.domain.tables import StaffCard, StoreCard, TableCard
from app.localdb import cursors, settings
from app.localdb.database import Database
from app.localdb.lane import Lane
from app.localdb.secrets import keep_token
from app.localdb.settings import Enrolled
from app.sync import inbound
from app.wire.codec import CARD_KINDS, Card, encode, encode_card
from app.wire.pages import Clock, FeedEntry, FeedPage

ROOT = Path(__file__).resolve().parents[2]

STORE = "330"
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
"""Six in the evening in Shanghai."""


def guest(guest_id: str, name: str = "", phone: str = "", *, visits: int = 0, days_ago: int | None = None) -> GuestCard:
    """Return a guest as HQ knows them."""
    last = None if days_ago is None else NOW - timedelta(days=days_ago)
    return GuestCard(guest_id=guest_id, name=name, phone=phone, visits=visits, last_visit=last)


def arrival(
    arrival_id: str,
    guest_id: str | None = None,
    *,
    state: ArrivalState = ArrivalState.WAITING,
    at: datetime = NOW,
    ticket_no: str = "",
    table: str = "",
) -> ArrivalCard:
    """Return an arrival as HQ knows it."""
    return ArrivalCard(
        arrival_id=arrival_id,
        store_id=STORE,
        guest_id=guest_id,
        state=state,
        state_at=at,
        arrived_at=at,
        ticket_no=ticket_no,
        table=table,
    )


def card_id(card: Card) -> str:
    """Return the id of `card` in the feed."""
    match card:
        case ArrivalCard():
            return card.arrival_id
        case GuestCard():
            return card.guest_id
        case StaffCard():
            return card.staff_id
        case StoreCard():
            return card.store_id
        case TableCard():
            return f"{card.store_id}/{card.name}"
        case ConflictCard():
            return card.conflict_id
        case CodeCard() | FunnelCard():
            return card.code
        case GroupCard():
            return card.group_id
        case PrintCard():
            return card.print_id


def entry(card: Card, version: int = 1, accepted_us: int = 0) -> FeedEntry:
    """Return `card` as an entry of the feed."""
    kind = next(kind for kind, shape in CARD_KINDS.items() if shape is type(card))
    return FeedEntry(kind=kind, id=card_id(card), version=version, raw=Raw(encode_card(card)), accepted_us=accepted_us)


def gone(kind: str, card_id: str, version: int) -> FeedEntry:
    """Return the entry that says a card is gone."""
    return FeedEntry(kind=kind, id=card_id, version=version)


def feed(*entries: FeedEntry, cursor: str, more: bool = False) -> FeedPage:
    """Return a page of the feed."""
    return FeedPage(cursor=cursor, entries=list(entries), clock=Clock(now=NOW), more=more)


def belong(db: Database, hq: str = "http://127.0.0.1:9") -> None:
    """Enrol the desk, without asking anybody."""
    settings.enrol(db, Enrolled(hq=hq, store_id=STORE, device_id="device-1", store_name="Store"))


def stand_at(db: Database, cursor: str) -> None:
    """Pretend that a snapshot was installed, which stood at `cursor`."""
    cursors.move(db, cursor)
    db.execute("insert or replace into cache.meta values ('store_id', ?)", (STORE,))


def take_in(db: Database, *entries: FeedEntry) -> ChangeSet:
    """Write what HQ says."""
    return inbound.write(db, entries, now=NOW)


@contextlib.contextmanager
def opened(data: Path, *, hq: str = "http://127.0.0.1:9") -> Iterator[Lane]:
    """Give an enrolled desk's lane; closed properly at the end."""
    lane = Lane(data)
    lane.start().result(10)
    lane.submit(belong, hq).result(10)
    keep_token(data, "device-1", "token-1")
    try:
        yield lane
    finally:
        assert lane.close()


def acts(lane: Lane, *commands: Command, now: datetime = NOW) -> ChangeSet:
    """Do these commands one after another; return what the last one changed."""
    from app.actions.counter import perform

    changes = ChangeSet()
    for command in commands:
        changes = lane.submit(perform, command, author="李娜", now=now).result(10)
    return changes


@dataclass(slots=True)
class Request:
    """What the desk asked."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, object]:
        """Return the body, read."""
        found: dict[str, object] = json.loads(self.body)
        return found


@dataclass(slots=True)
class Reply:
    """What the tiny HQ answers. `drop`: nothing at all. `cut`: only so many bytes of the body, then the line breaks.
    `hold`: waits for this before it answers."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False
    cut: int | None = None
    hold: threading.Event | None = None

    @classmethod
    def of(cls, value: object, status: int = 200) -> Reply:
        """Answer with `value` in the wire's form."""
        return cls(status=status, body=encode(value))


class TinyHq:
    """A server on a port of its own that answers with what `answer` returns, and remembers what it was asked."""

    def __init__(self, answer: Callable[[Request], Reply]) -> None:
        self.asked: list[Request] = []
        self.answer = answer
        self._heard = threading.Condition()
        self.closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> TinyHq:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def heard(self, request: Request) -> None:
        """Remember a request."""
        with self._heard:
            self.asked.append(request)
            self._heard.notify_all()

    def wait_for(self, what: Callable[[list[Request]], bool], timeout: float = 10) -> None:
        """Wait until the requests so far are `what`; fail after `timeout` seconds."""
        with self._heard:
            assert self._heard.wait_for(lambda: what(self.asked), timeout), [r.path for r in self.asked]

    def count(self, path: str) -> int:
        """Return how often something whose path ends in `path` was asked for."""
        return sum(request.path.endswith(path) for request in self.asked)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], tiny: TinyHq) -> None:
        self.tiny = tiny
        super().__init__(address, _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A desk that hangs up is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, parts.path, query, headers, body)
        self.server.tiny.heard(request)
        reply = self.server.tiny.answer(request)
        if reply.hold is not None:
            while not reply.hold.wait(0.02) and not self.server.tiny.closing.is_set():
                pass
        if reply.drop:
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in ({"Content-Length": str(len(reply.body))} | reply.headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body if reply.cut is None else reply.body[: reply.cut])
        if reply.cut is not None:
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True

    do_GET = do_POST = _serve  # noqa: N815 — the names that http.server calls
