"""The sign on the door: one desk at a time has the folder, and a desk that did not say goodbye is noticed."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path

from app.domain.faults import Unavailable

NAME = "running"

_TRIES = 5


class Marker:
    """A locked file in the data folder while a desk runs. `unclean`: the last desk did not close properly."""

    def __init__(self, data: Path) -> None:
        self._path = data / NAME
        self.unclean = False
        self._handle = self._take(data)
        with contextlib.suppress(OSError):  # for whoever looks; a full disk has no room for it
            os.truncate(self._handle, 0)
            os.write(self._handle, f"{os.getpid()}\n".encode())

    def _take(self, data: Path) -> int:
        """Return the locked file. One that is not in its place any more, because the desk before said goodbye between
        opening and locking, keeps nobody out: then there is a new one to be made."""
        for _ in range(_TRIES):
            self.unclean = self._path.exists()
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            if _lock_soon(handle) and _lies_at(self._path, handle):
                return handle
            os.close(handle)
            if self._path.exists():
                break
        raise Unavailable("desk_running", f"another desk already uses {data}", folder=str(data))

    def remove(self) -> None:
        """Say goodbye: everything is closed."""
        if sys.platform == "win32":  # which does not let go of an open file
            os.close(self._handle)
            self._path.unlink(missing_ok=True)
        else:
            self._path.unlink(missing_ok=True)
            os.close(self._handle)

    def leave(self) -> None:
        """Go without having opened anything: what the last desk left stays as it was found."""
        if self.unclean:
            os.close(self._handle)
        else:
            self.remove()


def is_running(data: Path) -> bool:
    """Return whether a desk has the folder `data` now."""
    try:
        handle = os.open(data / NAME, os.O_RDWR)
    except OSError:
        return False
    try:
        return not _lock(handle)
    finally:
        os.close(handle)


def _lock_soon(handle: int) -> bool:
    """Lock, also where `is_running` of another program looks in just now."""
    for _ in range(_TRIES):
        if _lock(handle):
            return True
        time.sleep(0.02)
    return False


def _lies_at(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(handle))
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        try:
            # Far behind the content, which stays readable; the lock goes with the process.
            os.lseek(handle, 1 << 30, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
