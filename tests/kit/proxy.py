"""A nasty line between desk and HQ: an HTTP proxy that drops, delays, repeats and reorders, from a seed.

What it does to a request is drawn for each request:

    pass        forwarded, answered
    refuse      closed before anything reached HQ
    lose        forwarded, and the answer thrown away (the worst one: it happened and nobody knows)
    cut         forwarded, and half of the answer sent
    delay       forwarded after a while
    repeat      forwarded twice, the second answer sent
    late        answered as lost, and forwarded AGAIN later, behind newer requests
    garble      forwarded, answered with 200 and rubbish
    fault       not forwarded, answered 500
"""

from __future__ import annotations

import contextlib
import http.client
import random
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

FAULTS = ("refuse", "lose", "cut", "delay", "repeat", "late", "garble", "fault")

_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host", "date", "server"}


class FaultProxy:
    """Forwards 127.0.0.1:`port` to HQ at `target` (host, port), which may change while HQ restarts.

    `share` (0 to 1) is how many of the requests are treated badly; only `faults` are drawn.
    """

    def __init__(self, target: tuple[str, int], *, seed: int, share: float, faults: tuple[str, ...] = FAULTS) -> None:
        self.target = target
        self.share = share
        self.faults = faults
        self.dealt: dict[str, int] = {}
        self.pace = 0
        """Bytes a second of a snapshot; 0: as fast as it comes."""
        self.unknown = ""
        """Paths that end so are answered 404, as by a service that does not have them."""
        self.closing = threading.Event()
        self._dice = random.Random(seed)
        self._guard = threading.Lock()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._late: list[threading.Timer] = []

    @property
    def url(self) -> str:
        """The address the desk should use."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> FaultProxy:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        for timer in self._late:
            timer.cancel()
            timer.join()

    def draw(self) -> tuple[str, float]:
        """Return what happens to the next request, and for how long it waits (seconds) where that matters."""
        with self._guard:
            bad = self.faults and self._dice.random() < self.share
            deed = self._dice.choice(self.faults) if bad else "pass"
            self.dealt[deed] = self.dealt.get(deed, 0) + 1
            return deed, self._dice.uniform(0.01, 0.3)

    def again_later(self, request: tuple[str, str, dict[str, str], bytes], seconds: float) -> None:
        """Forward `request` once more after `seconds`; nobody reads the answer."""

        def send() -> None:
            with contextlib.suppress(OSError, http.client.HTTPException):
                self.forward(*request)

        timer = threading.Timer(seconds, send)
        timer.daemon = True
        with self._guard:
            self._late = [t for t in self._late if t.is_alive()]
            self._late.append(timer)
        timer.start()

    def forward(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        """Send one request to HQ and return status, headers and body; OSError while HQ is away."""
        connection = http.client.HTTPConnection(*self.target, timeout=40)
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, proxy: FaultProxy) -> None:
        self.proxy = proxy
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, *_: Any) -> None:
        """A cut line is what this is for; nothing to report."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def _serve(self) -> None:
        proxy = self.server.proxy
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {k: v for k, v in self.headers.items() if k.lower() not in _HOP}
        request = (self.command, self.path, headers, body)
        if proxy.unknown and self.path.endswith(proxy.unknown):
            return self._answer(404, [("Content-Type", "text/plain")], b"Not Found")
        deed, seconds = proxy.draw()
        if deed == "refuse":
            return self._hang_up()
        if deed == "fault":
            return self._answer(500, [("Content-Type", "text/plain")], b"the line is haunted")
        if deed == "delay":
            threading.Event().wait(seconds)
        try:
            status, found, content = proxy.forward(*request)
            if deed == "repeat":
                status, found, content = proxy.forward(*request)
        except (OSError, http.client.HTTPException):
            return self._hang_up()
        if deed == "late":
            proxy.again_later(request, seconds * 5)
        if deed in ("lose", "late"):
            return self._hang_up()
        if deed == "garble":
            return self._answer(200, [("Content-Type", "application/json")], b'{"outcomes": 7, \xff')
        return self._answer(status, found, content, cut=deed == "cut")

    do_GET = do_POST = do_HEAD = _serve  # noqa: N815 - http.server's names

    def _answer(self, status: int, headers: list[tuple[str, str]], content: bytes, *, cut: bool = False) -> None:
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in _HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self._write(content[: len(content) // 2] if cut else content)
        self.wfile.flush()
        if cut:
            self._hang_up()

    def _write(self, content: bytes) -> None:
        """Write the body; a snapshot at the line's pace, which may change on the way."""
        proxy, sent = self.server.proxy, 0
        while proxy.pace and self.path.endswith("/snapshot") and sent < len(content):
            piece = max(proxy.pace // 50, 1)
            self.wfile.write(content[sent : sent + piece])
            self.wfile.flush()
            sent += piece
            if proxy.closing.wait(0.02):
                return
        self.wfile.write(content[sent:])

    def _hang_up(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
