"""The data folder: its place on the disk, the two databases in it, and what waits there."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from app.localdb import cursors, outbox
from app.localdb.checkup import Checkup, Health, check_cache, check_local, local_alone, set_aside_files
from app.localdb.marker import NAME as MARKER
from app.localdb.marker import is_running
from app.localdb.reader import open_reader
from app.localdb.reserve import SIZE as RESERVE
from app.localdb.reserve import lacks_room

from .finding import Finding, bad, good

ROOM = 500 * 1024 * 1024
"""Bytes that should be free: a snapshot of a million guests beside the cache it replaces."""


def check_folder(data: Path, *, room: int = ROOM) -> Iterator[Finding]:
    """Look at the folder of a desk. `room`: bytes that should be free on its disk."""
    if not data.exists():
        yield _not_yet(data)
        yield _room(_nearest(data), room)
        return
    placed = _place(data)
    yield placed
    if placed.code == "folder.no_folder":
        return
    yield _private(data)
    yield _room(data, room)
    yield _reserve(data)
    yield _running(data)
    local = check_local(data)
    yield _local(local)
    yield _cache(check_cache(data), data, readable=local.health is Health.GOOD)
    if local.health is Health.GOOD:
        yield _outbox(data)
    kept = set_aside_files(data)
    if kept:
        names = ", ".join(file.name for file in kept)
        yield good("set_aside", f"damaged files were kept: {names}", "delete them when nothing is missed any more")


def _not_yet(data: Path) -> Finding:
    above = _nearest(data)
    if os.access(above, os.W_OK | os.X_OK) and above.is_dir() and _can_write(above):
        return good("folder", f"no desk has used {data} yet", "yingbin desk --hq URL --enrol CODE starts one there")
    return bad("folder.closed", f"{data} cannot be made in {above}", "choose another folder with --data")


def _nearest(data: Path) -> Path:
    """Return the deepest folder above `data` that exists."""
    return next(above for above in data.absolute().parents if above.exists())


def _place(data: Path) -> Finding:
    if not data.is_dir():
        return bad("folder.no_folder", f"{data} is not a folder", "choose another one with --data")
    if not _can_write(data):
        return bad(
            "folder.closed", f"nothing can be written into {data}", "give this user the right to, or mend the disk"
        )
    return good("folder", f"the desk's data is in {data}")


def _can_write(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"yingbin")
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        return False
    return True


def _private(data: Path) -> Finding:
    mode = stat.S_IMODE(data.stat().st_mode)
    if os.name == "posix" and mode & 0o077:
        what = f"other users of this machine can look into {data} (mode {mode:o})"
        return bad("private.open", what, f"chmod 700 '{data}'")
    return good("private", "only this user can look into the data folder")


def _room(folder: Path, room: int) -> Finding:
    free = shutil.disk_usage(folder).free
    if free >= room:
        return good("room", f"{_mb(free)} are free on the disk")
    return bad("room.little", f"only {_mb(free)} are free on the disk; {_mb(room)} should be", "make room on the disk")


def _reserve(data: Path) -> Finding:
    with contextlib.suppress(OSError):
        if (data / "reserve").stat().st_size == RESERVE:
            return good("reserve", f"{_mb(RESERVE)} are kept back for a full disk")
    if shutil.disk_usage(data).free > 2 * RESERVE:
        return good("reserve", "no room is kept back for a full disk yet; a running desk does that in its first minute")
    return bad("reserve.used", "the room kept back for a full disk is used up", "make room on the disk")


def _running(data: Path) -> Finding:
    if is_running(data):
        with contextlib.suppress(OSError, ValueError):
            number = int((data / MARKER).read_text("utf-8"))
            return good("running", f"a desk runs here (process {number})")
        return good("running", "a desk runs here")
    if (data / MARKER).exists():
        return good("running", "the last desk here ended without closing; the next start checks its files first")
    return good("running", "no desk runs here")


def _local(found: Checkup) -> Finding:
    if found.health is Health.MISSING:
        return good("local_db", "there is no outbox yet", "yingbin desk --hq URL --enrol CODE makes one")
    if found.health is Health.DAMAGED:
        remedy = "start the desk: it sets the file aside and saves the outbox out of it"
        return bad("local_db.damaged", f"{found.file} is damaged: {found.detail}", remedy)
    if found.health is Health.NEWER:
        what = f"{found.file} was written by a newer Yingbin (layout {found.version})"
        return bad("local_db.newer", what, "install that version, or start in another folder with --data")
    if found.health is Health.CLOSED:
        return bad("local_db.closed", f"{found.file} cannot be read: {found.detail}", _reopen(found.file))
    if found.health is Health.OLDER:
        return good("local_db", "the outbox is of an older Yingbin; the next start copies it and brings it up to date")
    return good("local_db", "the outbox and the settings are sound")


def _cache(found: Checkup, data: Path, *, readable: bool) -> Finding:
    if found.health is Health.MISSING:
        return good("cache_db", "HQ's guests are not here yet; the desk fetches them when it reaches HQ")
    if found.health is Health.DAMAGED:
        remedy = "start the desk: it fetches a new one from HQ"
        return bad("cache_db.damaged", f"{found.file} is damaged: {found.detail}", remedy)
    if found.health is Health.CLOSED:
        return bad("cache_db.closed", f"{found.file} cannot be read: {found.detail}", _reopen(found.file))
    if found.health is not Health.GOOD:
        return good("cache_db", "the guests are in another version's layout; the desk fetches them from HQ again")
    return _as_of(data) if readable else good("cache_db", "HQ's guests are here")


def _reopen(file: Path) -> str:
    return "make room on the disk" if lacks_room(file.parent) else "give this user the right to, or mend the disk"


def _as_of(data: Path) -> Finding:
    db = open_reader(data)
    with contextlib.closing(db.connection):
        sample = cursors.clock_sample(db)
        if cursors.cursor(db) is None:
            return good("cache_db", "HQ's guests are not here yet; the desk fetches them when it reaches HQ")
        guests = db.value("select count(*) from cache.guests")
    heard = f", as of {sample.hq:%Y-%m-%d %H:%M} UTC" if sample else ""
    return good("cache_db", f"{guests} guests are here{heard}")


def _outbox(data: Path) -> Finding:
    with local_alone(data) as db:
        held = outbox.counts(db)
        oldest = min((row.since for row in outbox.waiting(db)), default=None)
    if held.parked:
        what = f"{held.parked} commands were refused by HQ and wait for a decision; {held.waiting} wait for HQ"
        return bad("outbox.parked", what, "decide about each under Unsent; `yingbin desk show outbox` lists them")
    if oldest is not None:
        what = f"{held.waiting} commands wait for HQ, the oldest since {oldest:%Y-%m-%d %H:%M} UTC"
        return good("outbox", what, "they go out by themselves when a desk runs and reaches HQ")
    return good("outbox", "nothing waits for HQ")


def _mb(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB"
