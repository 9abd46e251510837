"""HQ over HTTP. With `transfer` the only import of requests on the desk, and so only on the courier's threads.

One client a thread. Every method raises a `LinkFault` named by what to do, and returns only what was read whole and
understood.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote

import requests
from msgspec import Struct
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from requests.utils import get_environ_proxies
from urllib3 import Timeout

from app.domain.faults import Fault, Refused
from app.localdb.outbox import OutboxRow
from app.wire.codec import decode, encode
from app.wire.commands import CommandBatch, CommandEnvelope
from app.wire.history import HistoryPage
from app.wire.pages import Digest, Enrolment, EnrolmentRequest, FeedEntry, FeedPage, TodayPage
from app.wire.printed import ChainCodes, WhoseCode
from app.wire.version import HEADER, WIRE

from .failures import Later, Rejected, Stopped
from .sockets import Line, adapter_of
from .transfer import SnapshotStream, failure_of
from .verdict import Answer, fault_of, problem_in

T = TypeVar("T")

CONNECT = 3.05
"""Seconds until a connection must stand; a little over TCP's first retransmission."""

READ = 10.0
"""Seconds HQ may be silent within an answer."""


_UNANSWERED = (OSError, ValueError)
"""How a request ends that no answer came to. requests' own faults are OSErrors; an address or a proxy's that cannot be
read is a ValueError of urllib3's, and missing certificates are an OSError of requests' that is none of its own."""


