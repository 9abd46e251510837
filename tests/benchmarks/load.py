"""A load of signed events from a process of its own: `… -m tests.benchmarks.load PORT SECRET CONNECTIONS COUNT BATCH`.

Every request is written before the clock starts, so that what is measured is HQ and not the sender. Each connection
sends its next event when the last one was answered. Prints seconds, and how many answers were not 202.
"""

from __future__ import annotations

import asyncio
import sys
import uuid
from datetime import UTC, datetime

import msgspec
from standardwebhooks import Webhook

from tests.kit.hq import event


def requests_for(secret: str, count: int, port: int, batch: int) -> list[bytes]:
    """Return whole HTTP requests with `count` signed events, `batch` in each."""
    webhook, now, made = Webhook(secret), datetime.now(UTC), []
    told = [
        event(
            "arrival.queued", now, store_id="330", ticket_no=f"L{number}", party_size=4,
            identity={"phone": f"137{number % 1000:08d}"},
        )
        for number in range(count)
    ]  # fmt: skip
    for start in range(0, count, batch):
        body = msgspec.json.encode(told[start : start + batch]).decode()
        message = uuid.uuid4().hex
        head = (
            f"POST /v1/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            "Content-Type: application/cloudevents-batch+json\r\n"
            f"Content-Length: {len(body.encode())}\r\nwebhook-id: {message}\r\n"
            f"webhook-timestamp: {int(now.timestamp())}\r\n"
            f"webhook-signature: {webhook.sign(message, now, body)}\r\n\r\n"
        )
        made.append((head + body).encode())
    return made


class _Sender(asyncio.Protocol):
    def __init__(self, queue: list[bytes], done: asyncio.Future[int], good: int) -> None:
        self.queue, self.done, self.bad, self.rest = queue, done, 0, b""
        self.good = b"HTTP/1.1 %d" % good

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        self.rest += data
        head, mark, body = self.rest.partition(b"\r\n\r\n")
        if not mark:
            return
        length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        if len(body) < length:
            return
        self.rest = body[length:]
        self.bad += not head.startswith(self.good)
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("HQ hung up"))

    def _next(self) -> None:
        if self.queue:
            self.transport.write(self.queue.pop())
        elif not self.done.done():
            self.done.set_result(self.bad)
            self.transport.close()


async def send(port: int, made: list[bytes], connections: int, good: int = 202) -> tuple[float, int]:
    """Send everything over `connections` connections; return the seconds and how many answers were not `good`."""
    loop = asyncio.get_running_loop()
    start = loop.time()
    waits: list[asyncio.Future[int]] = []
    for _ in range(connections):
        done: asyncio.Future[int] = loop.create_future()
        await loop.create_connection(lambda done=done: _Sender(made, done, good), "127.0.0.1", port)  # type: ignore[misc]
        waits.append(done)
    bad = sum(await asyncio.gather(*waits))
    return loop.time() - start, bad


if __name__ == "__main__":
    _port, _secret, _connections, _count = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    _made = requests_for(_secret, _count, _port, int(sys.argv[5]))
    print(*asyncio.run(send(_port, _made, _connections)))
