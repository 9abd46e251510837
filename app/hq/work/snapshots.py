"""A store's whole feed as a compressed SQLite file that a desk renames into place (`wire.snapshot`).

Files are made in a thread of their own, never change once they are named, and can be deleted at any time. A file is
good as long as the feed has not moved on by more than `AGE_LIMIT` entries: the desk reads those from the feed.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import os
import shutil
import sqlite3
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import zstandard
from sqlalchemy import Engine, bindparam, select

from app.domain.faults import Unavailable, Unreadable
from app.hq.database import database_faults
from app.hq.reading import Cursor, cursor_now, read
from app.hq.tables import cards, feed
from app.wire.codec import decode, encode
from app.wire.snapshot import LAYOUT

from .snapshot_file import PART, Stop, index, pour

AGE_LIMIT = 1000
"""Entries a feed may have moved on before its snapshot is made anew, however small the roster."""

AGE_SHARE = 20
"""Of a large roster one in so many may have changed: reading those costs a desk less than a new file costs HQ."""

AGE_MOST = 100_000
"""Entries from which on a new file is quicker for the desk."""

PATIENCE = 15.0
"""Seconds a desk is kept waiting for a file; a million guests take longer, and a silent line looks like a dead one."""

KEPT = 2
"""Files kept of a store: a desk may still be fetching the one before."""

LEFT_SECONDS = 3600.0
"""What a making left behind is swept away when nothing in it was written for so long: the service was killed. The
longest sort of a million guests is quiet for minutes."""

LEVEL = 3
"""Of zstd; 1 is a fifth quicker and a tenth larger."""

_MAKING = "making-"
"""What the folder is called in which a file is made."""

_CARDS = (
    select(cards.c.kind, cards.c.card_id, cards.c.version, cards.c.hash, cards.c.body)
    .join(feed, (feed.c.kind == cards.c.kind) & (feed.c.card_id == cards.c.card_id))
    .where(feed.c.store_id == bindparam("store_id"), cards.c.body.is_not(None))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One finished file: `sha256` and `size` (bytes) are of the SQLite file inside, `etag` of the compressed one."""

    store_id: str
    epoch: str
    layout: int
    seq: int
    rows: int
    size: int
    sha256: str
    etag: str
    name: str

    @property
    def cursor(self) -> str:
        """Where the feed goes on after it."""
        return str(Cursor(self.epoch, self.seq))

    @property
    def lasts(self) -> int:
        """By how many entries the feed may move on before this file is too old."""
        return min(max(AGE_LIMIT, self.rows // AGE_SHARE), AGE_MOST)

    @property
    def digest(self) -> str:
        """The value of `Repr-Digest` (RFC 9530): of the SQLite file, which is what the desk checks and keeps."""
        return f"sha-256=:{base64.b64encode(bytes.fromhex(self.sha256)).decode()}:"


class Snapshots:
    """The snapshots of all stores: made when asked for, one at a time, and kept in a folder."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        """`folder` is made when the first one is asked for."""
        self._engine = engine
        self._folder = folder
        self._making: dict[str, asyncio.Future[tuple[Path, Snapshot]]] = {}
        """By store; only the event loop looks at it."""
        self._maker = ThreadPoolExecutor(1, thread_name_prefix="hq-snapshots")
        self._ending = threading.Event()

    async def current(self, store_id: str, etag: str = "") -> tuple[Path, Snapshot]:
        """Return a good snapshot's file: the one of `etag` if it is still there, else a fresh enough one.

        Raises `Unknown` for a store that does not exist, `Unavailable` where it cannot be made now: also after
        `PATIENCE` (`snapshot_making`), while it goes on being made for who asks again.
        """
        making = self._making.get(store_id)
        if making is None:
            try:
                making = asyncio.get_running_loop().run_in_executor(self._maker, self.make, store_id, etag)
            except RuntimeError:  # the thread is closed
                raise _closed() from None
            self._making[store_id] = making
            making.add_done_callback(lambda done: self._made(store_id, done))
        done, _ = await asyncio.wait((making,), timeout=PATIENCE)
        if not done:
            raise Unavailable("snapshot_making", "the store's roster is being made ready; ask again")
        return making.result()

    def _made(self, store_id: str, done: asyncio.Future[tuple[Path, Snapshot]]) -> None:
        del self._making[store_id]
        if not done.cancelled():
            done.exception()  # whoever still waits raises it; nobody may

    def end(self) -> None:
        """Give up the file that is made now, and those asked for: they raise `Unavailable` (`snapshots_closed`)."""
        self._ending.set()

    def close(self) -> None:
        """Give up what was begun, and let go of it."""
        self.end()
        self._maker.shutdown()

    def prepare(self) -> None:
        """Make the folder; raise `Unavailable("snapshot_folder")` where no desk could ever get its first roster."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self._folder):
                pass
        except OSError as wrong:
            said = f"no snapshot can be written to {self._folder}: {wrong.strerror}; name another folder with --files"
            raise Unavailable("snapshot_folder", said) from wrong

    def _stop(self) -> None:
        if self._ending.is_set():
            raise _closed()

    def make(self, store_id: str, etag: str = "") -> tuple[Path, Snapshot]:
        """Do the work of `current` in the calling thread."""
        self._stop()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            _sweep(self._folder)
            with tempfile.TemporaryDirectory(dir=self._folder, prefix=_MAKING) as place:
                return self._made_in(Path(place), store_id, etag)
        except OSError as wrong:
            raise Unavailable("snapshot_unmade", f"no snapshot can be written: {wrong.strerror}") from wrong
        except sqlite3.Error as wrong:
            raise Unavailable("snapshot_unmade", f"no snapshot can be written: {wrong}") from wrong

    def _made_in(self, place: Path, store_id: str, etag: str) -> tuple[Path, Snapshot]:
        plain = place / "plain"
        with database_faults(), read(self._engine) as connection:
            head = cursor_now(connection, store_id)
            good = [held for held in self._held(store_id) if (held.epoch, held.layout) == (head.epoch, LAYOUT)]
            half_fetched = [held for held in good if held.etag == etag]
            for held in half_fetched or [held for held in good if 0 <= head.seq - held.seq <= held.lasts]:
                return self._folder / held.name, held
            meta = {
                "layout": str(LAYOUT),
                "epoch": head.epoch,
                "store_id": store_id,
                "cursor": str(head),
                "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
            }
            streamed = {"yield_per": PART}
            with connection.execute(_CARDS, {"store_id": store_id}, execution_options=streamed) as found:
                rows = pour(plain, found.partitions(), meta, self._stop)
        index(plain, self._stop)
        made = self._finish(place, plain, store_id, head, rows)
        self._forget(store_id, made)
        return self._folder / made.name, made

    def _finish(self, place: Path, plain: Path, store_id: str, head: Cursor, rows: int) -> Snapshot:
        """Compress the filled file and put it, with its note, where it can be found."""
        packed, note = place / "packed", place / "note"
        sha256, outside = _pack(plain, packed, self._stop)
        made = Snapshot(
            store_id=store_id,
            epoch=head.epoch,
            layout=LAYOUT,
            seq=head.seq,
            rows=rows,
            size=plain.stat().st_size,
            sha256=sha256,
            etag=f'"{outside[:32]}"',
            name=f"{_stem(store_id)}-{head.seq}-{outside[:12]}.sqlite3.zst",
        )
        packed.replace(self._folder / made.name)
        note.write_bytes(encode(made))
        note.replace(self._note(made))
        return made

    def _note(self, made: Snapshot) -> Path:
        return self._folder / f"{made.name}.json"

    def _held(self, store_id: str) -> list[Snapshot]:
        """Return the store's finished files, the newest first."""
        found = []
        for note in self._folder.glob(f"{_stem(store_id)}-*.json"):
            with contextlib.suppress(OSError, Unreadable):
                held = decode(note.read_bytes(), Snapshot)
                if held.store_id == store_id and (self._folder / held.name).is_file():
                    found.append(held)
        return sorted(found, key=lambda held: -held.seq)

    def _forget(self, store_id: str, made: Snapshot) -> None:
        """Delete what is older than the last `KEPT` files, or of another history or layout."""
        held = self._held(store_id)
        good = [one for one in held if (one.epoch, one.layout) == (made.epoch, made.layout)]
        for old in (one for one in held if one not in good[:KEPT]):
            file = self._folder / old.name
            with contextlib.suppress(OSError):  # another process may be reading it, or was quicker
                self._note(old).unlink()
                file.unlink()


def _stem(store_id: str) -> str:
    return quote(store_id, safe="")[:100]


def _closed() -> Unavailable:
    return Unavailable("snapshots_closed", "HQ is shutting down")


def _sweep(folder: Path) -> None:
    """Delete the half-made files of services that were killed."""
    before = time.time() - LEFT_SECONDS
    for place in folder.glob(f"{_MAKING}*"):
        with contextlib.suppress(OSError):  # its maker has just finished, or another service sweeps too
            if max(path.stat().st_mtime for path in (place, *place.iterdir())) < before:
                shutil.rmtree(place, ignore_errors=True)


def _pack(plain: Path, packed: Path, stop: Stop) -> tuple[str, str]:
    """Compress the file; return the SHA-256 of both, in hex."""
    inside, outside = hashlib.sha256(), hashlib.sha256()
    with plain.open("rb") as source, packed.open("wb") as target:
        squeezer = zstandard.ZstdCompressor(level=LEVEL).compressobj(size=plain.stat().st_size)
        for chunk in iter(lambda: source.read(1 << 20), b""):
            stop()
            inside.update(chunk)
            squeezed = squeezer.compress(chunk)
            outside.update(squeezed)
            target.write(squeezed)
        last = squeezer.flush()
        outside.update(last)
        target.write(last)
        target.flush()
        os.fsync(target.fileno())
    return inside.hexdigest(), outside.hexdigest()
