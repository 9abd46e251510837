"""The first sync: resumed where it broke, checked before it is used, thrown away where it is not what HQ said."""

from __future__ import annotations

import base64
import errno
import hashlib
import shutil
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import zstandard

from app.domain.faults import Unreadable
from app.sync import download
from app.sync.client import Client
from app.sync.failures import Later, Locked
from app.wire.problems import Problem
from tests.kit.desk import STORE, Reply, Request, TinyHq, guest
from tests.localdb.test_snapshot import hq_snapshot


class Source:
    """Serves one file as HQ does, with Range; `spoil` may change a reply."""

    def __init__(self, folder: Path, *, packed: bool = True, store_id: str = STORE, etag: str = '"v1"') -> None:
        folder.mkdir(exist_ok=True)
        plain = hq_snapshot(
            folder / "hq.db", *(guest(f"g{n}", "王芳", f"138{n:08d}") for n in range(3000)), store_id=store_id
        )
        content = plain.read_bytes()
        self.digest = "sha-256=:" + base64.b64encode(hashlib.sha256(content).digest()).decode() + ":"
        self.body = zstandard.ZstdCompressor(level=1).compress(content) if packed else content
        self.etag = etag
        self.spoil: Callable[[Reply, int], Reply] = lambda reply, number: reply
        self.asked: list[Request] = []

    def __call__(self, request: Request) -> Reply:
        self.asked.append(request)
        headers = {"ETag": self.etag, "Repr-Digest": self.digest, "Content-Type": "application/zstd"}
        start = 0
        if "range" in request.headers and request.headers.get("if-range") == self.etag:
            start = int(request.headers["range"].removeprefix("bytes=").rstrip("-"))
        if start >= len(self.body):
            return Reply(status=416, headers=headers)
        reply = Reply(status=206 if start else 200, body=self.body[start:], headers=headers)
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(self.body) - 1}/{len(self.body)}"
        return self.spoil(reply, len(self.asked))


def fetched(source: Source, data: Path, told: list[tuple[str, float]] | None = None) -> tuple[Path, str]:
    data.mkdir(exist_ok=True)
    with TinyHq(source) as hq:
        client = Client(hq.url, STORE, "secret")
        client.url = "http://hq"  # the port changes from test server to test server, HQ's address does not
        try:
            return download.fetch(client, data, STORE, lambda stage, share: (told or []).append((stage, share)))
        finally:
            client.close()


@pytest.mark.parametrize("packed", [True, False])
def test_a_snapshot_is_fetched_unpacked_and_made_ready(tmp_path: Path, packed: bool) -> None:
    data, told = tmp_path / "desk", [("", 0.0)]
    file, cursor = fetched(Source(tmp_path / "hq", packed=packed), data, told)
    assert cursor == "e:9"
    with sqlite3.connect(file) as connection:
        assert connection.execute("select count(*) from guests").fetchone() == (3000,)
        assert connection.execute("select count(*) from desk_arrivals").fetchone() == (0,)
    connection.close()
    assert sorted(path.name for path in data.iterdir()) == ["snapshot.db"]
    assert ("downloading", 1.0) in told
    assert told[-1] == ("checking", 1.0)


def test_a_broken_download_goes_on_where_it_broke(tmp_path: Path) -> None:
    source, data = Source(tmp_path / "hq"), tmp_path / "desk"
    half = len(source.body) // 2
    source.spoil = lambda reply, number: Reply(
        reply.status, reply.body, reply.headers, cut=half if number == 1 else None
    )
    with pytest.raises(Later):
        fetched(source, data)
    assert (data / "snapshot.part").stat().st_size == half
    fetched(source, data)
    assert source.asked[1].headers["range"] == f"bytes={half}-"


def test_a_snapshot_that_hq_made_anew_meanwhile_is_fetched_from_its_start(tmp_path: Path) -> None:
    source, data = Source(tmp_path / "hq"), tmp_path / "desk"
    source.spoil = lambda reply, number: Reply(reply.status, reply.body, reply.headers, cut=500)
    with pytest.raises(Later):
        fetched(source, data)
    fresh = Source(tmp_path / "hq2", etag='"v2"')
    _, cursor = fetched(fresh, data)
    assert cursor == "e:9"
    assert fresh.asked[0].headers["if-range"] == '"v1"'


