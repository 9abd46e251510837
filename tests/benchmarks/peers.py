"""What the figures stand beside: plain ways to do the same thing, with nothing of Yingbin in them."""

from __future__ import annotations

import contextlib
import gzip
import os
import sqlite3
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from msgspec import Raw

from app.domain.guests import GuestCard
from app.hq.work import searchkeys
from app.wire.codec import decode, decode_card, encode, row_hash
from app.wire.pages import FeedEntry
from app.wire.searching import Searched, searched
from app.wire.snapshot import INDEXES, TABLES

ECHO = """
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
class Echo(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    def do_GET(self):
        self.send_response(200); self.send_header("Content-Length", "2"); self.end_headers()
        self.wfile.write(b"ok"); self.wfile.flush()
    def log_message(self, *a): pass
server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
print(server.server_address[1], flush=True)
server.serve_forever()
"""

STREAM = """
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
path = sys.argv[1]
class Stream(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
        with open(path, "rb") as file:
            while chunk := file.read(1 << 18): self.wfile.write(chunk)
    def log_message(self, *a): pass
server = ThreadingHTTPServer(("127.0.0.1", 0), Stream)
print(server.server_address[1], flush=True)
server.serve_forever()
"""


@contextmanager
def serving(code: str, *arguments: str) -> Iterator[str]:
    """Run a little server in a process of its own and give its address."""
    process = subprocess.Popen([sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def round_trips(times: int) -> list[float]:
    """Return the seconds of bare loopback round trips with requests on a kept connection."""
    with serving(ECHO) as url, requests.Session() as session:
        for _ in range(20):
            session.get(url, timeout=5)
        samples = []
        for _ in range(times):
            start = time.perf_counter()
            session.get(url, timeout=5)
            samples.append(time.perf_counter() - start)
        return samples


def synced_writes(folder: Path, times: int) -> list[float]:
    """Return the seconds of writing 4 KiB and fsync, the floor under every durable click."""
    block = os.urandom(4096)
    samples = []
    file = os.open(folder / "synced", os.O_CREAT | os.O_WRONLY)
    try:
        for _ in range(times):
            start = time.perf_counter()
            os.write(file, block)
            os.fsync(file)
            samples.append(time.perf_counter() - start)
    finally:
        os.close(file)
    return samples


GuestRow = tuple[str, int, int, str, str, int, str]
_INSERT = "insert into guests (id, version, hash, name, phone, seen, body) values (?,?,?,?,?,?,?)"


def insert_guests(target: Path, rows: Iterator[GuestRow]) -> None:
    """Put the rows into a fresh database by executemany in one transaction, then make the indexes."""
    connection = sqlite3.connect(target, isolation_level=None)
    connection.execute("pragma journal_mode=wal")
    connection.executescript(TABLES)
    connection.execute("begin")
    connection.executemany(_INSERT, rows)
    connection.execute("commit")
    connection.executescript(INDEXES)
    connection.close()


def write_stream(source: Path, target: Path) -> int:
    """Write the guests of a snapshot database as gzipped NDJSON, one entry of the feed a line; return how many."""
    connection = sqlite3.connect(source)
    count = 0
    with gzip.open(target, "wb", compresslevel=6) as file:
        for card_id, version, body in connection.execute("select id, version, body from guests"):
            entry = FeedEntry(kind="guest", id=card_id, version=version, raw=Raw(body.encode()))
            file.write(encode(entry) + b"\n")
            count += 1
    connection.close()
    return count


def read_stream(url: str, target: Path) -> None:
    """Load a gzipped NDJSON feed from `url` into a fresh searchable database: the plain way to do a first sync.

    Every entry is read as the desk reads a page: the card checked, its hash and its search keys worked out. The keys
    are sorted once at the end, as HQ does it: put into their places one by one they would take many times as long.
    """
    with contextlib.closing(sqlite3.connect(target, isolation_level=None)) as connection:
        connection.execute("pragma journal_mode=wal")
        connection.executescript(TABLES)
        staged = target.with_name(f"{target.name}.keys")
        searchkeys.stage(connection, staged)
        connection.execute("begin")
        place = 0
        for lines in _lines(url):
            rows = [_entry(line) for line in lines]
            connection.executemany(_INSERT, [row for row, _ in rows])
            searchkeys.add(connection, ((place + at, who) for at, (_, who) in enumerate(rows, 1)))
            place += len(rows)
        searchkeys.arrange(connection)
        connection.execute("commit")
        connection.executescript(INDEXES)
    staged.unlink()


def _lines(url: str) -> Iterator[list[bytes]]:
    unzip = zlib.decompressobj(31)
    rest = b""
    with requests.get(url, stream=True, timeout=60) as answer:
        for chunk in answer.iter_content(1 << 18):
            *lines, rest = (rest + unzip.decompress(chunk)).split(b"\n")
            yield lines


def _entry(line: bytes) -> tuple[GuestRow, Searched]:
    entry = decode(line, FeedEntry)
    body = entry.body or b""
    card = decode_card("guest", body)
    assert isinstance(card, GuestCard)
    who = searched(body)
    row = (entry.id, entry.version, row_hash("guest", entry.id, body), who.name, who.phone, who.seen, body.decode())
    return row, who