class Client:
    """HQ at `url` for the device that holds `token` ("" before it is enrolled), at the store `store_id`."""

    def __init__(self, url: str, store_id: str = "", token: str = "") -> None:
        self.url = url.rstrip("/")
        self._store = f"{self.url}/v1/stores/{quote(store_id, safe='')}"
        self._line = Line()
        self._session = requests.Session()
        adapter: HTTPAdapter = adapter_of(self._line)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)
        # Long pages come compressed; every urllib3 unpacks gzip.
        asks = {HEADER: str(WIRE), "Accept": "application/json", "Accept-Encoding": "gzip"}
        self._session.headers.update(asks)
        self._session.auth = _Bearer(token)
        # Looked up once instead of for every request; a long poll has nothing to spare for it.
        self._session.trust_env = False
        self._session.proxies.update(get_environ_proxies(self.url, no_proxy=None))
        self._session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True

    def feed(self, after: str, wait: float) -> FeedPage:
        """Return what changed after the cursor; HQ waits up to `wait` seconds for news. Raises `OtherHistory`."""
        query = {"after": after, "wait": f"{wait:g}"}
        return _read(self._call("GET", f"{self._store}/feed", params=query, read=wait + READ), FeedPage)

    def today(self) -> TodayPage:
        """Return what the counter needs before the roster is there."""
        return _read(self._call("GET", f"{self._store}/today"), TodayPage)

    def commands(self, rows: list[OutboxRow]) -> Answer:
        """Send these outbox rows; return the answer as it came, for `verdict`. Raises only `Stopped`."""
        body = encode(CommandBatch(commands=[envelope(row) for row in rows]))
        headers = {"Content-Type": "application/json"}
        if len(rows) == 1:
            headers["Idempotency-Key"] = rows[0].key  # a batch has its keys inside
        return self._call("POST", f"{self._store}/commands", data=body, headers=headers)

    def digest(self) -> Digest:
        """Return the sums of what HQ holds for this store."""
        return _read(self._call("GET", f"{self._store}/digest", read=60.0), Digest)

    def enrol(self, code: str, device: str) -> Enrolment:
        """Exchange the one-time code for a device token; raise `Refused` with HQ's reason where it will not."""
        body = encode(EnrolmentRequest(code=code, device=device))
        headers = {"Content-Type": "application/json"}
        answer = self._call("POST", f"{self.url}/v1/enrolments", data=body, headers=headers)
        problem = problem_in(answer.body) if 400 <= answer.status < 500 else None
        if problem is not None and answer.status not in (426, 429):
            raise Refused(problem.code, problem.detail or problem.title)
        return _read(answer, Enrolment)

    def snapshot(self, start: int, etag: str) -> SnapshotStream:
        """Ask for the snapshot from byte `start` on, if it is still the one called `etag`; from the start otherwise.

        Raises `Rejected` (`http_416`…) where the part held does not fit any more.
        """
        headers = {"Accept-Encoding": "zstd, identity", "Accept": "*/*"}
        if start and etag:
            headers |= {"Range": f"bytes={start}-", "If-Range": etag}
        try:
            response = self._session.get(
                f"{self._store}/snapshot",
                headers=headers,
                stream=True,
                timeout=(CONNECT, 60.0),
                allow_redirects=False,
            )
        except _UNANSWERED as wrong:
            raise self._failure(wrong) from wrong
        if response.status_code not in (200, 206):
            with response:
                fault = fault_of(Answer(status=response.status_code, body=response.content[:65536]))
            raise fault or Later("unreadable", "HQ did not send a snapshot")
        if not response.headers.get("ETag") or response.headers.get("Content-Type", "").startswith("text/"):
            # A login page, say: it must not take the place of what has come of the roster so far.
            response.close()
            raise Later("unreadable", "what HQ's address sent is no snapshot")
        return SnapshotStream(response, self._failure)

    def resolve(self, asked: Mapping[str, str], seconds: float) -> FeedEntry | None:
        """Return the card of the guest known by exactly this; None where HQ knows nobody. Raises `LinkFault`, also
        where it takes longer than `seconds`."""
        answer = self._call("GET", f"{self.url}/v1/guests/resolve", params=asked, whole=seconds)
        if answer.status == 404 and (problem := problem_in(answer.body)) and problem.code == "guest_unknown":
            return None
        return _read(answer, FeedEntry)

    def history(self, guest_id: str, before: str = "") -> HistoryPage:
        """Return a page of a guest's past, newest first; raise `Rejected` where this store knows no such guest."""
        where = f"{self._store}/guests/{quote(guest_id, safe='')}/history"
        answer = self._call("GET", where, params={"before": before} if before else None)
        if answer.status == 404 and (problem := problem_in(answer.body)) and problem.code == "guest_unknown":
            raise Rejected(problem.code, problem.detail)
        return _read(answer, HistoryPage)

    def codes(self, kind: str) -> ChainCodes:
        """Return the codes of one kind of every store of the chain. Raises `LinkFault`."""
        return _read(self._call("GET", f"{self.url}/v1/codes", params={"kind": kind}), ChainCodes)

    def whose_code(self, code: str) -> WhoseCode | None:
        """Return whose this printed code is, None where HQ never made it. Raises `LinkFault`."""
        answer = self._call("GET", f"{self.url}/v1/codes/{quote(code, safe='')}")
        if answer.status == 404 and (problem := problem_in(answer.body)) and problem.code == "printed_unknown":
            return None
        return _read(answer, WhoseCode)

    def alive(self) -> Alive:
        """Ask whether HQ runs at all; raises a `LinkFault` where it does not, or where something else answers."""
        answer = self._call("GET", f"{self.url}/livez")
        return Alive(version=_read(answer, _Livez).version, clock=answer.clock)

    @property
    def is_cut(self) -> bool:
        """Whether this client was told to stop, and is of no more use."""
        return self._line.is_cut

    def cut(self) -> None:
        """End every request now, from any thread; those under way raise `Stopped`."""
        self._line.cut()

    def close(self) -> None:
        """Let go of idle connections."""
        self._session.close()

    def _call(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        read: float = READ,
        whole: float | None = None,
    ) -> Answer:
        timeout: Any = (CONNECT, read) if whole is None else Timeout(total=whole)  # requests passes urllib3's on
        try:
            response = self._session.request(
                method,
                url,
                params=params,
                data=data,
                headers=headers,
                timeout=timeout,
                allow_redirects=False,
            )
        except _UNANSWERED as wrong:
            if self._line.is_cut:
                raise Stopped("stopped") from wrong
            return Answer(failure=failure_of(wrong))
        return Answer(
            status=response.status_code,
            body=response.content,
            retry_after=_seconds(response.headers),
            clock=response.headers.get("Date", ""),
        )

    def _failure(self, wrong: Exception) -> Later | Stopped:
        if self._line.is_cut:
            return Stopped("stopped")
        kind = failure_of(wrong)
        return Later(kind.value, f"HQ's answer did not come: {kind.value}")


class _Livez(Struct):
    version: str


class Alive(NamedTuple):
    """What HQ says of itself. `clock`: its machine's real time as in HTTP's Date header, "" where there is none."""

    version: str
    clock: str


class _Bearer(AuthBase):
    """The device's token. As an auth object it also keeps requests from looking for a .netrc."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def envelope(row: OutboxRow) -> CommandEnvelope:
    """Return the outbox row as it is sent."""
    from msgspec import Raw

    return CommandEnvelope(
        key=row.key, kind=row.kind, subject=row.subject, at=row.at, author=row.author, body=Raw(row.body.encode())
    )


def _read(answer: Answer, shape: type[T]) -> T:
    fault = fault_of(answer)
    if fault is not None:
        raise fault
    try:
        return decode(answer.body, shape)
    except Fault as rubbish:
        raise Later("unreadable", f"HQ's answer cannot be read: {rubbish.detail}") from None


def _seconds(headers: Mapping[str, str]) -> float | None:
    text = headers.get("Retry-After", "")
    return float(text) if text.isascii() and text.isdigit() else None