def test_a_part_that_is_already_whole_is_asked_for_anew_where_hq_cannot_go_on(tmp_path: Path) -> None:
    source, data = Source(tmp_path / "hq"), tmp_path / "desk"
    source.spoil = lambda reply, number: Reply(reply.status, reply.body, reply.headers, cut=len(reply.body) - 1)
    with pytest.raises(Later):
        fetched(source, data)
    with open(data / "snapshot.part", "ab") as part:
        part.write(b"x")
    source.spoil = lambda reply, number: reply
    fetched(source, data)
    assert [request.headers.get("range") is not None for request in source.asked] == [False, True, False]


def flipped(reply: Reply) -> Reply:
    body = bytearray(reply.body)
    body[len(body) // 2] ^= 0xFF
    return Reply(reply.status, bytes(body), reply.headers)


@pytest.mark.parametrize("packed", [True, False])
def test_what_is_not_what_hq_said_is_thrown_away(tmp_path: Path, packed: bool) -> None:
    source, data = Source(tmp_path / "hq", packed=packed), tmp_path / "desk"
    source.spoil = lambda reply, number: flipped(reply) if number == 1 else reply
    with pytest.raises(Later) as found:
        fetched(source, data)
    assert found.value.code == "unreadable"
    assert list(data.iterdir()) == []
    fetched(source, data)


def test_a_snapshot_of_another_store_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as found:
        fetched(Source(tmp_path / "hq", store_id="999"), tmp_path / "desk")
    assert found.value.code == "snapshot_store"


@pytest.mark.parametrize(("status", "fault"), [(500, Later), (404, Later), (403, Later), (401, Locked)])
def test_hq_without_a_snapshot(tmp_path: Path, status: int, fault: type[Exception]) -> None:
    source = Source(tmp_path / "hq")
    said = Problem(title="no", status=status, code="token_unknown") if status == 401 else "log in first"
    source.spoil = lambda reply, number: Reply.of(said, status)
    with pytest.raises(fault):
        fetched(source, tmp_path / "desk")


@pytest.mark.parametrize("portal", [Reply(body=b"<html>welcome</html>"), Reply(302, headers={"Location": "/welcome"})])
def test_a_login_page_is_not_taken_for_the_snapshot_nor_for_the_rest_of_it(tmp_path: Path, portal: Reply) -> None:
    source, data = Source(tmp_path / "hq"), tmp_path / "desk"
    half = len(source.body) // 2
    source.spoil = lambda reply, number: replace(reply, cut=half)
    with pytest.raises(Later):
        fetched(source, data)
    source.spoil = lambda reply, number: portal
    with pytest.raises(Later) as found:
        fetched(source, data)
    assert found.value.code == "unreadable"
    assert len(source.asked) == 2, "a redirect leads nowhere that is HQ"
    source.spoil = lambda reply, number: reply
    fetched(source, data)
    assert source.asked[-1].headers["range"] == f"bytes={half}-"


def test_a_snapshot_that_would_fill_the_disk_is_not_begun(tmp_path: Path) -> None:
    source, data = Source(tmp_path / "hq"), tmp_path / "desk"
    free = shutil.disk_usage(tmp_path).free
    source.spoil = lambda reply, number: Reply(reply.status, reply.body, reply.headers | {"Yingbin-Size": str(free)})
    with pytest.raises(OSError, match="No space") as full:
        fetched(source, data)
    assert full.value.errno == errno.ENOSPC
    assert list(data.iterdir()) == []


def put(file: Path, blocks: int, wrong: Exception | None = None) -> None:
    with download._Sink(file) as sink:
        for _ in range(blocks):
            sink.put(bytes(1 << 20))
        if wrong is not None:
            raise wrong


@pytest.mark.parametrize("blocks", [1, 100])
def test_a_disk_that_is_full_while_the_file_is_unpacked_ends_the_work_with_its_reason(blocks: int) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("only Linux has a device that is always full")
    with pytest.raises(OSError, match="No space"):
        put(full, blocks)


def test_what_goes_wrong_while_unpacking_leaves_no_thread_waiting(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        put(tmp_path / "file", 10, KeyError("something else"))
    assert not [thread for thread in threading.enumerate() if thread.name == "courier-unpacking"]
