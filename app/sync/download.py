"""Fetching HQ's snapshot: resumable, checked, unpacked, made ready; the lane only swaps it in.

`snapshot.part` holds the bytes as they came, `snapshot.part.json` what they are part of. Both survive a stop, so the
next start goes on where this one ended.
"""

from __future__ import annotations

import base64
import contextlib
import errno
import hashlib
import itertools
import os
import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.localdb import snapshot
from app.localdb.opening import touch_private
from app.localdb.reserve import SIZE as RESERVE

from .client import Client
from .failures import Later, Rejected
from .transfer import SnapshotStream

if TYPE_CHECKING:
    from _typeshed import SupportsRead

Progress = Callable[[str, float], None]
"""Told ("downloading" or "checking", 0..1)."""

_MAGIC = b"\x28\xb5\x2f\xfd"
"""The first bytes of a zstd frame (RFC 8878, section 3.1.1)."""

_BLOCK = 1024 * 1024
"""Bytes unpacked at a time."""

_BLOCKS_WAITING = 4
_BLOCKS_A_WORD = 8
"""Blocks between two words about the progress: a million guests say some 120 of them."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What the bytes in `snapshot.part` are part of."""

    url: str
    store_id: str
    etag: str
    digest: str


def fetch(client: Client, data: Path, store_id: str, progress: Progress) -> tuple[Path, str]:
    """Bring HQ's snapshot into the folder `data`; return the file, ready to be installed, and its cursor.

    Raises `Later` where the line broke (what came is kept), or where the file is not what HQ said it is (then it is
    thrown away); `Unreadable` for a snapshot of another store or layout; OSError where the disk is full.
    """
    packed, note, ready = data / "snapshot.part", data / "snapshot.part.json", data / "snapshot.db"
    held = _held(packed, note, client.url, store_id)
    start = packed.stat().st_size if held else 0
    try:
        stream = client.snapshot(start, held.etag if held else "")
    except Rejected:
        if not start:
            raise
        packed.unlink(missing_ok=True)
        stream = client.snapshot(0, "")
    part = Part(url=client.url, store_id=store_id, etag=stream.etag, digest=stream.repr_digest)
    try:
        _ask_for_room(data, (stream.total or 0) - stream.start + stream.unpacked)
        _receive(stream, packed, note, part, progress)
    except OSError:
        # The room is for what staff do: half a roster must not take the last of it.
        stream.close()
        packed.unlink(missing_ok=True)
        note.unlink(missing_ok=True)
        raise
    try:
        known_good = _unpack(packed, ready, part.digest, progress)
    except BaseException:
        ready.unlink(missing_ok=True)
        raise
    finally:
        # Whole and good, or whole and bad: it is of no more use. (Half of it never comes this far.)
        packed.unlink(missing_ok=True)
        note.unlink(missing_ok=True)
    try:
        return ready, snapshot.prepare(ready, store_id, known_good=known_good)
    except BaseException:
        ready.unlink(missing_ok=True)
        raise


def _ask_for_room(data: Path, needed: int) -> None:
    """Raise OSError where a snapshot of `needed` bytes would leave staff less than twice the reserve."""
    import shutil

    if shutil.disk_usage(data).free < needed + 2 * RESERVE:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(data))


def _held(packed: Path, note: Path, url: str, store_id: str) -> Part | None:
    try:
        part = msgspec.json.decode(note.read_bytes(), type=Part)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
    return part if packed.exists() and part.etag and (part.url, part.store_id) == (url, store_id) else None


def _receive(stream: SnapshotStream, packed: Path, note: Path, part: Part, progress: Progress) -> None:
    flags = os.O_RDWR | os.O_CREAT | (0 if stream.start else os.O_TRUNC)
    if stream.start == 0:
        # The note first would describe the old bytes, the bytes first nobody's: so away with the old note.
        note.unlink(missing_ok=True)
    with open(os.open(packed, flags, 0o600), "r+b") as target:
        target.seek(stream.start)
        target.truncate()
        touch_private(note)
        note.write_bytes(msgspec.json.encode(part))
        done = stream.start
        progress("downloading", done / stream.total if stream.total else 0.0)
        for chunk in stream.chunks():
            target.write(chunk)
            done += len(chunk)
            progress("downloading", done / stream.total if stream.total else 0.0)
    if stream.total is not None and done != stream.total:
        raise Later("broken", "the snapshot ended too early")


def _unpack(packed: Path, ready: Path, digest: str, progress: Progress) -> bool:
    """Unpack the file; return whether it is known to be byte for byte what HQ made (else HQ gave no digest)."""
    progress("checking", 0.0)
    total = packed.stat().st_size
    with open(packed, "rb") as source, _Sink(ready) as sink, contextlib.ExitStack() as stack:
        reader: SupportsRead[bytes] = source
        if source.peek(4)[:4] == _MAGIC:
            import zstandard

            unpacker = zstandard.ZstdDecompressor().stream_reader(source, read_across_frames=True)
            stack.callback(unpacker.close)
            reader = unpacker
        try:
            for number in itertools.count():
                if not (block := reader.read(_BLOCK)):
                    break
                sink.put(block)
                if number % _BLOCKS_A_WORD == 0:
                    progress("checking", source.tell() / total)
        except Exception as wrong:
            if type(wrong).__name__ != "ZstdError":
                raise
            raise Later("unreadable", f"the snapshot cannot be unpacked: {wrong}") from None
    progress("checking", 1.0)
    wanted = _sha256(digest)
    if wanted is not None and wanted != sink.sha256:
        raise Later("unreadable", "the snapshot is not what HQ said it is")
    return wanted is not None


class _Sink:
    """Sums and writes what is unpacked, on a thread of its own: both let go of the interpreter, and take as long as
    unpacking does."""

    def __init__(self, file: Path) -> None:
        self._summed = hashlib.sha256()
        self._target = open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")  # noqa: SIM115 - __exit__
        self._blocks: queue.Queue[bytes | None] = queue.Queue(_BLOCKS_WAITING)
        self._wrong: OSError | None = None
        self._thread = threading.Thread(target=self._run, name="courier-unpacking", daemon=True)

    def __enter__(self) -> _Sink:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._blocks.put(None)
        self._thread.join()
        self._target.close()
        if kind is None and self._wrong is not None:
            raise self._wrong

    @property
    def sha256(self) -> bytes:
        """The sum of everything put."""
        return self._summed.digest()

    def put(self, block: bytes) -> None:
        """Hand the next block over; raise OSError where one before it could not be written."""
        if self._wrong is not None:
            raise self._wrong
        self._blocks.put(block)

    def _run(self) -> None:
        while (block := self._blocks.get()) is not None:
            if self._wrong is None:
                try:
                    self._summed.update(block)
                    self._target.write(block)
                except OSError as wrong:
                    self._wrong = wrong


def _sha256(digest: str) -> bytes | None:
    """Return the sha-256 of a Repr-Digest header (RFC 9530: `sha-256=:BASE64:`), None where it has none."""
    for item in digest.split(","):
        name, _, value = item.strip().partition("=")
        if name == "sha-256":
            with contextlib.suppress(ValueError):
                return base64.b64decode(value.strip(":"), validate=True)
    return None
